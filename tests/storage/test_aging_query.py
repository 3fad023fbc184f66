"""Aging in SQL: the golden cases of the trade, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from ledger.aging import BY_YEARS
from ledger.receivable import Part
from storage.aging_query import AgedTable, aging
from storage.unit_of_work import UnitOfWork
from tests.storage.books import Books, opened

DAY = date(2026, 3, 1)


@pytest.fixture
def books(database_url: str) -> Iterator[Books]:
    with opened(database_url) as found:
        yield found


def table(books: Books, as_of: date, **options: object) -> AgedTable:
    def ask(uow: UnitOfWork) -> AgedTable:
        return aging(uow, as_of, **options)  # type: ignore[arg-type]

    return books.run(ask)


def test_an_unpaid_rest_stands_in_its_bucket(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 1_000_000, date(2017, 1, 29), date(2017, 2, 28))
    for fen, day in ((150_000, 5), (100_000, 10), (200_000, 15)):
        books.payment(customer, fen, date(2017, 3, day))
    assert table(books, date(2017, 4, 4)).total.amounts == (0, 0, 550_000, 0, 0, 0, 0)


@pytest.mark.parametrize(("late", "bucket"), [(-5, 0), (0, 0), (1, 1), (30, 1), (31, 2), (365, 5), (366, 6)])
def test_a_bucket_is_closed_on_the_right(books: Books, late: int, bucket: int) -> None:
    books.debt(books.customer(), 100, DAY - timedelta(days=400), DAY - timedelta(days=late))
    expected = tuple(100 if place == bucket else 0 for place in range(7))
    assert table(books, DAY).total.amounts == expected


def test_a_payment_dated_later_opens_again_what_it_paid(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 100, date(2026, 1, 1), date(2026, 1, 31))
    books.payment(customer, 100, date(2026, 3, 2))
    assert table(books, DAY).total.outstanding == 100
    assert table(books, date(2026, 3, 2)).total.outstanding == 0


def test_a_payment_recorded_later_was_not_known(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 100, date(2026, 1, 1), date(2026, 1, 31))
    before = books.now
    books.on(date(2026, 3, 5)).payment(customer, 100, date(2026, 2, 1))
    assert table(books, DAY).total.outstanding == 0
    assert table(books, DAY, known_by=before).total.outstanding == 100


def test_unmatched_money_stands_apart(books: Books) -> None:
    customer = books.customer()
    books.payment(customer, 4_000, date(2025, 12, 1))
    books.debt(customer, 10_000, date(2025, 12, 16), DAY - timedelta(days=45))
    total = table(books, DAY).total
    assert (total.amounts, total.unallocated) == ((0, 0, 10_000, 0, 0, 0, 0), 4_000)


def test_what_waits_for_its_event_is_not_due(books: Books) -> None:
    books.debt(books.customer(), 100, date(2024, 1, 1), None)
    assert table(books, DAY).total.amounts[0] == 100


def test_an_issue_day_a_year_old_is_within_the_year(books: Books) -> None:
    books.debt(books.customer(), 100, date(2025, 3, 1))
    books.debt(books.customer("宏达五金"), 200, date(2025, 2, 28))
    assert table(books, DAY, basis="issued", buckets=BY_YEARS).total.amounts == (100, 200, 0, 0, 0, 0)


def test_money_without_debts_is_the_owners_and_debts_their_sellers(books: Books) -> None:
    customer = books.customer(owner="zhao")
    books.run(lambda uow: uow.customers.update(customer, region="华东"))
    books.payment(customer, 40, date(2026, 1, 1))
    books.debt(customer, 100, date(2026, 2, 1))
    rows = {row.key: (row.outstanding, row.unallocated) for row in table(books, DAY, by="salesperson").rows}
    assert rows == {"wang": (100, 0), "zhao": (0, 40)}
    assert [(row.key, row.outstanding) for row in table(books, DAY, by="region").rows] == [("华东", 100)]


def test_currencies_are_never_added(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 100, date(2026, 2, 1))
    books.run(
        lambda uow: uow.journal.debt(
            customer_id=customer, principal=7, issued_on=DAY, parts=[Part(7, DAY)], actor="w", salesperson="w",
            currency="USD",
        )
    )  # fmt: skip
    found = table(books, DAY)
    assert (found.total.outstanding, found.other_currencies) == (100, ("USD",))
    assert table(books, DAY, currency="USD").total.outstanding == 7


def test_nothing_gives_an_empty_table(books: Books) -> None:
    found = table(books, DAY)
    assert (found.rows, found.total.amounts) == ((), (0,) * 7)
    with pytest.raises(ValueError, match="by is one of"):
        table(books, DAY, by="moon")
