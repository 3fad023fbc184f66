from __future__ import annotations

import pytest

from ledger.credit import Exposure, Limit, Measure, Reason, Rules, Verdict, delivery, limit_on
from tests.ledger.rows import day

OWES = Exposure(not_due=60_000, overdue=20_000, fees=500, orders=4_000, unallocated=1_500)
CLEAN = Exposure(not_due=60_000)


def asked(amount: int, exposure: Exposure, limit: int | None = 100_000, **more: object) -> Verdict:
    facts = {"days_late": 0, "is_blocked": False, "rules": Rules(), **more}
    return delivery(amount, exposure, limit, **facts)  # type: ignore[arg-type]


def test_each_part_can_be_included() -> None:
    assert OWES.used() == 83_000
    assert OWES.used(("not_due", "overdue")) == 80_000
    assert OWES.used(("fees", "unallocated")) == -1_000


def test_money_paid_beforehand_buys_goods_without_any_limit() -> None:
    assert asked(50_000, Exposure(unallocated=50_000), 0) == Verdict(Measure.FREE, (), 50_000)
    assert asked(50_001, Exposure(unallocated=50_000), 0).reasons[0].fen == 1


def test_a_delivery_that_fills_the_limit_is_within_it() -> None:
    assert asked(40_000, CLEAN) == Verdict(Measure.FREE, (), 40_000)


def test_a_fen_more_needs_approval_and_says_by_how_much() -> None:
    found = asked(40_001, CLEAN)
    assert found == Verdict(Measure.APPROVE, (Reason("over_limit", Measure.APPROVE, 1),), 40_000)


def test_without_a_limit_anything_may_leave() -> None:
    assert asked(10**9, CLEAN, None) == Verdict(Measure.FREE, (), None)


def test_an_overdue_customer_gets_nothing_without_asking() -> None:
    found = asked(100, OWES, days_late=9)
    assert found.reasons == (Reason("overdue", Measure.APPROVE, 20_000, 9),)
    assert found.free == 0


@pytest.mark.parametrize(
    ("allowed", "measure"), [(30, Measure.FREE), (8, Measure.APPROVE), (None, Measure.FREE)]
)
def test_how_late_he_may_be_is_set(allowed: int | None, measure: Measure) -> None:
    assert asked(100, OWES, days_late=9, rules=Rules(days_overdue=allowed)).measure is measure


def test_a_blocked_customer_is_refused_whatever_else_holds() -> None:
    found = asked(50_000, OWES, days_late=9, is_blocked=True)
    assert found.measure is Measure.REFUSE
    assert [reason.cause for reason in found.reasons] == ["blocked", "overdue", "over_limit"]


def test_a_company_that_only_warns_lets_go() -> None:
    rules = Rules(over_limit=Measure.WARN, overdue=Measure.FREE)
    found = asked(50_000, OWES, days_late=9, rules=rules)
    assert (found.measure, found.free) == (Measure.WARN, 17_000)
    assert [reason.cause for reason in found.reasons] == ["over_limit"]


def test_a_temporary_limit_holds_until_its_day() -> None:
    extra = [Limit(50_000, day("2026-03-31")), Limit(80_000, day("2026-03-10"))]
    assert limit_on(day("2026-03-10"), 10_000, extra) == 80_000
    assert limit_on(day("2026-03-31"), 10_000, extra) == 50_000
    assert limit_on(day("2026-04-01"), 10_000, extra) == 10_000
    assert limit_on(day("2026-04-01"), None, [Limit(5)]) == 5
    assert limit_on(day("2026-04-01"), None) is None
