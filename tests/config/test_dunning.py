"""dunning.toml: the ladder is data, and wrong data is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.dunning import load_dunning
from config.problems import InvalidSettings

SHIPPED = load_dunning()


def days(audience: str) -> list[int]:
    return [rung.days for rung in SHIPPED.ladder(audience).stages]


def test_what_is_shipped() -> None:
    assert days("customer") == [-30, -15, -3, 1, 7, 15, 30, 60, 90]
    assert days("owner") == [-3, 0, 1, 7, 15, 30, 60, 90]
    assert SHIPPED.customer.channels[-1] == "forward"
    assert [rung.tone for rung in SHIPPED.customer.stages][-1] == "final"


def test_nothing_is_shipped_that_threatens_early() -> None:
    assert {rung.tone for rung in SHIPPED.customer.stages if rung.days < 30} <= {"gentle", "firm"}


def test_stages_are_left_out_by_their_days() -> None:
    assert [rung.days for rung in SHIPPED.customer.only(("-3", "7", "11"))] == [-3, 7]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[owner]\nstages=[{days=7},{days=1}]", "stage 1 must come after stage 7"),
        (
            "[customer]\nstages=[{days=-9},{days=-3,tone='final'}]",
            "stage -3 is not after the due day and must be gentle",
        ),
        (
            "[customer]\nstages=[{days=1,tone='loud'}]",
            "dunning.toml, customer.stages.0.tone: input should be",
        ),
        ("[customer]\nchannels=['pigeon']", "customer.channels.0"),
        ("[boss]\nstages=[]", "boss: extra inputs are not permitted"),
        ("[owner", "cannot be read"),
    ],
)
def test_a_wrong_ladder_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "dunning.toml").write_text(text)
    with pytest.raises(InvalidSettings) as refused:
        load_dunning(tmp_path / "dunning.toml")
    (problem,) = refused.value.problems
    assert sentence in problem
