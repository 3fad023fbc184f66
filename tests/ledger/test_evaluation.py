from __future__ import annotations

from datetime import date, timedelta

import pytest

from ledger.evaluation import (
    Score,
    as_known,
    auc,
    beats,
    coverage,
    delay_error,
    learnt_scorecard,
    looked_back,
    rule,
    score,
    trial,
)
from ledger.outcome import Outcome

START = date(2026, 1, 1)


def every_week(customer: str, delay: int, count: int = 20) -> list[Outcome]:
    """Invoices of 100 yuan with terms of 7 days, each settled so many days late."""
    issues = [START + timedelta(7 * week) for week in range(count)]
    return [Outcome(customer, on, on + timedelta(7), 100_00, on + timedelta(7 + delay)) for on in issues]


BOOKS = [*every_week("punctual", 0), *every_week("late", 5)]


def test_a_perfect_order_is_one_and_ties_are_half() -> None:
    assert auc([(0.9, True), (0.1, False)]) == 1
    assert auc([(0.5, True), (0.5, False)]) == 0.5
    assert auc([(0.1, True), (0.5, True), (0.3, False)]) == 0.5
    assert auc([(0.1, True)]) == 0.5


def test_the_rule_knows_who_is_late() -> None:
    found = trial(BOOKS)
    assert found.cut == START + timedelta(7 * 14)
    assert score(found, rule(found)) == Score(1.0, 0.0, ((0.0, 0.0, 6), (1.0, 1.0, 6)))
    assert delay_error(found) == 0


def test_nothing_issued_before_is_tried_and_nothing_of_later_is_learnt() -> None:
    found = trial(BOOKS)
    assert all(row.outcome.issued_on < found.cut for row in found.learnt)
    assert all(row.outcome.issued_on >= found.cut for row in found.tried)
    assert len(found.learnt) + len(found.tried) < len(BOOKS)  # the last before the cut were not known yet


def test_a_new_customer_is_judged_like_everyone() -> None:
    fresh = Outcome("new", START + timedelta(140), START + timedelta(147), 100_00, START + timedelta(150))
    found = trial([*BOOKS, fresh])
    known = next(row for row in found.tried if row.outcome == fresh)
    assert rule(found)(known) == found.late_before
    assert 0 < delay_error(found) < 1


def test_the_scorecard_learns_who_is_late() -> None:
    found = trial(BOOKS)
    assert score(found, learnt_scorecard(found)).auc == 1


def test_every_week_falls_into_its_band_when_habits_hold() -> None:
    found = coverage(trial(BOOKS), BOOKS)
    assert found.inside == found.weeks > 0


def test_a_challenger_must_be_better_at_both() -> None:
    default = Score(0.8, 0.2, ())
    assert beats(Score(0.9, 0.1, ()), default)
    assert not beats(Score(0.9, 0.2, ()), default)
    assert not beats(Score(0.8, 0.1, ()), default)


@pytest.mark.parametrize("rows", [[], BOOKS[:1], [Outcome("a", START, START, 100, None)] * 3])
def test_too_few_outcomes_are_not_judged(rows: list[Outcome]) -> None:
    with pytest.raises(ValueError, match="too few"):
        trial(rows)


def test_past_weeks_are_forecast_from_what_was_known_then() -> None:
    today = START + timedelta(7 * 16)
    weeks = looked_back(BOOKS, today, 4)
    assert [week.expected.start for week in weeks] == [today - timedelta(7 * n) for n in (4, 3, 2, 1)]
    # Each customer pays 100 a week, always as late as ever.
    assert [week.came for week in weeks] == [200_00] * 4
    assert all(week.is_inside for week in weeks)


def test_what_came_otherwise_than_ever_before_is_outside() -> None:
    today = START + timedelta(7 * 16)
    changed = [
        row
        if row.due_on < today - timedelta(20)
        else Outcome(row.customer, row.issued_on, row.due_on, 100_00, None)
        for row in BOOKS
    ]
    assert not looked_back(changed, today, 2)[-1].is_inside


def test_before_anything_was_settled_nothing_could_be_forecast() -> None:
    assert as_known(START, BOOKS, {"punctual": 0, "late": 1}, edges=(START, START + timedelta(7))) == ()
    assert looked_back(BOOKS, START, 3) == ()


def test_weeks_without_anything_owed_say_nothing() -> None:
    assert looked_back(BOOKS, START + timedelta(7 * 60), 3) == ()
