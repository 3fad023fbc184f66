"""Notes, disputes, holds, tasks and reminders: kept with the customer, books nothing, and says what was kept."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from handlers import conversation, forwarded, promise
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.jsonable import to_plain
from handlers.language.reading import Answer, Intent, Question
from handlers.language.talk import FRACTIONS
from handlers.permissions import Verdict, reach
from handlers.proposal import question_context
from handlers.whose import surely_named
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="follow_up",
    intents=(Intent.FOLLOW_UP_NOTE, Intent.DISPUTE, Intent.HOLD, Intent.TASK, Intent.REMIND),
    title="跟进、先别催、提醒",
    says=(
        "拜访了永盛，说月底付",
        "永盛先别催",
        "鑫源说质量有问题",
        "让老周明天去一趟永盛",
        "周五提醒我去永盛收钱",
    ),
)
WHO = "follow_up_who"
KINDS = {
    Intent.FOLLOW_UP_NOTE: "note",
    Intent.DISPUTE: "dispute",
    Intent.HOLD: "hold",
    Intent.TASK: "task",
    Intent.REMIND: "remind",
}
_LONGEST_HOLD = timedelta(days=7)  # P19: holds by sales last a week at most
_MORNING = time(8, 45)


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Keep it, or ask of whom it is; a task and a reminder may do without a customer."""
    record = request.record
    # goods stopped is no pause of reminders: it is noted
    kind = "note" if record.extra.get("stops") == "delivery" else KINDS[record.intent]
    told: dict[str, Any] = {
        "kind_of": kind,
        "words": str(record.extra.get("words") or record.extra.get("note") or request.reading.text),
        "amount": record.amount,
        "reason": str(record.extra.get("reason", "")),
        "day": record.due_on,
        "time": str(record.extra.get("time", "")),
        "relative": record.extra.get("relative"),
        "assignee": str(record.extra.get("assignee", "")),
        "phone": str(record.extra.get("phone", "")),
    }
    mention = record.customer
    customer = surely_named(mention, uow)
    if customer is None and kind not in ("task", "remind"):
        return _ask_who(told, mention.text if mention else "", request)
    return keep(told, customer, request, uow)


def _ask_who(told: dict[str, Any], typed: str, request: Request) -> Reply:
    question = Question("missing_customer", (), {"told": told, "amount": None, "typed": typed})
    conversation.ask(request.state, OpenQuestion(0, WHO, question, request.said.now))
    return Reply("questions/missing_customer.txt", question_context(question, request))


def resume_who(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("promise/dropped.txt")
    if answer.mention is None or answer.mention.customer_id is None:
        return None
    conversation.close(request.state, asked.id)
    customer = uow.customers.get(answer.mention.customer_id)
    return keep(dict(asked.question.data["told"]), customer, request, uow)


def keep(told: dict[str, Any], customer: CustomerView | None, request: Request, uow: UnitOfWork) -> Reply:
    """Write it down and say what was kept; a task goes to its assignee, a reminder is put in the outbox."""
    verdict = reach("follow_up", request.speaker, customer, uow)
    if verdict is Verdict.NO:
        return Reply("refusal/role.txt", {"fact": "follow_up", "role": request.speaker.role})
    if verdict is not Verdict.YES and customer is not None:
        owner = uow.staff.get(customer.owner)
        return Reply(
            "customer/not_yours.txt", {"customer": customer.name, "owner": owner.name if owner else ""}
        )
    kind = told["kind_of"]
    day = _day(told, customer, request, uow)
    if kind == "remind" and day is None:
        return Reply("follow_up/when.txt")
    assignee = _assignee(told["assignee"], uow) if kind == "task" else ""
    if kind == "task" and not assignee:
        return Reply("follow_up/nobody.txt", {"name": told["assignee"]})
    uow.follow_ups.add(
        kind,
        noted_by=request.speaker.userid,
        customer_id=customer.id if customer is not None else None,
        words=told["words"],
        amount=told["amount"],
        reason=told["reason"],
        next_on=day,
        assignee=assignee,
        message_id=request.said.inbox_id,
    )
    if customer is not None:
        conversation.remember_customer(request.state, customer.id, customer.name)
        if told["phone"] and not customer.phone:
            uow.customers.update(customer.id, phone=told["phone"])
    if kind == "remind" and day is not None:
        _remind(told, day, request, uow)
    context = {
        **told,
        "customer": customer.name if customer is not None else "",
        "day": day,
        "today": request.today,
        "phone_new": bool(told["phone"] and customer is not None and not customer.phone),
    }
    return Reply("follow_up/kept.txt", context, _told(assignee, context, request))


def _day(
    told: dict[str, Any], customer: CustomerView | None, request: Request, uow: UnitOfWork
) -> date | None:
    """The day it comes up again; a hold of sales is a week at most, one before a due day counts back from it."""
    day: date | None = told["day"]
    if told["kind_of"] == "hold":
        latest = request.today + _LONGEST_HOLD
        if request.speaker.role in ("sales", "clerk"):
            return min(day or latest, latest)
        return day or latest
    if told["kind_of"] == "remind" and told["relative"] is not None and customer is not None:
        due = [item.due_on for item in uow.receivables.open_items(customer.id) if item.due_on]
        ahead = [one + timedelta(days=int(told["relative"])) for one in due]
        return min((one for one in ahead if one >= request.today), default=None)
    return day


def _remind(told: dict[str, Any], day: date, request: Request, uow: UnitOfWork) -> None:
    """The words come back to whoever said them, at the time said or in the morning."""
    at = time.fromisoformat(told["time"]) if told["time"] else _MORNING
    moment = datetime.combine(day, at, request.said.now.tzinfo)
    uow.outbox.push(
        request.said.channel,
        request.speaker.userid,
        f"remind:{request.said.inbox_id}",
        "chat/follow_up/reminder.txt",
        to_plain({"words": told["words"]}),
        priority=2,
        not_before=max(moment, uow.now),
    )


def _assignee(name: str, uow: UnitOfWork) -> str:
    people = [one for one in uow.staff.by_name(name) if one.active]
    return people[0].userid if len(people) == 1 else ""


def _told(assignee: str, context: dict[str, Any], request: Request) -> tuple[Push, ...]:
    if not assignee or assignee == request.speaker.userid:
        return ()
    told = {**context, "by": request.speaker.name}
    return (Push(assignee, f"task:{request.said.inbox_id}", "chat/follow_up/task.txt", told),)


def resume_forwarded(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """What the forwarded words are: 1 a promise, 2 money that came, 3 a dispute."""
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("promise/dropped.txt")
    if answer.choice not in (1, 2, 3):
        return None
    conversation.close(request.state, asked.id)
    data = asked.question.data
    said = data["said"]
    if answer.choice == 2:
        return forwarded.money(asked, request, uow)
    if answer.choice == 1:
        fraction = next((part for word, part in FRACTIONS.items() if word in said["words"]), "")
        word = promise.Word(
            int(data["customer_id"]), "", said["amount"], fraction, said["day"], said["words"]
        )
        return promise.go_on(word, request, uow)
    told = {
        "kind_of": "dispute",
        "words": said["words"],
        "amount": said["amount"],
        "reason": "",
        "day": None,
        "time": "",
        "relative": None,
        "assignee": "",
        "phone": "",
    }
    return keep(told, uow.customers.get(int(data["customer_id"])), request, uow)
