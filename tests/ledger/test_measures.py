from __future__ import annotations

from fractions import Fraction

from ledger.measures import (
    Collected,
    Kept,
    Settled,
    average_days_delinquent,
    collection_effectiveness,
    collection_rate,
    days_sales_outstanding,
    promises_kept,
    rolled,
)


def test_the_published_example_of_cei() -> None:
    cei = collection_effectiveness(6_200_00, 10_890_00 // 3, 6_340_00, 3_590_00)
    assert cei is not None
    assert round(float(cei) * 100, 1) == 55.9


def test_all_that_could_be_collected_is_one() -> None:
    assert collection_effectiveness(100, 50, 30, 30) == 1


def test_dso_is_days_of_sales() -> None:
    assert days_sales_outstanding(300, 900, 90) == 30


def test_the_rate_is_what_came_of_what_was_due() -> None:
    assert collection_rate(30, 40) == Fraction(3, 4)


def test_days_late_weigh_by_amount_and_early_is_not_negative() -> None:
    assert average_days_delinquent([Settled(300, 10), Settled(100, -5)]) == Fraction(15, 2)


def test_a_partly_kept_promise_is_half() -> None:
    assert promises_kept(Kept(kept=2, partly=1, broken=1)) == Fraction(5, 8)


def test_a_measure_of_nothing_is_none() -> None:
    assert days_sales_outstanding(1, 0, 30) is None
    assert collection_effectiveness(0, 0, 0, 0) is None
    assert collection_rate(0, 0) is None
    assert average_days_delinquent([]) is None
    assert promises_kept(Kept(0, 0, 0)) is None


def test_the_published_example_of_cei_from_a_period_of_books() -> None:
    # 6,200 + 3,630 − 6,340 came in.
    period = Collected(begin=6_200_00, end=6_340_00, current=3_590_00, debts=3_630_00, collected=3_490_00)
    assert period.sales == 3_630_00
    assert round(float(period.effectiveness or 0) * 100, 1) == 55.9


def test_a_team_is_the_sum_of_its_people() -> None:
    wang = Collected(begin=100, end=50, current=50, collected=50, collected_due=50, weight=50, late_days=500)
    qian = Collected(begin=100, end=100, current=0, debts=200, collected=0)
    team = wang + qian
    assert (team.begin, team.rate, team.days_late) == (200, Fraction(1, 3), 10)
    assert team.turnover(30) == Fraction(150 * 30, 200)


def test_who_had_nothing_to_collect_has_no_figures() -> None:
    idle = Collected()
    assert (idle.effectiveness, idle.rate, idle.days_late, idle.turnover(30)) == (None, None, None, None)


def test_a_roll_rate_is_the_share_found_one_bucket_on_a_month_later() -> None:
    assert rolled([100, 40, 0, 7], [80, 25, 10, 7]) == (Fraction(1, 4), Fraction(1, 4), None)
    assert rolled([100, 0], [0, 250]) == (1,)
