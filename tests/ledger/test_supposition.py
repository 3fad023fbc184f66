"""What would be owed: after money that nobody paid, or when nothing is paid until a day."""

from __future__ import annotations

from datetime import date

from ledger.receivable import Instalment
from ledger.supposition import paid, picture

DAY = date(2026, 12, 1)


def item(number: int, fen: int, due_on: date | None, disputed: int = 0) -> Instalment:
    return Instalment(
        number, number, 1, 1000 + number, 1, fen, fen, date(2026, 6, 1), due_on, disputed=disputed
    )


OLD = item(1, 200_00, date(2026, 9, 1))
NEW = item(2, 300_00, date(2026, 12, 20))
UNDATED = item(3, 50_00, None)


def test_what_is_owed_on_a_day_is_in_one_bucket_each() -> None:
    seen = picture([OLD, NEW, UNDATED], DAY, spare=10_00)
    assert seen.amounts == (350_00, 0, 0, 0, 200_00, 0, 0)
    assert (seen.outstanding, seen.net, seen.overdue, seen.days) == (550_00, 540_00, 200_00, 91)


def test_nothing_owed_is_a_picture_of_zeros() -> None:
    seen = picture([], DAY)
    assert (seen.outstanding, seen.overdue, seen.days) == (0, 0, 0)


def test_money_pays_the_oldest_first() -> None:
    settled = paid([NEW, OLD], 250_00, DAY)
    assert [(one.number, one.outstanding) for one in settled.items] == [(1002, 250_00)]
    assert [(one.number, fen) for one, fen in settled.shares] == [(1001, 200_00), (1002, 50_00)]


def test_money_too_much_is_left_over() -> None:
    settled = paid([OLD], 260_00, DAY)
    assert (settled.items, settled.left_over) == ((), 60_00)


def test_what_is_in_dispute_is_not_paid() -> None:
    settled = paid([item(1, 200_00, DAY, disputed=150_00)], 200_00, DAY)
    assert (settled.items[0].outstanding, settled.left_over) == (150_00, 150_00)


def test_the_items_given_are_left_as_they_are() -> None:
    paid([OLD], 200_00, DAY)
    assert OLD.outstanding == 200_00
