"""“华泰先别催，等到月底”: no reminders for a while. Sales may for a week, twice; then the manager decides (P19)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from handlers import conversation, hold_list, left_alone, stopped
from handlers.affected import allowed, customer_meant
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Intent, Question, Record
from handlers.proposal import approver_of, ask_person, question_context
from handlers.whose import answered
from storage.customers import CustomerView
from storage.holds import HoldView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="hold",
    intents=(Intent.HOLD,),
    title="先别催、停货",
    says=(
        "华泰先别催，等到月底，老板谈判中",
        "可以催华泰了",
        "永盛停货",
        "永盛恢复发货",
        "永盛请律师了",
        "哪些先别催",
    ),
)
WHO = "hold_who"
LONGER = "hold_longer"
LONGEST = timedelta(days=7)  # P19: a hold by sales
MOST_RENEWED = 1  # P19: once renewable
_ONLY_A_DAY = re.compile(
    r"等到.*|停?到(?:[0-9一二三四五六七八九十]|这|本|下|月|年|周|星期|礼拜|过年|元旦|春节|明|后).{0,6}"
)
_CAPPED = frozenset({"sales", "clerk"})


def run(request: Request, uow: UnitOfWork) -> Reply:
    """No reminders, no goods, a lawyer, somebody to be left alone; the end of one of these, or a list."""
    extra = request.record.extra
    kind = "delivery" if extra.get("stops") == "delivery" else str(extra.get("kind", "contact"))
    if extra.get("action") == "list":
        return hold_list.run(kind, request, uow)
    customer = customer_meant(request.record, uow)
    if customer is None:
        return _ask_who(kind, request)
    return _act(kind, customer, request, uow)


def _act(kind: str, customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    refused = allowed("stop" if kind == "delivery" else "hold", customer, request, uow)
    if refused is not None:
        return refused
    conversation.remember_customer(request.state, customer.id, customer.name)
    if request.record.extra.get("action") == "lift":
        return (
            lift(kind, customer, request, uow)
            if kind == "contact"
            else _LIFTS[kind](kind, customer, request, uow)
        )
    if kind == "delivery":
        return stopped.stop(customer, request, uow)
    if kind != "contact":
        return left_alone.leave(kind, customer, request, uow)
    return _hold(customer, request, uow)


def _hold(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """Held as long as the speaker may; what goes beyond is asked of the manager."""
    extra = request.record.extra
    wanted = request.record.due_on
    latest = request.today + LONGEST
    reason = _reason(str(extra.get("reason", "")))
    words = str(extra.get("words", request.said.text))
    said = {"reason": reason, "words": words, "customer_id": str(customer.id), "customer": customer.name}
    renewed = _renewed(customer, request.today, uow)
    if request.speaker.role not in _CAPPED:
        return keep(said, wanted or latest, renewed, request, uow)
    if renewed > MOST_RENEWED:
        return _ask_manager(
            {**said, "until": wanted or latest, "renewed": renewed, "now": None}, request, uow
        )
    until = min(wanted or latest, latest)
    reply = keep(said, until, renewed, request, uow)
    if wanted is None or wanted <= latest:
        return reply
    asked = _ask_manager({**said, "until": wanted, "renewed": renewed, "now": until}, request, uow)
    return reply.with_more(asked).with_pushes(*asked.pushes)


def _reason(text: str) -> str:
    return text.strip(" ，,。") if text and not _ONLY_A_DAY.fullmatch(text) else ""


def _renewed(customer: CustomerView, today: date, uow: UnitOfWork) -> int:
    """How often the hold would be prolonged without a break of a week; 0 for a first one."""
    last = _last(customer, uow)
    if last is None or last.state == "lifted" or last.until is None or last.until + LONGEST < today:
        return 0
    return last.renewed + 1


def _last(customer: CustomerView, uow: UnitOfWork) -> HoldView | None:
    found = [one for one in uow.holds.of_customer(customer.id) if one.kind == "contact"]
    return found[-1] if found else None


def keep(
    said: dict[str, Any], until: date, renewed: int, request: Request, uow: UnitOfWork, *, approved_by: str = "",
    held_by: str = "",
) -> Reply:  # fmt: skip
    """No reminder goes until and with that day; what waits to leave for the customer is cancelled (P16)."""
    customer_id = int(said["customer_id"])
    by = held_by or request.speaker.userid
    uow.holds.add(
        customer_id, "contact", held_by=by, until=until, reason=said["reason"], words=said["words"],
        approved_by=approved_by, renewed=renewed, message_id=request.said.inbox_id,
    )  # fmt: skip
    uow.follow_ups.add(
        "hold", noted_by=by, customer_id=customer_id, words=said["words"], reason=said["reason"], next_on=until,
        message_id=request.said.inbox_id,
    )  # fmt: skip
    cancelled = left_alone.recall(customer_id, "held", uow)
    conversation.note_standing(request.state, "hold", request.said.inbox_id)
    context = {
        "customer": said["customer"],
        "until": until,
        "reason": said["reason"],
        "renewed": renewed,
        "last": request.speaker.role in _CAPPED and renewed == MOST_RENEWED,
        "cancelled": cancelled,
        "today": request.today,
    }
    return Reply("hold/kept.txt", context)


def _ask_manager(data: dict[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    """The manager is asked for the longer hold; `now` is the day up to which it holds without him."""
    customer = uow.customers.get(int(data["customer_id"]))
    boss = approver_of(request.speaker, uow, customer=customer)
    context = {
        "until": data["until"],
        "customer": data["customer"],
        "now": data["now"],
        "today": request.today,
    }
    if boss is None:
        return Reply("hold/asked.txt", {**context, "boss": ""})
    position = uow.customers.position(int(data["customer_id"]), request.today)
    asked = {**data, "by": request.speaker.name, "by_id": request.speaker.userid, "overdue": position.overdue}
    question = Question("hold_longer", ({"use": "yes"}, {"use": "no"}), asked)
    push = ask_person(boss, LONGER, question, request, uow, is_anew=True)
    return Reply("hold/asked.txt", {**context, "boss": boss.name}, (push,))


def resume_longer(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """The manager's word: 1 holds it, 2 does not; a day holds it up to that day."""
    data = asked.question.data
    agrees = answer.choice == 1 or answer.yes is True or (answer.yes is None and answer.day is not None)
    if not agrees and answer.choice != 2 and answer.yes is not False:
        return None
    conversation.close(request.state, asked.id)
    until: date = answer.day if answer.day is not None else data["until"]
    told = {
        "customer": data["customer"],
        "agreed": agrees,
        "until": until,
        "by": request.speaker.name,
        "today": request.today,
    }
    key = f"hold:{request.said.inbox_id}:{asked.id}"
    push = Push(data["by_id"], key, "chat/hold/decided.txt", told, priority=1)
    if agrees:
        approver = request.speaker.userid
        keep(dict(data), until, data["renewed"], request, uow, approved_by=approver, held_by=data["by_id"])
    return Reply("hold/told.txt", {**told, "asker": data["by"]}, (push,))


