"""What came of it: the morning after a text was passed on (P17), and the day after a promised one (“今天没到”)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from handlers import asking, booking, conversation, dispute, follow_up, promise
from handlers.affected import allowed
from handlers.calendar import official
from handlers.command import Reply, Request, Said
from handlers.conversation import OpenQuestion
from handlers.draft import Draft, Fact
from handlers.draft import fact_of as fact_told
from handlers.language import briefly
from handlers.language.names import NameIndex
from handlers.language.reader import read
from handlers.language.reading import Answer, Fit, Intent, Reading
from handlers.language.sight import look
from ledger.calendar import next_workday
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

FORWARDED = "chase_answer"
BROKEN = "promise_broken"
_LONGEST = 16  # characters: more is a sentence of its own
# What people say to any message.
RECEIVED: Final = re.compile(r"(?:好的?[，, ]?)?(?:收到|到|没有?|ok|OK)了?[。.!！~]*")
OWN_WORDS: Final = {
    Intent.PROMISE: promise.run,
    Intent.DISPUTE: dispute.run,
    Intent.FOLLOW_UP_NOTE: follow_up.run,
}
_OF_RECORDS = re.compile("改|提醒|撤|欠|拿|货|收到|到账|账期")
_NOT_SETTLED = frozenset({"open", "partly", "broken"})
# What the numbers of a single question mean; a day may be said at once, “nothing” of a promise asks again tomorrow.
_HEARD = {
    FORWARDED: {1: "paid", 2: "day", 3: "denied", 4: "nothing"},
    BROKEN: {1: "day", 2: "paid", 3: "denied", 4: "nothing"},
}
_NUMBERED = re.compile(r"\s*([1-4])\s*[、.．:)）]?\s*(?![月\d])(.+)")
_SAME = {
    "paid": "paid",
    "denied": "denied",
    "day": "day",
    "moved": "day",
    "none": "nothing",
    Intent.RECORD_PAYMENT: "paid",
    Intent.DISPUTE: "denied",
    Intent.PROMISE: "day",
}
ASK_AGAIN = "promise_again_tomorrow"  # the kind of timer that asks once more


def option_said(said: Said, asked: OpenQuestion, index: NameIndex) -> Answer | None:
    """“2其实付了”: the number of an option together with words that mean it."""
    match = _NUMBERED.fullmatch(said.text)
    if asked.asker not in _HEARD or match is None:
        return None
    told = briefly.said_of(match[2], _line(asked), now=said.now, index=index)
    if told is None:
        return None
    kind = told.reading.records[0].intent if told.reading is not None else told.kind
    if _SAME.get(kind) != _HEARD[asked.asker][int(match[1])]:
        return None
    return Answer(choice=int(match[1]), day=told.day, amount=told.amount, text=said.text)


def words_said(said: Said, asked: OpenQuestion, state: Mapping[str, Any], index: NameIndex) -> Answer | None:
    """“没回”, “付了5000”, “说老板出差了”: of the one customer that is asked about, while no other is spoken of."""
    told = None if _NUMBERED.fullmatch(said.text) else _in_words(said, asked, state, index)
    return None if told is None else Answer(text=said.text)


def _in_words(
    said: Said, asked: OpenQuestion, state: Mapping[str, Any], index: NameIndex
) -> briefly.Said | None:
    """Behind the number of an option too; days are read as in any answer, and who is named needs no question."""
    match = _NUMBERED.fullmatch(said.text)
    words = match[2] if match is not None else said.text
    if asked.asker not in _HEARD or RECEIVED.fullmatch(words.strip()):
        return None
    told = briefly.said_of(words, _line(asked), now=said.now, index=index)
    if told is None or told.kind == "day":
        return None
    names = look(words, now=said.now, role="", index=index).mentions
    return None if names or conversation.last_customer(state) != _of(asked) else told


def _of(asked: OpenQuestion) -> tuple[int, str]:
    return int(asked.question.data["customer_id"]), asked.question.data["customer"]


def _line(asked: OpenQuestion) -> briefly.Line:
    return briefly.Line(*_of(asked))


def is_of_a_later_day(said: Said, asked: OpenQuestion, before: OpenQuestion) -> bool:
    """One number that is an option of `asked`: nobody answers the lines of an earlier day by it."""
    match = _NUMBERED.fullmatch(said.text)
    if asked.asker not in _HEARD or match is None or re.search(r"[\s,，;；、]\d", match[2]):
        return False
    return asked.asked_at.date() > before.asked_at.date()


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """A number of the question, a day, or what else is said of him."""
    data = asked.question.data
    told = _in_words(request.said, asked, request.state, request.index)
    if told is None and answer.choice not in (1, 2, 3, 4) and not _is_a_day(answer, request):
        return None
    if uow.customers.get(int(data["customer_id"])) is None:
        return None
    conversation.close(request.state, asked.id)
    asking.settled(request.state, data["subject"])
    if told is not None and told.reading is not None:
        return _act_on(told.reading, asked.asker, data, request, uow)
    heard = _SAME[told.kind] if told is not None else _HEARD[asked.asker].get(answer.choice or 0, "day")
    return act(asked.asker, heard, data, answer, request, uow)


def told_beside(words: str, data: Mapping[str, Any], request: Request, uow: UnitOfWork) -> Reply | None:
    """What is to be kept of the customer in the words behind a task's result, as “王总说月底付”; None for nothing."""
    line = briefly.Line(int(data["customer_id"]), data["customer"])
    told = briefly.said_of(words, line, now=request.said.now, index=request.index)
    if told is None or told.kind in ("none", "moved"):
        return None
    if told.reading is None:
        answer = Answer(day=told.day, amount=told.amount, text=words)
        return act(FORWARDED, _SAME[told.kind], data, answer, request, uow)
    record = told.reading.records[0]
    if record.intent is Intent.FOLLOW_UP_NOTE and not record.extra.get("reason"):
        return None
    return _act_on(told.reading, FORWARDED, data, request, uow)


