"""The morning after a text was passed on: “对方怎么说？” (P17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from handlers.asking import about
from handlers.chase import FORWARDED
from handlers.chase_answer import FORWARDED as ASKER
from handlers.dunning.hearers import sees
from handlers.language.reading import Question
from handlers.morning import ALL, Asked
from storage.unit_of_work import UnitOfWork


def is_to_be_asked(uow: UnitOfWork) -> bool:
    return uow.timers.is_due(FORWARDED)


def questions(uow: UnitOfWork, now: datetime) -> Iterator[Asked]:
    """What whoever passed a text on is asked about it, once; nothing where money or a promise is there."""
    for timer in uow.timers.due(kinds=(FORWARDED,), limit=ALL):
        uow.timers.done(timer.id)
        person = uow.staff.get(str(timer.context["person"]))
        customer = uow.customers.get(int(timer.context["customer_id"]))
        if person is None or customer is None or not sees(person, customer.owner, uow):
            continue
        passed_on = date.fromisoformat(timer.context["day"])
        expected = uow.customers.position(customer.id, now.date()).expected
        if expected <= 0 or _has_answered(customer.id, passed_on, now, uow):
            continue
        if _has_not_left(str(timer.context.get("letter", "")), uow):
            continue
        amount = timer.context.get("amount")
        data: dict[str, Any] = {
            "subject": about(customer.id),
            "customer": customer.name,
            "customer_id": str(customer.id),
            "sum": amount and min(int(amount), expected),
            "passed_on": passed_on,
        }
        options = ({"use": "paid"}, {"use": "day"}, {"use": "dispute"}, {"use": "nothing"})
        yield Asked(person, ASKER, Question("chase_answer", options, data), timer.unique_key)


def _has_not_left(letter: str, uow: UnitOfWork) -> bool:
    """Money, a hold or a dispute came before it left."""
    row = uow.outbox.find(letter) if letter else None
    return row is not None and row.state == "cancelled"


def _has_answered(customer_id: int, passed_on: date, now: datetime, uow: UnitOfWork) -> bool:
    """He promised since the text, or is asked about an older promise anyway: one question about a customer is enough."""
    return any(
        one.day < now.date() or one.created_at.astimezone(now.tzinfo).date() >= passed_on
        for one in uow.promises.open_of(customer_id)
    )
