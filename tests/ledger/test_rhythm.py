from __future__ import annotations

from ledger.history import AllocationRow, History, InstalmentRow
from ledger.rhythm import Rhythm, rhythm
from tests.ledger.rows import day, entry, history, part, share


def paid_late(*delays: int) -> tuple[list[InstalmentRow], list[AllocationRow]]:
    """Instalments of 100 due on 10 March, each paid by entry 2 so many days later."""
    items = [part(n, 100, "2026-03-10") for n in range(1, len(delays) + 1)]
    days = [f"2026-03-{10 + late}" for late in delays]
    return items, [share(n, 2, 100, on, n) for n, on in enumerate(days, 1)]


def books(items: list[InstalmentRow], shares: list[AllocationRow]) -> History:
    entries = [
        entry(1, "debt", 1_000, "2026-01-01"),
        entry(2, "payment", 900, "2026-03-10"),
        entry(3, "credit_note", 100, "2026-03-10"),
    ]
    return history(entries, items, shares)


def test_the_median_of_what_was_paid_is_the_habit() -> None:
    assert rhythm(books(*paid_late(0, 9, 20))) == Rhythm(9, 3)
    assert rhythm(books(*paid_late(0, 9, 12, 20))) == Rhythm(10, 4)


def test_two_are_no_habit() -> None:
    assert rhythm(books(*paid_late(1, 2))) is None


def test_the_last_of_several_payments_counts() -> None:
    items, shares = paid_late(1, 1)
    items.append(part(3, 100, "2026-03-10"))
    halves = [share(3, 2, 50, "2026-03-11", 3), share(4, 2, 50, "2026-03-30", 3)]
    assert rhythm(books(items, [*shares, *halves])) == Rhythm(1, 3)


def test_what_no_payment_settled_says_nothing() -> None:
    items, shares = paid_late(5, 5, 5)
    half = share(4, 2, 50, "2026-03-30", 4)
    returned = share(5, 3, 100, "2026-03-31", 5)
    moved = part(6, 100, "2026-03-10", closed_by=9)
    whenever = part(7, 100, None)
    more = [part(4, 100, "2026-03-10"), part(5, 100, "2026-03-10"), moved, whenever]
    paid = [share(6, 2, 100, "2026-03-31", 6), share(7, 2, 100, "2026-03-31", 7)]
    assert rhythm(books([*items, *more], [*shares, half, returned, *paid])) == Rhythm(5, 3)


def test_an_allocation_taken_back_did_not_happen() -> None:
    items, shares = paid_late(1, 1, 1)
    back = share(4, 2, -100, "2026-03-20", 1, undoes=1)
    again = share(5, 2, 100, "2026-03-25", 1)
    assert rhythm(books(items, [*shares, back, again])) == Rhythm(1, 3)
    assert rhythm(books(items, [*shares, back])) is None


def test_only_recent_payments_count_when_asked() -> None:
    assert rhythm(books(*paid_late(1, 2, 3)), since=day("2026-03-12")) is None
    assert rhythm(books(*paid_late(1, 2, 3, 9)), since=day("2026-03-12")) == Rhythm(3, 3)
