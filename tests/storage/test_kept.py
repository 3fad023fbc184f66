"""What a transaction has read is not asked again, and never outlives a change or an undoing of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from ledger.receivable import Part
from storage.database import Database
from storage.errors import AlreadyThere
from storage.foresight import debt_asked, standing_asked
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


@pytest.mark.parametrize("keeps_back", [False, True])
def test_a_message_is_added_once_and_what_follows_is_undone(database: Database, keeps_back: bool) -> None:
    def add(uow: UnitOfWork, role: str) -> None:
        uow.inbox.add_new(channel="app", key="m1", sender="wang")
        with uow.savepoint(keeps_back=keeps_back):
            uow.staff.put(StaffView("wang", "王", role))
        uow.staff.put(StaffView("li", "李", role))

    database.write_now(lambda uow: add(uow, "sales"))
    with pytest.raises(AlreadyThere):
        database.write_now(lambda uow: add(uow, "manager"))
    assert database.write_now(lambda uow: [*people(uow)]) == ["sales", "sales"]
    assert database.read_now(lambda uow: [*people(uow)]) == ["sales", "sales"]


def test_a_flush_tells_whether_a_message_was_new(database: Database) -> None:
    def add(uow: UnitOfWork) -> bool:
        uow.inbox.add_new(channel="app", key="m1", sender="wang")
        uow.flush()
        return True

    assert database.write_now(add)
    with pytest.raises(AlreadyThere):
        database.write_now(add)


def test_what_was_foreseen_is_as_if_it_was_asked(database: Database) -> None:
    def post(uow: UnitOfWork) -> list[object]:
        customer = uow.customers.create(name="永盛", owner="wang", created_by="wang").id
        day = uow.today()
        heard: list[object] = []
        for _ in range(2):
            asks = debt_asked(
                uow, customer_id=customer, actor="wang", since=uow.now, amount=500, day=day, within_days=3
            )
            uow.foresee(*asks, surely=[standing_asked(customer, day)])
            heard += [
                uow.customers.usual_amounts(customer, "debt"),
                len(uow.receivables.recent_of("wang", customer, uow.now)),
                len(uow.receivables.similar(customer, 500, day)),
            ]
            uow.journal.debt(
                customer_id=customer,
                principal=500,
                issued_on=day,
                parts=(Part(500, day),),
                actor="wang",
                salesperson="wang",
            )
            heard.append(uow.customers.position(customer, day).net)
            heard.append(len(uow.receivables.similar(customer, 500, day)))
        return heard

    assert database.write_now(post) == [[], 0, 0, 500, 1, [500], 1, 1, 1_000, 2]
