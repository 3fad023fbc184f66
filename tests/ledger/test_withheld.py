"""What of a debt is not asked for, whatever stage is due, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.calendar import Calendar
from ledger.dunning import Debtor, withheld
from ledger.ladder import Policy
from ledger.shield import Item, shielded

TODAY = date(2026, 12, 3)
DAY = timedelta(1)
ITEM = Item(1, 11, 10_000, date(2026, 9, 1), TODAY - 10 * DAY)
DEBTOR = Debtor(owed=10_000)
CUSTOMER = Policy("customer")
SHARED = replace(ITEM, disputed=1_000, promised=2_000, covered=3_000, reported=500)


@pytest.mark.parametrize(
    ("item", "debtor", "found"),
    [
        (ITEM, DEBTOR, {}),
        (SHARED, replace(DEBTOR, has_lawyer=True), {"lawyer": 10_000}),
        (SHARED, replace(DEBTOR, do_not_contact=True), {"do_not_contact": 10_000}),
        (SHARED, replace(DEBTOR, is_released=False, is_reachable=False), {"unreleased": 10_000}),
        (ITEM, replace(DEBTOR, is_reachable=False), {"no_channel": 10_000}),
        (
            SHARED,
            DEBTOR,
            {
                "disputed": 1_000,
                "promised": 2_000,
                "unallocated_money_covers_it": 3_000,
                "awaiting_confirmation": 500,
            },
        ),
        (
            SHARED,
            replace(DEBTOR, held_until=TODAY),
            {"disputed": 1_000, "promised": 2_000, "on_hold": 7_000},
        ),
        (ITEM, replace(DEBTOR, held_until=TODAY - DAY), {}),
        (ITEM, replace(DEBTOR, owed=99), {"below_minimum": 10_000}),
        (replace(ITEM, covered=10_000), replace(DEBTOR, owed=-99), {"unallocated_money_covers_it": 10_000}),
    ],
)
def test_what_is_withheld_has_the_reason_that_silences_it(
    item: Item, debtor: Debtor, found: dict[str, int]
) -> None:
    assert withheld(item, debtor, replace(CUSTOMER, minimum=100), Calendar(), TODAY) == found


@given(st.integers(0, 9_999), st.integers(0, 9_999), st.booleans(), st.booleans())
def test_what_is_withheld_and_what_is_asked_for_are_all_of_it(
    disputed: int, free: int, held: bool, lawyer: bool
) -> None:
    (item,) = shielded([replace(ITEM, disputed=disputed)], today=TODAY, free=free)
    debtor = replace(DEBTOR, held_until=TODAY if held else None, has_lawyer=lawyer)
    found = withheld(item, debtor, CUSTOMER, Calendar(), TODAY)
    assert sum(found.values()) == item.outstanding - (0 if held or lawyer else item.asked)
