"""Where other systems went wrong: each failure that was reported of one of them, as a day of ours (DOMAIN.md §5)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from ledger.calendar import Calendar
from ledger.dunning import Debtor, History, decide
from ledger.ladder import Policy, Stage
from ledger.shield import Item
from ledger.silence import Silence

DUE = date(2026, 3, 2)  # a Monday
DAY = timedelta(1)
DEBTOR = Debtor(owed=10_000)
CUSTOMER = Policy(
    "customer", tuple(Stage(days, "customer") for days in (-3, 1, 7, 15, 30, 60, 90)), min_gap_days=3
)
OWNER = Policy("owner", tuple(Stage(days, "owner") for days in (-3, 0, 1, 7, 15, 30, 60, 90)))


def item(outstanding: int = 10_000) -> Item:
    return Item(1, 1, outstanding, DUE - 60 * DAY, DUE)


def on(late: int, policy: Policy, *, reached: int | None = None, owes: int = 10_000) -> int | str:
    """The stage of that day, or the name of the silence."""
    found = decide(item(owes), History(DEBTOR, reached), policy, Calendar(), DUE + late * DAY)
    return found.reason if isinstance(found, Silence) else found.days


def told(days: range, policy: Policy, *, times: int = 1) -> list[tuple[int, int]]:
    """(day, stage) of all that is said when the run is made on these days, so many times each."""
    reached: int | None = None
    contacts: list[date] = []
    found = []
    for late in [late for late in days for _ in range(times)]:
        today = DUE + late * DAY
        answer = decide(item(), History(DEBTOR, reached, tuple(contacts)), policy, Calendar(), today)
        if isinstance(answer, Stage):
            reached = answer.days
            contacts.append(today)
            found.append((late, answer.days))
    return found


def test_invoiceninja_1693_twenty_two_runs_in_a_day_send_one_reminder() -> None:
    assert told(range(7, 8), CUSTOMER, times=22) == [(7, 1)]


@pytest.mark.parametrize("missed", [1, 2, 4])
def test_invoiceninja_5860_a_day_without_a_run_loses_no_reminder(missed: int) -> None:
    """A scheduler that looked for “due today minus seven” found nothing on any other day."""
    assert on(7 + missed, OWNER, reached=1) == 7


def test_invoiceninja_9312_a_month_without_runs_brings_the_latest_stage_and_no_flood() -> None:
    assert told(range(35, 36), OWNER, times=3) == [(35, 30)]


def test_erpnext_45685_due_today_is_not_overdue() -> None:
    assert on(0, OWNER, reached=-3) == 0
    assert on(0, CUSTOMER, reached=-3) == "not_yet"
    assert on(1, CUSTOMER, reached=-3) == 1


def test_a_debt_of_two_hundred_days_begins_with_the_first_stage_and_climbs_one_at_a_time() -> None:
    said = told(range(200, 230), CUSTOMER)
    assert [stage for _, stage in said] == [1, 7, 15, 30, 60, 90]
    assert all(later - day >= 3 for (day, _), (later, _) in pairwise(said))


def test_oca_a_reminder_whose_debt_is_paid_in_between_says_nothing() -> None:
    """The state was kept after sending; a crash in between sent it again."""
    assert on(9, CUSTOMER, owes=0) == "settled"
    assert on(9, CUSTOMER, reached=7) == "not_yet"


def test_a_run_late_in_the_day_or_on_the_next_says_what_the_morning_would_have() -> None:
    assert told(range(1, 40), OWNER) == [(1, 1), (7, 7), (15, 15), (30, 30)]
    assert [stage for _, stage in told(range(1, 40, 4), OWNER)] == [1, 7, 15, 30]
