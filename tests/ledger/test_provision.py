from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import InvalidTerms
from ledger.provision import ENOUGH, charge_of, loss_rates, provision, roll_rates

NAMES = ("not_due", "1-30", "31-60")


def test_the_published_example_of_the_matrix() -> None:
    buckets = {"not_due": 15_000_00, "1-30": 7_500_00, "31-60": 4_000_00, "61-90": 2_500_00}
    rates = {"not_due": "0.005", "1-30": "0.022", "31-60": "0.027", "61-90": "0.045"}
    lines = provision(buckets, {name: Decimal(rate) for name, rate in rates.items()})
    assert [line.fen for line in lines] == [75_00, 165_00, 108_00, 112_50]


@pytest.mark.parametrize("rates", [{}, {"1-30": Decimal("1.1")}, {"1-30": Decimal("-0.1")}])
def test_every_bucket_needs_a_rate(rates: dict[str, Decimal]) -> None:
    with pytest.raises(InvalidTerms):
        provision({"1-30": 100}, rates)


def test_a_fen_is_rounded_once_and_half_up() -> None:
    assert provision({"1-30": 50}, {"1-30": Decimal("0.01")})[0].fen == 1


def month(*fen: int) -> dict[str, int]:
    return dict(zip(NAMES, fen, strict=True))


def test_rolls_are_what_moved_on_of_what_stood() -> None:
    rolls = roll_rates([month(100, 20, 5)] * ENOUGH, NAMES)
    assert rolls == {"not_due": Fraction(1, 5), "1-30": Fraction(1, 4)}


def test_too_few_month_ends_give_no_rates() -> None:
    assert roll_rates([month(100, 20, 5)] * (ENOUGH - 1), NAMES) is None


def test_more_than_stood_there_cannot_roll_and_nothing_rolls_from_nothing() -> None:
    assert roll_rates([month(0, 20, 50)] * ENOUGH, NAMES) == {"not_due": Fraction(0), "1-30": Fraction(1)}


def test_the_loss_of_a_bucket_is_the_way_that_is_left() -> None:
    rolls = {"not_due": Fraction(1, 5), "1-30": Fraction(1, 4)}
    assert loss_rates(rolls, NAMES, last=Fraction(1, 2)) == {
        "not_due": Fraction(1, 40),
        "1-30": Fraction(1, 8),
        "31-60": Fraction(1, 2),
    }


@pytest.mark.parametrize(
    ("total", "opening", "used", "regained", "charge"),
    [(460_50, 0, 0, 0, 460_50), (500_00, 460_50, 100_00, 20_00, 119_50), (300_00, 460_50, 0, 0, -160_50)],
)
def test_the_charge_brings_the_allowance_to_what_is_needed(
    total: int, opening: int, used: int, regained: int, charge: int
) -> None:
    assert charge_of(total, opening, used, regained) == charge
    assert opening - used + regained + charge == total


@given(st.lists(st.tuples(st.integers(0, 10**12), st.fractions(0, 1)), min_size=1, max_size=7))
def test_no_line_is_more_than_half_a_fen_away(stood: list[tuple[int, Fraction]]) -> None:
    buckets = {str(place): fen for place, (fen, _) in enumerate(stood)}
    lines = provision(buckets, {str(place): rate for place, (_, rate) in enumerate(stood)})
    assert [line.outstanding for line in lines] == [fen for fen, _ in stood]
    assert all(0 <= line.fen <= line.outstanding for line in lines)
    assert all(
        abs(line.fen - fen * rate) <= Fraction(1, 2) for line, (fen, rate) in zip(lines, stood, strict=True)
    )
