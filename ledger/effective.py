"""From which day a change counts, so that the books add up on every past day and not only today.

Money taken back from an instalment, or from a source, was used until that day. What happens to either
afterwards rests on it and counts no earlier, even if its own fact is older. The same for an instalment
that opened late (a new plan): nothing on it counts before it was there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ledger.entries import REVERSAL_REASONS
from ledger.errors import InvalidEntry


def free_from(own_day: date, taken_back_on: Iterable[date] = ()) -> date:
    """The earliest day from which something new on an instalment or a source counts.

    `own_day`: the day it opened, or the source's day; `taken_back_on`: the days of its negative
    allocation rows, but for those on the very day of the row they take back: they leave no trace.
    """
    return max((own_day, *taken_back_on))


def counts_from(wanted: date, rests_on: Iterable[date] = ()) -> date:
    """The day a change counts from: the wanted one, or the latest `free_from` of all that it touches.

    For a reschedule: its open instalments. For a refund or transfer: its sources.
    """
    return max((wanted, *rests_on))


def reversal_day(
    reason: str, *, reversed_on: date, happened_on: date, first_open: date, rests_on: Iterable[date] = ()
) -> date:
    """The day a reversal counts from.

    `mistake`: the reversed entry's day (it was never true); bounced | returned | cancelled: the day that
    happened, never before the reversed entry. Both no earlier than `first_open`, the first day no month's
    closing covers, and than what the reversal touches (`free_from` of the source, or of the open
    instalments). A corrected entry that takes its place counts from the same day. Raises `InvalidEntry`
    for another reason.
    """
    if reason not in REVERSAL_REASONS:
        raise InvalidEntry("a reversal has a reason", reason=reason)
    wanted = reversed_on if reason == "mistake" else happened_on
    return max((wanted, reversed_on, first_open, *rests_on))
