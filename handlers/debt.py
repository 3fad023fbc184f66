"""A debt: goods that left on account. “永盛拿了1.2万瓷砖 下月15给”"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from handlers import exposure, intake
from handlers.attaching import attach_loose
from handlers.command import Command, Push, Request
from handlers.draft import Draft, Fact
from handlers.errors import UnknownRecord
from handlers.figures import figures
from handlers.language.reading import Intent
from handlers.limit import limit_now
from handlers.proposal import approver_of
from handlers.restoring import picture, remember
from handlers.subject import Subject, by_id
from handlers.terms import due_of, parts_of
from ledger.receivable import Part
from storage.customers import CustomerView
from storage.posting import Posted
from storage.receivables import ReceivableView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="debt",
    intents=(Intent.RECORD_DEBT, Intent.INSTALLMENT),
    title="记欠款",
    says=("永盛拿了1.2万瓷砖 下月15给", "张三建材 1.2万 账期30天", "鑫源欠5千 宏达欠3千二 都是月底"),
)


def post(
    fact: Fact, customer: CustomerView, draft: Draft, request: Request, uow: UnitOfWork
) -> tuple[Mapping[str, Any], list[Push]]:
    """Book one debt and return its line of the reply and what others must hear."""
    if fact.says("same_as"):
        return _merge(fact, customer, request, uow), []
    due = due_of(fact, request, uow)
    parts = parts_of(fact, due, request.today)
    if fact.says("replans"):
        return _replan(int(fact.extra["replans"]), parts, customer, draft, request, uow), []
    if fact.says("replaces"):
        debt = _change(int(fact.extra["replaces"][1]), fact, parts, draft, request, uow)
        pushes: list[Push] = []
    else:
        over = _over_limit(fact, customer, request, uow)
        debt = _new(fact, customer, parts, str(due.terms or ""), draft, request, uow, over_limit=over > 0)
        pushes = _warn(debt, customer, over, request, uow) if over > 0 else []
    line = {
        "template": "debt/booked.txt",
        "fact": "debt",
        "customer": customer.name,
        "is_new": fact.customer_id is None or fact.fit == "new",
        "amount": debt.principal,
        "number": debt.number,
        "issued_on": debt.issued_on,
        "due_on": parts[0].due_on,
        "due_source": due.source,
        "terms": asdict(due.terms) if due.terms else None,
        "parts": _plain(parts),  # a push keeps it as JSON
        "document_no": debt.document_no,
        "changed": bool(fact.says("replaces")),
        "over_limit": debt.over_limit,
        "instead_of": None,
        **figures(customer, request, uow),
    }
    return line, pushes


def _plain(parts: tuple[Part, ...]) -> list[Mapping[str, Any]]:
    return [{"amount": part.amount, "due_on": part.due_on} for part in parts]


def _replan(
    receivable_id: int,
    parts: tuple[Part, ...],
    customer: CustomerView,
    draft: Draft,
    request: Request,
    uow: UnitOfWork,
) -> Mapping[str, Any]:
    """Instalments instead of what was agreed before; what is paid already stays the first part of the plan."""
    debt = uow.receivables.get(receivable_id)
    if debt is None:
        raise UnknownRecord(receivable_id=receivable_id)
    items = [item for item in debt.instalments if item.kind == "principal"]
    paid = sum(item.amount - item.outstanding for item in items)
    if paid and sum(part.amount for part in parts) == sum(item.outstanding for item in items):
        parts = (Part(paid, min((item.due_on for item in items if item.due_on), default=None)), *parts)
    was = picture(_subject(debt.id, uow), uow)
    uow.journal.reschedule(debt.id, parts, actor=draft.recorder, message_id=draft.inbox_id, reason="plan")
    remember(was, _subject(debt.id, uow), draft.inbox_id, request, uow)
    return {
        "template": "debt/replanned.txt",
        "fact": "debt",
        "customer": customer.name,
        "number": debt.number,
        "amount": debt.principal,
        "parts": _plain(parts),
        **figures(customer, request, uow),
    }


def _new(
    fact: Fact,
    customer: CustomerView,
    parts: tuple[Part, ...],
    terms: str,
    draft: Draft,
    request: Request,
    uow: UnitOfWork,
    *,
    over_limit: bool,
) -> ReceivableView:
    posted = uow.journal.debt(
        customer_id=customer.id,
        principal=fact.amount or 0,
        issued_on=fact.happened_on or request.today,
        parts=parts,
        actor=draft.recorder,
        salesperson=customer.owner or draft.recorder,
        message_id=draft.inbox_id,
        document_no=str(fact.says("doc_no")),
        invoice_no=str(fact.says("invoice_no")),
        terms=terms,
        note=str(fact.says("note")),
        over_limit=over_limit,
    )
    attach_loose(draft.recorder, f"receivable:{posted.entry.receivable_id}", uow)
    return _of(posted)


def _change(
    receivable_id: int, fact: Fact, parts: tuple[Part, ...], draft: Draft, request: Request, uow: UnitOfWork
) -> ReceivableView:
    """The message before was retyped: its debt gets the new amount and day, and keeps its number."""
    was = picture(_subject(receivable_id, uow), uow)
    posted = uow.journal.correct_debt(
        receivable_id,
        principal=fact.amount,
        issued_on=fact.happened_on,
        parts=parts,
        actor=draft.recorder,
        message_id=draft.inbox_id,
    )
    remember(was, _subject(receivable_id, uow), draft.inbox_id, request, uow)
    return _of(posted)


def _subject(receivable_id: int, uow: UnitOfWork) -> Subject:
    subject = by_id("debt", receivable_id, uow)
    if subject is None:
        raise UnknownRecord(receivable_id=receivable_id)
    return subject


def _of(posted: Posted) -> ReceivableView:
    if posted.receivable is None:
        raise UnknownRecord(entry=posted.entry)
    return posted.receivable


def _merge(fact: Fact, customer: CustomerView, request: Request, uow: UnitOfWork) -> Mapping[str, Any]:
    """The same debt from another person: its document number is added, nothing is booked."""
    debt = uow.receivables.get(int(fact.extra["same_as"][1]))
    if debt is None:
        raise UnknownRecord(fact=fact)
    if fact.says("doc_no"):
        uow.receivables.set_document(debt.id, str(fact.says("doc_no")), actor=request.speaker.userid)
    return {
        "template": "booking/merged.txt",
        "fact": "debt",
        "customer": customer.name,
        "number": debt.number,
        "amount": debt.principal,
        "document_no": fact.says("doc_no"),
    }


def _over_limit(fact: Fact, customer: CustomerView, request: Request, uow: UnitOfWork) -> int:
    """Fen by which this debt passes the customer's limit; 0 when there is no limit or it holds."""
    limit = limit_now(customer, request.today, uow)
    if limit is None and (fact.customer_id is None or fact.fit == "new"):
        limit = intake.cautious_limit(customer, request, uow)
    if limit is None:
        return 0
    parts = exposure.included(request.company)
    used = exposure.exposure_of(customer.id, request.today, parts, uow).used(parts)
    return max(0, used + (fact.amount or 0) - limit)


def _warn(
    debt: ReceivableView, customer: CustomerView, over: int, request: Request, uow: UnitOfWork
) -> list[Push]:
    """P5: goods already delivered are booked, and the manager hears at once."""
    boss = approver_of(request.speaker, uow, customer=customer)
    if boss is None:
        return []
    context = {
        "customer": customer.name,
        "amount": debt.principal,
        "number": debt.number,
        "over": over,
        "limit": limit_now(customer, request.today, uow) or intake.cautious_limit(customer, request, uow),
        "by": request.speaker.name,
        "today": request.today,
    }
    return [Push(boss.userid, f"over_limit:{debt.id}", "chat/debt/over_limit.txt", context, priority=2)]
