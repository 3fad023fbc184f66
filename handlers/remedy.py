"""What is done about a warning by one tap: stop supply, shorten the terms, a visit, a note; or it was a false alarm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from handlers import conversation, stopped
from handlers.asking import is_past
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
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

NAME = "warning_act"
PICK = "warned"
FALSE_ALARM = "false_alarm"
NOTE = "note"
CLOSED = Reply("credit/closed.txt", {"done": [], "mark": ""})
# What a task says, by the measure; the customer stands in front.
_ERRANDS: Mapping[str, str] = MappingProxyType(
    {
        "visit": "上门一趟 看看什么情况",
        "lawyer": "准备催款函 问律师",
        "find": "查工商和地址 找到人",
        "demand": "去盖章对账 或拿书面还款计划",
    }
)
_USUAL = (
    "stop_supply",
    "shorten_terms",
    "visit",
)  # with what a sign calls for, no alarm and a note: six buttons
_LOOKED_AT = "预警看过了 先盯着"
_NEEDS = {"stop_supply": "stop", "shorten_terms": "customer", "review_limit": "limit"}


def question_of(
    row: CreditWarningView, person: StaffView, uow: UnitOfWork, *, rest: Sequence[int] = ()
) -> Question:
    """The measure that the sign calls for, then the usual ones, where `person` may take them; no alarm, or a note.

    `rest` are the warnings that are asked about after this one.
    """
    customer = uow.customers.get(row.customer_id)
    measures = dict.fromkeys((row.measure, *_USUAL))
    uses = [use for use in measures if customer is not None and _may(use, person, customer, uow)]
    data = {
        "warning": str(row.id),
        "subject": f"warning:{row.id}",
        "customer": row.customer,
        "customer_id": str(row.customer_id),
        "line": {"kind": row.kind, "value": row.value, "base": row.base, "number": row.number},
        "measure": row.measure,
        "is_above": row.measure not in uses,
        "rest": [str(key) for key in rest],
    }
    return Question(NAME, tuple({"use": use} for use in (*uses, FALSE_ALARM, NOTE)), data)


def several(rows: Sequence[CreditWarningView], *, count: int = 0) -> Question:
    """Which of these is looked at first; `count` are all that are new, 0 when they are what is left of some."""
    data = {
        "lines": [warning_line(row) for row in rows],
        "count": count,
        "left_out": max(0, count - len(rows)),
        "subject": f"warnings:{rows[0].id}",
    }
    return Question(PICK, tuple({"warning": str(row.id)} for row in rows), data)


def warning_line(row: CreditWarningView) -> dict[str, Any]:
    """What a list shows of a warning; sums in fen, shares in per cent."""
    return {
        "customer": row.customer,
        "kind": row.kind,
        "measure": row.measure,
        "value": row.value,
        "base": row.base,
        "number": row.number,
    }


def ask(row: CreditWarningView, request: Request, uow: UnitOfWork, *, rest: Sequence[int] = ()) -> Reply:
    question = question_of(row, request.speaker, uow, rest=rest)
    conversation.ask(request.state, OpenQuestion(0, NAME, question, request.said.now, soft=True))
    conversation.remember_customer(request.state, row.customer_id, row.customer)
    return Reply(f"questions/{NAME}.txt", question_context(question, request))


def resume_pick(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """One of several that a job told of; the others are asked about after it."""
    keys = [int(option["warning"]) for option in asked.question.options]
    if answer.choice is None or not 1 <= answer.choice <= len(keys) or is_past(asked, request):
        return None
    conversation.close(request.state, asked.id)
    picked = keys.pop(answer.choice - 1)
    found = _open_one(picked, request, uow)
    if found is not None:
        return ask(found, request, uow, rest=keys)
    following = _next(keys, request, uow)
    return CLOSED.with_more(following) if following else CLOSED


def _open_one(key: int, request: Request, uow: UnitOfWork) -> CreditWarningView | None:
    """The warning, while it is open and about a customer whom the speaker may look at."""
    row = uow.credit_warnings.get(key)
    customer = uow.customers.get(row.customer_id) if row is not None and row.state == "open" else None
    may_see = customer is not None and reach("balance", request.speaker, customer, uow) is Verdict.YES
    return row if may_see else None


def _next(keys: Sequence[int], request: Request, uow: UnitOfWork) -> Reply | None:
    """The question about those of `keys` that are still open; None when none is."""
    rows = [row for key in keys if (row := _open_one(key, request, uow)) is not None]
    if not rows:
        return None
    if len(rows) == 1:
        return ask(rows[0], request, uow)
    question = several(rows)
    conversation.ask(request.state, OpenQuestion(0, PICK, question, request.said.now, soft=True))
    return Reply(f"questions/{PICK}.txt", question_context(question, request))


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """A measure is taken, a note is kept or a false alarm is marked; then those that came with it are asked about."""
    data = asked.question.data
    known = answer.choice is not None and 1 <= answer.choice <= len(asked.question.options)
    if answer.choice is None or not known or is_past(asked, request):
        return None
    row, customer = uow.credit_warnings.get(int(data["warning"])), uow.customers.get(int(data["customer_id"]))
    conversation.close(request.state, asked.id)
    if row is None or customer is None or row.state != "open":
        return CLOSED
    use = str(asked.question.options[answer.choice - 1]["use"])
    if reach("balance", request.speaker, customer, uow) is not Verdict.YES:
        return Reply("credit/not_yours.txt", {"customer": customer.name})
    if not _may(use, request.speaker, customer, uow):
        refused = Reply("credit/above_you.txt", {"customer": customer.name, "measure": use})
        return refused.with_more(ask(row, request, uow, rest=[int(key) for key in data.get("rest", ())]))
    if use == FALSE_ALARM:
        reply = Reply("credit/false_alarm.txt", {"customer": customer.name})
        reply = _close(row, FALSE_ALARM, "", reply, request, uow)
    else:
        reply = _close(row, "done", use, _ACTS.get(use, _errand)(use, customer, request, uow), request, uow)
    following = _next([int(key) for key in data.get("rest", ())], request, uow)
    return reply.with_more(following) if following else reply


def _may(use: str, person: StaffView, customer: CustomerView, uow: UnitOfWork) -> bool:
    need = _NEEDS.get(use)
    return need is None or reach(need, person, customer, uow) is Verdict.YES


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


def _note(use: str, customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """Looked at, and nothing to be done for now: kept among what was done about him."""
    uow.follow_ups.add(
        "note", noted_by=request.speaker.userid, customer_id=customer.id, words=_LOOKED_AT,
        message_id=request.said.inbox_id,
    )  # fmt: skip
    return Reply("credit/noted.txt", {"customer": customer.name})


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
    {"stop_supply": _stop, "shorten_terms": _shorten, "review_limit": _review, NOTE: _note}
)
