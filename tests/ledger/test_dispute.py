from __future__ import annotations

from dataclasses import replace

from ledger.dispute import with_disputes
from tests.ledger.rows import open_item


def test_without_a_dispute_nothing_changes() -> None:
    items = [open_item(1, 100, "2017-02-01")]
    assert with_disputes(items, {}) == items


def test_the_later_instalments_of_a_debt_carry_the_dispute_first() -> None:
    plan = [
        replace(open_item(n, 100, f"2017-0{n}-01"), receivable_id=9, position=n, disputed=150) for n in (1, 2)
    ]
    assert [item.disputed for item in with_disputes(plan, {9: 150})] == [50, 100]


def test_no_more_is_in_dispute_than_is_still_owed() -> None:
    assert [item.disputed for item in with_disputes([open_item(1, 30, None)], {1: 80})] == [30]


def test_another_debt_of_the_customer_is_not_touched() -> None:
    items = [open_item(1, 30, None), open_item(2, 30, None)]
    assert [item.disputed for item in with_disputes(items, {2: 10})] == [0, 10]
