"""What one writer has read holds in its next transaction, unless anybody else has written in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from storage.compiled import driver_of
from storage.database import Database
from storage.relations import STAFF
from storage.schema import exclusive, migrate
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
WANG = StaffView("wang", "王", "sales")


@pytest.fixture
def other(migrated_url: str) -> Iterator[Database]:
    """Another process on the same database."""
    with Database(migrated_url, clock=lambda: NOW, process_number=2) as opened:
        yield opened


def found(uow: UnitOfWork) -> int:
    """A person, a customer, a conversation and an entry of the journal; the id of the customer."""
    uow.take_number()
    uow.staff.put(WANG)
    uow.settings.put("same_fact_days", "3", by="wang")
    uow.conversations.save("app", "", "wang", {"said": "one"})
    customer = uow.customers.create(name="永盛", owner="wang", created_by="wang")
    return customer.id


KINDS: dict[str, tuple[Callable[[UnitOfWork, int], Any], Callable[[UnitOfWork, int], Any]]] = {
    "staff": (
        lambda uow, _: getattr(uow.staff.get("wang"), "role", None),
        lambda uow, _: uow.staff.put(StaffView("wang", "王", "manager")),
    ),
    "everybody": (
        lambda uow, _: [person.role for person in uow.staff.all()],
        lambda uow, _: uow.staff.put(StaffView("li", "李", "finance")),
    ),
    "settings": (
        lambda uow, _: uow.settings.texts(),
        lambda uow, _: uow.settings.put("same_fact_days", "5", by="li"),
    ),
    "closed months": (
        lambda uow, _: uow.company.closed_until,
        lambda uow, _: uow.settings.put("closed_until", "2026-01-31", by="li"),
    ),
    "customer": (
        lambda uow, customer: getattr(uow.customers.get(customer), "owner", None),
        lambda uow, customer: uow.customers.update(customer, owner="li"),
    ),
    "names": (
        lambda uow, _: uow.customers.names_version(),
        lambda uow, customer: uow.customers.learn_alias(customer, "永盛装饰", "li"),
    ),
    "conversation": (
        lambda uow, _: uow.conversations.load("app", "", "wang"),
        lambda uow, _: uow.conversations.save("app", "", "wang", {"said": "two"}),
    ),
    "pictures": (
        lambda uow, _: [kept.id for kept in uow.attachments.loose_of("wang", NOW)],
        lambda uow, _: uow.attachments.add(sender="wang", kind="image"),
    ),
    "head": (lambda uow, _: uow.head.next_number, lambda uow, _: uow.take_number()),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_another_process_writes_is_seen_at_once(database: Database, other: Database, kind: str) -> None:
    customer = database.write_now(found)
    reads, writes = KINDS[kind]
    before = database.write_now(lambda uow: reads(uow, customer))
    assert database.write_now(lambda uow: reads(uow, customer)) == before
    other.write_now(lambda uow: writes(uow, customer))
    after = database.write_now(lambda uow: reads(uow, customer))
    assert after != before
    assert after == other.read_now(lambda uow: reads(uow, customer))


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_writer_itself_writes_is_seen(database: Database, kind: str) -> None:
    customer = database.write_now(found)
    reads, writes = KINDS[kind]
    before = database.write_now(lambda uow: reads(uow, customer))
    database.write_now(lambda uow: writes(uow, customer))
    after = database.write_now(lambda uow: reads(uow, customer))
    assert after != before
    assert after == database.read_now(lambda uow: reads(uow, customer))


@pytest.mark.parametrize("kind", KINDS)
def test_what_failed_is_not_remembered(database: Database, kind: str) -> None:
    customer = database.write_now(found)
    reads, writes = KINDS[kind]

    def fails(uow: UnitOfWork) -> None:
        writes(uow, customer)
        reads(uow, customer)
        raise ZeroDivisionError

    before = database.write_now(lambda uow: reads(uow, customer))
    with pytest.raises(ZeroDivisionError):
        database.write_now(fails)
    assert database.write_now(lambda uow: reads(uow, customer)) == before


def test_a_restored_or_migrated_database_is_read_again(database: Database, migrated_url: str) -> None:
    database.write_now(found)
    assert database.write_now(lambda uow: KINDS["staff"][0](uow, 0)) == "sales"
    with exclusive(migrated_url) as connection:
        connection.execute(update(STAFF).values(role="clerk"))
    assert database.write_now(lambda uow: KINDS["staff"][0](uow, 0)) == "clerk"


def test_who_takes_the_connection_leaves_nothing_remembered(database: Database) -> None:
    database.write_now(found)
    assert database.write_now(lambda uow: KINDS["staff"][0](uow, 0)) == "sales"
    database.write_now(lambda uow: uow.connection.execute(update(STAFF).values(role="clerk")).rowcount)
    assert database.write_now(lambda uow: KINDS["staff"][0](uow, 0)) == "clerk"


def test_a_broken_connection_leaves_nothing_remembered(database: Database, other: Database) -> None:
    customer = database.write_now(found)
    database.write_now(lambda uow: [reads(uow, customer) for reads, _ in KINDS.values()])
    database._writer._link.close()
    other.write_now(lambda uow: uow.staff.put(StaffView("wang", "王", "manager")))
    assert database.write_now(lambda uow: KINDS["staff"][0](uow, 0)) == "manager"


def test_undisturbed_nothing_is_asked_twice(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'books.db'}"
    migrate(url)
    sent: list[str] = []

    def all_of_it(uow: UnitOfWork) -> list[Any]:
        return [reads(uow, customer) for reads, _ in KINDS.values()]

    with Database(url, clock=lambda: NOW, process_number=1) as database:
        customer = database.write_now(found)
        database.write_now(lambda uow: driver_of(uow.connection).set_trace_callback(sent.append))
        first = database.write_now(all_of_it)
        sent.clear()
        assert database.write_now(all_of_it) == first
    assert sent == ["BEGIN IMMEDIATE", "PRAGMA data_version", "COMMIT"]


def test_the_other_company_is_not_disturbed_by_the_first(database: Database, other: Database) -> None:
    database.write_now(found)
    database.write_now(found, corp_id=2)
    role = KINDS["staff"][0]
    other.write_now(lambda uow: uow.staff.put(StaffView("wang", "王", "manager")), corp_id=2)
    assert database.write_now(lambda uow: role(uow, 0)) == "sales"
    assert database.write_now(lambda uow: role(uow, 0), corp_id=2) == "manager"
