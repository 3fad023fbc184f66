"""A picture that follows a statement is the stamped copy that came back (PEOPLE: a month, 13)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from handlers import conversation, limitation
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Question
from handlers.proposal import question_context
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

NAME = "stamped"
SURE = timedelta(hours=24)  # so soon after, and with nothing booked between, nothing else is meant
POSSIBLE = timedelta(days=45)
_KEY = "statement"


def remember(customer: CustomerView, month: int, request: Request) -> None:
    """He was given this customer's statement: the next picture may be its stamped copy."""
    request.state[_KEY] = {
        "customer_id": str(customer.id),
        "month": month,
        "at": request.said.now.isoformat(),
        "booked": request.state.get("last_booking", ""),
    }


def receive(attachment_id: int, request: Request, uow: UnitOfWork) -> Reply | None:
    """Keep the picture as the stamped statement, or ask; None when it is likely something else."""
    kept: dict[str, Any] | None = request.state.get(_KEY)
    if kept is None:
        return None
    age = request.said.now - datetime.fromisoformat(kept["at"])
    customer = uow.customers.get(int(kept["customer_id"]))
    if customer is None or age > POSSIBLE:
        return None
    if age <= SURE and kept["booked"] == request.state.get("last_booking", ""):
        del request.state[_KEY]
        return _keep(customer, int(kept["month"]), attachment_id, request, uow)
    data = {
        "customer": customer.name,
        "customer_id": str(customer.id),
        "month": kept["month"],
        "attachment": str(attachment_id),
    }
    question = Question(NAME, ({"use": "agrees"}, {"use": "differs"}, {"use": "other"}), data)
    conversation.ask(request.state, OpenQuestion(0, NAME, question, request.said.now, soft=True))
    return Reply(f"questions/{NAME}.txt", question_context(question, request))


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1 the stamped one: he agrees. 2 it names another sum. 3 another picture."""
    choice = answer.choice or (1 if answer.yes else 3 if answer.yes is False else None)
    data = asked.question.data
    customer = uow.customers.get(int(data["customer_id"]))
    if choice is None or customer is None:
        return None
    conversation.close(request.state, asked.id)
    if choice == 1:
        request.state.pop(_KEY, None)
        return _keep(customer, int(data["month"]), int(data["attachment"]), request, uow)
    if choice == 2:
        uow.attachments.attach(int(data["attachment"]), f"customer:{customer.id}")
        return Reply("limitation/differs.txt", {"customer": customer.name})
    return Reply("arrival/picture_kept.txt")


def _keep(customer: CustomerView, month: int, attachment_id: int, request: Request, uow: UnitOfWork) -> Reply:
    conversation.remember_customer(request.state, customer.id, customer.name)
    return limitation.keep("statement", customer, request, uow, attachment_id=attachment_id, month=month)
