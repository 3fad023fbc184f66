"""A question that nobody's message brought about: put into a person's own chat by a job, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from handlers import conversation, together
from handlers.command import Request
from handlers.conversation import OpenQuestion
from handlers.jsonable import to_plain
from handlers.language.reading import Question
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

CARD: Final = "question_card"  # what completes the row of a question's buttons
_CARD_TEMPLATE = "cards/asked.card"
_PRIORITY = 2
_BEHIND = timedelta(milliseconds=600)  # the text comes first


def ask_later(
    person: StaffView,
    asker: str,
    question: Question,
    uow: UnitOfWork,
    *,
    channel: str,
    now: datetime,
    key: str,
    aside: bool = False,
) -> bool:
    """Open `question` in the person's own chat and push it with its buttons; False when one of this key was ever asked.

    `now` is aware, in the company's zone. Its data names a `subject`: one question about it is open at a time.
    `aside` is what may be left without an answer. Several asked together have no buttons: a click would say all of them.
    """
    context = {**question.data, "options": question.options, "today": now.date(), "kind": question.kind}
    template = f"chat/questions/{question.kind}.txt"
    pushed = uow.outbox.push(channel, person.userid, key, template, to_plain(context), priority=_PRIORITY)
    if not pushed:
        return False
    state = uow.conversations.load(channel, "", person.userid)
    for subject in together.subjects_of(question):
        settled(state, subject)  # asked again, it takes the place of what was asked before
    together.forget_answered(state)
    opened = conversation.ask(
        state, OpenQuestion(0, asker, question, now, pushed=True, role=person.role, aside=aside)
    )
    if question.kind != together.NAME:
        _push_buttons(opened, person.userid, template, context, channel, uow)
    customer = question.data.get("customer_id")
    if customer:
        conversation.remember_customer(state, int(customer), str(question.data.get("customer", "")))
    uow.conversations.save(channel, "", person.userid, state)
    return True


def _push_buttons(
    opened: OpenQuestion,
    userid: str,
    template: str,
    context: Mapping[str, Any],
    channel: str,
    uow: UnitOfWork,
) -> None:
    """A row behind the question's text, under the key that a click and a typed answer find it by."""
    told = {
        "refresh": CARD,
        "userid": userid,
        "question": opened.id,
        "choices": len(opened.question.options),
        "asked_in": int(uow.now.timestamp() * 1_000_000),
        "template": template,
        "context": context,
    }
    if opened.question.options:
        key = f"card:{userid}:{opened.id}"
        uow.outbox.push(
            channel,
            userid,
            key,
            _CARD_TEMPLATE,
            to_plain(told),
            priority=_PRIORITY,
            not_before=uow.now + _BEHIND,
        )


def is_past(asked: OpenQuestion, request: Request) -> bool:
    """No bare word is for what was only offered aside, after other talk or on a later day; its button still is."""
    return asked.aside and asked.pushed and (asked.past or asked.asked_at.date() < request.today)


def settled(state: dict[str, Any], subject: str) -> None:
    """Questions about this subject wait no more: it was told otherwise, or is asked anew."""
    for open_ in conversation.open_questions(state):
        if subject and open_.question.data.get("subject") == subject:
            conversation.close(state, open_.id)
        elif any(line["data"]["subject"] == subject for line in together.waiting(open_)):
            together.without(state, open_, subject)


def about(customer_id: int) -> str:
    """The subject of “what does the customer say?”, whatever brought the question about."""
    return f"customer:{customer_id}"
