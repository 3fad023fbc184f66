from __future__ import annotations

import pytest

from ledger.limitation import KINDS, Limitation, Restart, limitation
from tests.ledger.rows import day

DUE = day("2023-03-10")
TODAY = day("2026-01-01")


def test_three_years_from_the_due_day() -> None:
    assert limitation(DUE, (), today=TODAY) == Limitation(DUE, day("2026-03-10"), None)


def test_the_leap_day_ends_on_the_28th() -> None:
    assert limitation(day("2024-02-29"), (), today=TODAY).ends_on == day("2027-02-28")


@pytest.mark.parametrize("kind", KINDS)
def test_each_of_these_starts_it_again(kind: str) -> None:
    restart = Restart(day("2025-06-01"), kind)
    assert limitation(DUE, [restart], today=TODAY) == Limitation(restart.day, day("2028-06-01"), restart)


def test_the_latest_counts_and_the_future_does_not() -> None:
    first, last = Restart(day("2024-01-01"), "demand"), Restart(day("2025-01-01"), "part_payment")
    future = Restart(day("2026-02-01"), "demand")
    assert limitation(DUE, [last, future, first], today=TODAY).restarted_by == last


def test_before_it_is_due_nothing_runs() -> None:
    assert limitation(DUE, [Restart(day("2023-03-09"), "part_payment")], today=TODAY).starts_on == DUE


def test_after_the_end_only_an_agreement_counts() -> None:
    late = day("2021-01-01")
    today = day("2025-01-01")
    assert limitation(late, [Restart(day("2024-06-01"), "demand")], today=today).days_left(today) == -366
    agreed = Restart(day("2024-06-01"), "agreement")
    assert limitation(late, [agreed], today=today).ends_on == day("2027-06-01")
    assert limitation(late, [Restart(day("2024-01-01"), "suit")], today=today).ends_on == day("2027-01-01")


@pytest.mark.parametrize(
    ("today", "alarm"),
    [
        ("2025-09-10", None),
        ("2025-09-11", 180),
        ("2025-12-10", 90),
        ("2026-02-08", 30),
        ("2026-03-02", 30),
        ("2026-03-03", 7),
        ("2026-03-10", 7),
        ("2026-03-11", 0),
    ],
)
def test_alarms_at_180_90_30_and_7_days(today: str, alarm: int | None) -> None:
    assert limitation(DUE, (), today=day(today)).alarm(day(today)) == alarm
