"""How likely an open instalment is to be late, and the reason that is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ledger.forecast import Habits
from ledger.lateness import Judge, Reason, everyone_late, known_now, lateness
from ledger.outcome import Known, Outcome
from ledger.scorecard import FIGURES, Scorecard, of_lists

TODAY = date(2026, 12, 1)
RULE = Judge(0.4, Habits({}, (0, 0, 0, 5, 5)))


def open_item(due_in: int = 20, amount: int = 100) -> Outcome:
    return Outcome("7", TODAY - timedelta(days=10), TODAY + timedelta(days=due_in), amount, None)


def settled(days_late: int, issued: date = date(2026, 5, 1), amount: int = 100) -> Outcome:
    due = issued + timedelta(days=30)
    return Outcome("7", issued, due, amount, due + timedelta(days=days_late))


def known(*delays: int, due_in: int = 20, overdue: int = 0, amount: int = 100, usual: int = 100) -> Known:
    return Known(open_item(due_in, amount), delays, delays, overdue, usual)


def card(**weights: float) -> Scorecard:
    """One that looks at these figures alone."""
    size = len(FIGURES)
    return Scorecard(0.0, tuple(weights.get(name, 0.0) for name in FIGURES), (0.0,) * size, (1.0,) * size)


def test_what_is_known_today_is_of_the_others() -> None:
    late_now = Outcome("7", date(2026, 8, 1), date(2026, 9, 1), 300, None)
    issued_today = Outcome("7", TODAY, TODAY + timedelta(days=30), 999, None)
    found = known_now(open_item(), [settled(5), settled(-1), late_now, issued_today], TODAY)
    assert (found.delays, found.settled, found.overdue, found.usual) == ((5, -1, 91), (5, -1), 1, 100)


def test_of_a_new_customer_nothing_is_known() -> None:
    found = known_now(open_item(), [], TODAY)
    assert (found.delays, found.overdue, found.usual) == ((), 0, 0)


def test_the_share_of_all_that_were_late() -> None:
    assert everyone_late(RULE.habits) == pytest.approx(0.4)
    assert everyone_late(Habits({}, ())) == 0.5


def test_the_rule_is_his_own_past_with_everyone_as_one_more() -> None:
    found = lateness(known(5, 5, 0, -2), TODAY, RULE)
    assert found.chance == pytest.approx((2 + 0.4) / 5)
    assert (found.reasons, found.days) == ((Reason("late_share", (2, 4, 2)),), 2)


def test_one_late_payment_is_no_certainty() -> None:
    assert lateness(known(7), TODAY, RULE).chance == pytest.approx(0.7)


def test_a_new_customer_is_like_everyone() -> None:
    found = lateness(known(), TODAY, RULE)
    assert (found.chance, found.reasons) == (0.4, (Reason("everyone_late", (40,)),))


def test_what_is_late_already_may_still_come_soon() -> None:
    found = lateness(known(12, 12, 12, 12, 12, 12, 12, 12, due_in=-10), TODAY, RULE)
    assert found.chance < 0.1
    assert found.reasons[0] == Reason("overdue_already", (10,))


def test_what_nobody_ever_paid_so_late_is_hard() -> None:
    found = lateness(known(5, due_in=-200), TODAY, RULE)
    assert (found.chance, found.reasons) == (1.0, (Reason("hard", (200,)),))


def test_the_scorecard_says_what_makes_it_likely() -> None:
    judge = Judge(0.4, RULE.habits, card(late_share=3.0, overdue=1.0, terms=-0.01))
    found = lateness(known(9, 9, 9, overdue=2), TODAY, judge)
    assert found.chance > 0.9
    assert [reason.cause for reason in found.reasons] == ["late_share", "overdue"]


def test_the_scorecard_says_what_makes_it_unlikely() -> None:
    judge = Judge(0.4, RULE.habits, card(experience=-1.0))
    found = lateness(known(*[0] * 12), TODAY, judge)
    assert found.chance < 0.1
    assert found.reasons == (Reason("experience", (12,)),)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("late_share", (2, 3, 6)),
        ("mean_days", (5,)),
        ("experience", (3,)),
        ("overdue", (1,)),
        ("size", (30,)),
        ("terms", (30,)),
    ],
)
def test_a_figure_is_told_in_whole_numbers(figure: str, said: tuple[int, ...]) -> None:
    judge = Judge(0.4, RULE.habits, card(**{figure: 1.0}))
    found = lateness(known(6, 9, 0, overdue=1, amount=300), TODAY, judge)
    assert found.reasons == (Reason(figure, said),)


def test_of_unknown_size_it_is_usual() -> None:
    judge = Judge(1.0, RULE.habits, card(size=1.0, experience=-1.0))
    found = lateness(known(0, usual=0, amount=300), TODAY, judge)
    assert found.reasons == (Reason("experience", (1,)),)


def test_a_scorecard_without_a_word_to_say_goes_by_the_rule() -> None:
    found = lateness(known(0), TODAY, Judge(0.4, RULE.habits, card()))
    assert found.reasons == (Reason("late_share", (0, 1, 0)),)


def test_a_scorecard_is_kept_and_read_again() -> None:
    made = card(overdue=1.5)
    assert of_lists(made.as_lists()) == made
    assert of_lists({"constant": [0.0], "weights": [1.0], "means": [0.0], "spreads": [1.0]}) is None
    assert of_lists({}) is None
