from __future__ import annotations

import random

import pytest

from ledger.outcome import Known, Outcome
from ledger.scorecard import figures_of, fit
from tests.ledger.rows import day


def known(*delays: int, amount: int = 100, usual: int = 100) -> Known:
    outcome = Outcome("7", day("2026-01-01"), day("2026-01-31"), amount, None)
    return Known(outcome, delays, delays, 0, usual)


def test_everyone_counts_as_one_instalment_of_his() -> None:
    share, mean, *_ = figures_of(known(5, -1), everyone_late=0.4)
    assert share == pytest.approx((1 + 0.4) / 3)
    assert mean == pytest.approx(5 / 3)


def test_size_is_relative_and_unknown_size_is_usual() -> None:
    assert figures_of(known(amount=100, usual=100), everyone_late=0.4)[4] == 0
    assert figures_of(known(amount=500, usual=0), everyone_late=0.4)[4] == 0
    assert figures_of(known(amount=500, usual=100), everyone_late=0.4)[4] > 1


def test_a_figure_that_decides_is_found_and_one_that_does_not_is_not() -> None:
    drawn = random.Random(1)
    rows = [(drawn.random(), drawn.random()) for _ in range(400)]
    card = fit(rows, [drawn.random() < row[0] for row in rows])
    assert card.weights[0] > 5 * abs(card.weights[1])
    assert card.chance((0.9, 0.5)) > 0.75
    assert card.chance((0.1, 0.5)) < 0.25


def test_chances_add_up_to_what_happened() -> None:
    rows = [(0.0,), (1.0,), (2.0,), (3.0,)] * 5
    late = [False, False, True, True] * 5
    card = fit(rows, late)
    assert sum(card.chance(row) for row in rows) == pytest.approx(sum(late))


def test_a_figure_that_never_changes_and_a_clean_cut_have_an_answer() -> None:
    card = fit([(1.0, 0.0), (1.0, 1.0)], [False, True])
    assert card.weights[0] == 0
    assert card.chance((1.0, 1.0)) > 0.5


def test_the_parts_explain_the_chance() -> None:
    card = fit([(0.0,), (1.0,), (1.0,)], [False, True, True])
    assert card.parts((card.means[0],)) == (0.0,)
    assert card.parts((1.0,))[0] > 0


def test_nothing_to_learn_from_is_said() -> None:
    with pytest.raises(ValueError, match="nothing to learn from"):
        fit([], [])
