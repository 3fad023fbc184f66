"""Money that arrived, beside the books: it becomes a payment entry when claimed and confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from ledger.errors import InvalidReceipt
from ledger.money import CURRENCY
from ledger.values import value

ACCOUNTS = ("bank", "wallet", "cash", "bill")

# From a state to those it may become. A confirmed one is withdrawn when it was booked by mistake, reported
# again when only its confirmation was, unclaimed when it was another customer's money, bounced when the bank or the
# drawer of the bill took it back.
MOVES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "reported": ("confirmed", "withdrawn", "unclaimed"),
        "unclaimed": ("reported", "confirmed", "withdrawn"),
        "confirmed": ("reported", "bounced", "withdrawn", "unclaimed"),
        "bounced": (),
        "withdrawn": (),
    }
)
STATES = tuple(MOVES)


@value
class Receipt:
    """What arrived: fen > 0 as the payer sent it, and `fee`, the fen that the way of payment kept of it.

    `account` says where: bank | wallet of `holder` | cash in the hand of `holder` | bill (with its day,
    if known). Only unclaimed money has no customer. Raises `InvalidReceipt` when the parts contradict
    each other.
    """

    id: int
    number: int
    amount: int
    received_on: date
    state: str
    reported_by: str
    customer_id: int | None = None
    account: str = "bank"
    holder: str = ""
    currency: str = CURRENCY
    fee: int = 0
    bill_due_on: date | None = None
    payer: str = ""
    reference: str = ""
    note: str = ""
    confirmed_by: str = ""
    handed_over: bool = False

    def __post_init__(self) -> None:
        if type(self.amount) is not int or type(self.fee) is not int or not 0 <= self.fee < self.amount:
            raise InvalidReceipt("an amount above zero, and a fee below it", receipt=self)
        if self.state not in MOVES or self.account not in ACCOUNTS:
            raise InvalidReceipt("unknown state or account", receipt=self)
        if self.bill_due_on is not None and self.account != "bill":
            raise InvalidReceipt("only a bill falls due", receipt=self)
        if self.state != "withdrawn" and (self.customer_id is None) is not (self.state == "unclaimed"):
            raise InvalidReceipt("unclaimed money, and only that, has no customer", receipt=self)

    @property
    def is_in_hand(self) -> bool:
        """Cash that its holder has not handed over yet (PEOPLE P12)."""
        return self.account == "cash" and not self.handed_over and self.state in ("reported", "confirmed")


def may_become(state: str, to: str) -> bool:
    """Whether a receipt in `state` may become `to`. Raises `KeyError` for an unknown state."""
    return to in MOVES[state]


def moved(receipt: Receipt, to: str, *, customer_id: int | None = None, confirmed_by: str = "") -> Receipt:
    """The receipt in its next state; `customer_id` names whose it is when it is claimed.

    Unclaimed again, it forgets its customer and who confirmed it; reported again, the latter. Raises `InvalidReceipt` when `MOVES`
    has no such move, or the result contradicts itself.
    """
    if not may_become(receipt.state, to):
        raise InvalidReceipt("its state does not allow this", receipt=receipt, to=to)
    if to == "unclaimed":
        return replace(receipt, state=to, customer_id=None, confirmed_by="")
    claimed_by = receipt.customer_id if customer_id is None else customer_id
    by = {"confirmed": confirmed_by, "reported": ""}.get(to, receipt.confirmed_by)
    return replace(receipt, state=to, customer_id=claimed_by, confirmed_by=by)
