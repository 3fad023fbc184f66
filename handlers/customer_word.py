"""What a customer says himself, by his link or in WeChat: nothing is booked; his salesperson hears and decides (P5)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handlers import booking, conversation, dispute
from handlers.affected import allowed
from handlers.asking import ask_later
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.draft import Draft, Fact
from handlers.dunning.hearers import salesperson
from handlers.jsonable import to_plain
from handlers.language.reading import Answer, Question
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

_FIGURES = re.compile(r"[A-Za-z0-9-]{4,}")
PAID = "customer_paid"
CONTESTS = "customer_contests"


@dataclass(frozen=True, slots=True)
class Word:
    """`kind`: paid | contests | agrees. `amount` fen, None when he named none; `day` that of a payment.

    `through`: link | wechat. `net` is what he was shown when he agreed; `person` who spoke, where that is known;
    `messages` the ids of what he wrote, by any of which it can be taken back.
    """

    kind: str
    amount: int | None = None
    day: date | None = None
    words: str = ""
    through: str = "link"
    net: int = 0
    person: str = ""
    messages: str = ""

    def key(self, customer_id: int, today: date) -> str:
        """The same word of the same day is said once, however often it comes."""
        told = f"{self.amount}|{self.day}|{self.words}|{self.net}"
        digest = hashlib.sha256(told.encode()).hexdigest()[:16]
        return f"customer_{self.kind}:{customer_id}:{today.isoformat()}:{digest}"


def pass_on(word: Word, customer: CustomerView, uow: UnitOfWork, *, channel: str, now: datetime) -> bool:
    """Put it to the salesperson, and tell finance; False when the very same was passed on today.

    `now` is aware, in the company's zone. Without anybody who may see the customer it is kept in the audit alone.
    """
    key = _key(word, customer, now.date(), uow)
    if not uow.timers.put("customer_word", key, uow.now, done=True):
        return False
    _keep(word, customer, uow)
    receivers = [person for userid in salesperson(customer.owner, uow) if (person := uow.staff.get(userid))]
    if word.kind != "agrees":
        _ask(word, customer, receivers, uow, channel=channel, now=now, key=key)
    told = [*(receivers if word.kind == "agrees" else ()), *finance(uow)]
    context = to_plain(
        {**_data(word, customer), "today": now.date(), "asked": [one.name for one in receivers]}
    )
    for person in {one.userid: one for one in told}.values():
        uow.outbox.push(
            channel,
            person.userid,
            f"{key}:{person.userid}",
            "chat/customer_word/told.txt",
            context,
            priority=2,
        )
    return True


def withdraw(word: Word, customer: CustomerView, today: date, uow: UnitOfWork) -> bool:
    """He took it back: said again on the same day it is a new word. False when nothing of it was passed on."""
    key = _key(word, customer, today, uow)
    return uow.timers.is_set(key) and _void(key, uow)


def close(asked: OpenQuestion, uow: UnitOfWork) -> bool:
    """The question of a word that was taken back is answered by nobody; whether finance had heard of that word."""
    if asked.asker not in (PAID, CONTESTS):
        return False
    _void(str(asked.question.data["subject"]), uow)
    return True


def _void(key: str, uow: UnitOfWork) -> bool:
    return uow.timers.put("customer_word", _withdrawn(key), uow.now, done=True)


def _key(word: Word, customer: CustomerView, today: date, uow: UnitOfWork) -> str:
    key = word.key(customer.id, today)
    while uow.timers.is_set(_withdrawn(key)):
        key = f"{key}+"
    return key


def _withdrawn(key: str) -> str:
    return f"{key}:withdrawn"


def _keep(word: Word, customer: CustomerView, uow: UnitOfWork) -> None:
    details = {name: str(getattr(word, name) or "") for name in ("amount", "day", "words", "net", "person")}
    uow.audit.note(f"customer:{customer.id}", f"customer.{word.kind}", f"customer:{customer.id}", details)
    kind = "dispute" if word.kind == "contests" else "note"
    uow.follow_ups.add(
        kind, noted_by="", customer_id=customer.id, words=word.words, amount=word.amount,
        channel="wechat" if word.through == "wechat" else "link", person=word.person,
        result="" if word.kind == "contests" else word.kind,
    )  # fmt: skip


def _ask(
    word: Word,
    customer: CustomerView,
    receivers: Sequence[StaffView],
    uow: UnitOfWork,
    *,
    channel: str,
    now: datetime,
    key: str,
) -> None:
    """One is asked: two answers to one question would book twice."""
    kind = PAID if word.kind == "paid" else CONTESTS
    for person in receivers[:1]:
        question = Question(kind, ({"use": "yes"}, {"use": "no"}), {**_data(word, customer), "subject": key})
        ask_later(person, kind, question, uow, channel=channel, now=now, key=f"{key}:asked")


def _data(word: Word, customer: CustomerView) -> Mapping[str, Any]:
    return {
        "said": word.kind,
        "customer": customer.name,
        "customer_id": str(customer.id),
        "amount": word.amount,
        "day": word.day,
        "words": word.words,
        "through": word.through,
        "net": word.net,
        "person": word.person,
        "messages": word.messages,
    }


def finance(uow: UnitOfWork) -> list[StaffView]:
    return [person for person in uow.staff.all() if person.active and person.role == "finance"]


def _agreed(
    said: str, action: str, asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork
) -> CustomerView | Reply | None:
    """The customer whose word is to be booked; else the reply that nothing is, or None for no answer to this."""
    if answer.agrees is None:
        return None
    customer = _customer(asked, uow)
    conversation.close(request.state, asked.id)
    if customer is None:
        return None
    if not answer.agrees:
        return Reply("customer_word/left.txt", {"customer": customer.name, "said": said})
    return allowed(action, customer, request, uow) or customer


def resume_paid(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1 it is booked as any payment is, with every gate; 2 nothing is."""
    customer = _agreed("paid", "payment", asked, answer, request, uow)
    if not isinstance(customer, CustomerView):
        return customer
    data = asked.question.data
    fact = Fact("payment", customer.id, customer.name, "exact", data["amount"], data["day"])
    draft = Draft((fact,), request.said.inbox_id, request.speaker.userid, data["words"] or request.said.text)
    return booking.book(draft, request, uow)


def resume_contests(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1 a dispute is kept, and asked about as any other; 2 it stays a note."""
    customer = _agreed("contests", "dispute", asked, answer, request, uow)
    if not isinstance(customer, CustomerView):
        return customer
    data = asked.question.data
    named = _named(str(data["words"]), customer, uow)
    said = {"amount": data["amount"], "reason": "", "words": data["words"], "named": named}
    return dispute.raised(said, customer, request, uow)


def _named(words: str, customer: CustomerView, uow: UnitOfWork) -> dict[str, int]:
    """The one debt of his whose number, or document number, stands in what he wrote; nothing when that is not one."""
    debts = {item.number: item.document_no for item in uow.receivables.open_items(customer.id)}
    figures = set(_FIGURES.findall(words))
    found = [number for number, document in debts.items() if str(number) in figures or document in figures]
    return {"number": found[0]} if len(found) == 1 else {}


def _customer(asked: OpenQuestion, uow: UnitOfWork) -> CustomerView | None:
    return uow.customers.get(int(asked.question.data["customer_id"]))
