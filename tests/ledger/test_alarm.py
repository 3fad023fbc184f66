from __future__ import annotations

import pytest

from ledger.alarm import alarm_of
from ledger.limitation import limitation
from ledger.warning import EarlyWarning
from tests.ledger.rows import day


@pytest.mark.parametrize(
    ("today", "step", "left"), [("2025-12-31", 90, 69), ("2026-03-08", 7, 2), ("2026-04-01", 0, -22)]
)
def test_each_step_is_an_event_of_its_own(today: str, step: int, left: int) -> None:
    clock = limitation(day("2023-03-10"), (), today=day(today))
    expected = EarlyWarning("limitation", f"1001:2026-03-10:{step}", "demand", left, 800_000)
    assert alarm_of(1001, 800_000, clock, day(today)) == expected


def test_with_time_left_there_is_none() -> None:
    clock = limitation(day("2023-03-10"), (), today=day("2025-01-01"))
    assert alarm_of(1001, 800_000, clock, day("2025-01-01")) is None
