from __future__ import annotations

import pytest

from ledger.calendar import Calendar, add_workdays, is_workday, next_workday, year_is_known
from tests.ledger.rows import day

# National day 2026: off from Thursday 1 to Wednesday 7 October, Saturday 10 is worked.
OCTOBER = Calendar(
    holidays=frozenset(day(f"2026-10-0{n}") for n in range(1, 8)),
    extra_workdays=frozenset({day("2026-10-10")}),
    years=frozenset({2026}),
)


@pytest.mark.parametrize(
    ("on", "works"),
    [
        ("2026-09-30", True),
        ("2026-10-01", False),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2026-10-11", False),
    ],
)
def test_holidays_are_off_and_moved_weekends_are_worked(on: str, works: bool) -> None:
    assert is_workday(OCTOBER, day(on)) is works


def test_the_next_workday_may_be_today() -> None:
    assert next_workday(OCTOBER, day("2026-09-30")) == day("2026-09-30")
    assert next_workday(OCTOBER, day("2026-10-01")) == day("2026-10-08")


@pytest.mark.parametrize(
    ("count", "result"),
    [(0, "2026-10-01"), (1, "2026-10-08"), (3, "2026-10-10"), (4, "2026-10-12"), (-1, "2026-09-30")],
)
def test_workdays_are_counted_without_the_first(count: int, result: str) -> None:
    assert add_workdays(OCTOBER, day("2026-10-01"), count) == day(result)


def test_an_unpublished_year_falls_back_to_weekdays_and_says_so() -> None:
    assert year_is_known(OCTOBER, day("2026-05-01"))
    assert not year_is_known(OCTOBER, day("2027-10-01"))
    assert is_workday(OCTOBER, day("2027-10-01"))
