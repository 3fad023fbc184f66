from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import InvalidMoney
from ledger.money import LARGEST_FEN, Money, exact_fen, fen_of, grouped, rounded_fen, split, yuan

fen = st.integers(-LARGEST_FEN, LARGEST_FEN)


@pytest.mark.parametrize("wrong", [1.0, True, Decimal(1), "1", LARGEST_FEN + 1])
def test_money_refuses_what_is_not_a_count_of_fen(wrong: object) -> None:
    with pytest.raises(InvalidMoney):
        Money(wrong)  # type: ignore[arg-type]


def test_money_adds_and_subtracts_in_one_currency() -> None:
    assert Money(500) + Money(20) - Money(30) == -Money(-490)
    with pytest.raises(InvalidMoney):
        Money(1) + Money(1, "USD")


@given(fen)
def test_yuan_is_undone_by_fen_of(amount: int) -> None:
    assert fen_of(yuan(amount)) == amount


def test_yuan_as_the_interface_and_as_people_write_it() -> None:
    assert (yuan(1250000), yuan(-305)) == ("12500.00", "-3.05")
    assert (grouped(1250000), grouped(-100)) == ("12,500.00", "-1.00")


@pytest.mark.parametrize(
    "text", ["", "1.234", "1e5", "12,500", "NaN", "壹", "1.", "３０", "99999999999999999"]
)
def test_other_texts_are_no_amounts(text: str) -> None:
    with pytest.raises(InvalidMoney):
        fen_of(text)


@pytest.mark.parametrize("amount", [Decimal("0.001"), Decimal("NaN"), Decimal("Infinity"), Decimal("1e30")])
def test_an_amount_past_fen_or_past_bounds_is_refused(amount: Decimal) -> None:
    with pytest.raises(InvalidMoney):
        exact_fen(amount)


@pytest.mark.parametrize(
    ("amount", "expected"), [("0.005", 1), ("0.0049", 0), ("-0.005", -1), ("1.255", 126)]
)
def test_a_computed_amount_rounds_half_up(amount: str, expected: int) -> None:
    assert rounded_fen(Decimal(amount)) == expected


def test_a_split_gives_the_odd_fen_to_the_earliest() -> None:
    assert split(100, [1, 1, 1]) == (34, 33, 33)
    assert split(100, [1, 2]) == (33, 67)


@pytest.mark.parametrize(("amount", "weights"), [(-1, [1]), (1, []), (1, [0, 0]), (1, [2, -1])])
def test_what_cannot_be_split(amount: int, weights: list[int]) -> None:
    with pytest.raises(InvalidMoney):
        split(amount, weights)


@given(st.integers(0, LARGEST_FEN), st.lists(st.integers(1, 10**6), min_size=1, max_size=40))
def test_a_split_adds_up_and_is_fair_to_the_fen(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    for given_fen, weight in zip(parts, weights, strict=True):
        assert abs(given_fen * sum(weights) - amount * weight) < sum(weights)
