from __future__ import annotations

import pytest

from ledger.classes import amount_class, frequency


@pytest.mark.parametrize(
    ("debts", "name"), [(0, "none"), (1, "seldom"), (3, "seldom"), (4, "quarterly"), (12, "monthly")]
)
def test_how_often_a_customer_buys(debts: int, name: str) -> None:
    assert frequency(debts) == name


@pytest.mark.parametrize(
    ("fen", "name"),
    [(0, "0-1"), (1_000_000, "0-1"), (1_000_001, "1-5"), (50_000_000, "10-50"), (50_000_001, ">50")],
)
def test_how_much_a_customer_owes_is_right_closed(fen: int, name: str) -> None:
    assert amount_class(fen) == name
