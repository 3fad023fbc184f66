"""“永盛来拉5万 能装车吗”: yes or no in one line with the reason; on no the approver is asked (P22). Unanswered is no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from config.company import CompanySettings
from handlers import conversation, deputy, exposure, intake
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.figures import abroad
from handlers.language.reading import Answer, Intent, Question
from handlers.limit import limit_now
from handlers.permissions import Verdict, reach
from handlers.proposal import ONE_TO_ONE, approver_of, ask_person
from handlers.second import second
from handlers.whose import surely_named
from ledger.credit import Measure, Rules, delivery
from storage.customers import CustomerView
from storage.staff import StaffView
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
    reply = _answered(customer, context, request, uow)
    asked, pushes = intake.offer(customer, request, uow)
    return (reply if asked is None else reply.with_more(asked)).with_pushes(*pushes)


def _answered(customer: CustomerView, context: dict[str, Any], request: Request, uow: UnitOfWork) -> Reply:
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
    rules = rules_of(request.company)
    verdict = delivery(
        request.record.amount or 0,
        exposure.exposure_of(customer.id, today, rules.included, uow),
        limit_of(customer, request, uow),
        days_late=(today - position.oldest_due).days if position.overdue and position.oldest_due else 0,
        is_blocked=customer.state != "active",
        rules=rules,
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
        "abroad": abroad(customer, request.speaker, today, uow),
    }


def limit_of(customer: CustomerView, request: Request, uow: UnitOfWork) -> int | None:
    """The limit that holds today; for a new customer nobody has set one for, the company's cautious one."""
    limit = limit_now(customer, request.today, uow)
    return intake.cautious_limit(customer, request, uow) if limit is None else limit


def rules_of(company: CompanySettings) -> Rules:
    """What the company has set about deliveries."""

    def measure(key: str) -> Measure:
        return Measure[company.choice(key).upper()]

    return Rules(
        over_limit=measure("delivery_over_limit"),
        overdue=measure("delivery_overdue"),
        blocked=measure("delivery_blocked"),
        days_overdue=company.whole("delivery_overdue_days"),
        included=exposure.included(company),
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
        "abroad": abroad(customer, judge, request.today, uow),
        "customer_id": str(customer.id),
        "by": request.speaker.name,
        "by_id": request.speaker.userid,
        "asked_on": request.today,
        "ask": str(request.said.inbox_id),
    }
    question = Question(NAME, ({"use": "yes"}, {"use": "no"}), data)
    _withdraw_before(judge, data, request, uow)
    push = ask_person(judge, NAME, question, request, uow)
    deputy.watch(judge, NAME, question, request, uow)
    return Reply("delivery/no.txt", {**context, "judge": judge.name, "own": False}, (push,))


def _withdraw_before(judge: StaffView, data: Mapping[str, Any], request: Request, uow: UnitOfWork) -> None:
    """Asked again by the same person about the same customer: one answer is enough for him."""
    state = uow.conversations.load(request.said.channel, ONE_TO_ONE, judge.userid)
    same = ("customer_id", "by_id")
    for before in conversation.open_questions(state):
        if before.asker == NAME and all(before.question.data.get(key) == data[key] for key in same):
            conversation.close(state, before.id)
            deputy.decide(str(before.question.data["ask"]), uow)
    uow.conversations.save(request.said.channel, ONE_TO_ONE, judge.userid, state)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """放行 the whole, 放3万 a part, or no. It holds for the day it was asked on; the first word counts."""
    data = asked.question.data
    wanted = data["amount"]
    whole = answer.choice == 1 or (answer.yes is True and answer.amount is None)
    refused = answer.choice == 2 or answer.amount == 0 or (answer.yes is False and answer.amount is None)
    if not whole and not refused and answer.amount is None:
        return None
    conversation.close(request.state, asked.id)
    if data["asked_on"] != request.today:
        return Reply("delivery/late.txt", {"customer": data["customer"]})
    allowed = None if refused else answer.amount if answer.amount is not None else wanted
    other = None if refused else _second(asked, request, uow)
    if isinstance(other, Reply):
        return other
    if not deputy.decide(str(data["ask"]), uow):
        return Reply("delivery/decided_before.txt", {"customer": data["customer"]})
    if other is not None:
        return _ask_second(other, asked, allowed, request, uow)
    _grant(int(data["customer_id"]), allowed or 0, str(data["by_id"]), request, uow)
    subject = f"customer:{data['customer_id']}"
    details = {"allowed": allowed, "wanted": wanted, "refused": refused}
    uow.audit.note(request.speaker.userid, "delivery.decided", subject, details)
    told = {
        "customer": data["customer"],
        "by": request.speaker.name,
        "refused": refused,
        "allowed": allowed,
        "part": bool(answer.amount),
    }
    key = f"delivery:{request.said.inbox_id}:{asked.id}"
    push = Push(data["by_id"], key, "chat/delivery/told.txt", told, priority=1)
    return Reply("delivery/decided.txt", {**told, "asker": data["by"]}, (push,))


def _second(asked: OpenQuestion, request: Request, uow: UnitOfWork) -> StaffView | Reply | None:
    """Who has to agree besides, None when this word is enough; a reply where two are wanted and there is one."""
    data = asked.question.data
    if not request.company.is_on("delivery_two_persons") or data.get("agreed"):
        return None
    customer = uow.customers.get(int(data["customer_id"]))
    other = second("limit", [request.speaker.userid, str(data["by_id"])], uow, customer=customer)
    return other or Reply("delivery/no_second.txt", {"customer": data["customer"]})


def _ask_second(
    other: StaffView, asked: OpenQuestion, allowed: int | None, request: Request, uow: UnitOfWork
) -> Reply:
    """One agreed to what is allowed; it leaves when another one does, and who waits hears that."""
    data = asked.question.data
    more = {
        "agreed": [request.speaker.userid],
        "agreed_by": request.speaker.name,
        "amount": allowed,
        "ask": f"{data['ask']}:2",
    }
    question = Question(NAME, asked.question.options, {**data, **more})
    told = {"customer": data["customer"], "judge": request.speaker.name, "second": other.name}
    key = f"delivery:{data['ask']}:second"
    pushes = (
        ask_person(other, NAME, question, request, uow),
        Push(str(data["by_id"]), key, "chat/delivery/half.txt", told, priority=1),
    )
    deputy.watch(other, NAME, question, request, uow)
    return Reply("delivery/second_asked.txt", told, pushes)


def _grant(customer_id: int, allowed: int, asked_by: str, request: Request, uow: UnitOfWork) -> None:
    """For today the limit is what he owes and what was let go: goods booked within it were approved (P5)."""
    customer = uow.customers.get(customer_id)
    limit = limit_of(customer, request, uow) if customer is not None else None
    parts = exposure.included(request.company)
    needed = exposure.exposure_of(customer_id, request.today, parts, uow).used(parts) + allowed
    if not allowed or limit is None or needed <= limit:
        return
    uow.limit_grants.grant(
        customer_id, "delivery", needed, request.today, by=request.speaker.userid, asked_by=asked_by,
        message_id=request.said.inbox_id,
    )  # fmt: skip
