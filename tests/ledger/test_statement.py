from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ledger.history import History
from ledger.statement import statement
from tests.ledger.rows import day, entry, history, part, share

LATER = datetime(2026, 3, 20, tzinfo=UTC)


def account() -> History:
    """Debts of 100 in January and 50 in February, 120 paid on 10 February."""
    entries = [
        entry(1, "debt", 100, "2026-01-05", receivable_id=1),
        entry(2, "payment", 120, "2026-02-10"),
        entry(3, "debt", 50, "2026-02-01", receivable_id=1),
    ]
    items = [
        part(1, 100, "2026-01-31", issued="2026-01-05"),
        part(2, 50, "2026-02-20", issued="2026-02-01", opened_by=3),
    ]
    return history(entries, items, [share(1, 2, 100, "2026-02-10")])


def test_opening_movements_and_closing_add_up() -> None:
    sheet = statement(account(), day("2026-02-01"), day("2026-02-28"))
    assert (sheet.opening, sheet.closing) == (100, 30)
    assert [(line.entry.id, line.change, line.balance) for line in sheet.lines] == [
        (3, 50, 150),
        (2, -120, 30),
    ]


def test_what_is_overdue_and_what_is_paid_ahead_stand_apart() -> None:
    sheet = statement(account(), day("2026-02-01"), day("2026-02-28"))
    assert (sheet.overdue, sheet.unallocated, sheet.aging.total.net) == (50, 20, sheet.closing)


def test_a_period_without_movements_closes_as_it_opened() -> None:
    sheet = statement(account(), day("2026-03-01"), day("2026-03-31"))
    assert (sheet.opening, sheet.lines, sheet.closing) == (30, (), 30)


def test_a_mistake_mended_on_its_own_day_is_not_shown() -> None:
    books = account()
    slip = entry(4, "debt", 900, "2026-02-02", receivable_id=1)
    mended = entry(5, "reversal", 900, "2026-02-02", reverses=4, reverses_kind="debt", reason="mistake")
    sheet = statement(
        history([*books.entries, slip, mended], [*books.instalments]), day("2026-02-01"), day("2026-02-28")
    )
    assert [line.entry.id for line in sheet.lines] == [3, 2]


def test_a_mistake_mended_on_a_later_day_and_a_bounce_are_shown() -> None:
    books = account()
    mended = entry(4, "reversal", 50, "2026-02-03", reverses=3, reverses_kind="debt", reason="mistake")
    bounced = entry(5, "reversal", 120, "2026-02-10", reverses=2, reverses_kind="payment", reason="bounced")
    sheet = statement(
        history([*books.entries, mended, bounced], [*books.instalments]), day("2026-02-01"), day("2026-02-28")
    )
    assert [line.entry.id for line in sheet.lines] == [3, 4, 2, 5]


def test_a_statement_as_it_was_known_leaves_out_what_was_written_later() -> None:
    books = account()
    late = entry(4, "payment", 7, "2026-02-11", LATER)
    sheet = statement(
        history([*books.entries, late], [*books.instalments]),
        day("2026-02-01"),
        day("2026-02-28"),
        known_by=datetime(2026, 3, 1, tzinfo=UTC),
    )
    assert sheet.closing == 30


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="first day"):
        statement(account(), day("2026-02-01"), day("2026-01-31"))
