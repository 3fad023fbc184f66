"""“永盛来拉5万 能装车吗”: yes or no in one line with the reason; on no the approver is asked (P22). Unanswered is no."""

from __future__ import annotations

from typing import Any

from config.company import CompanySettings
from handlers import conversation, deputy
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Intent, Question
from handlers.limit import limit_now
from handlers.permissions import Verdict, reach
from handlers.proposal import approver_of, ask_person
from handlers.whose import surely_named
from ledger.credit import Exposure, Measure, Rules, delivery
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
    if context["measure"] in ("free", "warn"):
        return Reply("delivery/yes.txt", context)
    if context["measure"] == "refuse":
        judge = approver_of(request.speaker, uow, customer=customer)
        return Reply("delivery/refused.txt", {**context, "judge": judge.name if judge else ""})
    return _ask(customer, context, request, uow)


def _weighed(customer: CustomerView, request: Request, uow: UnitOfWork) -> dict[str, Any]:
    """The measure (a name of `ledger.credit.Measure`) and its reasons: fen over the limit, fen and days overdue.

    `room` is what may leave without asking: fen, None without a limit.
    """
    today = request.today
    position = uow.customers.position(customer.id, today)
    verdict = delivery(
        request.record.amount or 0,
        Exposure(
            not_due=max(0, position.outstanding - position.overdue),
            overdue=position.overdue,
            unallocated=position.unallocated,
        ),
        limit_now(customer, today, uow),
        days_late=(today - position.oldest_due).days if position.overdue and position.oldest_due else 0,
        is_blocked=customer.state != "active",
        rules=rules_of(request.company),
    )
    reasons = {reason.cause: reason for reason in verdict.reasons}
    over, late = reasons.get("over_limit"), reasons.get("overdue")
    return {
        "customer": customer.name,
        "amount": request.record.amount,
        "over": over.fen if over else 0,
        "overdue": late.fen if late else 0,
        "days": late.days if late else 0,
        "blocked": "blocked" in reasons,
        "room": verdict.free,
        "measure": verdict.measure.name.lower(),
        "late": position.overdue > 0,
        "today": today,
    }


def rules_of(company: CompanySettings) -> Rules:
    """What the company has set about deliveries."""

    def measure(key: str) -> Measure:
        return Measure[company.choice(key).upper()]

    return Rules(
        over_limit=measure("delivery_over_limit"),
        overdue=measure("delivery_overdue"),
        blocked=measure("delivery_blocked"),
        days_overdue=company.whole("delivery_overdue_days"),
    )


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
        "ask": str(request.said.inbox_id),
    }
    question = Question(NAME, ({"use": "yes"}, {"use": "no"}), data)
    push = ask_person(judge, NAME, question, request, uow)
    deputy.watch(judge, NAME, question, request, uow)
    return Reply("delivery/no.txt", {**context, "judge": judge.name, "own": False}, (push,))


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """放行 the whole, 放3万 a part, or no. It holds for the day it was asked on; the first word counts."""
    data = asked.question.data
    wanted = data["amount"]
    whole = answer.choice == 1 or (answer.yes is True and answer.amount is None)
    refused = answer.choice == 2 or (answer.yes is False and answer.amount is None)
    if not whole and not refused and answer.amount is None:
        return None
    conversation.close(request.state, asked.id)
    if data["asked_on"] != request.today:
        return Reply("delivery/late.txt", {"customer": data["customer"]})
    if not deputy.decide(str(data["ask"]), uow):
        return Reply("delivery/decided_before.txt", {"customer": data["customer"]})
    allowed = None if refused else answer.amount if answer.amount is not None else wanted
    _grant(int(data["customer_id"]), allowed or 0, str(data["by_id"]), request, uow)
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


def _grant(customer_id: int, allowed: int, asked_by: str, request: Request, uow: UnitOfWork) -> None:
    """For today the limit is what he owes and what was let go: goods booked within it were approved (P5)."""
    customer = uow.customers.get(customer_id)
    limit = limit_now(customer, request.today, uow) if customer is not None else None
    needed = uow.customers.position(customer_id, request.today).net + allowed
    if not allowed or limit is None or needed <= limit:
        return
    uow.limit_grants.grant(
        customer_id, "delivery", needed, request.today, by=request.speaker.userid, asked_by=asked_by,
        message_id=request.said.inbox_id,
    )  # fmt: skip
