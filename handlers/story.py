"""P22: “永盛怎么回事” in six lines: net, lateness, last payment, promise, limit, and one advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from handlers import chase_log, temporary_limit
from handlers.command import Command, Reply, Request
from handlers.figures import abroad
from handlers.language.reading import Intent
from handlers.whose import customer_of
from ledger.credit import limit_on
from ledger.entries import Entry
from ledger.history import History
from ledger.rhythm import rhythm
from storage.histories import history_of
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="story",
    intents=(Intent.STORY,),
    title="一家的来龙去脉",
    says=("永盛怎么回事", "宏达什么情况", "永盛的催收记录"),
)
_TWO_YEARS = timedelta(days=730)  # habits older than that are another company's
_LATE_FOR_A_LETTER = 90  # days
_LATER_THAN_USUAL = 15  # days beyond his habit, when somebody should go and see
_NEAR_LIMIT = 90  # per cent


@dataclass(frozen=True, slots=True)
class Situation:
    """What the advice is given on: fen, and days past due of the oldest item (0 when nothing is late)."""

    net: int
    overdue: int
    days_late: int
    usual_days: int | None
    limit: int | None

    @property
    def limit_used(self) -> int | None:
        """Per cent of the limit in use, rounded down; None without a limit."""
        return None if not self.limit else max(0, self.net) * 100 // self.limit


def run(request: Request, uow: UnitOfWork) -> Reply:
    customer = customer_of(COMMAND.permission, request, uow)
    if isinstance(customer, Reply):
        return customer
    if request.record.extra.get("topic") == "chase_log":
        return chase_log.listing(customer, request, uow)
    position = uow.customers.position(customer.id, request.today)
    history = history_of(uow, customer.id)
    habit = rhythm(history, since=request.today - _TWO_YEARS)
    late = [item for item in uow.receivables.open_items(customer.id) if item.days_late(request.today) > 0]
    oldest = max(late, key=lambda item: item.days_late(request.today), default=None)
    granted = [
        one
        for one in uow.limit_grants.in_force(customer.id, request.today)
        if one.kind == temporary_limit.KIND
    ]
    limit = limit_on(request.today, customer.credit_limit, [one.limit for one in granted])
    situation = Situation(
        net=position.net,
        overdue=position.overdue,
        days_late=oldest.days_late(request.today) if oldest else 0,
        usual_days=habit.days if habit else None,
        limit=limit,
    )
    owner = uow.staff.get(customer.owner) if customer.owner else None
    paid = last_payment(history)
    promised = max(uow.promises.open_of(customer.id), key=lambda promise: promise.id, default=None)
    context = {
        "role": request.speaker.role,
        "today": request.today,
        "customer": customer.name,
        "net": position.net,
        "overdue": position.overdue,
        "unallocated": position.unallocated,
        "reported": position.reported,
        "abroad": abroad(customer, request.speaker, request.today, uow),
        "oldest_number": oldest.number if oldest else 0,
        "days_late": situation.days_late,
        "usual_days": situation.usual_days,
        "paid_amount": paid.amount if paid else 0,
        "paid_on": paid.effective_on if paid else None,
        "promised_on": promised.day if promised else None,
        "promised_amount": (promised.amount or 0) if promised else 0,
        "limit": limit,
        "limit_until": max((one.until for one in granted), default=None),
        "limit_used": situation.limit_used,
        "owner": owner.name if owner else "",
        "is_his": customer.owner == request.speaker.userid,
        "advice": advice(situation),
    }
    return Reply("query/story.txt", context)


def advice(now: Situation) -> str:
    """The one thing to do: clear | letter | stop | visit | call | near_limit | wait; the gravest first."""
    if now.net <= 0:
        return "clear"
    if now.days_late > _LATE_FOR_A_LETTER:
        return "letter"
    used = now.limit_used
    if used is not None and used > 100:
        return "stop"
    if now.overdue and now.days_late > (now.usual_days or 0) + _LATER_THAN_USUAL:
        return "visit"
    if now.overdue:
        return "call"
    return "near_limit" if used is not None and used >= _NEAR_LIMIT else "wait"


def last_payment(history: History) -> Entry | None:
    """The latest payment that was not taken back, by its day."""
    taken_back = {entry.reverses for entry in history.entries}
    payments = [e for e in history.entries if e.kind == "payment" and e.id not in taken_back]
    return max(payments, key=lambda entry: (entry.effective_on, entry.seq), default=None)
