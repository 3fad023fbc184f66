from __future__ import annotations

import pytest

from ledger.limits import Unusual, may_round_off, unusual_size, usual_of

WAN = 10_000_00


def test_what_is_usual_is_the_median_of_the_last_twenty() -> None:
    assert usual_of([100, 300, 200]) == 200
    assert usual_of([100, 201]) == 150
    assert usual_of([9_999] * 5 + [10] * 20) == 10


def test_one_earlier_amount_is_no_habit() -> None:
    assert usual_of([100]) == 0
    assert unusual_size(100_000, [100]) is None


def test_ten_times_the_usual_is_asked_about_with_what_was_meant() -> None:
    assert unusual_size(12 * WAN, [WAN, WAN, 2 * WAN]) == Unusual("unusual", 12 * WAN, WAN, 12 * WAN // 10)


@pytest.mark.parametrize(("amount", "asked"), [(499, False), (500, True), (501, True)])
def test_five_times_is_where_it_begins(amount: int, asked: bool) -> None:
    assert (unusual_size(amount, [100, 100]) is not None) is asked


def test_an_amount_that_no_slip_explains_has_no_other_reading() -> None:
    found = unusual_size(777, [100, 100])
    assert found is not None
    assert found.meant is None


def test_the_fixed_limit_holds_for_everybody() -> None:
    assert unusual_size(1_000, [], fixed=999) == Unusual("over_fixed", 1_000, 0, None)
    assert unusual_size(1_000, [900, 900], fixed=999) == Unusual("over_fixed", 1_000, 900, None)
    assert unusual_size(999, [], fixed=999) is None


@pytest.mark.parametrize(
    ("role", "fen", "may"),
    [
        ("sales", 50_00, True),
        ("sales", 50_01, False),
        ("finance", 500_00, True),
        ("finance", 500_01, False),
        ("manager", 9_999_00, True),
        ("warehouse", 1, False),
        ("sales", 0, False),
    ],
)
def test_how_much_a_role_may_let_go(role: str, fen: int, may: bool) -> None:
    assert may_round_off(role, fen) is may
