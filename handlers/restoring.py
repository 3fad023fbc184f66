"""Undoing a change: the record goes back to what it was before, and stays in the books under its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.command import Reply, Request
from handlers.figures import figures
from handlers.subject import Subject, by_id, customer_of, is_allowed
from ledger.receivable import Part
from storage.sources import Sources
from storage.unit_of_work import UnitOfWork

_KEPT = "changes"
_MOST = 20  # changes that one conversation remembers
_IN_BOOKS = ("amount", "day", "customer")


def picture(subject: Subject, uow: UnitOfWork) -> dict[str, Any]:
    """All of a record that people change, as JSON; `paid_by` are the sources that stand on a debt."""
    found: dict[str, Any] = {
        "customer": str(subject.customer_id or ""),
        "amount": subject.amount,
        "day": subject.day.isoformat(),
    }
    if subject.debt is not None:
        items = [item for item in subject.debt.instalments if item.kind == "principal"]
        live = Sources(uow).live_on_instalments([item.id for item in items])
        return found | {
            "parts": [[item.amount, item.due_on.isoformat() if item.due_on else ""] for item in items],
            "note": subject.debt.note,
            "document": subject.debt.document_no,
            "paid_by": sorted({str(row.source) for row in live}),
        }
    receipt = subject.receipt
    if receipt is None:
        return found
    return found | {"note": receipt.note, "document": receipt.reference, "method": receipt.account}


def remember(
    before: Mapping[str, Any], subject: Subject, message_id: int, request: Request, uow: UnitOfWork
) -> None:
    """Keep what the record was, so that “撤销” of this message can bring it back."""
    kept = {
        "message": str(message_id),
        "kind": subject.kind,
        "id": str(subject.id),
        "before": dict(before),
        "after": picture(subject, uow),
    }
    request.state[_KEPT] = [*request.state.get(_KEPT, []), kept][-_MOST:]
    request.state["last_booking"] = str(message_id)


def change_by(message_id: int, request: Request) -> Mapping[str, Any] | None:
    """The change that this message made and that was not undone."""
    kept = request.state.get(_KEPT, [])
    return next((one for one in reversed(kept) if one["message"] == str(message_id)), None)


def restore(change: Mapping[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    """Bring the record back; refused when it was changed again, or is finance's by now."""
    subject = by_id(change["kind"], int(change["id"]), uow)
    if subject is None or not subject.is_live or not _is_as(change["after"], picture(subject, uow)):
        return Reply("undo/changed_since.txt", {"number": subject.number if subject else None})
    if not _may(subject, request, uow):
        return Reply("undo/finance_first.txt", {"number": subject.number})
    now, was = change["after"], change["before"]
    different = {name for name in was if name != "paid_by" and was[name] != now.get(name)}
    if subject.debt is not None:
        _restore_debt(subject, was, different, request, uow)
    else:
        _restore_money(subject, was, different, request, uow)
    request.state[_KEPT] = [one for one in request.state[_KEPT] if one is not change]
    back = by_id(subject.kind, subject.id, uow) or subject
    customer = customer_of(back, uow)
    lines = [_line(name, now, was, uow) for name in sorted(different)]
    context: dict[str, Any] = {
        "customer": customer.name if customer else "",
        "number": back.number,
        "fact": back.kind,
        "lines": [line for line in lines if line["before"] != line["after"]],
        "today": request.today,
        "may_see": False,
    }
    if customer is not None:
        context |= figures(customer, request, uow)
    return Reply("undo/restored.txt", context)


def _is_as(kept: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """The same but for the money that has come onto it since."""
    return all(kept[name] == now[name] for name in kept if name != "paid_by")


def _may(subject: Subject, request: Request, uow: UnitOfWork) -> bool:
    receipt = subject.receipt
    confirmed = receipt is not None and receipt.confirmed_by not in ("", receipt.reported_by)
    if confirmed and request.speaker.role not in ("finance", "admin"):
        return False
    return is_allowed("correction", subject, request, uow)


def _restore_debt(
    subject: Subject, was: Mapping[str, Any], different: set[str], request: Request, uow: UnitOfWork
) -> None:
    told: dict[str, Any] = {"actor": request.speaker.userid, "message_id": request.said.inbox_id}
    parts = [Part(fen, date.fromisoformat(day) if day else None) for fen, day in was["parts"]]
    if different & set(_IN_BOOKS):
        uow.journal.correct_debt(
            subject.id,
            principal=was["amount"],
            issued_on=date.fromisoformat(was["day"]),
            customer_id=int(was["customer"]),
            parts=parts,
            **told,
        )
        pay_again(subject.id, was["paid_by"], told, uow)
    elif "parts" in different:
        uow.journal.reschedule(subject.id, parts, reason="corrected", **told)
    if "note" in different:
        uow.receivables.set_note(subject.id, was["note"], actor=request.speaker.userid)
    if "document" in different:
        uow.receivables.set_document(subject.id, was["document"], actor=request.speaker.userid)


def pay_again(receivable_id: int, sources: Sequence[str], told: Mapping[str, Any], uow: UnitOfWork) -> None:
    """Money that lay on the debt before it was changed, and was set free by that, goes on it again."""
    for number in sources:
        source = Sources(uow).get(int(number))
        debt = uow.receivables.get(receivable_id)
        if source is None or uow.journal.is_reversed(source.entry_id) or debt is None:
            continue
        if source.left and debt.outstanding and source.customer_id == debt.customer_id:
            uow.journal.allocate(source.entry_id, designated=[receivable_id], **told)


def _restore_money(
    subject: Subject, was: Mapping[str, Any], different: set[str], request: Request, uow: UnitOfWork
) -> None:
    receipt = subject.receipt
    if receipt is None:
        return
    actor = request.speaker.userid
    fields = {
        "amount": {"amount": was["amount"]},
        "day": {"received_on": date.fromisoformat(was["day"])},
        "customer": {"customer_id": int(was["customer"]) if was["customer"] else None},
        "note": {"note": was["note"]},
        "document": {"reference": was["document"]},
        "method": {"account": was["method"]},
    }
    if receipt.state == "confirmed" and different & set(_IN_BOOKS):
        uow.journal.correct_payment(
            receipt.id,
            amount=was["amount"] + receipt.fee,
            received_on=date.fromisoformat(was["day"]),
            customer_id=int(was["customer"]),
            actor=actor,
            message_id=request.said.inbox_id,
        )
    changes: dict[str, Any] = {}
    for name in different:
        changes |= fields[name]
    uow.receipts.change(receipt.id, actor=actor, **(changes | {"amount": was["amount"]}))


def _line(name: str, now: Mapping[str, Any], was: Mapping[str, Any], uow: UnitOfWork) -> dict[str, Any]:
    """One field that went back, as the sentences of corrections name it."""
    field = "due_on" if name == "parts" else name
    return {"field": field, "before": _shown(name, now[name], uow), "after": _shown(name, was[name], uow)}


def _shown(name: str, value: Any, uow: UnitOfWork) -> Any:
    if name == "day":
        return date.fromisoformat(value)
    if name == "parts":
        return date.fromisoformat(value[0][1]) if value and value[0][1] else None
    if name == "customer":
        customer = uow.customers.get(int(value)) if value else None
        return customer.name if customer else ""
    return value
