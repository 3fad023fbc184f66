"""Money that customers paid in WeChat (对外收款): reported by the platform, confirmed by finance as any other (P13).

Each transaction is kept once. What goes back before it was booked is taken off; afterwards finance is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from handlers import claim
from handlers.asking import ask_later
from handlers.dunning.hearers import salesperson
from handlers.jsonable import to_plain
from handlers.language.reading import Question
from handlers.receipt import line_of
from storage.collected import CollectedView
from storage.customers import CustomerView
from storage.receipts import ReceiptView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

WITHIN_DAYS: Final = 3  # so near, an equal sum that somebody told of is the same money (P2)
_BY: Final = "wecom"
_PRIORITY: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A payment as the platform lists it, in fen; `name` is what the payer calls himself, where that is known."""

    transaction_id: str
    external_userid: str
    payee: str
    fen: int
    refunded: int
    paid_at: datetime
    remark: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """How colleagues are written to, and when it is, aware in the company's zone."""

    channel: str
    now: datetime


def take(paid: Paid, uow: UnitOfWork, telling: Telling) -> None:
    """Keep it, or what changed of it; nothing when all is known."""
    known = uow.collected.get(paid.transaction_id)
    if known is None:
        known = _keep(paid, uow, telling)
    if known is not None and paid.refunded:
        _give_back(paid, known, uow, telling)


def _keep(paid: Paid, uow: UnitOfWork, telling: Telling) -> CollectedView | None:
    """As a receipt that waits for finance, of the customer whose person paid; else it is asked whose it is."""
    if paid.refunded >= paid.fen:
        return None  # it came and went before anybody looked
    day = paid.paid_at.astimezone(telling.now.tzinfo).date()
    customer = _whose(paid, uow)
    same = _same(paid, customer, day, uow)
    receipt = same or uow.receipts.report(
        customer.id if customer else None, paid.fen, day, reported_by=paid.payee or _BY, account="wallet",
        state="reported" if customer else "unclaimed", payer=paid.name, reference=paid.transaction_id,
        note=paid.remark,
    )  # fmt: skip
    view = CollectedView(
        paid.transaction_id,
        receipt.id,
        paid.fen,
        0,
        0,
        paid.external_userid,
        paid.payee,
        paid.remark,
        paid.paid_at,
    )
    uow.collected.add(view)
    if customer is None:
        _ask_whose(receipt, paid, uow, telling)
    else:
        _tell(receipt, customer, "same" if same else "came", uow, telling, key=paid.transaction_id)
    return view


def _whose(paid: Paid, uow: UnitOfWork) -> CustomerView | None:
    """The customer that the payer acts for; of several, the only one that owes just this sum."""
    people = uow.contacts.of_external(paid.external_userid) if paid.external_userid else ()
    found = [one for person in people if (one := uow.customers.get(person.customer_id)) is not None]
    if len(found) <= 1:
        return found[0] if found else None
    fitting = [one for one in found if owes(one, paid.fen, uow)]
    return fitting[0] if len(fitting) == 1 else None


def owes(customer: CustomerView, fen: int, uow: UnitOfWork) -> bool:
    """Is it all that he owes, or one of his instalments?"""
    items = uow.receivables.open_items(customer.id)
    return fen == sum(item.outstanding for item in items) or any(item.outstanding == fen for item in items)


def _same(paid: Paid, customer: CustomerView | None, day: date, uow: UnitOfWork) -> ReceiptView | None:
    """The receipt that a colleague has already told of: the same money, in a wallet, and no other transaction's."""
    if customer is None:
        return None
    for receipt in uow.receipts.similar(customer.id, paid.fen, day, within_days=WITHIN_DAYS):
        if receipt.account == "wallet" and uow.collected.of_receipt(receipt.id) is None:
            return receipt
    return None


def _ask_whose(receipt: ReceiptView, paid: Paid, uow: UnitOfWork, telling: Telling) -> None:
    """The colleague who took it knows best; where he does not sell, everybody who does."""
    people = [one for one in uow.staff.all() if one.active and one.role == "sales"]
    asked = [one for one in people if one.userid == paid.payee] or people
    line = {**line_of(receipt, uow), "receipt": str(receipt.id), "subject": f"receipt:{receipt.id}"}
    for person in asked:
        key = f"collected_whose:{paid.transaction_id}:{person.userid}"
        question = Question(claim.NAME, (), line)
        ask_later(person, claim.NAME, question, uow, channel=telling.channel, now=telling.now, key=key)


def _give_back(paid: Paid, known: CollectedView, uow: UnitOfWork, telling: Telling) -> None:
    """Some of it went back: off the receipt while that waits, also once it waits again; else finance books the refund."""
    more = paid.refunded - known.told
    if more > 0:
        uow.collected.refund(paid.transaction_id, refunded=paid.refunded, told=paid.refunded)
    receipt = uow.receipts.get(known.receipt_id)
    if receipt is None or receipt.state in ("withdrawn", "bounced"):
        return
    off = _taken_off(receipt, paid.fen - paid.refunded, uow)
    if more <= 0 and not off:
        return
    customer = uow.customers.get(receipt.customer_id) if receipt.customer_id is not None else None
    what = "booked" if receipt.state == "confirmed" else "refunded"
    key = f"{paid.transaction_id}:{paid.refunded}" + ("" if more > 0 else ":again")
    left = max(0, receipt.amount - (more if what == "booked" else off))
    _tell(receipt, customer, what, uow, telling, key=key, refunded=more if more > 0 else off, left=left)


def _taken_off(receipt: ReceiptView, left: int, uow: UnitOfWork) -> int:
    """What a receipt that waits was more than the `left` that stayed; 0 where somebody had already seen to it."""
    off = max(0, receipt.amount - left) if receipt.state in ("reported", "unclaimed") else 0
    if off and left > 0:
        uow.receipts.change(receipt.id, actor=_BY, amount=left)
    elif off:
        uow.receipts.withdraw(receipt.id, actor=_BY)
    return off


def _tell(
    receipt: ReceiptView,
    customer: CustomerView | None,
    what: str,
    uow: UnitOfWork,
    telling: Telling,
    *,
    key: str,
    refunded: int = 0,
    left: int = 0,
) -> None:
    context: Mapping[str, Any] = {
        **line_of(receipt, uow), "what": what, "refunded": refunded, "today": telling.now.date(),
        "left": left,
    }  # fmt: skip
    for person in _hearers(customer, uow):
        uow.outbox.push(
            telling.channel, person.userid, f"collected:{key}:{person.userid}", "chat/receipt/collected.txt",
            to_plain({**context, "finance": person.role == "finance"}), priority=_PRIORITY,
        )  # fmt: skip


def _hearers(customer: CustomerView | None, uow: UnitOfWork) -> Sequence[StaffView]:
    """Finance, and the customer's salesperson."""
    owners = salesperson(customer.owner, uow) if customer is not None else ()
    finance = [one.userid for one in uow.staff.all() if one.active and one.role == "finance"]
    people = [uow.staff.get(userid) for userid in dict.fromkeys([*owners, *finance])]
    return [one for one in people if one is not None]
