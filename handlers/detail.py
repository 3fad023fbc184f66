"""One number: a debt with its history and what paid it, or money that arrived and where it went. “#1027”, “1027”"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from handlers.command import Command, Reply, Request
from handlers.errors import UnknownCustomer
from handlers.items import line_of, listed
from handlers.language.reading import Intent
from handlers.permissions import MAY, Scope
from handlers.subject import numbered
from handlers.whose import not_for_role, seen
from ledger.entries import Entry
from storage.customers import CustomerView
from storage.receipts import ReceiptView
from storage.receivables import ReceivableView
from storage.sources import Live, Sources
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="detail",
    intents=(Intent.DETAIL,),
    title="看一笔",
    says=("#1027", "1027"),
)
_MOST_EVENTS = 5  # the latest; a record is seldom corrected more often


def run(request: Request, uow: UnitOfWork) -> Reply:
    number = int(request.record.extra.get("number") or 0)
    found = numbered(number, uow)
    if found is not None and found.debt is not None:
        return _debt(found.debt, request, uow)
    if found is not None and found.receipt is not None:
        return _receipt(found.receipt, request, uow)
    return Reply("query/no_such_number.txt", {"number": number})


def _debt(debt: ReceivableView, request: Request, uow: UnitOfWork) -> Reply:
    entries = uow.journal.entries_of_receivable(debt.id)
    customer = _visible(debt.customer_id, {entry.actor for entry in entries}, request, uow)
    if isinstance(customer, Reply):
        return customer
    live = Sources(uow).live_on_instalments([item.id for item in debt.instalments])
    salesperson = uow.staff.get(debt.salesperson)
    context = {
        "role": request.speaker.role,
        "today": request.today,
        "number": debt.number,
        "customer": customer.name,
        "principal": debt.principal,
        "owed": debt.outstanding,
        "issued_on": debt.issued_on,
        "document_no": debt.document_no,
        "invoice_no": debt.invoice_no,
        "note": debt.note,
        "delay_reason": debt.delay_reason,
        "state": debt.state,
        "over_limit": debt.over_limit,
        "salesperson": salesperson.name if salesperson else debt.salesperson,
        "items": [line_of(item, request.today) for item in debt.instalments],
        "events": _events(entries, uow),
        **listed(_paid(live, uow)),
    }
    return Reply("query/debt.txt", context)


def _receipt(receipt: ReceiptView, request: Request, uow: UnitOfWork) -> Reply:
    name = ""
    if receipt.customer_id is not None:
        customer = _visible(receipt.customer_id, {receipt.reported_by}, request, uow)
        if isinstance(customer, Reply):
            return customer
        name = customer.name
    elif MAY["unclaimed"].get(request.speaker.role, Scope.NO) is Scope.NO:
        return not_for_role(request)
    entries = uow.journal.entries_of_receipt(receipt.id)
    live = [row for entry in entries if entry.kind == "payment" for row in Sources(uow).live_of(entry.id)]
    context = {
        "role": request.speaker.role,
        "today": request.today,
        "number": receipt.number,
        "customer": name,
        "amount": receipt.amount,
        "fee": receipt.fee,
        "received_on": receipt.received_on,
        "account": receipt.account,
        "holder": _name(receipt.holder, uow),
        "payer": receipt.payer,
        "reference": receipt.reference,
        "note": receipt.note,
        "state": receipt.state,
        "handed_over": receipt.handed_over,
        "reported_by": _name(receipt.reported_by, uow),
        "confirmed_by": _name(receipt.confirmed_by, uow),
        "events": _events(entries, uow),
        **listed(_shares(live, uow)),
    }
    return Reply("query/receipt.txt", context)


def _visible(
    customer_id: int, recorders: set[str], request: Request, uow: UnitOfWork
) -> CustomerView | Reply:
    """The customer if the record may be shown: by right, or because the speaker recorded it himself."""
    customer = uow.customers.get(customer_id)
    if customer is None:
        raise UnknownCustomer(customer_id=customer_id)
    scope = MAY[COMMAND.permission].get(request.speaker.role, Scope.NO)
    if scope is Scope.MINE and request.speaker.userid in recorders:
        uow.audit.note(request.speaker.userid, "view", f"customer:{customer.id}", {"what": COMMAND.name})
        return customer
    if scope is Scope.MINE:
        return not_for_role(request)
    return seen(COMMAND.permission, customer, request, uow)


def _events(entries: Sequence[Entry], uow: UnitOfWork) -> Sequence[Mapping[str, Any]]:
    """What was written about it, by whom and when (company zone), the latest ones in order."""
    zone = ZoneInfo(uow.company.zone)
    return [
        {
            "at": entry.recorded_at.astimezone(zone),
            "by": _name(entry.actor, uow),
            "kind": entry.kind,
            "reverses_kind": entry.reverses_kind or "",
            "reason": entry.reason,
            "amount": entry.amount,
            "effective_on": entry.effective_on,
        }
        for entry in entries[-_MOST_EVENTS:]
    ]


def _paid(live: Sequence[Live], uow: UnitOfWork) -> Sequence[Mapping[str, Any]]:
    """What stands against a debt: kind and day of the money, its receipt's number, and the payer's words."""
    lines = []
    for row in live:
        source = uow.journal.entry(row.source)
        receipt = uow.receipts.get(source.receipt_id) if source and source.receipt_id else None
        lines.append(
            {
                "kind": source.kind if source else "",
                "reason": source.reason if source else "",
                "day": source.effective_on if source else row.effective_on,
                "number": receipt.number if receipt else 0,
                "owed": row.amount,
                "words": row.designated_by,
            }
        )
    return lines


def _shares(live: Sequence[Live], uow: UnitOfWork) -> Sequence[Mapping[str, Any]]:
    """What a receipt paid, by debt."""
    paid: dict[int, int] = {}
    for row in live:
        if row.receivable_id is not None:
            paid[row.receivable_id] = paid.get(row.receivable_id, 0) + row.amount
    debts = {key: uow.receivables.get(key) for key in paid}
    return [{"number": debt.number, "owed": paid[key]} for key, debt in debts.items() if debt is not None]


def _name(userid: str, uow: UnitOfWork) -> str:
    """The person's name; the words themselves when they name no userid (a wallet of somebody)."""
    person = uow.staff.get(userid) if userid else None
    return person.name if person else userid
