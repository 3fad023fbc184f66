"""A promise is written down, and what it puts off. The third time a day is moved the manager decides (P19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers import conversation
from handlers.command import Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Question
from handlers.proposal import approver_of, ask_person
from storage.promises import PromiseView
from storage.unit_of_work import UnitOfWork

AGAIN = "promise_again"
MOST_MOVED = 2  # P19: the third re-dating needs the manager
_DECIDES = frozenset({"manager", "admin"})
_ENDED_WELL = frozenset({"kept"})
_MOVED = frozenset({"renegotiated", "broken", "partly"})


def times_moved(customer_id: int, uow: UnitOfWork) -> int:
    """How often the customer has put off or broken his word since he last kept it."""
    count = 0
    for promise in uow.promises.of_customer(customer_id):
        if promise.state in _ENDED_WELL:
            count = 0
        elif promise.state in _MOVED:
            count += 1
    return count


def needs_manager(customer_id: int, request: Request, uow: UnitOfWork) -> bool:
    return request.speaker.role not in _DECIDES and times_moved(customer_id, uow) >= MOST_MOVED


def write(
    data: Mapping[str, Any],
    earlier: Sequence[PromiseView],
    request: Request,
    uow: UnitOfWork,
    *,
    told_by: str,
) -> Reply:
    """Keep the promise, told by this person; `earlier` open ones were put off by it."""
    customer_id = int(data["customer_id"])
    for promise in earlier:
        uow.promises.settle(promise.id, "renegotiated")
    uow.promises.add(
        customer_id, data["day"], made_by=told_by, amount=data["amount"], fraction=data["fraction"],
        words=data["word"]["words"], items=[int(item) for item in data["items"]], contact=data["contact"],
        message_id=request.said.inbox_id,
    )  # fmt: skip
    conversation.remember_customer(request.state, customer_id, data["customer"])
    context = {
        "customer": data["customer"],
        "contact": data["contact"],
        "day": data["day"],
        "amount": data["amount"],
        "fraction": data["fraction"],
        "put_off": times_moved(customer_id, uow) if earlier else 0,
        "before": earlier[-1].day if earlier else None,
        "today": request.today,
    }
    return Reply("promise/kept.txt", context)


def ask(data: dict[str, Any], before: PromiseView, request: Request, uow: UnitOfWork) -> Reply:
    """The manager is asked; until he says so the earlier day stands."""
    customer = uow.customers.get(int(data["customer_id"]))
    boss = approver_of(request.speaker, uow, customer=customer)
    times = times_moved(int(data["customer_id"]), uow) + 1
    context = {**data, "times": times, "before": before.day, "today": request.today}
    if boss is None:
        return Reply("promise/asked.txt", {**context, "boss": ""})
    asked = {
        **context,
        "by": request.speaker.name,
        "by_id": request.speaker.userid,
        "earlier": str(before.id),
    }
    question = Question("promise_again", ({"use": "yes"}, {"use": "no"}), asked)
    return Reply(
        "promise/asked.txt",
        {**context, "boss": boss.name},
        (ask_person(boss, AGAIN, question, request, uow, is_anew=True),),
    )


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1: the new day holds. 2: the old one stays, and the ladder goes on with it."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    data = asked.question.data
    if agrees:
        open_ones = uow.promises.open_of(int(data["customer_id"]))
        earlier = [one for one in open_ones if str(one.id) == data["earlier"]]
        write(data, earlier or open_ones[-1:], request, uow, told_by=data["by_id"])
    told = {
        "customer": data["customer"], "day": data["day"], "before": data["before"], "agreed": agrees,
        "by": request.speaker.name, "today": request.today,
    }  # fmt: skip
    push = Push(
        data["by_id"], f"promise:{request.said.inbox_id}:{asked.id}", "chat/promise/decided.txt", told
    )
    return Reply("promise/told.txt", {**told, "asker": data["by"]}, (push,))
