"""What reports are made of, on both engines: each sum beside the one that the books give another way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest

from storage.aging_query import aging
from storage.report_aging import aged_parts, traded
from storage.report_collected import collected
from storage.report_delays import delayed
from storage.report_movements import DEBTS, MONEY, moved
from storage.report_standing import standing_at
from storage.report_words import promised
from tests.storage.books import Books, opened

NOV, DEC = date(2026, 11, 1), date(2026, 12, 1)
LAST = date(2026, 11, 30)


@pytest.fixture
def books(database_url: str) -> Iterator[Books]:
    with opened(database_url) as books:
        yield books.on(date(2026, 9, 1))


def test_the_published_example_of_cei_comes_out_of_books(books: Books) -> None:
    # 6,200 owed before; 3,630 sold in November, of which 3,590 is not due at its end; 3,490 comes in.
    one = books.customer()
    books.debt(one, 620_000, date(2026, 10, 1), date(2026, 10, 31))
    books.on(NOV)
    books.debt(one, 359_000, NOV, date(2026, 12, 15))
    books.debt(one, 4_000, NOV, date(2026, 11, 10))
    books.payment(one, 349_000, date(2026, 11, 20))
    mine = books.run(lambda uow: collected(uow, NOV, LAST))["wang"]
    assert (mine.begin, mine.debts, mine.end, mine.current) == (620_000, 363_000, 634_000, 359_000)
    assert round(float(mine.effectiveness or 0) * 100, 1) == 55.9


def test_several_days_at_once_stand_as_each_alone(books: Books) -> None:
    one, two = books.customer(), books.customer("宏达五金", "qian")
    books.debt(one, 90_000, date(2026, 9, 1), date(2026, 9, 20), date(2026, 10, 20), date(2026, 11, 20))
    books.debt(two, 50_000, date(2026, 9, 5), date(2026, 10, 5))
    books.payment(one, 40_000, date(2026, 10, 10))
    books.payment(two, 60_000, date(2026, 11, 10))
    days = [date(2026, 9, 30), date(2026, 10, 31), LAST]
    stood = books.run(lambda uow: standing_at(uow, days))
    for place, day in enumerate(days):
        table = books.run(lambda uow, day=day: aging(uow, day))
        assert sum(row.outstanding[place] for row in stood) == table.total.outstanding
        assert sum(row.overdue[place] for row in stood) == sum(table.total.amounts[1:])


def test_money_that_bounced_is_collected_no_more(books: Books) -> None:
    one = books.customer()
    books.debt(one, 30_000, date(2026, 10, 1), date(2026, 10, 31))
    paid = books.on(NOV).payment(one, 30_000, date(2026, 11, 5))
    books.run(
        lambda uow: uow.journal.reverse(paid.entry.id, actor="li", reason="bounced", on=date(2026, 11, 8))
    )
    mine = books.run(lambda uow: collected(uow, NOV, LAST))["wang"]
    assert (mine.collected, mine.end, mine.rate) == (0, 30_000, 0)


def test_days_late_are_those_of_the_day_the_money_came(books: Books) -> None:
    one = books.customer()
    books.debt(one, 30_000, date(2026, 10, 1), date(2026, 10, 31))
    books.on(NOV).payment(one, 10_000, date(2026, 11, 10))
    books.payment(one, 20_000, date(2026, 11, 20))
    mine = books.run(lambda uow: collected(uow, NOV, LAST))["wang"]
    assert mine.days_late == Fraction(10 * 1 + 20 * 2, 3)


def test_parts_by_person_add_up_to_the_customers(books: Books) -> None:
    one = books.customer()
    books.debt(one, 30_000, date(2026, 10, 1))
    books.payment(one, 45_000, date(2026, 11, 10))
    books.debt(one, 20_000, date(2026, 11, 20))
    whole = books.run(lambda uow: aged_parts(uow, LAST).parts)
    parts = books.run(lambda uow: aged_parts(uow, LAST, by_person=True).parts)
    assert [(row.outstanding, row.unallocated) for row in whole] == [(20_000, 15_000)]
    assert sorted((row.salesperson, row.outstanding, row.unallocated) for row in parts) == [
        ("", 0, 15_000),
        ("wang", 20_000, 0),
    ]


def test_movements_are_listed_with_what_took_them_back(books: Books) -> None:
    one = books.customer()
    books.debt(one, 30_000, date(2026, 11, 2))
    paid = books.payment(one, 10_000, date(2026, 11, 10))
    books.run(
        lambda uow: uow.journal.reverse(paid.entry.id, actor="li", reason="bounced", on=date(2026, 11, 12))
    )
    money = books.run(lambda uow: moved(uow, MONEY, NOV, LAST))
    assert [(row.day.day, row.amount, row.kind) for row in money] == [
        (12, -10_000, "payment"),
        (10, 10_000, "payment"),
    ]
    (debt,) = books.run(lambda uow: moved(uow, DEBTS, NOV, LAST))
    assert (debt.customer, debt.amount, debt.salesperson) == ("永盛装饰", 30_000, "wang")


def test_the_reason_of_a_delay_stands_with_its_sum(books: Books) -> None:
    one = books.customer()
    posted = books.debt(one, 30_000, date(2026, 9, 2), date(2026, 10, 2))
    books.debt(one, 5_000, date(2026, 9, 2), date(2026, 10, 2))
    assert posted.receivable is not None
    number = posted.receivable.id
    books.run(lambda uow: uow.receivables.set_delay_reason(number, "没钱", actor="wang"))
    rows = books.run(lambda uow: delayed(uow, LAST))
    assert sorted((row.reason, row.fen) for row in rows) == [("", 5_000), ("没钱", 30_000)]


def test_how_often_a_customer_bought_within_a_year(books: Books) -> None:
    one = books.customer()
    for week in range(3):
        books.debt(one, 1_000, date(2026, 9, 1) + timedelta(weeks=week))
    counts = books.run(lambda uow: traded(uow, date(2025, 11, 30), LAST))
    assert counts == {one: 3}


def test_promises_that_have_ended_in_the_period(books: Books) -> None:
    one = books.customer()
    kept = books.run(lambda uow: uow.promises.add(one, date(2026, 11, 5), made_by="wang", amount=1_000).id)
    books.run(lambda uow: uow.promises.settle(kept, "kept"))
    books.run(lambda uow: uow.promises.add(one, date(2026, 11, 9), made_by="wang"))
    (row,) = books.run(lambda uow: promised(uow, NOV, LAST))
    assert (row.state, row.amount, row.customer) == ("kept", 1_000, "永盛装饰")
