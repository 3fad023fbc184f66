"""What somebody was told to do and has not done yet, and disputes of his customers that should be settled by now."""

from __future__ import annotations

from datetime import date
from typing import Any

from storage.unit_of_work import UnitOfWork


def duties(userid: str, today: date, uow: UnitOfWork) -> list[dict[str, Any]]:
    """Disputes past their day; his open tasks due by today, the longest waiting first; `by` is empty for what the ladder asks for."""
    late = [one for one in uow.disputes.open({userid}) if one.deadline < today]
    settle = [
        {
            "words": "",
            "customer": _customer(one.customer_id, uow),
            "by": "",
            "fen": one.amount,
            "day": one.deadline,
        }
        for one in late
    ]
    names = {person.userid: person.name for person in uow.staff.all()}
    tasks = [task for task in uow.tasks.open_of(userid) if task.due_on <= today]
    return settle + [
        {
            "words": task.words,
            "customer": _customer(task.customer_id, uow),
            "by": names.get(task.given_by, task.given_by) if task.given_by != userid else "",
        }
        for task in sorted(tasks, key=lambda task: (task.due_on, task.id))
    ]


def _customer(customer_id: int | None, uow: UnitOfWork) -> str:
    customer = uow.customers.get(customer_id) if customer_id is not None else None
    return customer.name if customer is not None else ""
