"""What of a customer's file only the manager sets, limit and grade: asked of him, by two persons where set."""

from __future__ import annotations

from typing import Any

from handlers import conversation
from handlers.command import Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Question
from handlers.permissions import Verdict, reach
from handlers.proposal import approver_of, ask_person
from handlers.second import second
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

NAME = "limit_request"
GUARDED = ("credit_limit", "grade")  # columns of the customer


def decide(
    customer: CustomerView, wanted: dict[str, Any], request: Request, uow: UnitOfWork
) -> tuple[str, tuple[Push, ...], bool]:
    """Who is asked ("" for nobody), his push, and whether it holds at once: the manager's own word, where one is enough."""
    own = reach("limit", request.speaker, customer, uow) is Verdict.YES
    two = request.company.is_on("limit_two_persons")
    if own and not two:
        return "", (), True
    data: dict[str, Any] = {
        "customer": customer.name,
        "customer_id": str(customer.id),
        "before": customer.credit_limit,
        "grade_before": customer.grade,
        **{column: wanted.get(column) for column in GUARDED},
        "wanted": sorted(wanted),
        "by": request.speaker.name,
        "by_id": request.speaker.userid,
        "net": uow.customers.position(customer.id, request.today).net,
        "agreed": [request.speaker.userid] if own else [],
    }
    boss = (
        second("limit", [request.speaker.userid], uow, customer=customer)
        if own
        else approver_of(request.speaker, uow, customer=customer)
    )
    if boss is None:
        return "", (), False
    return boss.name, (_ask(boss.userid, data, request, uow),), False


def _ask(userid: str, data: dict[str, Any], request: Request, uow: UnitOfWork) -> Push:
    person = uow.staff.get(userid)
    question = Question(NAME, ({"use": "yes"}, {"use": "no"}), data)
    return ask_person(person or request.speaker, NAME, question, request, uow)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """The manager's word: 1 agrees (with two persons set the second is asked), 2 does not."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    data = dict(asked.question.data)
    customer = uow.customers.get(int(data["customer_id"]))
    if agrees and customer is not None and str(customer.id) != data["customer_id"]:
        return went_into(customer, asked, request)
    if agrees and customer is not None:
        data["agreed"] = [*data["agreed"], request.speaker.userid]
        if request.company.is_on("limit_two_persons") and len(data["agreed"]) < 2:
            other = second("limit", [*data["agreed"], data["by_id"]], uow, customer=customer)
            if other is None:
                return Reply("customer/no_second.txt", {"customer": customer.name})
            return Reply(
                "customer/second_asked.txt",
                {"customer": customer.name, "second": other.name},
                (_ask(other.userid, data, request, uow),),
            )
        write(customer, _wanted(data), request, uow)
    told = {**data, "agreed": agrees, "by": request.speaker.name}
    key = f"limit:{request.said.inbox_id}:{asked.id}"
    push = Push(data["by_id"], key, "chat/customer/limit_told.txt", told)
    return Reply("customer/limit_decided.txt", told, (push,))


def went_into(customer: CustomerView, asked: OpenQuestion, request: Request) -> Reply:
    """What was wanted for one customer is not done to the one that he went into since."""
    data = asked.question.data
    told = {"customer": data["customer"], "into": customer.name}
    key = f"limit:{request.said.inbox_id}:{asked.id}"
    template = "customer/went_into.txt"
    return Reply(template, told, (Push(str(data["by_id"]), key, f"chat/{template}", told),))


def _wanted(data: dict[str, Any]) -> dict[str, Any]:
    return {column: data[column] for column in data["wanted"]}


def write(customer: CustomerView, fields: dict[str, Any], request: Request, uow: UnitOfWork) -> None:
    """Change the columns, and note in the audit what they were."""
    if not fields:
        return
    uow.customers.update(customer.id, **fields)
    details = {name: {"before": getattr(customer, name), "after": value} for name, value in fields.items()}
    uow.audit.note(request.speaker.userid, "customer.change", f"customer:{customer.id}", details)
