"""digest and outbox on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import build
from bot.clock import SystemClock
from storage.database import Database
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

DEBT = ("永盛11月1号拉的3.2万 账期19天", "--as", "zhou", "--at", "2026-12-03T10:00")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build(), list(arguments))


def within(home: Path, write: object) -> object:
    with Database(f"sqlite:///{home / 'q.db'}", clock=SystemClock().now) as database:
        return database.write_now(write)  # type: ignore[arg-type]


def people(uow: UnitOfWork) -> None:
    uow.staff.put(StaffView("zhou", "老周", "sales", manager="zhao"))
    uow.staff.put(StaffView("zhao", "赵总", "manager"))
    uow.customers.create(name="永盛装饰", owner="zhou", created_by="zhou")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QINGZHANG_DATABASE_URL", f"sqlite:///{tmp_path / 'q.db'}")
    assert run("migrate").exit_code == 0
    within(tmp_path, people)
    assert run("say", *DEBT).exit_code == 0
    return tmp_path


def rows(*options: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("outbox", "--json", *options).stdout.splitlines()]


def test_a_dry_run_prints_the_digests_and_sends_nothing(home: Path) -> None:
    lines = [
        json.loads(line)
        for line in run("digest", "--on", "2026-12-04", "--dry-run", "--json").stdout.splitlines()
    ]
    texts = {line["digest"]: line["text"] for line in lines if line["text"]}
    assert "1 永盛装饰 超期3.2万，最久14天" in texts["managers"]
    assert "永盛装饰 32,000" in texts["todos"]
    assert not any(row["template"].startswith("digest/") for row in rows())


def test_the_digests_of_a_day_are_put_into_the_outbox_once(home: Path) -> None:
    assert "3 messages" in run("digest", "--on", "2026-12-04").stdout
    assert "0 messages" in run("digest", "--on", "2026-12-04").stdout
    assert sum(row["unique_key"].startswith("digest:") for row in rows()) == 3


def test_the_context_of_a_row_is_json_too(home: Path) -> None:
    run("digest", "--on", "2026-12-04")
    (row,) = [row for row in rows() if row["unique_key"].startswith("digest:managers")][:1]
    assert row["context"]["today"] == {"day": "2026-12-04"}


def test_a_state_that_does_not_exist_is_refused(home: Path) -> None:
    refused = run("outbox", "--state", "nonsense")
    assert refused.exit_code == 2
    assert "waiting, sending, sent" in refused.output


def test_a_rest_day_has_no_digest(home: Path) -> None:
    for options in ((), ("--dry-run",)):
        printed = run("digest", "--on", "2026-12-05", *options).stdout
        assert printed == "No digest goes out on 2026-12-05.\n"


def test_a_day_of_the_past_is_shown_as_it_was(home: Path) -> None:
    run("say", "收到永盛3.2万", "--as", "zhou", "--at", "2026-12-04T10:00")
    shown = run("digest", "--on", "2026-12-03", "--dry-run").stdout
    assert "超期3.2万，最久13天" in shown
    assert "没有超期的" in run("digest", "--on", "2026-12-07", "--dry-run").stdout


def test_what_is_stuck_is_sent_again_or_let_be(home: Path) -> None:
    def stuck(uow: UnitOfWork) -> int:
        uow.outbox.push("app", "zhou", "one", body="请回电")
        (row,) = uow.outbox.claim("test", batch=1)
        uow.outbox.freeze(row.id, "请回电")
        uow.outbox.unsure(row.id, "cut off")
        return row.id

    number = str(within(home, stuck))
    assert [row["id"] for row in rows("--state", "unsure")] == [number]
    assert number in run("outbox", "--resend", number, "--dry-run").stdout
    assert json.loads(run("outbox", "--resend", number, "--json").stdout) == {"id": number, "done": True}
    assert json.loads(run("outbox", "--resend", number, "--json").stdout) == {"id": number, "done": False}
    assert run("outbox", "--resend", number, "--dry-run").exit_code == 1
    assert run("outbox", "--resend", number).exit_code == 1
    assert [row["body"] for row in rows("--state", "waiting") if row["id"] == number] == ["请回电"]
    assert run("outbox", "--drop", number).exit_code == 1


def test_check_holds_the_books_to_what_the_digests_told(home: Path) -> None:
    run("digest", "--on", "2026-12-04")
    assert run("check").exit_code == 0

    def forget(uow: UnitOfWork) -> None:
        uow.connection.exec_driver_sql("UPDATE anchor SET seq = 99")

    within(home, forget)
    assert run("check").exit_code == 1
