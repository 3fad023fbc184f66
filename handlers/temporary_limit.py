"""“永盛临时额度30万 到月底”: a limit with an end. After its day the lasting one holds again by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers import conversation
from handlers.command import Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.file_request import went_into
from handlers.language.reading import Answer, Question
from handlers.permissions import Verdict, reach
from handlers.proposal import approver_of, ask_person, question_context
from ledger.money import fen_of
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

NAME = "temporary_limit"
UNTIL = "temporary_limit_until"
KIND = "temporary"


def run(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """Grant it, ask for its last day, or ask the manager. Nothing can be granted above no limit at all."""
    lasting = customer.credit_limit
    conversation.remember_customer(request.state, customer.id, customer.name)
    if lasting is None:
        return Reply("limit/no_lasting.txt", {"customer": customer.name})
    limit = _wanted(lasting, request)
    if not limit:
        return _end(customer, request, uow)
    data = {"customer": customer.name, "customer_id": str(customer.id), "limit": limit, "before": lasting}
    if request.record.due_on is None:
        question = Question(UNTIL, (), data)
        conversation.ask(request.state, OpenQuestion(0, UNTIL, question, request.said.now))
        return Reply(f"questions/{UNTIL}.txt", question_context(question, request))
    return _decide({**data, "until": request.record.due_on}, customer, request, uow)


def _wanted(lasting: int, request: Request) -> int:
    """Fen of the whole limit; a sum to be added is added to the lasting one."""
    delta = str(request.record.extra.get("delta", ""))
    if not delta:
        return request.record.amount or 0
    fen = fen_of(delta.lstrip("-"))
    return max(0, lasting + (-fen if delta.startswith("-") else fen))


def _end(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """Whoever may grant it may end it; it is no favour that has to be asked for."""
    if reach("limit", request.speaker, customer, uow) is not Verdict.YES:
        return Reply("limit/not_yours.txt", {"customer": customer.name})
    ended = uow.limit_grants.end(customer.id, KIND)
    if ended:
        uow.audit.note(request.speaker.userid, "limit.temporary_ended", f"customer:{customer.id}", {})
    return Reply(
        "limit/ended.txt", {"customer": customer.name, "ended": ended, "limit": customer.credit_limit}
    )


def _decide(data: dict[str, Any], customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    if data["until"] < request.today:
        return Reply("limit/past.txt", {**data, "today": request.today})
    if reach("limit", request.speaker, customer, uow) is Verdict.YES:
        _grant(data, request, uow)
        return Reply("limit/granted.txt", {**data, "today": request.today})
    boss = approver_of(request.speaker, uow, customer=customer)
    context = {**data, "today": request.today, "boss": boss.name if boss else ""}
    if boss is None:
        return Reply("limit/asked.txt", context)
    asked = {
        **data,
        "by": request.speaker.name,
        "by_id": request.speaker.userid,
        "net": uow.customers.position(customer.id, request.today).net,
    }
    question = Question(NAME, ({"use": "yes"}, {"use": "no"}), asked)
    return Reply("limit/asked.txt", context, (ask_person(boss, NAME, question, request, uow),))


def _grant(data: dict[str, Any], request: Request, uow: UnitOfWork) -> None:
    customer_id = int(data["customer_id"])
    uow.limit_grants.grant(
        customer_id, KIND, data["limit"], data["until"], by=request.speaker.userid,
        asked_by=str(data.get("by_id", "")), message_id=request.said.inbox_id,
    )  # fmt: skip
    details = {"limit": data["limit"], "until": data["until"].isoformat(), "lasting": data["before"]}
    uow.audit.note(request.speaker.userid, "limit.temporary", f"customer:{customer_id}", details)


def resume_until(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """The last day, which was missing."""
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("limit/dropped.txt")
    day: date | None = answer.day
    customer = uow.customers.get(int(asked.question.data["customer_id"]))
    if day is None or customer is None:
        return None
    conversation.close(request.state, asked.id)
    return _decide({**asked.question.data, "until": day}, customer, request, uow)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """The manager's word: 1 grants it, 2 does not."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    data = dict(asked.question.data)
    customer = uow.customers.get(int(data["customer_id"]))
    if agrees and customer is not None and str(customer.id) != data["customer_id"]:
        return went_into(customer, asked, request)
    if agrees and data["until"] < request.today:
        return Reply("limit/past.txt", {**data, "today": request.today})
    if agrees:
        _grant(data, request, uow)
    told = {**data, "agreed": agrees, "by": request.speaker.name, "asker": data["by"], "today": request.today}
    key = f"temporary_limit:{request.said.inbox_id}:{asked.id}"
    push = Push(str(data["by_id"]), key, "chat/limit/told.txt", told, priority=1)
    return Reply("limit/decided.txt", told, (push,))
