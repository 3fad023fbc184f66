"""What is written when the disk is full, the connection is lost, or the answer to a commit never comes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.errors import Unavailable, UnknownCommit
from storage.schema import exclusive
from storage.unit_of_work import UnitOfWork
from tests.storage.conftest import Clock
from tests.storage.test_database import note, notes, together
from tests.storage.wire import ForgetfulSqlite, Proxy


def written(action: str) -> Callable[[UnitOfWork], bool]:
    """A key: was `action` written?"""
    return lambda uow: action in notes(uow)


def named(action: str) -> Callable[[UnitOfWork], int]:
    return lambda uow: note(action, uow)


class LosesTransaction:
    """A deed that ends the whole transaction, as a database does, in its first `times` runs."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.runs = 0

    def __call__(self, uow: UnitOfWork) -> int:
        self.runs += 1
        if self.runs <= self.times:
            if uow.connection.dialect.name == "sqlite":
                uow.connection.exec_driver_sql("ROLLBACK")
                raise OSError("lost")
            uow.connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
        return note("loser", uow)


def test_a_lost_transaction_is_done_again_one_by_one(database: Database) -> None:
    loses = LosesTransaction(times=1)
    futures = together(database, named("before"), loses, named("after"))
    assert len({future.result() for future in futures}) == 3
    assert database.read_now(notes) == ["before", "loser", "after"]
    assert (loses.runs, database.statistics.alone) == (2, 3)


def test_who_always_loses_the_transaction_fails_alone(database: Database) -> None:
    before, loser, after = together(database, named("before"), LosesTransaction(times=99), named("after"))
    assert isinstance(loser.exception(), OSError | DBAPIError)
    assert before.result() < after.result()
    assert database.read_now(notes) == ["before", "after"]


@pytest.fixture
def small_disk(database: Database, engine_name: str, migrated_url: str) -> None:
    """The disk has no room for more than a few rows of 100 KB."""
    if engine_name == "sqlite":

        def shrink(uow: UnitOfWork) -> None:
            pages = uow.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            uow.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 40}")

        database.write_now(shrink)
        return
    with exclusive(migrated_url) as connection:
        connection.execute(
            text(
                "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "IF length(new.action) > 90000 THEN RAISE disk_full; END IF; RETURN new; END $$"
            )
        )
        connection.execute(
            text("CREATE TRIGGER no_room BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION no_room()")
        )


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_fails_what_needs_room_and_nothing_else(database: Database) -> None:
    def large(uow: UnitOfWork) -> None:
        for _ in range(3):
            note("大" * 100_000, uow)

    before, failing, after = together(database, named("before"), large, named("after"))
    assert isinstance(failing.exception(), DBAPIError)
    assert "大大" not in str(failing.exception())  # it is logged
    assert before.result() < after.result()
    assert database.read_now(notes) == ["before", "after"]
    assert database.write_now(named("later")) > after.result()


NUMBERS = """
import sys
from datetime import UTC, datetime
from storage.database import Database
with Database(sys.argv[1], clock=lambda: datetime.now(UTC)) as database:
    takes = [database.submit(lambda uow: uow.heads.take_number(uow.connection, 1)) for _ in range(300)]
    print(*(take.result() for take in takes))
"""


def test_processes_that_write_at_once_share_one_row_of_numbers(migrated_url: str) -> None:
    order = [sys.executable, "-c", NUMBERS, migrated_url]
    processes = [subprocess.Popen(order, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    numbers = [int(word) for process in processes for word in process.communicate(timeout=60)[0].split()]
    assert sorted(numbers) == list(range(1001, 1601))


def test_another_writer_is_waited_for(database: Database, migrated_url: str) -> None:
    with exclusive(migrated_url):
        waiting = database.submit(named("a debt"))
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.2)
    assert waiting.result() > 0


def test_a_database_that_is_away_fails_at_once_and_writes_nothing(clock: Clock) -> None:
    with (
        Database("postgresql://qz@127.0.0.1:1/none", clock=clock) as database,
        pytest.raises(Unavailable),
    ):
        database.write_now(named("a debt"))


def test_a_connection_cut_while_idle_is_not_noticed(database: Database, migrated_url: str) -> None:
    database.write_now(named("before"))
    cut_everybody(migrated_url)
    database.write_now(named("after"))
    assert database.read_now(notes) == ["before", "after"]


def cut_everybody(url: str) -> None:
    if url.startswith("postgresql"):
        with exclusive(url) as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def losing(
    engine_name: str, migrated_url: str, clock: Clock
) -> Iterator[tuple[Database, Callable[[str], None]]]:
    """A Database, and what makes it lose the answer to its next commit (done | not done)."""
    if engine_name == "sqlite":
        event.listen(Engine, "do_connect", _forgetful)
        with Database(migrated_url, clock=clock, process_number=1) as database:
            yield database, lambda how: setattr(ForgetfulSqlite, "armed", how)
        event.remove(Engine, "do_connect", _forgetful)
        return
    proxy = Proxy(migrated_url)
    with Database(proxy.url, clock=clock, process_number=1) as database:
        database.write_now(lambda uow: None)  # SQLAlchemy commits once when it first connects
        yield database, lambda how: proxy.cut_at_commit(after_the_server_did_it=how == "done")
    proxy.close()


def _forgetful(dialect: Any, record: Any, arguments: Any, parameters: dict[str, Any]) -> None:
    parameters["factory"] = ForgetfulSqlite


Losing = tuple[Database, Callable[[str], None]]


@pytest.mark.parametrize("how", ["done", "not done"])
def test_an_unknown_commit_is_resolved_by_its_key(losing: Losing, how: str) -> None:
    database, lose = losing
    database.write_now(named("before"))
    lose(how)
    first, second = together_with_keys(database, "one", "two")
    assert database.read_now(notes) == ["before", "one", "two"]
    assert database.read_now(lambda uow: ids(uow))[1:] == [first, second]
    assert database.statistics.unknown == 1


def together_with_keys(database: Database, *actions: str) -> list[int]:
    futures = [database.submit(named(action), key=written(action)) for action in actions]
    return [future.result() for future in futures]


def ids(uow: UnitOfWork) -> list[int]:
    return list(uow.connection.scalars(text("SELECT id FROM audit ORDER BY id")))


@pytest.mark.parametrize("how", ["done", "not done"])
def test_an_unknown_commit_without_a_key_is_told_and_not_done_again(losing: Losing, how: str) -> None:
    database, lose = losing
    lose(how)
    with pytest.raises(UnknownCommit):
        database.write_now(named("a debt"))
    assert database.read_now(notes) == (["a debt"] if how == "done" else [])


def test_a_failed_command_of_an_unknown_commit_keeps_its_failure(losing: Losing) -> None:
    database, lose = losing
    lose("done")

    def fails(uow: UnitOfWork) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write_now(fails)
