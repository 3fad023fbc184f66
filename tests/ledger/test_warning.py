from __future__ import annotations

from typing import Any

import pytest

from ledger.warning import Signs, warnings_of
from tests.ledger.rows import day

TODAY = day("2026-03-10")
LATE = {"late_since": day("2026-03-01"), "days_late": 9}


def kinds(**facts: Any) -> list[str]:
    return [found.kind for found in warnings_of(Signs(**facts), TODAY)]


def test_a_good_customer_gives_no_sign() -> None:
    assert kinds(paid_in_time=9, usual_delay=0, recent_delay=3, exposure=50, limit=100, paid=9) == []


@pytest.mark.parametrize(
    ("kind", "seen", "unseen"),
    [
        ("first_overdue", {**LATE, "paid_in_time": 5}, {**LATE, "paid_in_time": 4}),
        ("first_overdue", {**LATE, "paid_in_time": 5}, {**LATE, "paid_in_time": 5, "paid_late": 1}),
        ("first_overdue", {**LATE, "paid_in_time": 5}, {"paid_in_time": 5}),
        ("slowed", {"usual_delay": 7, "recent_delay": 14}, {"usual_delay": 7, "recent_delay": 13}),
        ("slowed", {"usual_delay": -3, "recent_delay": 4}, {"usual_delay": 1, "recent_delay": 7}),
        ("slowed", {"usual_delay": 7, "recent_delay": 14}, {"recent_delay": 14}),
        ("slowed", {"usual_delay": 7, "recent_delay": 14}, {"usual_delay": 7}),
        ("mostly_overdue", {"exposure": 100, "overdue": 51}, {"exposure": 100, "overdue": 50}),
        ("long_overdue", {**LATE, "days_late": 91}, {**LATE, "days_late": 90}),
        ("broken_again", {"broken_promises": 2}, {"broken_promises": 1}),
        (
            "growing",
            {"exposure": 120, "exposure_before": 100, "paid": 9, "paid_before": 10},
            {"exposure": 119, "exposure_before": 100, "paid": 9, "paid_before": 10},
        ),
        (
            "growing",
            {"exposure": 120, "exposure_before": 100, "paid": 9, "paid_before": 10},
            {"exposure": 120, "exposure_before": 100, "paid": 10, "paid_before": 10},
        ),
        ("nearly_used", {"exposure": 90, "limit": 100}, {"exposure": 89, "limit": 100}),
        ("unreachable", {"unreachable_since": day("2026-03-01")}, {}),
    ],
)
def test_each_sign_has_its_edge(kind: str, seen: dict[str, Any], unseen: dict[str, Any]) -> None:
    assert kinds(**seen) == [kind]
    assert kind not in kinds(**unseen)


def test_an_event_keeps_its_key_and_a_new_one_has_another() -> None:
    first, again = (warnings_of(Signs(broken_promises=2), on)[0].key for on in (TODAY, day("2026-05-01")))
    assert first == again
    assert warnings_of(Signs(broken_promises=3), TODAY)[0].key != first


def test_a_monthly_sign_is_said_again_next_month() -> None:
    signs = Signs(usual_delay=7, recent_delay=14)
    keys = {warnings_of(signs, day(on))[0].key for on in ("2026-03-10", "2026-03-31", "2026-04-01")}
    assert len(keys) == 2


def test_mostly_overdue_is_one_event_while_the_same_debt_is_the_oldest() -> None:
    signs = Signs(exposure=100, overdue=60, **LATE)
    keys = {warnings_of(signs, day(on))[0].key for on in ("2026-03-10", "2026-04-01")}
    assert keys == {"2026-03-01"}
    assert (
        warnings_of(Signs(exposure=100, overdue=60, late_since=day("2026-03-20")), TODAY)[0].key not in keys
    )


def test_it_names_the_measure_and_shows_the_figures() -> None:
    found = warnings_of(Signs(exposure=95, limit=100), TODAY)[0]
    assert (found.measure, found.value, found.base) == ("review_limit", 95, 100)
