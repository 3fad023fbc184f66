"""The Database's contract, on both engines."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import timedelta
from itertools import repeat
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from storage.commands import Ahead, nothing
from storage.database import Database
from storage.errors import Closed, ReadOnly
from storage.tables import metadata
from storage.unit_of_work import UnitOfWork
from tests.storage.conftest import NINE_O_CLOCK, Clock

AUDIT = metadata.tables["audit"]
HEAD = metadata.tables["corp_head"]


def note(action: str, uow: UnitOfWork) -> int:
    """Leave a row that says `action`, and return its id."""
    row = {
        "corp_id": uow.corp_id, "id": uow.new_id(), "at": uow.now, "actor": "wang", "action": action,
        "subject": "", "details": "",
    }  # fmt: skip
    uow.connection.execute(insert(AUDIT), row)
    return int(row["id"])


def notes(uow: UnitOfWork) -> list[str]:
    return list(uow.connection.scalars(select(AUDIT.c.action).order_by(AUDIT.c.id)))


def together(
    database: Database, *deeds: Callable[[UnitOfWork], Any], ahead: Sequence[Ahead] = ()
) -> list[Future[Any]]:
    """Submit `deeds`, each with its `ahead`, so that the writer takes them in one batch."""
    is_running, is_queued = threading.Event(), threading.Event()

    def holds_the_writer(uow: UnitOfWork) -> None:
        is_running.set()
        is_queued.wait(10)

    database.submit(holds_the_writer)
    is_running.wait(10)
    known = [*ahead, *repeat(nothing, len(deeds) - len(ahead))]
    futures = [database.submit(deed, ahead=one) for deed, one in zip(deeds, known, strict=True)]
    is_queued.set()
    return futures


async def test_what_is_written_is_read(database: Database) -> None:
    written = await database.write(lambda uow: note("a debt", uow))
    assert written > 0
    assert await database.read(notes) == ["a debt"]


def test_a_command_line_reads_and_writes_without_a_loop(database: Database) -> None:
    database.write_now(lambda uow: note("a debt", uow))
    assert database.read_now(notes) == ["a debt"]


async def test_a_failure_goes_to_its_caller_and_undoes_only_its_own(database: Database) -> None:
    def fails(uow: UnitOfWork) -> None:
        note("lost", uow)
        raise ZeroDivisionError

    first, failing, last = together(
        database, lambda uow: note("first", uow), fails, lambda uow: note("last", uow)
    )
    with pytest.raises(ZeroDivisionError):
        failing.result()
    assert first.result() < last.result()
    assert await database.read(notes) == ["first", "last"]


async def test_one_that_ends_in_what_no_future_takes_holds_up_nobody(database: Database) -> None:
    def fails(uow: UnitOfWork) -> None:
        note("lost", uow)
        next(iter(()))

    failing, fine = await asyncio.wait_for(
        asyncio.gather(
            database.write(fails), database.write(lambda uow: note("fine", uow)), return_exceptions=True
        ),
        10,
    )
    assert isinstance(failing, RuntimeError)
    assert isinstance(fine, int)


def test_a_refused_statement_fails_its_command_even_when_caught(database: Database) -> None:
    def twice(uow: UnitOfWork) -> None:
        row = {"corp_id": 1, "id": 1, "at": uow.now, "actor": "", "action": "", "subject": "", "details": ""}
        uow.connection.execute(insert(AUDIT), row)
        uow.connection.execute(insert(AUDIT), row)

    with pytest.raises(DBAPIError):
        database.write_now(twice)
    assert database.read_now(notes) == []


def test_a_failed_command_leaves_no_gap_in_numbers(database: Database) -> None:
    def number(uow: UnitOfWork) -> int:
        return uow.heads.take_number(uow.connection, uow.corp_id)

    def fails(uow: UnitOfWork) -> None:
        number(uow)
        raise ZeroDivisionError

    fresh = together(database, fails, number, fails, number)  # the first makes the head's row, and loses it
    assert [future.result() for future in fresh[1::2]] == [1001, 1002]
    assert database.write_now(number) == 1003


def test_an_inner_savepoint_undoes_only_itself(database: Database) -> None:
    def message(uow: UnitOfWork) -> str:
        note("inbox row", uow)
        try:
            with uow.savepoint():
                note("handler", uow)
                raise ZeroDivisionError
        except ZeroDivisionError:
            return "没听懂"

    assert database.write_now(message) == "没听懂"
    assert database.read_now(notes) == ["inbox row"]


async def test_a_thousand_concurrent_writes_make_few_commits(database: Database) -> None:
    await asyncio.gather(*(database.write(lambda uow: note("a debt", uow)) for _ in range(1_000)))
    assert len(await database.read(notes)) == 1_000
    assert database.statistics.commands == 1_000
    assert database.statistics.commits <= 100


def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(ReadOnly):
        database.read_now(lambda uow: note("a debt", uow))
    with pytest.raises(DBAPIError):
        database.read_now(lambda uow: uow.connection.execute(AUDIT.delete()).rowcount)


def test_a_reader_sees_one_moment(database: Database) -> None:
    def before_and_after(uow: UnitOfWork) -> tuple[list[str], list[str]]:
        before = notes(uow)
        database.write_now(lambda uow: note("meanwhile", uow))
        return before, notes(uow)

    assert database.read_now(before_and_after) == ([], [])
    assert database.read_now(notes) == ["meanwhile"]


def test_recorded_time_never_goes_back(database: Database, clock: Clock) -> None:
    def posts(uow: UnitOfWork) -> None:
        uow.heads.advance(uow.connection, uow.corp_id, head_hash="a", recorded_at=uow.now)

    database.write_now(posts)
    clock.move(timedelta(hours=-1))
    assert database.write_now(lambda uow: uow.now) == NINE_O_CLOCK


def test_instants_and_days_come_back_as_they_went(database: Database, clock: Clock) -> None:
    clock.now = NINE_O_CLOCK + timedelta(microseconds=1)
    database.write_now(lambda uow: note("a debt", uow))
    assert database.read_now(lambda uow: uow.connection.scalar(select(AUDIT.c.at))) == clock.now


def test_closing_finishes_what_waits(migrated_url: str, clock: Clock) -> None:
    database = Database(migrated_url, clock=clock)
    database.start()
    waiting = [database.submit(lambda uow: note("a debt", uow)) for _ in range(300)]
    database.close()
    assert len({future.result(0) for future in waiting}) == 300
    with pytest.raises(Closed):
        database.submit(notes)


def test_what_is_cancelled_while_it_waits_never_runs(migrated_url: str, clock: Clock) -> None:
    database = Database(migrated_url, clock=clock)
    database._writer._is_open = True  # open, but its thread not started yet
    database.submit(lambda uow: note("cancelled", uow)).cancel()
    kept = database.submit(lambda uow: note("kept", uow))
    database.start()
    kept.result()
    assert database.read_now(notes) == ["kept"]
    database.close()


async def test_what_nobody_awaits_any_more_while_it_waits_never_runs(migrated_url: str, clock: Clock) -> None:
    database = Database(migrated_url, clock=clock)
    database._writer._is_open = True  # open, but its thread not started yet
    given_up = asyncio.ensure_future(database.write(lambda uow: note("given up", uow)))
    kept = asyncio.ensure_future(database.write(lambda uow: note("kept", uow)))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    database.start()
    await kept
    assert await database.read(notes) == ["kept"]
    database.close()


def test_whoever_awaits_in_a_loop_that_has_ended_keeps_nobody_else_waiting(
    migrated_url: str, clock: Clock
) -> None:
    database = Database(migrated_url, clock=clock)
    database._writer._is_open = True  # open, but its thread not started yet
    loop = asyncio.new_event_loop()
    left = loop.create_task(database.write(lambda uow: note("left", uow)))
    loop.run_until_complete(asyncio.sleep(0))
    other = database.submit(lambda uow: note("other", uow))
    loop.close()
    left._log_destroy_pending = False  # type: ignore[attr-defined]  # it is meant to be pending for good
    database.start()
    other.result()
    database.write_now(notes)
    assert database.read_now(notes) == ["left", "other"]
    database.close()


def test_slow_commands_are_counted_and_named(
    database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dawdles(uow: UnitOfWork) -> None:
        until = time.perf_counter() + 0.06
        while time.perf_counter() < until:
            pass

    # import-linter, run by another test, switches off all loggers that exist by then
    monkeypatch.setattr(logging.getLogger("storage.writer"), "disabled", False)
    with caplog.at_level(logging.WARNING, "storage.writer"):
        database.write_now(dawdles)
    assert database.statistics.slow == 1
    assert "dawdles" in caplog.text
