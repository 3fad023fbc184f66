from __future__ import annotations

from fractions import Fraction

from ledger.measures import (
    Kept,
    Settled,
    average_days_delinquent,
    collection_effectiveness,
    collection_rate,
    days_sales_outstanding,
    promises_kept,
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
