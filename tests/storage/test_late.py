"""Who is late on any day, who has just become late, and what came and went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from ledger.aging import BY_DUE
from storage.aging_query import aging
from storage.late import late_customers, newly_late
from storage.movements import Movement, due_between, moved_between, moved_since, words_come_due
from tests.storage.books import START, Books, opened

JAN = date(2026, 1, 5)
MARCH = date(2026, 3, 2)


@pytest.fixture
def books(database_url: str) -> Iterator[Books]:
    with opened(database_url) as found:
        yield found


def test_a_late_customer_has_his_sum_by_age_and_his_oldest_day(books: Books) -> None:
    who = books.customer()
    books.debt(who, 300_00, JAN, date(2026, 1, 20), date(2026, 2, 25), date(2026, 4, 1))
    (late,) = books.run(lambda uow: late_customers(uow, MARCH))
    assert (late.name, late.owner, late.overdue, late.items) == ("永盛装饰", "wang", 200_00, 2)
    assert late.parts == (100_00, 100_00, 0, 0, 0, 0)
    assert late.days(MARCH) == 41


def test_due_today_is_not_late(books: Books) -> None:
    who = books.customer()
    books.debt(who, 100_00, JAN, MARCH)
    assert books.run(lambda uow: late_customers(uow, MARCH)) == []
    assert [one.fen for one in books.run(lambda uow: due_between(uow, MARCH, MARCH))] == [100_00]


def test_a_past_day_is_as_it_was(books: Books) -> None:
    who = books.customer()
    books.debt(who, 100_00, JAN, date(2026, 1, 20))
    books.on(date(2026, 2, 1)).payment(who, 60_00, date(2026, 2, 1))
    on = {day: books.run(lambda uow, day=day: late_customers(uow, day)) for day in (date(2026, 1, 31), MARCH)}
    assert [row.overdue for row in on[date(2026, 1, 31)]] == [100_00]
    assert [row.overdue for row in on[MARCH]] == [40_00]


@pytest.mark.parametrize("back", [0, 10, 25, 40, 55])
def test_it_says_the_same_as_the_aging_table(books: Books, back: int) -> None:
    for number, name in enumerate(("永盛", "宏达", "华泰"), 1):
        who = books.customer(name)
        for step in range(4):
            books.debt(who, number * 100_00 + step, JAN, JAN + timedelta(step * 15 + number))
        books.on(date(2026, 2, 10)).payment(who, 150_00, date(2026, 2, 10))
    day = MARCH - timedelta(back)
    table = books.run(lambda uow: aging(uow, day))
    expected = {int(row.key): row.amounts[1:] for row in table.rows if sum(row.amounts[1:])}
    found = {row.customer_id: row.parts for row in books.run(lambda uow: late_customers(uow, day))}
    assert len(BY_DUE.labels) == 7
    assert found == expected


def test_the_newly_late_are_told_apart_from_those_who_were_late_before(books: Books) -> None:
    first, again, paid_late = (books.customer(name) for name in ("头一回", "又超期", "晚付过"))
    books.debt(again, 50_00, JAN, date(2026, 1, 10))
    books.debt(paid_late, 70_00, JAN, date(2026, 1, 10))
    books.on(date(2026, 1, 20)).payment(paid_late, 70_00, date(2026, 1, 20))
    for who in (first, again, paid_late):
        books.debt(who, 100_00, JAN, date(2026, 3, 1))
    found = books.run(lambda uow: newly_late(uow, date(2026, 2, 27), MARCH))
    assert {row.customer_id: (row.fen, row.is_first) for row in found} == {
        first: (100_00, True), again: (100_00, False), paid_late: (100_00, False),
    }  # fmt: skip
    assert books.run(lambda uow: newly_late(uow, MARCH, MARCH)) == []


def test_what_came_and_went_is_summed_by_owner_without_what_was_taken_back(books: Books) -> None:
    who = books.customer()
    books.debt(who, 500_00, JAN)
    gone = books.debt(who, 900_00, JAN)
    books.run(lambda uow: uow.journal.reverse(gone.entry.id, reason="mistake", actor="wang"))
    books.payment(who, 200_00, date(2026, 1, 6))
    assert books.run(lambda uow: moved_between(uow, JAN, JAN)) == {"wang": Movement(debts=500_00)}
    every = books.run(lambda uow: moved_since(uow, START - timedelta(1), MARCH))
    assert every == {"wang": Movement(500_00, 200_00)}
    assert books.run(lambda uow: moved_since(uow, uow.now, MARCH)) == {}


def test_promises_come_due(books: Books) -> None:
    who = books.customer()
    books.run(lambda uow: uow.promises.add(who, date(2026, 2, 20), made_by="wang", amount=10_00))
    books.run(lambda uow: uow.promises.add(who, MARCH + timedelta(3), made_by="wang", amount=30_00))
    words = books.run(lambda uow: words_come_due(uow, date(2026, 2, 27), MARCH))
    assert [(word.day, word.amount) for word in words] == [(date(2026, 2, 20), 10_00)]
