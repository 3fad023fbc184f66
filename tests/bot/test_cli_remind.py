"""remind on the command line."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build
from ledger.receivable import Part
from storage.database import Database
from storage.schema import claim_mode, migrate
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

SPOKEN = datetime(2026, 10, 1, 2, tzinfo=UTC)


def books_of(uow: UnitOfWork) -> None:
    uow.staff.put(StaffView("zhou", "老周", "sales"))
    for name, fen, due_on in (
        ("永盛装饰", 1_200_000, date(2026, 12, 1)),
        ("宏达五金", 50_00, date(2026, 12, 1)),
    ):
        customer = uow.customers.create(name=name, owner="zhou", created_by="zhou")
        uow.journal.debt(
            customer_id=customer.id, principal=fen, issued_on=date(2026, 10, 1), parts=[Part(fen, due_on)],
            actor="zhou", salesperson="zhou",
        )  # fmt: skip


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'books.db'}"
    migrate(url)
    claim_mode(url, "live")
    with Database(url, clock=lambda: SPOKEN) as database:
        database.write_now(books_of)
    monkeypatch.setenv("QINGZHANG_DATABASE_URL", url)
    return url


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(build(["remind"]), ["remind", *arguments])
    return done.exit_code, done.output


def waiting(url: str) -> int:
    with Database(url, clock=lambda: SPOKEN) as database:
        return database.read_now(lambda uow: uow.outbox.counts().get("waiting", 0))


def test_a_dry_run_says_everything_by_name_and_writes_nothing(url: str) -> None:
    code, printed = run("--on", "2026-12-03", "--dry-run", "--json")
    *rows, last = map(json.loads, printed.splitlines())
    assert code == 0
    said = {(row["name"], row["audience"]): (row["stage"], row["silence"]) for row in rows}
    assert said["永盛装饰", "customer"] == (1, None)
    assert said["宏达五金", "customer"] == (None, "below_minimum")
    assert last["report"]["silent_fen"] == {"below_minimum": 50_00}
    assert waiting(url) == 0


def test_a_run_is_written_once(url: str) -> None:
    assert "1 letters" in run("--on", "2026-12-03")[1]
    assert waiting(url) == 1  # the salesperson has it on his to-do list
    assert "made out already" in run("--on", "2026-12-03")[1]
    assert waiting(url) == 1


def refused(*arguments: str) -> str:
    code, printed = run(*arguments)
    assert code == 2
    return " ".join(printed.replace("│", " ").split())


def test_a_day_before_a_later_run_is_over(url: str) -> None:
    run("--on", "2026-12-03")
    assert "customers were reminded on 2026-12-03" in refused("--on", "2026-12-02")
    assert waiting(url) == 1
    assert run("--on", "2026-12-02", "--dry-run")[0] == 0


def test_a_day_before_a_text_was_passed_on_is_over(url: str) -> None:
    with Database(url, clock=lambda: datetime(2026, 12, 4, 2, tzinfo=UTC)) as database:
        database.write_now(_passed_on)
    assert "2026-12-03 is over" in refused("--on", "2026-12-03")
    assert run("--on", "2026-12-04")[0] == 0


def _passed_on(uow: UnitOfWork) -> None:
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    uow.follow_ups.add("sent", noted_by="zhou", customer_id=customer.id)


def test_what_a_change_would_do_is_shown_before_it_is_made(url: str) -> None:
    changed = run("--on", "2026-12-03", "--dry-run", "--try", "remind_minimum=10", "--try", "stages_owner=")
    assert "2 to customer" in changed[1]
    assert "owner" not in changed[1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--on", "tomorrow"), "is not a date"),
        (("--on", "2026-12-03", "--try", "remind_minimum=10"), "--try needs --dry-run"),
        (("--on", "2026-12-03", "--dry-run", "--try", "colour=red"), "no company setting is called"),
        (("--on", "2026-12-03", "--dry-run", "--try", "remind_minimum=lots"), "allowed is yuan"),
    ],
)
def test_wrong_usage_is_a_sentence(url: str, arguments: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused(*arguments)


def test_a_day_off_and_an_unpublished_year_are_said(url: str) -> None:
    assert "This is no workday" in run("--on", "2026-12-05", "--dry-run")[1]
    assert "not published yet" in run("--on", "2031-12-03", "--dry-run")[1]


def test_a_command_leaves_the_days_of_the_books_as_they_are(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QINGZHANG_TIMEZONE", "Pacific/Auckland")
    assert run("--on", "2026-12-03", "--dry-run")[0] == 0
    evening = datetime(2026, 12, 3, 12, tzinfo=UTC)
    with Database(url, clock=lambda: evening) as database:
        assert database.read_now(lambda uow: uow.today()) == date(2026, 12, 3)
