"""The journal on both engines: what is posted, how it is paid, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ledger.errors import ClosedPeriod, InvalidPlan, NotAllocatable, NotReversible
from ledger.receivable import Part
from storage.customers import Position
from storage.unit_of_work import UnitOfWork
from tests.storage.books import Books, opened

JAN = [date(2026, 1, day) for day in range(1, 32)]
TODAY = date(2026, 3, 1)


@pytest.fixture
def books(database_url: str) -> Iterator[Books]:
    with opened(database_url) as found:
        yield found
        assert found.problems() == []


def position(books: Books, customer: int) -> Position:
    return books.run(lambda uow: uow.customers.position(customer, TODAY))


def owed(books: Books, customer: int) -> dict[int, int]:
    items = books.run(lambda uow: uow.receivables.open_items(customer))
    return {item.number: item.outstanding for item in items}


def test_a_debt_has_a_number_and_is_owed(books: Books) -> None:
    customer = books.customer()
    posted = books.debt(customer, 1_200_000, JAN[0], JAN[14])
    assert posted.receivable is not None
    assert (posted.receivable.number, posted.receivable.due_on) == (1001, JAN[14])
    assert position(books, customer) == Position("CNY", 1_200_000, 1_200_000, 0, 1_200_000, 0, JAN[14])


def test_what_is_read_back_is_what_was_posted(books: Books) -> None:
    posted = books.debt(books.customer(), 300_000, JAN[0], JAN[14], JAN[30])
    assert posted.receivable is not None
    number = posted.receivable.number
    assert books.run(lambda uow: uow.receivables.by_number(number)) == posted.receivable
    assert books.run(lambda uow: uow.journal.entry(posted.entry.id)) == posted.entry


def test_money_pays_the_oldest_due_first_and_the_rest_waits(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 500_000, JAN[1], JAN[20])
    books.debt(customer, 300_000, JAN[2], JAN[10])
    posted = books.payment(customer, 400_000, JAN[5])
    assert [(share.instalment.number, share.amount) for share in posted.shares] == [
        (1002, 300_000),
        (1001, 100_000),
    ]
    assert owed(books, customer) == {1001: 400_000}


def test_money_beyond_what_is_owed_stays_unallocated_until_it_is_put_to_use(books: Books) -> None:
    customer = books.customer()
    posted = books.payment(customer, 400_000, JAN[5])
    debt = books.debt(customer, 300_000, JAN[6])
    assert (posted.unallocated, owed(books, customer)) == (400_000, {1002: 300_000})
    used = books.on(JAN[8]).run(lambda uow: uow.journal.allocate(posted.entry.id, actor="li"))
    assert (used.unallocated, used.shares[0].effective_on) == (100_000, JAN[8])
    assert debt.receivable is not None
    assert owed(books, customer) == {}


def test_the_payer_names_what_is_paid(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 500_000, JAN[1])
    named = books.debt(customer, 300_000, JAN[2])
    assert named.receivable is not None
    posted = books.payment(customer, 300_000, JAN[5], named.receivable.id)
    assert [(share.instalment.number, share.designated_by) for share in posted.shares] == [(1002, "抵这笔")]


def test_a_credit_note_reduces_only_what_it_names(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 500_000, JAN[1])
    posted = books.run(
        lambda uow: uow.journal.credit(
            "credit_note", customer_id=customer, amount=126_000, effective_on=JAN[5], actor="wang", reason="退货"
        )
    )  # fmt: skip
    assert (posted.unallocated, position(books, customer).net) == (126_000, 374_000)


def test_a_discount_is_refused_when_less_is_owed(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 3_600, JAN[1])
    with pytest.raises(NotAllocatable):
        books.run(
            lambda uow: uow.journal.credit(
                "discount", customer_id=customer, amount=3_700, effective_on=JAN[5], actor="wang"
            )
        )


def test_instalments_that_do_not_add_up_are_refused(books: Books) -> None:
    customer = books.customer()
    with pytest.raises(InvalidPlan):
        books.run(
            lambda uow: uow.journal.debt(
                customer_id=customer, principal=100, issued_on=JAN[0], parts=[Part(99, None)], actor="w",
                salesperson="w",
            )
        )  # fmt: skip


def test_a_failed_command_leaves_no_gap_in_seq_and_number(books: Books) -> None:
    customer = books.customer()

    def fail(uow: UnitOfWork) -> None:
        with uow.savepoint():
            parts = [Part(5, None)]
            uow.journal.debt(
                customer_id=customer, principal=5, issued_on=JAN[0], parts=parts, actor="w", salesperson="w"
            )
            raise RuntimeError

    def command(uow: UnitOfWork) -> None:
        with pytest.raises(RuntimeError):
            fail(uow)

    books.run(command)
    posted = books.debt(customer, 100, JAN[0])
    assert posted.receivable is not None
    assert (posted.entry.seq, posted.receivable.number) == (1, 1001)


def test_a_closed_month_takes_no_entry(books: Books) -> None:
    customer = books.customer()
    books.run(lambda uow: uow.settings.put("closed_until", "2026-01-31", by="li"))
    with pytest.raises(ClosedPeriod):
        books.debt(customer, 100, JAN[30])
    assert books.debt(customer, 100, date(2026, 2, 1)).entry.seq == 1


def test_money_paid_back_leaves_its_source(books: Books) -> None:
    customer = books.customer()
    books.payment(customer, 50_000, JAN[3])
    books.run(
        lambda uow: uow.journal.refund(customer_id=customer, amount=20_000, effective_on=JAN[5], actor="li")
    )
    assert position(books, customer).unallocated == 30_000
    with pytest.raises(NotAllocatable):
        books.run(
            lambda uow: uow.journal.refund(
                customer_id=customer, amount=30_001, effective_on=JAN[5], actor="li"
            )
        )


def test_a_payment_whose_money_was_paid_back_is_not_reversed_before_the_refund(books: Books) -> None:
    customer = books.customer()
    paid = books.payment(customer, 50_000, JAN[3])
    refund = books.run(
        lambda uow: uow.journal.refund(customer_id=customer, amount=20_000, effective_on=JAN[5], actor="li")
    )
    with pytest.raises(NotReversible):
        books.run(lambda uow: uow.journal.reverse(paid.entry.id, reason="mistake", actor="li"))
    books.run(lambda uow: uow.journal.reverse(refund.entry.id, reason="mistake", actor="li"))
    books.run(lambda uow: uow.journal.reverse(paid.entry.id, reason="mistake", actor="li"))
    assert position(books, customer).net == 0


def test_one_customer_pays_for_another_and_it_can_be_reversed(books: Books) -> None:
    payer, debtor = books.customer("鑫源商贸"), books.customer("宏达五金")
    books.debt(debtor, 80_000, JAN[1])
    books.payment(payer, 100_000, JAN[3])
    moved = books.run(
        lambda uow: uow.journal.transfer(
            from_customer_id=payer, to_customer_id=debtor, amount=80_000, effective_on=JAN[5], actor="li",
            note="王总说代付",
        )
    )  # fmt: skip
    assert (owed(books, debtor), position(books, payer).unallocated) == ({}, 20_000)
    books.run(lambda uow: uow.journal.reverse(moved.entry.id, reason="mistake", actor="li"))
    assert (owed(books, debtor), position(books, payer).unallocated) == ({1001: 80_000}, 100_000)


def test_a_new_plan_carries_over_what_was_paid(books: Books) -> None:
    customer = books.customer()
    debt = books.debt(customer, 300_000, JAN[1], JAN[10], JAN[20], JAN[30])
    books.payment(customer, 120_000, JAN[5])
    assert debt.receivable is not None
    number = debt.receivable.id
    parts = [Part(150_000, date(2026, 3, 1)), Part(150_000, date(2026, 4, 1))]
    posted = books.on(JAN[7]).run(
        lambda uow: uow.journal.reschedule(number, parts, actor="wang", reason="协商")
    )
    assert posted.receivable is not None
    assert [item.outstanding for item in posted.receivable.instalments] == [30_000, 150_000]
    assert posted.entry.effective_on == JAN[7]


def test_reallocated_money_leaves_what_it_paid(books: Books) -> None:
    customer = books.customer()
    books.debt(customer, 100_000, JAN[1])
    second = books.debt(customer, 100_000, JAN[2])
    paid = books.payment(customer, 100_000, JAN[5])
    assert second.receivable is not None
    shares = [(second.receivable.id, 60_000)]
    posted = books.on(JAN[9]).run(lambda uow: uow.journal.reallocate(paid.entry.id, shares, actor="li"))
    assert (owed(books, customer), posted.unallocated) == ({1001: 100_000, 1002: 40_000}, 40_000)


def test_a_late_fee_is_paid_last_and_reversed_alone(books: Books) -> None:
    customer = books.customer()
    debt = books.debt(customer, 100_000, JAN[1])
    assert debt.receivable is not None
    number = debt.receivable.id
    fee = books.run(
        lambda uow: uow.journal.late_fee(
            receivable_id=number, amount=500, effective_on=JAN[20], due_on=JAN[0], actor="li"
        )
    )
    paid = books.payment(customer, 100_200, JAN[25])
    assert [(share.instalment.kind, share.amount) for share in paid.shares] == [
        ("principal", 100_000),
        ("fee", 200),
    ]
    books.run(lambda uow: uow.journal.reverse(fee.entry.id, reason="cancelled", actor="li", on=JAN[26]))
    assert (position(books, customer).outstanding, position(books, customer).unallocated) == (0, 200)


def test_the_last_message_of_a_person_is_found_without_what_was_reversed(books: Books) -> None:
    customer = books.customer()
    first, second = books.debt(customer, 100, JAN[1]), books.debt(customer, 200, JAN[2])
    assert books.run(lambda uow: uow.journal.last_of("wang")) == [second.entry]
    books.run(lambda uow: uow.journal.reverse(second.entry.id, reason="mistake", actor="wang"))
    assert books.run(lambda uow: uow.journal.last_of("wang")) == [first.entry]
    assert books.run(lambda uow: uow.journal.is_reversed(second.entry.id))
    assert books.run(lambda uow: uow.journal.last_of("wang", since=books.now)) == []


def test_an_entry_is_reversed_once_and_a_reversal_never(books: Books) -> None:
    posted = books.debt(books.customer(), 100, JAN[1])
    reversal = books.run(lambda uow: uow.journal.reverse(posted.entry.id, reason="mistake", actor="wang"))
    with pytest.raises(NotReversible):
        books.run(lambda uow: uow.journal.reverse(posted.entry.id, reason="mistake", actor="wang"))
    with pytest.raises(NotReversible):
        books.run(lambda uow: uow.journal.reverse(reversal.entry.id, reason="mistake", actor="wang"))
