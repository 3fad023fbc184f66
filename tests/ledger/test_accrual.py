from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.accrual import charges, overlaps
from ledger.history import AllocationRow, History, InstalmentRow
from ledger.interest import Rate, statutory_rate
from tests.ledger.rows import day

THEN = datetime(2026, 1, 1, tzinfo=UTC)
DUE = day("2026-01-01")
LATE = InstalmentRow(1, 7, 1, 10_000_00, day("2025-12-01"), DUE, 1, day("2025-12-01"), THEN)


def paid(fen: int, on: str, instalment: int = 1) -> AllocationRow:
    return AllocationRow(1, 1, 1, fen, day(on), THEN, target_instalment=instalment)


def books(*rows: InstalmentRow, money: tuple[AllocationRow, ...] = ()) -> History:
    return History(1, (), money, rows)


def by_law(_: date) -> Rate:
    return statutory_rate()


def test_ten_days_late_at_half_a_thousandth() -> None:
    (charge,) = charges(books(LATE), until=day("2026-01-11"), rate_of=by_law)
    assert (charge.fen, charge.days, charge.base, charge.start) == (50_00, 10, 10_000_00, DUE)


def test_days_that_are_settled_are_not_charged_again() -> None:
    settled = {1: day("2026-01-11")}
    (charge,) = charges(books(LATE), until=day("2026-01-21"), rate_of=by_law, charged=settled)
    assert (charge.start, charge.fen) == (day("2026-01-11"), 50_00)
    assert charges(books(LATE), until=day("2026-01-11"), rate_of=by_law, charged=settled) == ()


def test_days_of_what_was_replaced_are_not_charged_again() -> None:
    (charge,) = charges(books(LATE), until=day("2026-01-21"), rate_of=by_law, replaced={7: day("2026-01-19")})
    assert charge.days == 2


def test_what_was_paid_before_the_first_day_only_lowers_the_sum() -> None:
    money = (paid(4_000_00, "2026-01-05"), paid(1_00, "2026-01-05", instalment=2))
    found = charges(
        books(LATE, money=money), until=day("2026-01-21"), rate_of=by_law, charged={1: day("2026-01-11")}
    )
    assert [(charge.base, charge.fen) for charge in found] == [(6_000_00, 30_00)]


def test_disputed_money_bears_nothing() -> None:
    (charge,) = charges(books(LATE), until=day("2026-01-11"), rate_of=by_law, disputed={1: 4_000_00})
    assert charge.fen == 30_00


def test_fees_closed_ones_and_what_has_no_day_bear_nothing() -> None:
    others = (
        replace(LATE, id=2, kind="fee"),
        replace(LATE, id=3, closed_by=9),
        replace(LATE, id=4, due_on=None),
        replace(LATE, id=5, due_on=day("2026-02-01")),
    )
    entry_only = AllocationRow(2, 1, 1, 5, DUE, THEN, target_entry=3)
    assert charges(books(*others, money=(entry_only,)), until=day("2026-01-11"), rate_of=by_law) == ()


def test_the_rate_is_that_of_the_day_of_the_breach() -> None:
    asked = []

    def rate_of(breach: date) -> Rate:
        asked.append(breach)
        return statutory_rate()

    charges(books(LATE), until=day("2026-01-11"), rate_of=rate_of)
    assert asked == [day("2026-01-02")]


@given(st.lists(st.integers(1, 400), min_size=1, max_size=6, unique=True), st.integers(1, 5_000_000_00))
def test_however_often_it_is_charged_every_day_counts_once(steps: list[int], fen: int) -> None:
    row, settled, total, days = replace(LATE, amount=fen), DUE, 0, 0
    for step in sorted(steps):
        until = DUE + timedelta(days=step)
        for charge in charges(books(row), until=until, rate_of=by_law, charged={1: settled}):
            total, days, settled = total + charge.fen, days + charge.days, charge.end
    last = max(steps)
    (whole,) = charges(books(row), until=DUE + timedelta(days=last), rate_of=by_law) or (None,)
    assert days <= last
    assert abs(total - (whole.fen if whole else 0)) <= len(steps)


def test_two_spans_that_share_a_day_are_found() -> None:
    first, second, third = (
        (DUE, day("2026-01-11")),
        (day("2026-01-11"), day("2026-01-21")),
        (day("2026-01-20"), day("2026-01-22")),
    )
    assert list(overlaps({1: [second, first], 2: [first], 3: [third, second]})) == [3]
