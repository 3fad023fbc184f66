from __future__ import annotations

import pytest

from ledger.calendar import Calendar
from ledger.promise import last_day, outcome
from tests.ledger.rows import day

NEW_YEAR = Calendar(holidays=frozenset({day("2027-01-01")}))


@pytest.mark.parametrize(
    ("promised", "grace", "last"),
    [
        ("2026-12-11", 0, "2026-12-11"),
        ("2026-12-12", 0, "2026-12-14"),
        ("2026-12-11", 1, "2026-12-14"),
        ("2027-01-01", 0, "2027-01-04"),
    ],
)
def test_a_day_off_moves_to_the_next_workday_and_grace_counts_workdays(
    promised: str, grace: int, last: str
) -> None:
    assert last_day(day(promised), NEW_YEAR, grace=grace) == day(last)


@pytest.mark.parametrize(
    ("paid", "today", "state"),
    [
        (100, "2026-12-01", "kept"),
        (120, "2026-12-31", "kept"),
        (0, "2026-12-11", "open"),
        (99, "2026-12-11", "open"),
        (99, "2026-12-12", "partly"),
        (0, "2026-12-12", "broken"),
    ],
)
def test_the_books_decide_what_became_of_a_promise(paid: int, today: str, state: str) -> None:
    assert outcome(wanted=100, paid=paid, today=day(today), last=day("2026-12-11")) == state