def lift(kind: str, customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """“可以催华泰了”: from now on the ladder goes on."""
    found = [one for one in uow.holds.active_of(customer.id, request.today) if one.kind == kind]
    for one in found:
        uow.holds.lift(one.id, by=request.speaker.userid)
    others = [
        one.kind
        for one in uow.holds.active_of(customer.id, request.today)
        if one.kind not in ("contact", "delivery")
    ]
    if found:
        uow.follow_ups.add(
            "note", noted_by=request.speaker.userid, customer_id=customer.id, words=request.said.text,
            message_id=request.said.inbox_id,
        )  # fmt: skip
    return Reply("hold/lifted.txt", {"customer": customer.name, "held": bool(found), "others": others})


_LIFTS = {"delivery": stopped.resume_delivery, "lawyer": left_alone.lift, "no_contact": left_alone.lift}


def _ask_who(kind: str, request: Request) -> Reply:
    mention = request.record.customer
    typed = mention.text if mention is not None else ""
    if request.record.extra.get("action") == "lift" or kind != "contact":
        return Reply("customer/who.txt", {"typed": typed})
    data = {
        "amount": None,
        "typed": typed,
        "until": request.record.due_on,
        "extra": dict(request.record.extra),
    }
    question = Question("missing_customer", (), data)
    conversation.ask(request.state, OpenQuestion(0, WHO, question, request.said.now))
    return Reply("questions/missing_customer.txt", question_context(question, request))


def resume_who(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    customer = answered(asked, answer, request, uow)
    if not isinstance(customer, CustomerView):
        return customer
    data = asked.question.data
    record = Record(Intent.HOLD, answer.mention, due_on=data["until"], extra=data["extra"])
    return _act("contact", customer, request.about(record), uow)
