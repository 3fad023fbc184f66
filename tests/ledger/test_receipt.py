from __future__ import annotations

from typing import Any

import pytest

from ledger.errors import InvalidReceipt
from ledger.receipt import STATES, Receipt, may_become, moved
from tests.ledger.rows import day


def receipt(state: str = "reported", **more: Any) -> Receipt:
    customer = None if state == "unclaimed" else 7
    facts: dict[str, Any] = {"customer_id": customer, "reported_by": "wang", **more}
    return Receipt(1, 1, facts.pop("amount", 500_00), day("2026-12-02"), state, **facts)


MOVES = {
    ("reported", "confirmed"),
    ("reported", "withdrawn"),
    ("reported", "unclaimed"),
    ("unclaimed", "reported"),
    ("unclaimed", "confirmed"),
    ("unclaimed", "withdrawn"),
    ("confirmed", "reported"),
    ("confirmed", "bounced"),
    ("confirmed", "withdrawn"),
    ("confirmed", "unclaimed"),
}


@pytest.mark.parametrize("to", STATES)
@pytest.mark.parametrize("state", STATES)
def test_only_these_moves_are_allowed(state: str, to: str) -> None:
    assert may_become(state, to) is ((state, to) in MOVES)


def test_finance_confirms_what_sales_reported() -> None:
    confirmed = moved(receipt(), "confirmed", confirmed_by="li")
    assert (confirmed.state, confirmed.customer_id, confirmed.confirmed_by) == ("confirmed", 7, "li")


def test_unclaimed_money_gets_its_customer_when_claimed() -> None:
    claimed = moved(receipt("unclaimed"), "reported", customer_id=9)
    assert (claimed.state, claimed.customer_id) == ("reported", 9)
    with pytest.raises(InvalidReceipt):
        moved(receipt("unclaimed"), "confirmed", confirmed_by="li")


def test_money_of_another_customer_waits_again_for_its_own() -> None:
    again = moved(receipt("confirmed", confirmed_by="li"), "unclaimed")
    assert (again.customer_id, again.confirmed_by) == (None, "")


def test_money_whose_confirmation_was_a_mistake_waits_for_another() -> None:
    again = moved(receipt("confirmed", confirmed_by="li"), "reported")
    assert (again.customer_id, again.confirmed_by) == (7, "")


def test_who_confirmed_it_stays_known_when_it_bounces() -> None:
    assert moved(receipt("confirmed", confirmed_by="li"), "bounced").confirmed_by == "li"


def test_a_bounced_receipt_moves_no_more() -> None:
    with pytest.raises(InvalidReceipt):
        moved(receipt("bounced"), "confirmed")


@pytest.mark.parametrize(
    "more",
    [
        {"amount": 0},
        {"amount": 1.5},
        {"fee": -1},
        {"fee": 500_00},
        {"fee": 0.5},
        {"state": "lost"},
        {"account": "pocket"},
        {"bill_due_on": day("2027-06-01")},
        {"customer_id": None},
        {"state": "unclaimed", "customer_id": 7},
    ],
)
def test_a_receipt_that_contradicts_itself_cannot_be_built(more: dict[str, Any]) -> None:
    with pytest.raises(InvalidReceipt):
        receipt(**more)


def test_a_bill_has_its_day() -> None:
    assert receipt(account="bill", bill_due_on=day("2027-06-01")).bill_due_on == day("2027-06-01")


def test_cash_is_in_hand_until_it_is_handed_over() -> None:
    assert receipt(account="cash", holder="wang").is_in_hand
    assert not receipt(account="cash", handed_over=True).is_in_hand
    assert not receipt("withdrawn", account="cash").is_in_hand
    assert not receipt(account="wallet").is_in_hand
