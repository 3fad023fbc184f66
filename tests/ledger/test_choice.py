"""The rule is used, unless the scorecard beats it on what came later."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from ledger.choice import choose, fitted, is_enough, verdict
from ledger.evaluation import Score, trial
from ledger.outcome import Outcome

START = date(2025, 1, 1)
TODAY = date(2026, 12, 1)


def books(late: str, customers: int = 12, weeks: int = 60) -> list[Outcome]:
    """Invoices with terms of 10 or 60 days. `late`: who pays late, those of long `terms`, some `customers`, or nobody."""
    drawn, found = random.Random(3), []
    for week in range(weeks):
        for number in range(customers):
            issued = START + timedelta(days=7 * week)
            terms = drawn.choice((10, 60))
            risk = {
                "terms": 0.85 if terms == 60 else 0.1,
                "customers": number % 2,
                "nobody": 0.0,
            }
            days = 6 if drawn.random() < risk[late] else 0
            due = issued + timedelta(days=terms)
            found.append(Outcome(str(number), issued, due, 100_00, due + timedelta(days=days)))
    return found


def test_the_scorecard_wins_where_more_than_the_customer_decides() -> None:
    found = choose(books("terms"), TODAY)
    assert (found.why, found.cut) == ("better", START + timedelta(days=7 * 41))
    assert found.scorecard is not None
    assert found.rule is not None
    assert found.card is not None
    assert found.card.auc > found.rule.auc + 0.2


def test_the_rule_stays_where_the_scorecard_is_no_better() -> None:
    found = choose(books("customers"), TODAY)
    assert found.scorecard is None
    assert found.why == "not_better"
    assert found.late_before == pytest.approx(0.5, abs=0.05)


def test_few_outcomes_are_luck() -> None:
    assert choose(books("terms", weeks=10), TODAY).why == "too_few"
    assert choose([], TODAY).why == "too_few"
    assert choose([], TODAY).late_before == 0.5


def test_outcomes_of_one_kind_teach_nothing() -> None:
    assert choose(books("nobody"), TODAY).why == "too_few"
    assert not is_enough(trial(books("nobody")))


def test_what_is_not_known_today_is_not_learnt() -> None:
    rows = books("terms")
    later = [Outcome("x", TODAY, TODAY + timedelta(days=60), 100_00, TODAY + timedelta(days=90))] * 500
    assert fitted([*rows, *later], TODAY, 0.4) == fitted(rows, TODAY, 0.4)


def test_a_winner_must_mean_what_it_says() -> None:
    default = Score(0.7, 0.2, ((0.5, 0.5, 100),))
    assert verdict(Score(0.8, 0.1, ((0.5, 0.46, 100),)), default) == "better"
    assert verdict(Score(0.8, 0.1, ((0.5, 0.3, 100),)), default) == "not_calibrated"
    assert verdict(Score(0.6, 0.1, ((0.5, 0.5, 100),)), default) == "not_better"


def test_how_far_chances_are_off() -> None:
    assert Score(0.8, 0.1, ((0.2, 0.3, 30), (0.8, 0.8, 10))).off == pytest.approx(0.075)
    assert Score(0.8, 0.1, ()).off == 0.0
