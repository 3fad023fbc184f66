"""“永盛来拉5万 能装车吗”: yes or no in one line with the reason; on no the approver is asked (P22). Unanswered is no."""

from __future__ import annotations

from typing import Any

from handlers import conversation
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Intent, Question
from handlers.permissions import Verdict, reach
from handlers.proposal import approver_of, ask_person
from handlers.whose import surely_named
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="may_deliver",
    intents=(Intent.MAY_DELIVER,),
    title="能不能发货",
    says=("永盛来拉5万 能装车吗", "永盛能发吗"),
)
NAME = "delivery"


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Yes, or no with the reason and whom was asked."""
    mention = request.record.customer
    customer = surely_named(mention, uow)
    if customer is None:
        return Reply("delivery/who.txt", {"typed": mention.text if mention else ""})
    verdict = reach("may_deliver", request.speaker, customer, uow)
    if verdict is Verdict.NO:
        return Reply("refusal/role.txt", {"fact": "may_deliver", "role": request.speaker.role})
    if verdict is not Verdict.YES:
        owner = uow.staff.get(customer.owner)
        return Reply(
            "customer/not_yours.txt", {"customer": customer.name, "owner": owner.name if owner else ""}
        )
    conversation.remember_customer(request.state, customer.id, customer.name)
    uow.audit.note(
        request.speaker.userid, "delivery.asked", f"customer:{customer.id}", {"amount": request.record.amount}
    )
    context = _weighed(customer, request, uow)
    if context["may"]:
        return Reply("delivery/yes.txt", context)
    return _ask(customer, context, request, uow)


def _weighed(customer: CustomerView, request: Request, uow: UnitOfWork) -> dict[str, Any]:
    """The verdict and its reasons: fen over the limit, fen overdue; `room` is what the limit still allows."""
    position = uow.customers.position(customer.id, request.today)
    amount = request.record.amount or 0
    limit = customer.credit_limit
    over = max(0, position.net + amount - limit) if limit is not None else 0
    blocked = customer.state != "active"
    return {
        "customer": customer.name,
        "amount": request.record.amount,
        "over": over,
        "overdue": position.overdue,
        "blocked": blocked,
        "room": max(0, limit - position.net) if limit is not None else None,
        "may": not over and not position.overdue and not blocked,
        "today": request.today,
    }


def _ask(customer: CustomerView, context: dict[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    """The approver decides; who may approve himself is only told the reason."""
    if request.speaker.role in ("manager", "admin"):
        return Reply("delivery/no.txt", {**context, "judge": "", "own": True})
    judge = approver_of(request.speaker, uow, customer=customer)
    if judge is None:
        return Reply("delivery/no.txt", {**context, "judge": "", "own": False})
    data = {
        **context,
        "customer_id": str(customer.id),
        "by": request.speaker.name,
        "by_id": request.speaker.userid,
        "asked_on": request.today,
    }
    question = Question(NAME, ({"use": "yes"}, {"use": "no"}), data)
    push = ask_person(judge, NAME, question, request, uow)
    return Reply("delivery/no.txt", {**context, "judge": judge.name, "own": False}, (push,))


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """放行 the whole, 放3万 a part, or no. It holds for the day it was asked on."""
    data = asked.question.data
    wanted = data["amount"]
    whole = answer.choice == 1 or (answer.yes is True and answer.amount is None)
    refused = answer.choice == 2 or (answer.yes is False and answer.amount is None)
    if not whole and not refused and answer.amount is None:
        return None
    conversation.close(request.state, asked.id)
    if data["asked_on"] != request.today:
        return Reply("delivery/late.txt", {"customer": data["customer"]})
    allowed = None if refused else answer.amount if answer.amount is not None else wanted
    subject = f"customer:{data['customer_id']}"
    details = {"allowed": allowed, "wanted": wanted, "refused": refused}
    uow.audit.note(request.speaker.userid, "delivery.decided", subject, details)
    told = {
        "customer": data["customer"],
        "by": request.speaker.name,
        "refused": refused,
        "allowed": allowed,
        "part": answer.amount is not None,
    }
    key = f"delivery:{request.said.inbox_id}:{asked.id}"
    push = Push(data["by_id"], key, "chat/delivery/told.txt", told, priority=1)
    return Reply("delivery/decided.txt", {**told, "asker": data["by"]}, (push,))
