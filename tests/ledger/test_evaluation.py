from __future__ import annotations

from datetime import date, timedelta

import pytest

from ledger.evaluation import (
    Score,
    auc,
    beats,
    coverage,
    delay_error,
    learnt_scorecard,
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
