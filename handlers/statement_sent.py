"""“把对账单发给永盛”: by the customer's own way, after the salesperson has seen the words and said so (P16)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from handlers import conversation
from handlers.affected import allowed
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.counter.saying import MOST, Desk, say
from handlers.dunning.address import address
from handlers.jsonable import to_plain
from handlers.language.reading import Answer, Question
from handlers.link import statement_link
from handlers.proposal import question_context
from ledger.statement import statement
from storage.contacts import ADDRESSED, ContactView
from storage.customers import CustomerView
from storage.histories import history_of
from storage.kf import ChatView
from storage.unit_of_work import UnitOfWork

NAME: Final = "statement_sent"
CHANNEL: Final = "customer"
LETTER: Final = "letters/statement.txt"
KF: Final = "kf"
WAYS: Final = ("task", "email")  # besides an open chat, the surest first; SMS holds no statement
MOST_ROWS: Final = 500  # more are no table to keep in a conversation: the text alone goes then
_SENDS = re.compile(r"(?:发|寄)给(?!我)|发过去|寄过去|给[^我]{1,16}发|发(?:个|一?封)?邮件|邮件发|群发")


def is_meant(text: str) -> bool:
    """Is the statement to go to the customer, and not to whoever asks?"""
    return _SENDS.search(text) is not None


def offer(customer: CustomerView, made: Mapping[str, Any], request: Request, uow: UnitOfWork) -> Reply | None:
    """Ask before it goes; None where no way leads to him: then the words are there to pass on."""
    if not customer.released or _is_left_alone(customer, request, uow):
        return None
    way = _way(customer, request, uow)
    if not way:
        return None
    kept = {**made, "rows": made["rows"] if len(made["rows"]) <= MOST_ROWS else []}
    data = {
        "customer": customer.name, "customer_id": str(customer.id), "way": way, "closing": made["closing"],
        "first": made["first"], "last": made["last"], "person": _person(customer, uow), "made": kept,
    }  # fmt: skip
    question = Question(NAME, ({"use": "yes"}, {"use": "no"}), data)
    conversation.ask(request.state, OpenQuestion(0, NAME, question, request.said.now))
    return Reply(f"questions/{NAME}.txt", question_context(question, request))


def _is_left_alone(customer: CustomerView, request: Request, uow: UnitOfWork) -> bool:
    holds = {hold.kind for hold in uow.holds.active_of(customer.id, request.today)}
    return not holds.isdisjoint({"lawyer", "no_contact"})


def _way(customer: CustomerView, request: Request, uow: UnitOfWork) -> str:
    """An open chat, else a task or a mail that is configured and leads somewhere."""
    if _open_chat(customer, request, uow) is not None:
        return KF
    people = uow.contacts.of_customer(customer.id)
    ways = (way for way in WAYS if way in request.company.customer_ways)
    return next((way for way in ways if address(way, customer, people)), "")


def _open_chat(customer: CustomerView, request: Request, uow: UnitOfWork) -> ChatView | None:
    """The chat in which one who may hear the sums wrote in the last two days."""
    for person in uow.contacts.of_customer(customer.id):
        if not person.external_userid:
            continue
        chats = uow.kf.chats_of(person.external_userid)
        hears = person.role in ADDRESSED and not person.do_not_contact
        if chats and hears and _desk(chats[0], request).is_open and uow.kf.used(chats[0]) < MOST:
            return chats[0]
    return None


def _desk(chat: ChatView, request: Request) -> Desk:
    return Desk(chat, request.said.channel, request.said.now, request.said.inbox_id)


def _person(customer: CustomerView, uow: UnitOfWork) -> str:
    person: ContactView | None = uow.contacts.addressed(customer.id)
    return person.name if person else ""


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1 it goes; 2 it does not."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    data = asked.question.data
    customer = uow.customers.get(int(data["customer_id"]))
    if not agrees or customer is None:
        return Reply("statement/not_sent.txt", {"customer": data["customer"]})
    refused = allowed("statement", customer, request, uow)
    if refused is not None:
        return refused
    closing = _closing_now(customer, data["made"], uow)
    if closing is not None:
        told = {"customer": customer.name, "before": data["closing"], "closing": closing}
        return Reply("statement/outdated.txt", told)
    if _is_left_alone(customer, request, uow):
        return Reply("chase/not_now.txt", {
            "customer": customer.name, "reason": "lawyer", "until": None, "hard": True, "today": request.today,
        })  # fmt: skip
    chat = _open_chat(customer, request, uow) if data["way"] == KF else None
    way = KF if chat is not None else _way(customer, request, uow)
    letter = {
        **data["made"],
        "today": request.today,
        "person": data["person"],
        "way": way,
        "by_id": request.speaker.userid,
    }
    if chat is not None:
        say(_desk(chat, request), "statement.txt", letter, uow, about=customer)
    elif way:
        _leave(customer, letter, request, uow)
    else:
        return Reply("query/statement.txt", {**data["made"], "today": request.today})
    uow.audit.note(request.speaker.userid, "statement.send", f"customer:{customer.id}", {"way": way})
    uow.follow_ups.add(
        "sent", noted_by=request.speaker.userid, customer_id=customer.id, words=request.said.text,
        amount=None, channel="wechat" if way in (KF, "task") else way, person=data["person"],
        message_id=request.said.inbox_id,
    )  # fmt: skip
    conversation.note_act(request.state, "noted")
    return Reply("statement/sent.txt", {"customer": customer.name, "way": way, "person": data["person"]})


def _closing_now(customer: CustomerView, made: Mapping[str, Any], uow: UnitOfWork) -> int | None:
    """What the same days close with now (fen), when the words that were agreed to are no longer true; else None."""
    account = statement(history_of(uow, customer.id), made["first"], made["last"])
    same = (account.closing, len(account.lines)) == (made["closing"], made["count"])
    return None if same else account.closing


def _form(customer: CustomerView, way: str, request: Request, uow: UnitOfWork) -> str:
    """text | link | file: a mail carries its table, a task what is set for this customer."""
    if way == "email":
        return "file"
    texts = uow.settings.texts(customer=customer.id, category=customer.category or None)
    return request.company.over(texts).text("statement_task")


def _leave(customer: CustomerView, letter: Mapping[str, Any], request: Request, uow: UnitOfWork) -> None:
    """With the address of his own page where there is one."""
    link = ""
    if request.company.public_url:
        days = request.company.whole("link_days")
        link = str(statement_link(customer, uow, by=request.speaker.userid, days=days).id)
    form = _form(customer, letter["way"], request, uow)
    context = {
        **letter,
        "link": link,
        "sheet": form == "file" and bool(letter["rows"]),
        "link_card": form == "link" and bool(link),
        "today": request.today,
    }
    if form != "file":
        context["rows"] = []
    uow.outbox.push(
        CHANNEL, str(customer.id), f"{NAME}:{request.said.inbox_id}:{customer.id}", LETTER, to_plain(context),
        priority=2, audience=CHANNEL, inbox_id=request.said.inbox_id,
    )  # fmt: skip