def _act_on(
    reading: Reading, asker: str, data: Mapping[str, Any], request: Request, uow: UnitOfWork
) -> Reply:
    """As if it had been told of him by name; a sum is money, whatever became of the question."""
    record = reading.records[0]
    is_paid = record.intent not in OWN_WORDS
    _, refused = who(asker, data, request, uow, money=is_paid and bool(record.amount))
    if refused is not None:
        return refused
    if not is_paid:
        return OWN_WORDS[record.intent](replace(request, reading=reading).about(record), uow)
    return paid([(replace(fact_told(record), kind="payment"), data.get("amount"))], request, uow)


def act(
    asker: str, heard: str, data: Mapping[str, Any], answer: Answer, request: Request, uow: UnitOfWork
) -> Reply:
    """What follows from `heard`: paid | day (which may be missing) | denied | nothing."""
    customer, refused = who(asker, data, request, uow)
    if refused is not None or customer is None:
        return refused or Reply("chase/over.txt", {"names": [data["customer"]]})
    if heard == "paid":
        return paid([(fact_of(customer), data.get("amount"))], request, uow)
    if heard == "denied":
        return _denied(asker, data, customer, request, uow)
    if heard == "nothing":
        return _nothing(asker, data, customer, request, uow)
    return promise.go_on(_word(asker, data, customer, answer), request, uow)


def who(
    asker: str, data: Mapping[str, Any], request: Request, uow: UnitOfWork, *, money: bool = False
) -> tuple[CustomerView | None, Reply | None]:
    """The customer, and why nothing is done about him: not the speaker's affair, or over, as no money that came is."""
    customer = uow.customers.get(int(data["customer_id"]))
    if customer is None:
        return None, None
    refused = allowed("promise" if asker == BROKEN else "chase", customer, request, uow)
    if refused is None and not money and is_over(asker, data, request.today, uow):
        refused = Reply("chase/over.txt", {"names": [customer.name]})
    return customer, refused


