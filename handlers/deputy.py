"""Who was asked about a delivery and is silent: after a quarter of an hour his deputy is asked, at day's end it is no (P22)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from handlers.asking import ask_later
from handlers.command import Request
from handlers.draft import question_from_json, question_to_json
from handlers.jsonable import to_plain
from handlers.language.reading import Question
from handlers.permissions import Verdict, reach
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

ASKED = "delivery_asked"
UNANSWERED = "delivery_unanswered"
DECIDED = "delivery_decided"
PATIENCE = timedelta(minutes=15)  # P22
_DAY_ENDS = time(17, 40)
_LAST = time(23, 50)  # what is asked in the night ends with its day, too


def watch(judge: StaffView, asker: str, question: Question, request: Request, uow: UnitOfWork) -> None:
    """From now on the silence of `judge` is noticed. The question's data names the asking as `ask`."""
    ask, now = str(question.data["ask"]), request.said.now
    context = {"judge": judge.userid, "asker": asker, "question": question_to_json(question)}
    uow.timers.put(ASKED, f"{ASKED}:{ask}", now + PATIENCE, context)
    end = datetime.combine(now.date(), _DAY_ENDS, now.tzinfo)
    last = datetime.combine(now.date(), _LAST, now.tzinfo)
    uow.timers.put(UNANSWERED, f"{UNANSWERED}:{ask}", min(max(end, now + 2 * PATIENCE), last), context)


def decide(ask: str, uow: UnitOfWork) -> bool:
    """The first word on an asking holds: False when there was one."""
    return uow.timers.put(DECIDED, f"{DECIDED}:{ask}", uow.now, done=True)


def look(uow: UnitOfWork, now: datetime, channel: str) -> None:
    """Ask deputies, and tell askers at the end of the day that nobody answered. `now` is in the company's zone."""
    for timer in uow.timers.due(kinds=(ASKED, UNANSWERED), limit=200):
        if not uow.timers.done(timer.id):
            continue
        question = question_from_json(timer.context["question"])
        ask = str(question.data["ask"])
        if uow.timers.is_set(f"{DECIDED}:{ask}"):
            continue
        if timer.kind == UNANSWERED or question.data["asked_on"] != now.date():
            _say_no(ask, question, channel, uow)
        else:
            _ask_deputy(ask, question, timer.context, channel, now, uow)


def _say_no(ask: str, question: Question, channel: str, uow: UnitOfWork) -> None:
    decide(ask, uow)
    told = {"customer": question.data["customer"]}
    asker = str(question.data["by_id"])
    uow.outbox.push(channel, asker, f"{UNANSWERED}:{ask}", "chat/delivery/unanswered.txt", told, priority=2)


def _ask_deputy(
    ask: str, question: Question, context: Mapping[str, Any], channel: str, now: datetime, uow: UnitOfWork
) -> None:
    judge = uow.staff.get(str(context["judge"]))
    customer = uow.customers.get(int(question.data["customer_id"]))
    asked = (str(question.data["by_id"]), *question.data.get("agreed", ()))
    deputy = _deputy_of(judge, asked, customer, uow) if judge is not None else None
    if judge is None or deputy is None:
        return
    key = f"{ASKED}:{ask}"
    if not ask_later(deputy, str(context["asker"]), question, uow, channel=channel, now=now, key=key):
        return
    told = to_plain({"judge": judge.name, "deputy": deputy.name, "customer": question.data["customer"]})
    asker = str(question.data["by_id"])
    uow.outbox.push(channel, asker, f"{key}:told", "chat/delivery/passed_on.txt", told, priority=2)


def _deputy_of(
    judge: StaffView, asked: Collection[str], customer: CustomerView | None, uow: UnitOfWork
) -> StaffView | None:
    """Whoever is above him, else the first other manager or admin who may decide about the customer.

    None of `asked`: who asks, and who agreed already.
    """
    others = [
        person
        for person in uow.staff.all()
        if person.active
        and (customer is None or reach("limit", person, customer, uow) is Verdict.YES)
        and person.role in ("manager", "admin")
        and person.userid not in (judge.userid, *asked)
    ]
    above = [person for person in others if person.userid == judge.manager]
    return next((p for role in ("manager", "admin") for p in [*above, *others] if p.role == role), None)
