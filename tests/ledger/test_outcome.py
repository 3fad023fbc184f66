from __future__ import annotations

import pytest

from ledger.outcome import Outcome, known_at_issue
from tests.ledger.rows import day


def issued(on: str, settled: str | None, customer: str = "7", amount: int = 100) -> Outcome:
    """Due on the 10th of the month of issue."""
    return Outcome(customer, day(on), day(on[:8] + "10"), amount, day(settled) if settled else None)


@pytest.mark.parametrize(
    ("settled", "asked", "delay"),
    [
        ("2026-01-15", "2026-01-16", 5),
        ("2026-01-15", "2026-01-15", 5),
        ("2026-01-08", "2026-01-09", -2),
        ("2026-01-15", "2026-01-10", None),
        (None, "2026-01-13", 3),
    ],
)
def test_only_what_was_known_by_a_day_counts(settled: str | None, asked: str, delay: int | None) -> None:
    assert issued("2026-01-01", settled).delay_known(day(asked)) == delay


def test_late_is_after_its_day() -> None:
    assert issued("2026-01-01", "2026-01-11").is_late()
    assert not issued("2026-01-01", "2026-01-10").is_late()
    assert issued("2026-01-01", None).is_late()


def test_what_was_known_at_issue_is_of_the_same_customer_and_before() -> None:
    rows = [
        issued("2026-03-01", "2026-03-20", amount=900),
        issued("2026-01-01", "2026-01-12"),
        issued("2026-02-01", "2026-03-05", amount=300),
        issued("2026-03-01", "2026-03-02"),
        issued("2026-01-01", "2026-01-30", customer="8"),
    ]
    known = list(known_at_issue(rows))[-2]
    assert known.outcome == rows[0]
    assert known.delays == (2, 19)  # the second was overdue then, not settled
    assert (known.settled, known.overdue, known.usual) == ((2,), 1, 300)


def test_of_a_new_customer_nothing_is_known() -> None:
    (known,) = known_at_issue([issued("2026-01-01", None)])
    assert (known.delays, known.settled, known.overdue, known.usual) == ((), (), 0, 0)
