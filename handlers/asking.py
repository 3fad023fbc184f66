"""A question that nobody's message brought about: put into a person's own chat by a job, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handlers import conversation
from handlers.conversation import OpenQuestion
from handlers.jsonable import to_plain
from handlers.language.reading import Question
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork


def ask_later(
    person: StaffView,
    asker: str,
    question: Question,
    uow: UnitOfWork,
    *,
    channel: str,
    now: datetime,
    key: str,
) -> bool:
    """Open `question` in the person's own chat and push it; False when one of this key was ever asked.

    `now` is aware, in the company's zone. Its data names a `subject`: one question about it is open at a time.
    """
    context = {**question.data, "options": question.options, "today": now.date(), "kind": question.kind}
    template = f"chat/questions/{question.kind}.txt"
    pushed = uow.outbox.push(channel, person.userid, key, template, to_plain(context), priority=2)
    if not pushed:
        return False
    state = uow.conversations.load(channel, "", person.userid)
    settled(
        state, str(question.data.get("subject", ""))
    )  # asked again, it takes the place of what was asked before
    conversation.ask(state, OpenQuestion(0, asker, question, now, pushed=True, role=person.role))
    customer = question.data.get("customer_id")
    if customer:
        conversation.remember_customer(state, int(customer), str(question.data.get("customer", "")))
    uow.conversations.save(channel, "", person.userid, state)
    return True


def settled(state: dict[str, Any], subject: str) -> None:
    """Questions about this subject wait no more: it was told otherwise, or is asked anew."""
    for open_ in conversation.open_questions(state):
        if subject and open_.question.data.get("subject") == subject:
            conversation.close(state, open_.id)


def about(customer_id: int) -> str:
    """The subject of “what does the customer say?”, whatever brought the question about."""
    return f"customer:{customer_id}"
