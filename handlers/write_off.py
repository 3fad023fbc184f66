"""“永盛坏账核销 5000”: a debt leaves the books with a reason and a manager's word, and stays claimed (账销案存)."""

from __future__ import annotations

import re
from typing import Any

from handlers import consent, conversation
from handlers.affected import allowed, customer_meant
from handlers.command import Command, Reply, Request
from handlers.consent import Matter
from handlers.conversation import OpenQuestion
from handlers.figures import figures
from handlers.language.reading import Answer, Fit, Intent, Question
from handlers.permissions import owners_seen
from handlers.proposal import question_context
from handlers.whose import not_for_role, note_list
from storage.unit_of_work import UnitOfWork
from storage.written_off import written_off, written_off_of

COMMAND = Command(
    name="write_off",
    intents=(Intent.WRITE_OFF,),
    title="坏账核销",
    says=("永盛坏账核销 5000 老板跑了", "核销过的", "收回坏账 永盛 2000"),
)
NAME = "write_off"
MATTER = Matter(NAME, "write_off_two_persons")
AMOUNT = "write_off_amount"
REASON = "write_off_reason"
MOST_LINES = 8
_SAID = re.compile(
    r"(?:老板|人)?(?:跑路?了?|失联了?|找不到人|联系不上)|破产了?|倒闭了?|注销了?|关门了?|去世了?|死了"
    r"|打官司[^，,。 ]{0,8}|执行不到[^，,。 ]{0,4}|判决[^，,。 ]{0,8}"
)
_REASONS = ("老板跑了", "破产注销", "打官司没要回来")


def run(request: Request, uow: UnitOfWork) -> Reply:
    """The list, or one debt to be written off: the sum, the reason, then the word of whoever may."""
    record = request.record
    customer = customer_meant(record, uow)
    if record.extra.get("list"):
        return _list(customer.id if customer else None, request, uow)
    if customer is None:
        typed = record.customer.text if record.customer else ""
        return Reply("customer/who.txt", {"typed": typed})
    refused = allowed(NAME, customer, request, uow)
    if refused is not None:
        return refused
    conversation.remember_customer(request.state, customer.id, customer.name)
    said = _SAID.search(request.said.text)
    data: dict[str, Any] = {
        "customer": customer.name,
        "customer_id": str(customer.id),
        "number": record.extra.get("number"),
        "amount": record.amount,
        "reason": said[0] if said else "",
    }
    number = _number_meant(data, uow)
    return _consider(data if number is None else {**data, "number": number, "amount": None}, request, uow)


def _number_meant(data: dict[str, Any], uow: UnitOfWork) -> int | None:
    """“华泰的1003核销掉”: one of his open debts has this number, so that it is asked how much of it."""
    items = uow.receivables.open_items(int(data["customer_id"])) if data["number"] is None else ()
    return next((item.number for item in items if item.number * 100 == data["amount"]), None)


def _list(customer_id: int | None, request: Request, uow: UnitOfWork) -> Reply:
    owners = owners_seen(NAME, request.speaker, uow)
    if owners is not None and not owners:
        return not_for_role(request)
    rows = [row for row in written_off(uow, owners) if customer_id in (None, row.customer_id)]
    note_list(NAME, len(rows), request, uow)
    lines = [
        {"customer": row.name, "written": row.written, "recovered": row.recovered, "day": row.last_on}
        for row in rows[:MOST_LINES]
    ]
    total = sum(row.left for row in rows)
    return Reply("write_off/list.txt", {"lines": lines, "total": total, "count": len(rows)})


def _owed(data: dict[str, Any], uow: UnitOfWork) -> int:
    """Fen open on the debt that was named, else on all of the customer's."""
    items = uow.receivables.open_items(int(data["customer_id"]))
    return sum(item.outstanding for item in items if data["number"] in (None, item.number))


def _consider(data: dict[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    """Ask for what is missing, one thing at a time; with everything said the manager decides."""
    owed = _owed(data, uow)
    if not owed or (data["amount"] or 0) > owed:
        return Reply("write_off/too_much.txt", {**data, "owed": owed})
    if data["amount"] is None:
        return _ask(AMOUNT, ({"use": "all"},), {**data, "owed": owed}, request)
    if not data["reason"]:
        return _ask(REASON, tuple({"name": reason} for reason in _REASONS), data, request)
    return consent.put(MATTER, {**data, "owed": owed}, request, uow)


def _ask(kind: str, options: tuple[dict[str, str], ...], data: dict[str, Any], request: Request) -> Reply:
    question = Question(kind, options, data)
    conversation.ask(request.state, OpenQuestion(0, kind, question, request.said.now))
    return Reply(f"questions/{kind}.txt", question_context(question, request))


def resume_missing(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """The sum or the reason, which was missing."""
    data = dict(asked.question.data)
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("write_off/dropped.txt")
    if asked.asker == AMOUNT:
        data["amount"] = data["owed"] if answer.choice == 1 else answer.amount
    else:
        data["reason"] = _reason_of(answer, request)
    if not data["amount"] or (asked.asker == REASON and not data["reason"]):
        return None
    conversation.close(request.state, asked.id)
    return _consider(data, request, uow)


def _reason_of(answer: Answer, request: Request) -> str:
    """One of the offered ones, or his own words; the name of a customer is none."""
    if answer.choice is not None:
        return _REASONS[answer.choice - 1] if 1 <= answer.choice <= len(_REASONS) else ""
    known = answer.mention is not None and answer.mention.fit is not Fit.NEW
    return (
        "" if known or answer.amount is not None or answer.day is not None else request.said.text.strip(" 。")
    )


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1 writes it off (with two persons set, asks the second first), 2 does not."""
    return consent.settle(MATTER, asked, answer, request, uow, carry_out=_post)


def _post(data: dict[str, Any], asked: OpenQuestion, request: Request, uow: UnitOfWork) -> Reply:
    if (owed := _owed(data, uow)) != data["owed"]:  # paid, taken or written off since: not what was agreed to
        return consent.told(MATTER, "changed", {**data, "now": owed}, asked, request)
    number = data["number"]
    debt = uow.receivables.by_number(int(number)) if number is not None else None
    customer_id = int(data["customer_id"])
    uow.journal.credit(
        "write_off",
        customer_id=customer_id,
        amount=data["amount"],
        effective_on=request.today,
        actor=request.speaker.userid,
        designated=(debt.id,) if debt else (),
        reason="bad_debt",
        note=data["reason"],
        message_id=request.said.inbox_id,
    )
    request.state["last_booking"] = str(request.said.inbox_id)
    details = {
        "amount": data["amount"],
        "reason": data["reason"],
        "asked_by": data["by_id"],
        "agreed": data["agreed"],
    }
    uow.audit.note(request.speaker.userid, "write_off", f"customer:{customer_id}", details)
    customer = uow.customers.get(customer_id)
    stands = figures(customer, request, uow) if customer is not None else {"may_see": False}
    kept = written_off_of(uow, customer_id)
    context = {**data, **stands, "kept": kept.left if kept else 0}
    return consent.told(MATTER, "done", context, asked, request)
