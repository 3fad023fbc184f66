"""Ids never repeat, whatever the clocks do, and no two processes share a number."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Connection, select

from storage.database import Database
from storage.errors import Unavailable
from storage.ids import EPOCH_MS, Ids
from storage.process_number import LEASE, LeasedIds
from storage.schema import exclusive
from storage.tables import metadata
from tests.storage.conftest import NINE_O_CLOCK, Clock

LEASES = metadata.tables["lease"]


def test_an_id_is_its_time_its_process_and_its_sequence() -> None:
    ids = Ids(5, lambda: EPOCH_MS + 1_000)
    first, second = ids(), ids()
    assert (first >> 22, first >> 12 & 1023, first & 4095) == (1_000, 5, 0)
    assert second == first + 1


def test_an_id_has_63_bits_until_2094() -> None:
    ids = Ids(1023, lambda: EPOCH_MS + (1 << 41) - 1)
    assert ids().bit_length() == 63


def test_ids_rise_when_the_clock_steps_back() -> None:
    times = iter([5_000, 3_000, 3_000, 5_001])
    ids = Ids(0, lambda: EPOCH_MS + next(times))
    given = [ids() for _ in range(4)]
    assert given == sorted(set(given))


def test_more_ids_than_fit_a_millisecond_do_not_wait_or_repeat() -> None:
    ids = Ids(0, lambda: EPOCH_MS + 1)
    assert len({ids() for _ in range(10_000)}) == 10_000
    assert ids.reached == EPOCH_MS + 3


def test_a_process_number_has_ten_bits() -> None:
    with pytest.raises(ValueError, match="0 to 1023"):
        Ids(1024)


def number(ids: LeasedIds) -> int:
    return ids() >> 12 & 1023


def renewed(connection: Connection, ids: LeasedIds | None = None) -> LeasedIds:
    ids = ids or LeasedIds()
    ids.renew(connection)
    return ids


def test_two_processes_hold_two_numbers(migrated_url: str) -> None:
    with exclusive(migrated_url) as connection:
        assert [number(renewed(connection)) for _ in range(3)] == [0, 1, 2]


def test_a_number_given_back_is_taken_again(migrated_url: str) -> None:
    with exclusive(migrated_url) as connection, time_machine.travel(NINE_O_CLOCK, tick=False) as machine:
        first = renewed(connection)
        first.release(connection)
        machine.shift(timedelta(milliseconds=1))
        assert number(renewed(connection)) == 0


def test_a_number_is_renewed_at_half_its_lease(migrated_url: str) -> None:
    with exclusive(migrated_url) as connection, time_machine.travel(NINE_O_CLOCK, tick=False) as machine:
        ids = renewed(connection)
        assert not ids.is_due()
        machine.shift(LEASE / 2 + timedelta(milliseconds=1))
        assert ids.is_due()
        renewed(connection, ids)
        machine.shift(LEASE / 2)
        assert number(renewed(connection)) == 1


def test_who_slept_through_its_lease_takes_another_number(migrated_url: str) -> None:
    with exclusive(migrated_url) as connection, time_machine.travel(NINE_O_CLOCK, tick=False) as machine:
        sleeper = renewed(connection)
        machine.shift(2 * LEASE)
        assert number(renewed(connection)) == 0
        assert number(renewed(connection, sleeper)) == 1


def test_a_successor_with_a_slow_clock_takes_another_number(migrated_url: str) -> None:
    with exclusive(migrated_url) as connection, time_machine.travel(NINE_O_CLOCK, tick=False) as machine:
        ids = renewed(connection)
        ids()
        ids.release(connection)
        machine.shift(timedelta(hours=-1))
        assert number(renewed(connection)) == 1


def test_the_thousand_and_twenty_fifth_process_is_refused(migrated_url: str) -> None:
    with exclusive(migrated_url) as connection:
        for _ in range(1_024):
            renewed(connection)
        with pytest.raises(Unavailable, match="held by other processes"):
            renewed(connection)


def test_a_process_leases_at_its_first_write_and_gives_back_at_its_end(
    migrated_url: str, clock: Clock
) -> None:
    until = select(LEASES.c.until - LEASES.c.until)
    with Database(migrated_url, clock=clock) as database:
        assert database.read_now(lambda uow: uow.connection.execute(until).all()) == []
        first = database.write_now(lambda uow: uow.new_id())
    with Database(migrated_url, clock=clock) as database:
        second = database.write_now(lambda uow: uow.new_id())
    assert (first >> 12 & 1023, second >> 12 & 1023) == (0, 0)


def test_processes_at_once_give_different_ids(migrated_url: str) -> None:
    program = (
        "import sys; from datetime import UTC, datetime; from storage.database import Database\n"
        "with Database(sys.argv[1], clock=lambda: datetime.now(UTC)) as database:\n"
        "    print(*database.write_now(lambda uow: [uow.new_id() for _ in range(5000)]))\n"
        "    sys.stdout.flush(); sys.stdin.readline()\n"
    )
    order = [sys.executable, "-c", program, migrated_url]
    processes = [
        subprocess.Popen(order, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    lines = [process.stdout.readline() for process in processes if process.stdout]
    for process in processes:
        process.communicate("\n", timeout=60)
    assert len(set(" ".join(lines).split())) == 10_000
