from __future__ import annotations

import pytest

from ledger.errors import InvalidPlan
from ledger.receivable import Part, plan
from tests.ledger.rows import day, open_item

DAYS = (day("2026-01-01"), day("2026-02-01"), None)


def test_equal_instalments_sum_exactly() -> None:
    assert plan(100, DAYS) == (Part(34, DAYS[0]), Part(33, DAYS[1]), Part(33, None))


def test_given_instalments_are_kept() -> None:
    assert [part.amount for part in plan(100, DAYS, [50, 30, 20])] == [50, 30, 20]


@pytest.mark.parametrize(
    ("principal", "days", "amounts"),
    [
        (0, DAYS, None),
        (100, (), None),
        (2, DAYS, None),
        (100, DAYS, [50, 50]),
        (100, DAYS, [50, 30, 30]),
        (100, DAYS, [120, -30, 10]),
    ],
)
def test_a_plan_that_does_not_add_up_is_refused(
    principal: int, days: tuple[None, ...], amounts: list[int]
) -> None:
    with pytest.raises(InvalidPlan):
        plan(principal, days, amounts)


def test_due_today_is_not_overdue() -> None:
    item = open_item(1, 100, "2026-01-01")
    assert [item.days_late(day(f"2026-01-0{n}")) for n in (1, 2)] == [0, 1]
    assert item.days_late(day("2025-12-30")) == -2


def test_an_instalment_that_waits_for_its_event_is_not_late() -> None:
    assert open_item(1, 100, None).days_late(day("2030-01-01")) == 0
