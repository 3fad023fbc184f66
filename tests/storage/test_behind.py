"""Rows are kept back until somebody asks for them: what anybody reads, and who fails, is as if they were not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.exc import DBAPIError

from ledger.receivable import Part
from storage.compiled import driver_of
from storage.customers import Position
from storage.database import Database
from storage.errors import AlreadyThere
from storage.foresight import debt_asked, standing_asked
from storage.unit_of_work import UnitOfWork
from storage.work import Asked
from tests.storage.test_database import note, notes, together

NAMES = ("永盛装饰", "宏达五金", "鑫源建材")


@pytest.fixture
def customers(database: Database) -> list[int]:
    return [database.write_now(lambda uow, name=name: created(uow, name)) for name in NAMES]


def created(uow: UnitOfWork, name: str) -> int:
    return uow.customers.create(name=name, owner="wang", created_by="wang").id


def owes(uow: UnitOfWork, customer: int, fen: int = 500, *, late: bool = False) -> None:
    day = uow.today()
    due = day - timedelta(days=1) if late else day
    uow.journal.debt(
        customer_id=customer, principal=fen, issued_on=due, parts=(Part(fen, due),),
        actor="wang", salesperson="wang",
    )  # fmt: skip


def stands(customer: int) -> Callable[[UnitOfWork], Position]:
    return lambda uow: uow.customers.position(customer, uow.today())


def test_what_one_command_writes_the_next_one_reads(database: Database, customers: list[int]) -> None:
    one, other, _ = customers
    *_, debts, standing = together(
        database,
        lambda uow: owes(uow, one),
        lambda uow: owes(uow, other),
        lambda uow: len(uow.receivables.of_customer(one)),
        stands(one),
    )
    assert (debts.result(), standing.result().net) == (1, 500)


def test_what_is_known_behind_a_debt_is_what_the_database_says(
    database: Database, customers: list[int]
) -> None:
    one, other, _ = customers

    def books(late: bool) -> Callable[[UnitOfWork], Position]:
        def book(uow: UnitOfWork) -> Position:
            uow.foresee(surely=[standing_asked(one, uow.today())])
            owes(uow, other, 9_900)
            owes(uow, one, 700, late=late)
            return stands(one)(uow)

        return book

    futures = [*together(database, books(late=False), books(late=True))]
    known = [future.result() for future in futures]
    assert [(at.net, at.overdue) for at in known] == [(700, 0), (1_400, 700)]
    assert database.read_now(stands(one)) == known[-1]


def test_a_payment_is_not_guessed(database: Database, customers: list[int]) -> None:
    def pays(uow: UnitOfWork) -> Position:
        uow.foresee(surely=[standing_asked(customers[0], uow.today())])
        owes(uow, customers[0], 900)
        receipt = uow.receipts.report(customers[0], 400, uow.today(), reported_by="wang", state="confirmed")
        uow.journal.payment(
            customer_id=customers[0],
            amount=400,
            effective_on=uow.today(),
            actor="wang",
            receipt_id=receipt.id,
        )
        return stands(customers[0])(uow)

    known = database.write_now(pays)
    assert (known.net, known.outstanding) == (500, 500)
    assert database.read_now(stands(customers[0])) == known


def test_who_fails_takes_only_his_own_rows_back(database: Database, customers: list[int]) -> None:
    def fails(uow: UnitOfWork) -> None:
        owes(uow, customers[1])
        raise ZeroDivisionError

    first, failing, last = together(
        database, lambda uow: owes(uow, customers[0]), fails, lambda uow: owes(uow, customers[2])
    )
    assert (first.exception(), type(failing.exception()), last.exception()) == (None, ZeroDivisionError, None)
    assert [database.read_now(stands(customer)).net for customer in customers] == [500, 0, 500]


@pytest.mark.parametrize("reads", [False, True])
def test_a_refused_row_fails_its_command_and_no_other(database: Database, reads: bool) -> None:
    def creates(uow: UnitOfWork) -> int:
        found = created(uow, "永盛装饰")
        if reads:
            uow.customers.all()
        return found

    futures = together(
        database, lambda uow: note("before", uow), creates, creates, lambda uow: note("after", uow)
    )
    assert [future.exception() is None for future in futures] == [True, True, False, True]
    assert isinstance(futures[2].exception(), DBAPIError)
    assert database.read_now(notes) == ["before", "after"]


def test_a_row_that_cannot_be_sent_fails_its_command_and_no_other(database: Database) -> None:
    def wrong(uow: UnitOfWork) -> None:
        note("x", uow)
        uow.audit.note("wang", 1 << 70, "", {})  # type: ignore[arg-type]

    futures = together(database, lambda uow: note("before", uow), wrong, lambda uow: note("after", uow))
    assert [futures[0].exception(), futures[2].exception()] == [None, None]


def test_a_message_in_one_batch_twice_is_new_once(database: Database) -> None:
    def arrives(uow: UnitOfWork) -> None:
        row = uow.inbox.add_new(channel="app", key="m1", sender="wang", text="永盛500")
        uow.inbox.answer(row.id, "记好了")

    first, again = together(database, arrives, arrives)
    assert (first.exception(), type(again.exception())) == (None, AlreadyThere)
    found = database.read_now(lambda uow: uow.inbox.find("app", "m1"))
    assert found is not None
    assert found.answer == "记好了"


def test_a_conversation_is_what_was_said_last(database: Database) -> None:
    def says(number: int) -> Callable[[UnitOfWork], None]:
        return lambda uow: uow.conversations.save("app", "", "wang", {"n": number})

    together(database, says(1), says(2), says(3))[-1].result()
    assert database.read_now(lambda uow: uow.conversations.load("app", "", "wang")) == {"n": 3}


def test_what_many_ask_ahead_each_hears_as_if_alone(database: Database, customers: list[int]) -> None:
    database.write_now(lambda uow: [owes(uow, customer) for customer in customers[:2]])

    def asks(customer: int) -> Callable[[UnitOfWork], Iterable[Asked]]:
        return lambda uow: [
            *debt_asked(
                uow,
                customer_id=customer,
                actor="wang",
                since=uow.now,
                amount=500,
                day=uow.today(),
                within_days=3,
            ),
            standing_asked(customer, uow.today()),
        ]

    def hears(customer: int, uow: UnitOfWork) -> list[object]:
        return [
            uow.customers.usual_amounts(customer, "debt"),
            uow.customers.get(customer),
            [debt.number for debt in uow.receivables.recent_of("wang", customer, uow.now)],
            stands(customer)(uow),
        ]

    alone = [database.write_now(lambda uow, one=one: hears(one, uow)) for one in customers]
    deeds = [partial(hears, customer) for customer in customers]
    futures = together(database, *deeds, ahead=[asks(customer) for customer in customers])
    assert [future.result() for future in futures] == alone


def test_words_come_back_as_they_were_said(database: Database) -> None:
    words = ['"引号"\\反斜杠', "'；--", "%s ¥ 😀", "a\nb\tc", "null", "{}"]

    def says(uow: UnitOfWork) -> None:
        for place, text in enumerate(words):
            uow.inbox.add(channel="app", key=str(place), sender="wang", text=text)

    database.write_now(says)
    found = [database.read_now(lambda uow, at=at: uow.inbox.find("app", str(at))) for at in range(len(words))]
    assert [row.text for row in found if row] == words


def test_commands_of_a_batch_share_their_statements(database: Database, customers: list[int]) -> None:
    if database.read_now(lambda uow: uow.engine) != "sqlite":
        pytest.skip("what is sent is told by SQLite's driver")
    sent: list[str] = []
    database.write_now(lambda uow: driver_of(uow.connection).set_trace_callback(sent.append))
    futures = together(database, *(lambda uow, one=one: owes(uow, one) for one in customers))
    assert all(future.exception() is None for future in futures)
    assert not [text for text in sent if "SAVEPOINT" in text]
