"""What came of it: the morning after a text was passed on (P17), and the day after a promised one (“今天没到”)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from handlers import booking, conversation, dispute, promise
from handlers.affected import allowed
from handlers.calendar import official
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.draft import Draft, Fact
from handlers.language.reader import read
from handlers.language.reading import Answer, Fit
from ledger.calendar import next_workday
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

FORWARDED = "chase_answer"
BROKEN = "promise_broken"
_LONGEST = 16  # characters: more is a sentence of its own
_OF_RECORDS = re.compile("改|提醒|撤|欠|拿|货|收到|到账|账期")
_NOT_SETTLED = frozenset({"open", "partly", "broken"})
ASK_AGAIN = "promise_again_tomorrow"  # the kind of timer that asks once more


def resume_forwarded(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1 paid, 2 said a day (which may be said at once), 3 contests it, 4 no answer."""
    customer = _customer(asked, uow)
    if customer is None or (answer.choice not in (1, 2, 3, 4) and not _is_a_day(answer, request)):
        return None
    conversation.close(request.state, asked.id)
    refused = allowed("chase", customer, request, uow)
    if refused is not None:
        return refused
    if answer.choice == 4:
        return _no_answer(customer, request, uow)
    if answer.choice == 1:
        return _paid(customer, request, uow)
    if answer.choice == 3:
        return _contests(customer, request, uow)
    return promise.go_on(promise.Word(customer.id, day=answer.day, amount=answer.amount), request, uow)


def resume_broken(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1 another day, 2 paid after all, 3 he denies it, 4 not asked yet: then it is asked again tomorrow."""
    customer = _customer(asked, uow)
    if customer is None or (answer.choice not in (1, 2, 3, 4) and not _is_a_day(answer, request)):
        return None
    conversation.close(request.state, asked.id)
    refused = allowed("promise", customer, request, uow)
    if refused is not None:
        return refused
    data = asked.question.data
    promise_now = uow.promises.get(int(data["promise"]))
    if promise_now is None or promise_now.state not in _NOT_SETTLED:
        return Reply("chase/over.txt", {"customer": customer.name})
    if answer.choice == 2:
        return _paid(customer, request, uow, amount=data["amount"])
    if answer.choice == 3:
        return _denies(int(data["promise"]), customer, request, uow)
    if answer.choice == 4:
        return _ask_tomorrow(data["promise"], customer, request, uow)
    amount = answer.amount or data["amount"]
    word = promise.Word(
        customer.id, data["contact"], amount, data["fraction"] if not amount else "", answer.day
    )
    return promise.go_on(word, request, uow)


def _is_a_day(answer: Answer, request: Request) -> bool:
    """“他说18号”, “下周五先打5000”; not “日期改到20号” nor “光华置业 3万 月底”, which are about records."""
    if answer.day is None or len(answer.text) > _LONGEST or _OF_RECORDS.search(answer.text):
        return False
    said = read(answer.text, now=request.said.now, role=request.speaker.role, index=request.index)
    return not any(one.customer is not None and one.customer.fit is Fit.NEW for one in said.records)


def _ask_tomorrow(promise_id: str, customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    morning = next_workday(official(), request.today + timedelta(1))
    due_at = datetime.combine(morning, request.company.at("follow_up_at"), request.said.now.tzinfo)
    key = f"{ASK_AGAIN}:{promise_id}:{morning.isoformat()}"
    uow.timers.put(ASK_AGAIN, key, due_at, {"promise": promise_id})
    return Reply("chase/later.txt", {"customer": customer.name, "day": morning, "today": request.today})


def _customer(asked: OpenQuestion, uow: UnitOfWork) -> CustomerView | None:
    return uow.customers.get(int(asked.question.data["customer_id"]))


def _paid(customer: CustomerView, request: Request, uow: UnitOfWork, *, amount: int | None = None) -> Reply:
    """A payment as any other: how much is asked, with the promised sum as what it probably was."""
    fact = Fact("payment", customer.id, customer.name, "exact")
    draft = Draft((fact,), request.said.inbox_id, request.speaker.userid, request.said.text)
    reply = booking.book(draft, request, uow)
    return reply if not amount else reply.with_more(Reply("chase/promised_sum.txt", {"amount": amount}))


def _contests(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    said: dict[str, Any] = {"amount": None, "reason": "", "words": request.said.text, "named": {}}
    return dispute.raised(said, customer, request, uow)


def _denies(promise_id: int, customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """He did not promise, or does not own up to the debt: the promise is no word of his, and the debt is contested."""
    uow.promises.settle(promise_id, "withdrawn")
    return _contests(customer, request, uow)


def _no_answer(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    uow.follow_ups.add(
        "note", noted_by=request.speaker.userid, customer_id=customer.id, words=request.said.text, channel="wechat",
        result="no_answer", message_id=request.said.inbox_id,
    )  # fmt: skip
    return Reply("chase/no_answer.txt", {"customer": customer.name})
