"""Golden cases of aging, each named after what happened; amounts in fen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ledger.aging import Aging, age_history
from ledger.history import History
from tests.ledger.rows import NOON, day, entry, history, part, share

LATER = datetime(2017, 3, 20, tzinfo=UTC)


def filled(aging: Aging) -> dict[str, int]:
    """Buckets that are not empty, by label."""
    amounts = zip(aging.buckets.labels, aging.total.amounts, strict=True)
    return {label: fen for label, fen in amounts if fen}


def owing(fen: int, due: str, *payments: tuple[int, str], allocated: bool = True) -> History:
    """A debt issued on 2017-01-01 and payments (fen, day) against it."""
    money = [entry(i, "payment", amount, on) for i, (amount, on) in enumerate(payments, start=2)]
    shares = [share(e.id, e.id, e.amount, e.effective_on.isoformat()) for e in money] if allocated else []
    return history(
        [entry(1, "debt", fen, "2017-01-01", receivable_id=1), *money], [part(1, fen, due)], shares
    )


def test_three_part_payments_leave_the_rest_in_its_bucket() -> None:
    books = owing(
        10_000_00, "2017-02-28", (1_500_00, "2017-03-01"), (1_000_00, "2017-03-10"), (2_000_00, "2017-03-31")
    )
    assert filled(age_history(books, day("2017-04-04"))) == {"31-60": 5_500_00}


@pytest.mark.parametrize(
    ("as_of", "bucket"),
    [
        ("2017-02-27", "not_due"),
        ("2017-02-28", "not_due"),
        ("2017-03-01", "1-30"),
        ("2017-03-30", "1-30"),
        ("2017-03-31", "31-60"),
        ("2017-04-30", "61-90"),
        ("2017-06-01", "91-180"),
        ("2018-02-28", "181-365"),
        ("2018-03-01", ">365"),
    ],
)
def test_a_row_exactly_so_many_days_late(as_of: str, bucket: str) -> None:
    assert filled(age_history(owing(100, "2017-02-28"), day(as_of))) == {bucket: 100}


def test_payment_dated_after_as_of_but_recorded_before_reopens_what_it_paid() -> None:
    books = owing(100, "2017-02-28", (100, "2017-03-15"))
    assert filled(age_history(books, day("2017-03-10"), known_by=LATER)) == {"1-30": 100}
    assert filled(age_history(books, day("2017-03-15"), known_by=LATER)) == {}


def test_payment_recorded_later_but_dated_before_counts_unless_known_by_is_earlier() -> None:
    debt = entry(1, "debt", 100, "2017-01-01", receivable_id=1)
    paid = entry(2, "payment", 100, "2017-03-05", LATER)
    books = history([debt, paid], [part(1, 100, "2017-02-28")], [share(1, 2, 100, "2017-03-05", at=LATER)])
    assert filled(age_history(books, day("2017-03-10"))) == {}
    assert filled(age_history(books, day("2017-03-10"), known_by=NOON)) == {"1-30": 100}


def test_money_unmatched_stands_beside_the_debt_and_not_in_a_bucket() -> None:
    aging = age_history(owing(100, "2017-02-28", (40, "2017-03-01"), allocated=False), day("2017-04-14"))
    assert filled(aging) == {"31-60": 100}
    assert (aging.total.unallocated, aging.total.net) == (40, 60)


def test_reversed_payment_brings_the_debt_and_its_age_back() -> None:
    paid = owing(100, "2017-02-28", (100, "2017-03-01"))
    back = entry(
        3, "reversal", 100, "2017-03-20", LATER, reverses=2, reverses_kind="payment", reason="bounced"
    )
    undo = share(8, 2, -100, "2017-03-20", at=LATER, by=3, undoes=2)
    gone = share(9, 2, 100, "2017-03-20", None, LATER, by=3, target_entry=3)
    books = history([*paid.entries, back], [*paid.instalments], [*paid.allocations, undo, gone])
    assert filled(age_history(books, day("2017-03-19"))) == {}
    assert filled(age_history(books, day("2017-04-04"))) == {"31-60": 100}
    assert filled(age_history(books, day("2017-04-04"), known_by=NOON)) == {}
    assert age_history(books, day("2017-04-04")).total.unallocated == 0


def test_payment_reversed_as_a_mistake_was_never_there_but_was_believed_to_be() -> None:
    paid = owing(100, "2017-02-28", (100, "2017-03-01"))
    back = entry(
        3, "reversal", 100, "2017-03-01", LATER, reverses=2, reverses_kind="payment", reason="mistake"
    )
    undo = share(8, 2, -100, "2017-03-01", at=LATER, by=3, undoes=2)
    gone = share(9, 2, 100, "2017-03-01", None, LATER, by=3, target_entry=3)
    books = history([*paid.entries, back], [*paid.instalments], [*paid.allocations, undo, gone])
    assert filled(age_history(books, day("2017-03-10"))) == {"1-30": 100}
    assert filled(age_history(books, day("2017-03-10"), known_by=NOON)) == {}


def test_credit_note_alone_is_unallocated_and_the_net_is_below_zero() -> None:
    total = age_history(history([entry(1, "credit_note", 300, "2017-03-01")], []), day("2017-03-01")).total
    assert (total.outstanding, total.unallocated, total.net) == (0, 300, -300)


def test_instalments_with_one_late_are_aged_apart() -> None:
    debt = entry(1, "debt", 300, "2017-01-01", receivable_id=1)
    items = [part(1, 100, "2017-02-01"), part(2, 100, "2017-03-01"), part(3, 100, None)]
    aging = age_history(history([debt], items), day("2017-02-15"))
    assert filled(aging) == {"not_due": 200, "1-30": 100}


def test_midnight_in_shanghai_belongs_to_the_new_day() -> None:
    before = datetime(2017, 2, 28, 15, 59, 59, tzinfo=UTC)
    midnight = datetime(2017, 2, 28, 16, tzinfo=UTC)
    debt = entry(1, "debt", 100, "2017-03-01", midnight, receivable_id=1)
    items = [part(1, 100, "2017-03-01", issued="2017-03-01", opened_at=midnight)]
    books = history([debt], items)
    assert age_history(books, day("2017-02-28")).total.outstanding == 0
    assert age_history(books, day("2017-03-01"), known_by=before).total.outstanding == 0
    assert age_history(books, day("2017-03-01"), known_by=midnight).total.outstanding == 100


def test_a_closed_instalment_stood_until_its_day_and_is_still_believed_in_before_it_was_written() -> None:
    debt = entry(1, "debt", 100, "2017-01-01", receivable_id=1)
    old = part(1, 100, "2017-02-01", closed_by=2, closed_on=day("2017-03-01"), closed_at=LATER)
    new = part(2, 100, "2017-12-01", opened_by=2, opened_on=day("2017-03-01"), opened_at=LATER)
    books = history([debt, entry(2, "reschedule", 0, "2017-03-01", LATER)], [old, new])
    assert filled(age_history(books, day("2017-02-28"))) == {"1-30": 100}
    assert filled(age_history(books, day("2017-03-01"))) == {"not_due": 100}
    assert filled(age_history(books, day("2017-03-01"), known_by=NOON)) == {"1-30": 100}