def is_over(asker: str, data: Mapping[str, Any], today: date, uow: UnitOfWork) -> bool:
    """Has the matter ended since it was asked about?"""
    if asker == BROKEN:
        promised = (uow.promises.get(int(one)) for one in _promises(data))
        return not any(one is not None and one.state in _NOT_SETTLED for one in promised)
    return uow.customers.position(int(data["customer_id"]), today).expected <= 0


def _word(asker: str, data: Mapping[str, Any], customer: CustomerView, answer: Answer) -> promise.Word:
    """Of a broken promise what is not said anew is as it was."""
    if asker != BROKEN:
        return promise.Word(customer.id, day=answer.day, amount=answer.amount)
    amount = answer.amount or data["amount"]
    return promise.Word(
        customer.id, data["contact"], amount, data["fraction"] if not amount else "", answer.day
    )


def _is_a_day(answer: Answer, request: Request) -> bool:
    """“他说18号”, “下周五先打5000”; not “日期改到20号” nor “光华置业 3万 月底”, which are about records."""
    if answer.day is None or len(answer.text) > _LONGEST or _OF_RECORDS.search(answer.text):
        return False
    said = read(answer.text, now=request.said.now, role=request.speaker.role, index=request.index)
    return not any(one.customer is not None and one.customer.fit is Fit.NEW for one in said.records)


def fact_of(customer: CustomerView) -> Fact:
    """A payment of his, of which the sum is not said."""
    return Fact("payment", customer.id, customer.name, "exact")


def paid(facts: Sequence[tuple[Fact, int | None]], request: Request, uow: UnitOfWork) -> Reply:
    """Payments as any other, all of them or none: how much is asked, with the promised sums as what they probably were."""
    said = request.said
    draft = Draft(
        tuple(fact for fact, _ in facts),
        said.inbox_id,
        request.speaker.userid,
        said.text,
        heard=said.heard and any(fact.amount for fact, _ in facts),
    )
    reply = booking.book(draft, request, uow)
    sums = [(fact.customer_name, amount) for fact, amount in facts if amount and fact.amount is None]
    return reply if not sums else reply.with_more(Reply("chase/promised_sum.txt", {"sums": sums}))


def _denied(
    asker: str, data: Mapping[str, Any], customer: CustomerView, request: Request, uow: UnitOfWork
) -> Reply:
    """The debt is contested; of a promise that he does not own up to, it is no word of his."""
    if asker == BROKEN:
        for one in _promises(data):
            uow.promises.settle(int(one), "withdrawn")
    said: dict[str, Any] = {"amount": None, "reason": "", "words": request.said.text, "named": {}}
    return dispute.raised(said, customer, request, uow)


def _nothing(
    asker: str, data: Mapping[str, Any], customer: CustomerView, request: Request, uow: UnitOfWork
) -> Reply:
    """A broken promise is asked about again; of a text that was passed on it is noted that nothing came."""
    if asker == BROKEN:
        return _ask_tomorrow(_promises(data), customer, request, uow)
    uow.follow_ups.add(
        "note", noted_by=request.speaker.userid, customer_id=customer.id, words=request.said.text, channel="wechat",
        result="no_answer", message_id=request.said.inbox_id,
    )  # fmt: skip
    return Reply("chase/no_answer.txt", {"names": [customer.name], "unpaid": False})


def _promises(data: Mapping[str, Any]) -> Sequence[str]:
    """The ids of all that are asked about in one question."""
    return [one["promise"] for one in data.get("several") or [data]]


def _ask_tomorrow(
    promises: Sequence[str], customer: CustomerView, request: Request, uow: UnitOfWork
) -> Reply:
    morning = next_workday(official(), request.today + timedelta(1))
    due_at = datetime.combine(morning, request.company.at("follow_up_at"), request.said.now.tzinfo)
    for one in promises:
        uow.timers.put(ASK_AGAIN, f"{ASK_AGAIN}:{one}:{morning.isoformat()}", due_at, {"promise": one})
    return Reply(
        "chase/later.txt", {"names": [customer.name], "day": morning, "among": False, "today": request.today}
    )
