"""What a transaction has read is not asked again, and never outlives a change or an undoing of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from storage.database import Database
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

WANG = StaffView("wang", "王", "sales", source="file")


class Regret(Exception):
    """The command changes its mind."""


def people(uow: UnitOfWork) -> Iterator[str]:
    return (person.role for person in uow.staff.all())


def test_a_change_is_seen_by_who_has_read_before(database: Database) -> None:
    def promote(uow: UnitOfWork) -> list[str]:
        uow.staff.put(WANG)
        before = [*people(uow)]
        uow.staff.put(StaffView("wang", "王", "manager"))
        return [*before, *people(uow)]

    assert database.write_now(promote) == ["sales", "manager"]


def test_what_was_read_in_an_undone_savepoint_is_forgotten(database: Database) -> None:
    def waver(uow: UnitOfWork) -> list[str]:
        with suppress(Regret), uow.savepoint():
            uow.staff.put(WANG)
            assert [*people(uow)] == ["sales"]
            raise Regret
        return [*people(uow)]

    assert database.write_now(waver) == []


@pytest.mark.parametrize("count", [2, 5])
def test_many_are_found_as_one_is(database: Database, count: int) -> None:
    def hire(uow: UnitOfWork) -> list[str]:
        for number in range(count):
            uow.staff.put(StaffView(f"u{number}", f"员工{number}"))
        found = [uow.staff.get(f"u{number}") for number in (*range(count), 99)]
        return [person.name if person else "" for person in found]

    assert database.write_now(hire) == [*(f"员工{number}" for number in range(count)), ""]


def test_a_message_is_added_once(database: Database) -> None:
    def add(uow: UnitOfWork) -> bool:
        return uow.inbox.add_once(channel="app", key="m1", sender="wang") is not None

    assert [database.write_now(add), database.write_now(add)] == [True, False]
