"""A customer's promise to pay, judged by the books."""

from __future__ import annotations

from datetime import date

from ledger.calendar import Calendar, add_workdays, next_workday


def last_day(promised_on: date, calendar: Calendar, *, grace: int = 0) -> date:
    """The last day on which the promise is kept: a day off moves to the next workday; `grace` workdays on top."""
    return add_workdays(calendar, next_workday(calendar, promised_on), grace)


def outcome(*, wanted: int, paid: int, today: date, last: date) -> str:
    """What became of a promise of `wanted` fen when `paid` fen came by its `last` day.

    kept as soon as enough is there; open until the last day is over; then partly, or broken when nothing came.
    """
    if paid >= wanted:
        return "kept"
    if today <= last:
        return "open"
    return "partly" if paid > 0 else "broken"
