"""What is done about a warning by one tap: stop supply, shorten the terms, a visit; or it was a false alarm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from handlers import conversation, stopped
from handlers.calendar import official
from handlers.command import Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Question
from handlers.permissions import Verdict, reach
from handlers.proposal import question_context
from ledger.calendar import next_workday
from ledger.terms import Terms, parse
from storage.credit_warnings import CreditWarningView
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

NAME = "warning_act"
FALSE_ALARM = "false_alarm"
# What a task says, by the measure; the customer stands in front.
_ERRANDS: Mapping[str, str] = MappingProxyType(
    {
        "visit": "上门一趟 看看什么情况",
        "lawyer": "准备催款函 问律师",
        "find": "查工商和地址 找到人",
        "demand": "去盖章对账 或拿书面还款计划",
    }
)
_NEEDS = {"stop_supply": "stop", "shorten_terms": "customer", "review_limit": "limit"}


def question_of(row: CreditWarningView) -> Question:
    """The measure that the sign calls for, another one, or no alarm at all."""
    other = "stop_supply" if row.measure == "visit" else "visit"
    data = {
        "warning": str(row.id),
        "subject": f"warning:{row.id}",
        "customer": row.customer,
        "customer_id": str(row.customer_id),
        "line": {"kind": row.kind, "value": row.value, "base": row.base, "number": row.number},
        "measure": row.measure,
        "other": other,
    }
    return Question(NAME, ({"use": row.measure}, {"use": other}, {"use": FALSE_ALARM}), data)


def ask(row: CreditWarningView, request: Request) -> Reply:
    question = question_of(row)
    conversation.ask(request.state, OpenQuestion(0, NAME, question, request.said.now, soft=True))
    return Reply(f"questions/{NAME}.txt", question_context(question, request))


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1 and 2 take the measures, 3 marks a false alarm."""
    data = asked.question.data
    if answer.choice is None or not 1 <= answer.choice <= len(asked.question.options):
        return None
    row, customer = uow.credit_warnings.get(int(data["warning"])), uow.customers.get(int(data["customer_id"]))
    conversation.close(request.state, asked.id)
    if row is None or customer is None or row.state != "open":
        return Reply("credit/closed.txt", {"done": [], "mark": ""})
    use = str(asked.question.options[answer.choice - 1]["use"])
    if reach("balance", request.speaker, customer, uow) is not Verdict.YES:
        return Reply("credit/not_yours.txt", {"customer": customer.name})
    if use == FALSE_ALARM:
        return _close(
            row, FALSE_ALARM, "", Reply("credit/false_alarm.txt", {"customer": customer.name}), request, uow
        )
    need = _NEEDS.get(use)
    if need is not None and reach(need, request.speaker, customer, uow) is not Verdict.YES:
        return Reply("credit/above_you.txt", {"customer": customer.name, "measure": use})
    reply = _ACTS.get(use, _errand)(use, customer, request, uow)
    return _close(row, "done", use, reply, request, uow)


def _close(
    row: CreditWarningView, state: str, note: str, reply: Reply, request: Request, uow: UnitOfWork
) -> Reply:
    uow.credit_warnings.close(row.id, state, by=request.speaker.userid, note=note)
    details = {"kind": row.kind, "measure": note}
    uow.audit.note(request.speaker.userid, f"warning.{state}", f"customer:{row.customer_id}", details)
    return reply


def _stop(use: str, customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    said = replace(request.said, text=f"{customer.name} 预警停货")
    return stopped.stop(customer, replace(request, said=said), uow)


def _shorten(use: str, customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """Half the days that new debts have to be paid in; what is booked keeps its day."""
    terms = parse(customer.terms) if customer.terms else None
    before = terms.days if terms is not None and terms.days else request.company.whole("default_terms_days")
    kind = terms.kind if terms is not None and terms.kind.startswith("month_end") else "net"
    after = Terms(kind, days=before // 2) if kind == "net" or before > 30 else Terms("net", days=before // 2)
    uow.customers.update(customer.id, terms=str(after))
    details = {"terms": {"before": customer.terms, "after": str(after)}}
    uow.audit.note(request.speaker.userid, "customer.change", f"customer:{customer.id}", details)
    return Reply("credit/shortened.txt", {"customer": customer.name, "before": before, "after": before // 2})


def _review(use: str, customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    net = uow.customers.position(customer.id, request.today).net
    return Reply(
        "credit/review.txt", {"customer": customer.name, "limit": customer.credit_limit or 0, "net": net}
    )


def _errand(use: str, customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """A task for whoever looks after the customer, on the next workday."""
    owner = uow.staff.get(customer.owner) if customer.owner else None
    person = owner if owner is not None and owner.active else request.speaker
    day = next_workday(official(), request.today + timedelta(days=1))
    words = f"{customer.name}：{_ERRANDS[use]}"
    uow.tasks.add(
        person.userid, day, words=words, given_by=request.speaker.userid, customer_id=customer.id,
        channel="visit" if use in ("visit", "demand") else "", message_id=request.said.inbox_id,
    )  # fmt: skip
    conversation.note_standing(request.state, "task", request.said.inbox_id)
    told: dict[str, Any] = {
        "by": request.speaker.name,
        "assignee": person.name,
        "words": words,
        "customer": customer.name,
        "day": day,
        "today": request.today,
        "owed": uow.customers.position(customer.id, request.today).overdue,
    }
    if person.userid == request.speaker.userid:
        return Reply("task/own.txt", told)
    push = Push(person.userid, f"task:{request.said.inbox_id}", "chat/task/given.txt", told, priority=2)
    return Reply("task/kept.txt", {**told, "reached": person.reached}, (push,))


_ACTS: Mapping[str, Callable[[str, CustomerView, Request, UnitOfWork], Reply]] = MappingProxyType(
    {"stop_supply": _stop, "shorten_terms": _shorten, "review_limit": _review}
)
