"""setting on the command line."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build
from ledger.receivable import Part
from storage.database import Database
from storage.schema import claim_mode, migrate
from storage.unit_of_work import UnitOfWork

NOW = datetime.now(UTC)


def one_late_debt(uow: UnitOfWork) -> None:
    today = date.today()  # noqa: DTZ011
    customer = uow.customers.create(name="永盛装饰", owner="zhou", created_by="zhou")
    uow.journal.debt(
        customer_id=customer.id, principal=1_200_000, issued_on=today - timedelta(90), actor="zhou",
        parts=[Part(1_200_000, today - timedelta(9))], salesperson="zhou",
    )  # fmt: skip


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'books.db'}"
    migrate(url)
    claim_mode(url, "live")
    with Database(url, clock=lambda: NOW) as database:
        database.write_now(one_late_debt)
    monkeypatch.setenv("QINGZHANG_DATABASE_URL", url)
    return url


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(build(["setting"]), ["setting", *arguments])
    return done.exit_code, " ".join(done.output.replace("│", " ").split())


@pytest.mark.usefixtures("url")
def test_all_are_listed_with_what_they_mean() -> None:
    code, printed = run()
    assert code == 0
    assert "remind_gap_days = 3 # So many days lie at least between" in printed


@pytest.mark.usefixtures("url")
def test_a_changed_rule_shows_what_it_does_next() -> None:
    printed = run("remind_minimum", "20000")[1]
    assert "remind_minimum: 100.00 → 20000.00" in printed
    assert "customer: 1 → 0" in printed
    assert "remind_minimum = 20000.00" in run("remind_minimum")[1]


@pytest.mark.usefixtures("url")
def test_one_customer_has_a_ladder_of_its_own() -> None:
    code, printed = run("stages_customer", "30,60", "--customer", "永盛装饰")
    assert code == 0
    assert "customer: 1 → 0" in printed
    own = json.loads(run("stages_customer", "--customer", "永盛装饰", "--json")[1])
    assert (own["value"], json.loads(run("stages_customer", "--json")[1])["value"]) == (
        "30,60",
        "-30,-15,-3,1,7,15,30,60,90",
    )


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("colour",), "no company setting is called"),
        (("remind_gap_days", "often"), "allowed is a whole number"),
        (("quiet_from", "21:00", "--customer", "永盛装饰"), "quiet_from is set for: corp"),
        (("remind_gap_days", "9", "--customer", "nobody"), "no customer is called"),
        (("remind_gap_days", "--customer", "a", "--category", "b"), "not both"),
    ],
)
def test_wrong_usage_is_a_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    code, printed = run(*arguments)
    assert code == 2
    assert sentence in printed


def test_a_change_is_in_the_audit(url: str) -> None:
    run("remind_gap_days", "9")
    with Database(url, clock=lambda: NOW) as database:
        (note,) = database.read_now(lambda uow: list(uow.audit.of("setting:remind_gap_days")))
    assert (note.actor, note.action) == ("cli", "setting.change")


@pytest.mark.usefixtures("url")
def test_a_gap_that_could_not_be_kept_is_refused() -> None:
    code, printed = run("remind_gap_days", "31")
    assert code == 2
    assert "at most 30" in printed
