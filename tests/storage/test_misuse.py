"""What people did in a period, counted alike on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ledger.misuse import Deeds
from storage.misuse import Span, behind, deeds, is_after_close
from storage.unit_of_work import UnitOfWork
from tests.storage.books import Books, opened

JAN, FEB = date(2026, 1, 5), date(2026, 2, 10)
ZONE = "Asia/Shanghai"
FEBRUARY = Span(date(2026, 2, 1), date(2026, 2, 28), ZONE)


@pytest.fixture
def books(database_url: str) -> Iterator[Books]:
    with opened(database_url) as found:
        yield found


def done(books: Books, span: Span = FEBRUARY, limit: int = 50_00) -> dict[str, Deeds]:
    found = books.run(lambda uow: deeds(uow, span, {"wang": limit}, date(2026, 2, 28)))
    return {one.person: one for one in found}


def rounded(books: Books, customer: int, fen: int) -> None:
    def credit(uow: UnitOfWork) -> None:
        uow.journal.credit(
            "discount", customer_id=customer, amount=fen, effective_on=FEB, actor="wang", reason="rounding"
        )

    books.run(credit)


def test_postings_changes_and_late_facts_are_counted_by_their_person(books: Books) -> None:
    customer = books.customer()
    old = books.on(JAN).debt(customer, 100_00, JAN)
    books.on(FEB).debt(customer, 30_00, FEB)
    books.debt(customer, 20_00, JAN)  # told five weeks later
    books.run(lambda uow: uow.journal.reverse(old.entry.id, reason="mistake", actor="wang"))
    assert done(books)["wang"] == Deeds(
        "wang", posted=2, undone=1, undone_fen=100_00, backdated=1, backdated_fen=20_00, after_close=1,
        after_close_fen=100_00,
    )  # fmt: skip
    assert done(books, Span(JAN, date(2026, 1, 31), ZONE))["wang"].posted == 1


def test_what_a_merge_or_an_import_wrote_is_nobodys_deed(books: Books) -> None:
    first, second = books.customer("永盛装饰"), books.customer("永盛建材")
    books.on(JAN).debt(second, 100_00, JAN)
    books.on(FEB).run(lambda uow: uow.journal.merge(second, first, actor="zhao", details={}))
    assert done(books) == {}


def test_discounts_just_under_the_limit(books: Books) -> None:
    customer = books.customer()
    books.on(FEB).debt(customer, 1_000_00, FEB)
    for fen in (49_00, 45_00, 44_99, 50_01):
        rounded(books, customer, fen)
    found = done(books)["wang"]
    assert (found.discounts, found.near, found.near_fen) == (4, 2, 94_00)
    rows = books.run(lambda uow: behind(uow, FEBRUARY, "wang", "near_limit", 50_00))
    assert [row.fen for row in rows] == [49_00, 45_00]


def test_what_is_behind_names_the_record_and_both_days(books: Books) -> None:
    customer = books.customer()
    books.on(FEB).debt(customer, 20_00, JAN)
    (row,) = books.run(lambda uow: behind(uow, FEBRUARY, "wang", "backdated", 0))
    assert (row.number, row.customer, row.day, row.told_on) == (1001, "永盛装饰", JAN, FEB)
    assert books.run(lambda uow: behind(uow, FEBRUARY, "wang", "cash", 0)) == []


@pytest.mark.parametrize(
    ("day", "told_on", "late"),
    [
        (date(2026, 1, 31), date(2026, 2, 3), False),
        (date(2026, 1, 31), date(2026, 2, 4), True),
        (date(2026, 2, 1), date(2026, 2, 28), False),
        (date(2025, 12, 20), date(2026, 2, 2), True),
    ],
)
def test_the_first_days_of_a_month_are_for_putting_the_last_in_order(
    day: date, told_on: date, late: bool
) -> None:
    assert is_after_close(day, told_on) is late
