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


def silent(books: Books, *odd: int, minimum: str = "0") -> dict[int, list[tuple[str, int]]]:
    company = load_company().over({"remind_minimum": minimum})
    return dict(books.run(lambda uow: silent_money(uow, company, TODAY, odd)))


def test_nothing_stands_between_most_debts_and_a_reminder(books: Books) -> None:
    assert silent(books, late(books, "永盛")) == {}


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


def test_who_owes_little_is_silent_when_he_is_asked_about(books: Books) -> None:
    customer = late(books, "永盛", 9_999)
    assert silent(books, customer, minimum="100.00") == {customer: [("below_minimum", 9_999)]}
    assert silent(books, customer, minimum="99.99") == {}
