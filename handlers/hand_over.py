"""Customers change hands: one of them, or all of a colleague who leaves. The manager decides (P25)."""

from __future__ import annotations

from typing import Any

from handlers import conversation
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.holdings import holdings
from handlers.language.reading import Answer, Intent, Question
from handlers.permissions import Verdict, reach
from handlers.proposal import question_context
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="hand_over",
    intents=(Intent.HAND_OVER,),
    title="转客户",
    says=("永盛归小李管", "小李的客户给小陈"),
)
NAME = "hand_over"


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Give one customer at once; show what all of a colleague's are before they go."""
    extra = request.record.extra
    heir = _person(str(extra.get("to_staff", "")), uow)
    if heir is None or not heir.active or heir.role not in ("sales", "manager"):
        return Reply("staff/no_heir.txt", {"name": extra.get("to_staff", "")})
    if extra.get("from_staff"):
        return _ask_all(str(extra["from_staff"]), heir, request, uow)
    mention = request.record.customer
    customer = uow.customers.get(mention.customer_id) if mention and mention.customer_id is not None else None
    if customer is None:
        return Reply("customer/who.txt", {"typed": mention.text if mention else ""})
    if reach("hand_over", request.speaker, customer, uow) is not Verdict.YES:
        return Reply("staff/not_handed.txt", {})
    before = uow.staff.get(customer.owner) if customer.owner else None
    _give(customer, heir, request, uow)
    context = {"customer": customer.name, "heir": heir.name, "before": before.name if before else ""}
    return Reply("customer/handed.txt", context, _told([customer.name], heir, request))


def _person(name: str, uow: UnitOfWork) -> StaffView | None:
    found = list(uow.staff.by_name(name))
    return found[0] if len(found) == 1 or (found and found[0].active) else None


def _ask_all(name: str, heir: StaffView, request: Request, uow: UnitOfWork) -> Reply:
    leaver = _person(name, uow)
    if leaver is None:
        return Reply("staff/unknown.txt", {"name": name})
    if not _may_give(leaver, request, uow):
        return Reply("staff/not_handed.txt", {})
    held = holdings(leaver.userid, request.today, uow)
    if not held["customers"]:
        return Reply("staff/holds_nothing.txt", {"name": leaver.name})
    data: dict[str, Any] = {
        **held,
        "name": leaver.name,
        "from_id": leaver.userid,
        "to_id": heir.userid,
        "heir": heir.name,
    }
    question = Question(NAME, ({"use": "yes"}, {"use": "no"}), data)
    conversation.ask(request.state, OpenQuestion(0, NAME, question, request.said.now))
    return Reply(f"questions/{NAME}.txt", question_context(question, request))


def _may_give(leaver: StaffView, request: Request, uow: UnitOfWork) -> bool:
    """The admin; a manager those of his own people, or his own."""
    if request.speaker.role == "admin":
        return True
    reachable = {request.speaker.userid, *uow.staff.under(request.speaker.userid)}
    return request.speaker.role == "manager" and leaver.userid in reachable


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1: all his customers go to the heir. 2: nothing moves."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    data = asked.question.data
    if not agrees:
        return Reply("staff/kept.txt", {"name": data["name"]})
    heir, leaver = uow.staff.get(data["to_id"]), uow.staff.get(data["from_id"])
    if leaver is None or not _may_give(leaver, request, uow):
        return Reply("staff/not_handed.txt", {})
    if heir is None or not heir.active:
        return Reply("staff/no_heir.txt", {"name": data["heir"]})
    customers = uow.customers.owned_by([data["from_id"]])
    for customer in customers:
        _give(customer, heir, request, uow)
    cash = sum(receipt.amount for receipt in uow.receipts.cash_in_hand(data["from_id"]))
    context = {"name": data["name"], "heir": heir.name, "count": len(customers), "cash": cash}
    return Reply("staff/handed.txt", context, _told([customer.name for customer in customers], heir, request))


def _give(customer: CustomerView, heir: StaffView, request: Request, uow: UnitOfWork) -> None:
    """The customer with what is open about him: promises follow their customer, disputes and to-dos are moved."""
    uow.customers.update(customer.id, owner=heir.userid)
    uow.disputes.hand_over(customer.id, to=heir.userid)
    uow.tasks.hand_over(customer.id, by=customer.owner, to=heir.userid)
    details = {"from": customer.owner, "to": heir.userid}
    uow.audit.note(request.speaker.userid, "customer.owner", f"customer:{customer.id}", details)


def _told(names: list[str], heir: StaffView, request: Request) -> tuple[Push, ...]:
    if heir.userid == request.speaker.userid:
        return ()
    context = {"names": names, "by": request.speaker.name}
    key = f"handed:{request.said.inbox_id}:{heir.userid}"
    return (Push(heir.userid, key, "chat/staff/got_customers.txt", context),)
