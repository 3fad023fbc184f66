"""Silent money of a digest is what the reminders do not ask for, by their reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from config.company import load_company
from handlers.dunning.silent import silent_money
from tests.storage.books import Books, opened

TODAY = date(2026, 12, 3)
DAY = timedelta(1)


@pytest.fixture
def books(database_url: str) -> Iterator[Books]:
    with opened(database_url) as found:
        yield found.on(TODAY)


def late(books: Books, name: str, fen: int = 10_000) -> int:
    customer = books.customer(name)
    books.debt(customer, fen, TODAY - 60 * DAY, TODAY - 9 * DAY)
    return customer


def silent(books: Books, minimum: str = "0") -> dict[int, list[tuple[str, int]]]:
    company = load_company().over({"remind_minimum": minimum})
    return dict(books.run(lambda uow: silent_money(uow, company, TODAY)))


def test_nothing_stands_between_most_debts_and_a_reminder(books: Books) -> None:
    late(books, "永盛")
    assert silent(books) == {}


def test_reported_money_promises_and_holds_are_told_to_the_fen(books: Books) -> None:
    first, second = late(books, "永盛"), late(books, "宏达")
    books.run(lambda uow: uow.receipts.report(first, 3_000, TODAY, reported_by="wang"))
    books.run(lambda uow: uow.promises.add(first, TODAY + DAY, made_by="wang", amount=2_000))
    books.run(lambda uow: uow.holds.add(second, "contact", held_by="wang", until=TODAY))
    assert silent(books) == {
        first: [("promised", 2_000), ("awaiting_confirmation", 3_000)],
        second: [("on_hold", 10_000)],
    }


def test_a_promise_is_waited_for_with_its_workday_of_grace(books: Books) -> None:
    customer = late(books, "永盛")
    books.run(lambda uow: uow.promises.add(customer, TODAY - DAY, made_by="wang"))
    assert silent(books) == {customer: [("promised", 10_000)]}


def test_what_is_not_late_is_not_silent(books: Books) -> None:
    customer = late(books, "永盛")
    books.debt(customer, 90_000, TODAY - DAY, TODAY + 9 * DAY)
    books.run(lambda uow: uow.holds.add(customer, "lawyer", held_by="wang"))
    assert silent(books) == {customer: [("lawyer", 10_000)]}


def test_who_owes_little_and_who_has_money_here_is_silent(books: Books) -> None:
    small, paid = late(books, "永盛", 9_999), late(books, "宏达", 20_000)
    books.run(lambda uow: uow.promises.add(paid, TODAY + 9 * DAY, made_by="wang", amount=1))
    assert silent(books, "100.00") == {small: [("below_minimum", 9_999)], paid: [("promised", 1)]}
    assert silent(books, "99.99") == {paid: [("promised", 1)]}


def test_a_dispute_about_what_is_not_late_silences_nothing_that_is(books: Books) -> None:
    customer = books.customer("永盛")
    first = books.debt(customer, 10_000, TODAY - 60 * DAY, TODAY - 9 * DAY)
    later = books.debt(customer, 90_000, TODAY - DAY, TODAY + 90 * DAY)
    for debt, fen in ((first, 3_000), (later, 8_000)):
        books.run(
            lambda uow, number=debt.receivable.id, fen=fen: uow.disputes.add(  # type: ignore[misc]
                customer, number, fen, raised_by="wang", owner="wang", deadline=TODAY
            )
        )
    assert silent(books) == {customer: [("disputed", 3_000)]}
