"""A colleague says whose person it is: on the books from then on, and what he had asked is answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from handlers import conversation
from handlers.affected import allowed
from handlers.command import Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.counter import visit
from handlers.counter.saying import RECALLED, Desk
from handlers.dunning.hearers import salesperson
from handlers.language.reading import Answer, Question
from handlers.proposal import question_context
from handlers.whose import surely_named
from storage.unit_of_work import UnitOfWork

ROLE: Final = "counter_role"
ROLES: Final = ("accountant", "owner", "purchasing")


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """A choice, or the customer's name; “不是” when he is nobody's."""
    data, options = asked.question.data, asked.question.options
    if answer.yes is False and answer.mention is None:
        conversation.close(request.state, asked.id)
        uow.kf.put(data["open_kfid"], data["external_userid"], state="nobody")
        return Reply("counter/nobody.txt", {"person": data["person"]})
    customer = surely_named(answer.mention, uow)
    if answer.choice is not None and 1 <= answer.choice <= len(options):
        customer = uow.customers.get(int(options[answer.choice - 1]["customer_id"]))
    if customer is None:
        return None
    refused = allowed("customer", customer, request, uow)
    if refused is not None:
        return refused
    conversation.close(request.state, asked.id)
    known = uow.contacts.named(customer.id, _name_in(customer.id, data, uow))
    if known is not None and known.role:
        return linked({**data, "customer_id": str(customer.id)}, known.role, request, uow)
    question = Question(
        ROLE, tuple({"role": role} for role in ROLES),
        {**data, "customer": customer.name, "customer_id": str(customer.id)},
    )  # fmt: skip
    conversation.ask(request.state, OpenQuestion(0, ROLE, question, request.said.now))
    return Reply(f"questions/{ROLE}.txt", question_context(question, request))


def resume_role(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """What he does there decides what he hears."""
    if answer.choice is None or not 1 <= answer.choice <= len(ROLES):
        return None
    conversation.close(request.state, asked.id)
    return linked(asked.question.data, ROLES[answer.choice - 1], request, uow)


def linked(data: Mapping[str, Any], role: str, request: Request, uow: UnitOfWork) -> Reply:
    """He is on the books from now on; his salesperson hears it when it was not he who said so."""
    customer = uow.customers.get(int(data["customer_id"]))
    if customer is None:
        return Reply("correction/left.txt")
    person = _name_in(customer.id, data, uow)
    uow.contacts.put(customer.id, person, role=role, external_userid=str(data["external_userid"]))
    uow.audit.note(
        request.speaker.userid, "contact.link", f"customer:{customer.id}",
        {"person": person, "external_userid": str(data["external_userid"]), "role": role},
    )  # fmt: skip
    conversation.remember_customer(request.state, customer.id, customer.name)
    told = {"customer": customer.name, "person": person, "role": role, "by": request.speaker.name}
    pushes = tuple(
        Push(
            userid,
            f"counter_linked:{data['external_userid']}:{customer.id}",
            "chat/counter/linked_told.txt",
            told,
        )
        for userid in salesperson(customer.owner, uow)
        if userid != request.speaker.userid
    )
    _answer(data, request, uow)
    return Reply("counter/linked.txt", told, pushes)


def _name_in(customer_id: int, data: Mapping[str, Any], uow: UnitOfWork) -> str:
    """What he is called on the customer's books. Anybody may call himself as somebody else does: who has that name by
    another WeChat keeps it, with all he may hear."""
    external, name = str(data["external_userid"]), str(data["person"])
    known = uow.contacts.named(customer_id, name) if name else None
    if known is not None and known.external_userid in ("", external):
        return name
    return f"{name or 'WeChat'} {external[-4:]}" if known is not None or not name else name


def _answer(data: Mapping[str, Any], request: Request, uow: UnitOfWork) -> None:
    """What he asked last before anybody knew him, while he may be answered."""
    chat = uow.kf.chat(str(data.get("open_kfid", "")), str(data["external_userid"]))
    asked = uow.inbox.last_of(str(data["external_userid"])) if chat is not None else None
    if asked is not None and asked.state != RECALLED and chat is not None:
        desk = Desk(chat, request.said.channel, request.said.now, asked.id)
        visit.answer(desk, asked.kind, asked.text, uow, request.company)
