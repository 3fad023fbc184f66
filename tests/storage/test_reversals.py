"""The two kinds of reversal, and corrections: before and after, and as known by then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from ledger.errors import NotReversible
from ledger.receivable import Part
from storage.aging_query import aging
from storage.check import rebuild
from storage.posting import Posted
from tests.storage.books import Books, opened

JAN = [date(2026, 1, day) for day in range(1, 32)]
FEB = [date(2026, 2, day) for day in range(1, 29)]


@pytest.fixture
def books(database_url: str) -> Iterator[Books]:
    with opened(database_url) as found:
        yield found
        assert found.problems() == []


def stood(books: Books, as_of: date, known_by: datetime | None = None) -> tuple[int, int]:
    """Outstanding and unallocated of the company on a day."""
    total = books.run(lambda uow: aging(uow, as_of, known_by=known_by)).total
    return total.outstanding, total.unallocated


def reverse(books: Books, posted: Posted, reason: str, on: date | None = None) -> Posted:
    return books.run(lambda uow: uow.journal.reverse(posted.entry.id, reason=reason, actor="li", on=on))


def correct(books: Books, debt: Posted, fen: int) -> Posted:
    return books.run(lambda uow: uow.journal.correct_debt(number_of(debt), principal=fen, actor="wang"))


def owed(books: Books, customer: int) -> dict[int, int]:
    items = books.run(lambda uow: uow.receivables.open_items(customer))
    return {item.number: item.outstanding for item in items}


def number_of(posted: Posted) -> int:
    assert posted.receivable is not None
    return posted.receivable.id


def test_a_payment_posted_by_mistake_never_was(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 100_000, JAN[0])
    paid = books.payment(customer, 60_000, JAN[9])
    before = books.now
    books.on(FEB[0])
    undone = reverse(books, paid, "mistake")
    assert undone.entry.effective_on == JAN[9]
    assert [stood(books, day) for day in (JAN[8], JAN[9], FEB[0])] == [(100_000, 0)] * 3
    assert stood(books, JAN[9], known_by=before) == (40_000, 0)


def test_a_bounced_payment_stood_until_it_bounced(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 100_000, JAN[0])
    paid = books.payment(customer, 60_000, JAN[9])
    before = books.now
    books.on(FEB[5])
    bounced = reverse(books, paid, "bounced", FEB[2])
    assert bounced.receipt is not None
    assert (bounced.entry.effective_on, bounced.receipt.state) == (FEB[2], "bounced")
    assert [stood(books, day)[0] for day in (JAN[8], JAN[9], FEB[1], FEB[2])] == [
        100_000,
        40_000,
        40_000,
        100_000,
    ]
    assert stood(books, FEB[2], known_by=before) == (40_000, 0)


def test_a_mistake_in_a_closed_month_counts_from_the_first_open_day(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 100_000, JAN[0])
    paid = books.payment(customer, 60_000, JAN[9])
    books.run(lambda uow: uow.settings.put("closed_until", "2026-01-31", by="li"))
    assert reverse(books, paid, "mistake").entry.effective_on == FEB[0]
    assert [stood(books, day)[0] for day in (JAN[30], FEB[0])] == [40_000, 100_000]


def test_returned_goods_close_the_debt_and_free_the_money_on_it(books: Books) -> None:
    customer = books.customer()
    debt = books.debt(customer, 100_000, JAN[0])
    books.payment(customer, 60_000, JAN[9])
    returned = reverse(books, debt, "returned", JAN[19])
    assert returned.receivable is not None
    assert returned.receivable.state == "cancelled"
    assert [stood(books, day) for day in (JAN[18], JAN[19])] == [(40_000, 0), (0, 60_000)]


def test_a_mistaken_debt_that_was_planned_anew_counts_until_the_new_plan(books: Books) -> None:
    customer = books.customer()
    debt = books.debt(customer, 100_000, JAN[0])
    books.on(JAN[9]).run(
        lambda uow: uow.journal.reschedule(number_of(debt), [Part(100_000, FEB[20])], actor="wang")
    )
    assert reverse(books, debt, "mistake").entry.effective_on == JAN[9]
    assert [stood(books, day)[0] for day in (JAN[8], JAN[9])] == [100_000, 0]


def test_a_corrected_amount_keeps_the_number_and_the_money_on_it(books: Books) -> None:
    customer = books.customer()
    debt = books.debt(customer, 100_000, JAN[0])
    books.payment(customer, 80_000, JAN[9])
    corrected = books.run(
        lambda uow: uow.journal.correct_debt(number_of(debt), principal=50_000, actor="wang")
    )
    assert corrected.receivable is not None
    assert (corrected.receivable.number, corrected.receivable.principal) == (1001, 50_000)
    assert [stood(books, day) for day in (JAN[8], JAN[9])] == [(50_000, 0), (0, 30_000)]


def test_a_debt_corrected_twice_is_there_once_on_every_day(books: Books) -> None:
    customer = books.customer()
    debt = books.debt(customer, 100_000, JAN[0])
    paid = books.payment(customer, 60_000, JAN[9])
    reverse(books, paid, "bounced", JAN[19])
    correct(books, debt, 90_000)
    correct(books, debt, 80_000)
    was = [stood(books, day)[0] for day in (JAN[0], JAN[9], JAN[18], JAN[19])]
    assert was == [100_000, 40_000, 40_000, 80_000]


def test_a_debt_of_the_wrong_customer_moves_and_its_money_stays(books: Books) -> None:
    wrong, right = books.customer("永盛装饰"), books.customer("永盛建材")
    debt = books.debt(wrong, 100_000, JAN[0])
    books.payment(wrong, 60_000, JAN[9])
    books.run(lambda uow: uow.journal.correct_debt(number_of(debt), customer_id=right, actor="wang"))
    assert (owed(books, wrong), owed(books, right)) == ({}, {1001: 100_000})
    assert books.run(lambda uow: uow.customers.position(wrong, FEB[0])).unallocated == 60_000


def test_a_plan_keeps_its_days_when_the_amount_is_corrected(books: Books) -> None:
    debt = books.debt(books.customer(), 90_000, JAN[0], JAN[9], JAN[19], JAN[29])
    posted = correct(books, debt, 100_000)
    assert posted.receivable is not None
    parts = [(item.due_on, item.amount) for item in posted.receivable.instalments]
    assert parts == [(JAN[9], 33_334), (JAN[19], 33_333), (JAN[29], 33_333)]


def test_a_corrected_payment_goes_first_where_it_went_before(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 100_000, JAN[0])
    second = books.debt(customer, 100_000, JAN[1])
    paid = books.payment(customer, 60_000, JAN[9], number_of(second))
    assert paid.receipt is not None
    receipt = paid.receipt.id
    posted = books.run(lambda uow: uow.journal.correct_payment(receipt, amount=70_000, actor="li"))
    assert owed(books, customer) == {1001: 100_000, 1002: 30_000}
    assert posted.receipt is not None
    assert (posted.receipt.amount, posted.receipt.state, posted.shares[0].designated_by) == (
        70_000, "confirmed", "抵这笔",
    )  # fmt: skip


def test_a_corrected_day_of_a_payment_moves_its_effect(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 100_000, JAN[0])
    paid = books.payment(customer, 60_000, JAN[9])
    assert paid.receipt is not None
    receipt = paid.receipt.id
    books.run(lambda uow: uow.journal.correct_payment(receipt, received_on=JAN[4], actor="li"))
    assert [stood(books, day)[0] for day in (JAN[3], JAN[4], JAN[9])] == [100_000, 40_000, 40_000]


def test_what_was_reversed_is_not_corrected(books: Books) -> None:
    debt = books.debt(books.customer(), 100, JAN[0])
    reverse(books, debt, "mistake")
    with pytest.raises(NotReversible):
        correct(books, debt, 200)


def test_rebuilding_mends_what_is_kept_beside_the_journal(books: Books) -> None:
    posted = books.debt(books.customer(), 100_000, JAN[0])
    books.run(lambda uow: uow.connection.exec_driver_sql("UPDATE instalment SET outstanding = 1"))
    books.run(lambda uow: uow.connection.exec_driver_sql("UPDATE receivable SET state = 'cancelled'"))
    assert {problem.check for problem in books.problems()} == {"outstanding_adds_up", "receivables_kept"}
    assert books.run(rebuild) == 2
    assert owed(books, posted.entry.customer_id) == {1001: 100_000}


def test_a_changed_past_is_seen(database_url: str) -> None:
    with opened(database_url) as books:
        books.debt(books.customer(), 100_000, JAN[0])
        books.run(lambda uow: uow.connection.exec_driver_sql("UPDATE entry SET note = 'x'"))
        assert [problem.check for problem in books.problems()] == ["chain_unbroken"]
        books.run(lambda uow: uow.connection.exec_driver_sql("DELETE FROM instalment"))
        assert "plans_add_up" in {problem.check for problem in books.problems()}
