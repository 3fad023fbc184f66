from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.allocation import Share, allocate
from ledger.errors import NotAllocatable
from tests.ledger.rows import day, open_item

MARCH = day("2017-03-01")


def given_to(shares: tuple[Share, ...]) -> list[tuple[int, int]]:
    return [(share.instalment.id, share.amount) for share in shares]


def test_without_a_word_from_the_payer_the_oldest_due_goes_first() -> None:
    items = [open_item(1, 50, "2017-05-01"), open_item(2, 50, "2017-04-01"), open_item(3, 50, None)]
    assert given_to(allocate(120, items, effective_on=MARCH)) == [(2, 50), (1, 50), (3, 20)]


def test_on_one_due_day_the_earlier_issue_then_the_lower_number_goes_first() -> None:
    late = open_item(1, 10, "2017-04-01", issued_on=day("2017-02-01"))
    items = [open_item(3, 10, "2017-04-01"), late, open_item(2, 10, "2017-04-01")]
    assert given_to(allocate(30, items, effective_on=MARCH)) == [(2, 10), (3, 10), (1, 10)]


def test_principal_goes_before_fees() -> None:
    items = [open_item(1, 10, "2017-01-01", kind="fee"), open_item(2, 10, "2017-12-01")]
    assert given_to(allocate(15, items, effective_on=MARCH)) == [(2, 10), (1, 5)]


def test_what_the_payer_named_goes_first_in_his_order_and_is_quoted() -> None:
    items = [open_item(n, 50, f"2017-0{n}-01") for n in (1, 2, 3)]
    shares = allocate(120, items, effective_on=MARCH, designated=[3, 2], designated_by="抵3月那笔")
    assert given_to(shares) == [(3, 50), (2, 50), (1, 20)]
    assert [share.designated_by for share in shares] == ["抵3月那笔", "抵3月那笔", ""]


def test_disputed_money_is_skipped_unless_named() -> None:
    item = open_item(1, 100, "2017-02-01", disputed=80)
    assert given_to(allocate(100, [item], effective_on=MARCH)) == [(1, 20)]
    assert given_to(allocate(100, [item], effective_on=MARCH, designated=[1])) == [(1, 100)]


def test_more_than_is_owed_stays_unallocated() -> None:
    assert given_to(allocate(500, [open_item(1, 100, "2017-02-01")], effective_on=MARCH)) == [(1, 100)]
    assert allocate(500, [], effective_on=MARCH) == ()


def test_a_share_counts_no_earlier_than_its_target_was_there_to_take_it() -> None:
    items = [
        open_item(1, 10, "2017-04-01", issued_on=day("2017-03-09")),
        open_item(2, 10, "2017-05-01", free_from=day("2017-03-20")),
        open_item(3, 10, "2017-06-01"),
    ]
    days = [share.effective_on for share in allocate(30, items, effective_on=MARCH)]
    assert days == [day("2017-03-09"), day("2017-03-20"), MARCH]


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_cannot_be_allocated(amount: int) -> None:
    with pytest.raises(NotAllocatable):
        allocate(amount, [], effective_on=MARCH)


@given(st.integers(1, 10_000), st.lists(st.tuples(st.integers(1, 3_000), st.integers(0, 3_000)), max_size=8))
def test_shares_never_exceed_the_source_nor_any_target(amount: int, owed: list[tuple[int, int]]) -> None:
    items = [open_item(n, fen, None, disputed=disputed) for n, (fen, disputed) in enumerate(owed, start=1)]
    shares = allocate(amount, items, effective_on=MARCH)
    payable = sum(max(fen - disputed, 0) for fen, disputed in owed)
    assert sum(share.amount for share in shares) == min(amount, payable)
    assert all(0 < share.amount <= share.instalment.outstanding for share in shares)
