from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.forecast import Expected, Habits, Open, forecast, late_rate, usual_delay, weeks
from tests.ledger.rows import day

TODAY = day("2026-03-02")
ALWAYS_ON_DAY_3 = Habits({7: (3,) * 8}, (3,) * 8)


def test_one_who_always_pays_three_days_late_is_expected_in_that_week() -> None:
    found = forecast([Open(7, 1_000, day("2026-03-08"))], ALWAYS_ON_DAY_3, edges=weeks(TODAY, 2))
    assert found.periods == (
        Expected(TODAY, day("2026-03-09"), 0, 0, 0),
        Expected(day("2026-03-09"), day("2026-03-16"), 1_000, 1_000, 1_000),
    )
    assert (found.later, found.hard) == (0, {})


def test_thirteen_weeks_from_today() -> None:
    edges = weeks(TODAY)
    assert (len(edges), edges[0], edges[-1]) == (14, TODAY, TODAY + timedelta(91))


def test_a_habit_of_one_half_has_a_band() -> None:
    habits = Habits({7: (0, 10) * 4}, (0, 10))
    found = forecast([Open(7, 1_000, TODAY)], habits, edges=weeks(TODAY, 1)).periods[0]
    assert found.fen == 500
    assert found.low < 500 < found.high


def test_what_is_expected_after_the_last_week_is_later() -> None:
    found = forecast([Open(7, 1_000, day("2026-05-01"))], ALWAYS_ON_DAY_3, edges=weeks(TODAY, 1))
    assert (found.periods[0].fen, found.later) == (0, 1_000)


def test_later_than_anyone_ever_paid_is_hard() -> None:
    items = [Open(7, 1_000, day("2026-01-01")), Open(7, 500, day("2026-01-02"))]
    assert forecast(items, ALWAYS_ON_DAY_3, edges=weeks(TODAY)).hard == {7: 1_500}


def test_a_new_customer_pays_like_everyone() -> None:
    habits = Habits({}, (3, 3, 20, 20))
    found = forecast([Open(9, 1_000, TODAY)], habits, edges=weeks(TODAY, 1)).periods[0]
    assert found.fen == 500


def test_only_the_newest_instalments_make_the_habit() -> None:
    habits = Habits({7: (90,) * 50 + (3,) * 8}, (3,))
    assert forecast([Open(7, 1_000, TODAY)], habits, edges=weeks(TODAY, 1)).periods[0].fen == 1_000


def test_nobody_else_may_have_been_so_late_as_this_customer() -> None:
    habits = Habits({7: (40,) * 8}, (1, 2))
    found = forecast([Open(7, 1_000, day("2026-02-01"))], habits, edges=weeks(TODAY, 2))
    assert sum(period.fen for period in found.periods) == 1_000


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 10**9), st.integers(-60, 200)), max_size=20),
    st.lists(st.integers(-20, 120), max_size=20),
)
def test_nothing_is_expected_twice_or_forgotten(items: list[tuple[int, int, int]], delays: list[int]) -> None:
    owed = [Open(who, fen, TODAY - timedelta(late)) for who, fen, late in items]
    found = forecast(owed, Habits({1: delays[:9], 2: delays[9:]}, delays), edges=weeks(TODAY))
    total = sum(period.fen for period in found.periods) + found.later + sum(found.hard.values())
    assert abs(total - sum(item.outstanding for item in owed)) <= len(found.periods)
    assert all(0 <= period.low <= period.fen <= period.high for period in found.periods)


def test_the_risk_is_the_past_share_of_late_ones() -> None:
    assert late_rate((0, 1, 2, -3)) == 0.5
    assert late_rate((), everyone=(0, 0, 0, 9)) == 0.25
    assert late_rate(()) is None


def test_the_usual_delay_is_the_median() -> None:
    assert usual_delay((1, 9, 4)) == 4
    assert usual_delay((1, 4)) == 2
    assert usual_delay(()) is None
