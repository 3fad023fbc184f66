from __future__ import annotations

import pytest

from ledger.misuse import Deeds, Sign, is_near, signs_of


def test_who_does_his_work_gives_no_sign() -> None:
    assert signs_of(Deeds("li", posted=400, undone=9, discounts=20, near=2, backdated=2, after_close=2)) == ()


@pytest.mark.parametrize(
    ("deeds", "sign"),
    [
        (Deeds("li", posted=25, undone=5, undone_fen=7), Sign("undone", "li", 5, 25, 7)),
        (Deeds("li", cash=9, cash_days=3), Sign("cash", "li", 3, 3, 9)),
        (Deeds("li", discounts=6, near=3, near_fen=14), Sign("near_limit", "li", 3, 6, 14)),
        (Deeds("li", posted=9, backdated=3, backdated_fen=8), Sign("backdated", "li", 3, 9, 8)),
        (Deeds("li", posted=9, after_close=3, after_close_fen=8), Sign("after_close", "li", 3, 9, 8)),
        (Deeds("li", left_owing=8, left_customers=2), Sign("left", "li", 2, 0, 8)),
    ],
)
def test_each_sign_with_its_numbers(deeds: Deeds, sign: Sign) -> None:
    assert signs_of(deeds) == (sign,)


@pytest.mark.parametrize(
    "deeds",
    [
        Deeds("li", posted=26, undone=5),
        Deeds("li", posted=1, undone=4),
        Deeds("li", cash=9, cash_days=2),
        Deeds("li", cash_days=9),
        Deeds("li", discounts=7, near=3),
        Deeds("li", discounts=2, near=2),
        Deeds("li", backdated=2),
        Deeds("li", after_close=2),
        Deeds("li", left_customers=3),
    ],
)
def test_a_little_less_is_none(deeds: Deeds) -> None:
    assert signs_of(deeds) == ()


@pytest.mark.parametrize(
    ("fen", "near"), [(4_500, True), (5_000, True), (4_499, False), (5_001, False), (0, False)]
)
def test_just_under_the_limit(fen: int, near: bool) -> None:
    assert is_near(fen, 5_000) is near


def test_no_limit_is_near_to_nothing() -> None:
    assert not is_near(0, 0)
