"""An import that is killed, goes on, and is taken back; on both engines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.imports import run as running
from bot.imports.plan import make_plan
from bot.imports.run import next_size, run
from bot.imports.undo import NotUndone, undo
from config.company import load_company
from storage.check import problems
from storage.database import Database

HEADERS = "客户,单号,金额,开单日期,到期日,账期,业务员,备注"


@pytest.mark.parametrize(
    ("size", "seconds", "following"),
    [(100, 0.8, 22), (30, 9.0, 20), (100, 0.01, 200), (100, 0.1, 149), (450, 0.01, 500), (100, 0.17, 100)],
)
def test_batches_keep_to_the_time_that_others_wait(size: int, seconds: float, following: int) -> None:
    assert next_size(size, seconds) == following


def test_a_batch_that_was_held_up_ends_with_what_it_has(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "ENOUGH", 0)
    file = tmp_path / "a.csv"
    rows = (f"客户{n % 7},D{n},{n + 1},2026-01-05,2026-02-05,,," for n in range(50))
    file.write_text("\n".join((HEADERS, *rows)), encoding="utf-8")
    plan = make_plan(file, "receivables", None, load_company(), database.read_now)
    batches: list[int] = []
    written = asyncio.run(run(plan, database, on_progress=batches.append))
    assert (batches, written.rows) == ([20, 20, 10], 50)
    assert database.read_now(lambda uow: list(problems(uow))) == []


class Killed(BaseException):
    """Stands for SIGKILL: nothing of ours catches it."""


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    with Database(migrated_url, clock=SystemClock().now, process_number=3) as opened:
        yield opened


def stop_after(batches: int) -> Callable[[int], None]:
    left = [batches]

    def count(rows: int) -> None:
        left[0] -= 1
        if not left[0]:
            raise Killed

    return count


def test_a_killed_import_is_finished_by_the_same_file(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "FIRST_AT_ONCE", 20)
    monkeypatch.setattr(running, "MOST_AT_ONCE", 20)
    file = tmp_path / "a.csv"
    rows = (f"客户{n % 7},D{n},{n + 1},2026-01-05,2026-02-05,,," for n in range(50))
    file.write_text("\n".join((HEADERS, *rows)), encoding="utf-8")

    def planned() -> Any:
        return make_plan(file, "receivables", None, load_company(), database.read_now)

    with pytest.raises(Killed):
        asyncio.run(run(planned(), database, on_progress=stop_after(2)))
    rest = planned()
    assert 0 < rest.there < 50
    written = asyncio.run(run(rest, database))
    assert written.rows + rest.there == 50
    sums = database.read_now(
        lambda uow: [uow.customers.position(v.id, date(2026, 3, 1)).net for v in uow.customers.all()]
    )
    assert sum(sums) == sum(range(1, 51)) * 100
    assert database.read_now(lambda uow: list(problems(uow))) == []
    assert asyncio.run(undo(written.run_id, database)) == 50
    with pytest.raises(NotUndone):
        asyncio.run(undo(written.run_id, database))
    assert database.read_now(lambda uow: list(problems(uow))) == []
