"""“宏达逾期利息多少”: what being late has cost, by its rule; “给宏达记逾期违约金” books it, “免了” waives it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from handlers import agreed_rate, consent, conversation
from handlers.affected import allowed, customer_meant
from handlers.command import Command, Reply, Request
from handlers.consent import Matter
from handlers.conversation import OpenQuestion
from handlers.figures import figures
from handlers.language.reading import Answer, Intent
from handlers.late_rate import LateRate, by_lpr, late_rate
from handlers.whose import customer_of
from ledger.accrual import Charge, RateOf, charges
from ledger.entries import Entry
from ledger.interest import is_above_loss
from ledger.money import split
from ledger.rate_text import percent, yearly
from storage.customers import CustomerView
from storage.histories import history_of
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="late_fee",
    intents=(Intent.LATE_FEE,),
    title="逾期利息、违约金",
    says=("宏达逾期利息多少", "给宏达记违约金", "宏达违约金免了", "宏达约定日万分之五"),
)
NAME = "late_fee"
WAIVER = "fee_waiver"
POSTING = Matter(NAME, "late_fee_two_persons", decides=("finance", "manager", "admin"))
WAIVING = Matter(WAIVER, "late_fee_two_persons")
MOST_LINES = 6


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Show the fee, book it, waive it, or take note of the rate that was agreed."""
    action = str(request.record.extra.get("action", "ask"))
    if action == "ask":
        return _ask(request, uow)
    if action == "agree":
        return agreed_rate.run(request, uow)
    customer = customer_meant(request.record, uow)
    if customer is None:
        typed = request.record.customer.text if request.record.customer else ""
        return Reply("customer/who.txt", {"typed": typed})
    refused = allowed(NAME, customer, request, uow)
    if refused is not None:
        return refused
    conversation.remember_customer(request.state, customer.id, customer.name)
    odd, waives = request.record.extra.get("odd"), action != "post"
    if odd:
        return Reply("late_fee/odd_sum.txt", {"customer": customer.name, "odd": odd, "waives": waives})
    if waives:
        return _waive(customer, request, uow)
    return _post(customer, request, uow)


def _ask(request: Request, uow: UnitOfWork) -> Reply:
    customer = customer_of("balance", request, uow)
    if isinstance(customer, Reply):
        return customer
    return Reply("late_fee/shown.txt", shown(customer, request, uow, until=_until(request)))


def _until(request: Request) -> date:
    """The end of the month that was said, today while it is not over."""
    said = request.record.extra.get("until")
    return min(said, request.today) if isinstance(said, date) else request.today


def shown(
    customer: CustomerView, request: Request, uow: UnitOfWork, *, until: date | None = None
) -> dict[str, Any]:
    """What every sentence about the fee may use, until today when no other day is given; sums in fen."""
    until = until or request.today
    rule = late_rate(customer, request.company, uow)
    found = accrued(customer, until, rule.rate_of, uow)
    numbers = uow.late_fees.numbers(customer.id)
    lines = [
        {
            "number": numbers.get(charge.receivable_id, 0),
            "days": charge.days,
            "base": charge.base,
            "fen": charge.fen,
            "start": charge.start,
            "is_first": charge.start == charge.due_on,
        }
        for charge in found
    ]
    return {
        "customer": customer.name,
        "customer_id": str(customer.id),
        "lines": lines[:MOST_LINES],
        "left_out": max(0, len(lines) - MOST_LINES),
        "fen": sum(charge.fen for charge in found),
        "base": sum(charge.base for charge in found),
        "posted": sum(entry.amount for entry in posted(customer.id, uow)),
        "until": until,
        "today": request.today,
        **rule_words(rule, found, request.today),
        **_loss(customer, rule, found, until, request, uow),
    }


def accrued(customer: CustomerView, until: date, rate_of: RateOf, uow: UnitOfWork) -> tuple[Charge, ...]:
    """What is neither charged nor waived yet."""
    own, replaced = uow.late_fees.settled(customer.id)
    disputed = {item.id: item.disputed for item in uow.receivables.open_items(customer.id)}
    return charges(
        history_of(uow, customer.id),
        until=until,
        rate_of=rate_of,
        charged=own,
        replaced=replaced,
        disputed=disputed,
    )


def stated_as(fen: int, found: tuple[Charge, ...]) -> tuple[Charge, ...]:
    """The same days for a sum that was agreed on, in proportion; days whose share is nothing are left out."""
    parts = split(fen, [charge.fen for charge in found])
    return tuple(
        replace(charge, fee=replace(charge.fee, fen=part))
        for charge, part in zip(found, parts, strict=True)
        if part
    )


def posted(customer_id: int, uow: UnitOfWork) -> list[Entry]:
    """Late fees on the books that were not reversed."""
    entries = history_of(uow, customer_id).entries
    reversed_ids = {entry.reverses for entry in entries}
    return [entry for entry in entries if entry.kind == "late_fee" and entry.id not in reversed_ids]


def posted_within(
    customer_id: int, first: date | None, until: date | None, uow: UnitOfWork
) -> Sequence[Entry]:
    """Those of `posted` whose days all lie from `first` to `until`, both included; all of them without `until`."""
    if until is None:
        return posted(customer_id, uow)
    ends: dict[int, list[date]] = defaultdict(list)
    for span in uow.late_fees.of_customer(customer_id):
        if span.entry_id is not None:
            ends[span.entry_id] += (span.start_on, span.end_on)
    since = first - timedelta(1) if first else date.min  # days are counted behind the one that they start on
    return [
        entry
        for entry in posted(customer_id, uow)
        if entry.id in ends and since <= min(ends[entry.id]) and max(ends[entry.id]) <= until
    ]


def rule_words(rule: LateRate, found: tuple[Charge, ...], today: date) -> dict[str, Any]:
    """The rate as it is shown: of the latest breach, with the day its LPR table ends when that is long ago."""
    rate = found[-1].fee.rate if found else rule.rate_of(today)
    stale = rule.known_until is not None and (today - rule.known_until).days > 60
    return {
        "source": rule.source,
        "per": rate.per,
        "percent": percent(rate.value),
        "a_year": yearly(rate),
        "days_in_year": rate.days_in_year,
        "known_until": rule.known_until if stale else None,
    }


def _loss(
    customer: CustomerView,
    rule: LateRate,
    found: tuple[Charge, ...],
    until: date,
    request: Request,
    uow: UnitOfWork,
) -> dict[str, Any]:
    """What a court is likely to leave of an agreed fee: 130 % of the loss, which is what money costs."""
    if rule.source != "agreed":
        return {"too_high": False, "fair": 0}
    market = accrued(customer, until, by_lpr(request.company).rate_of, uow)
    loss = sum(charge.fen for charge in market)
    fen = sum(charge.fen for charge in found)
    return {"too_high": is_above_loss(fen, loss), "fair": loss * 13 // 10}


def _post(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    context = shown(customer, request, uow, until=_until(request))
    stated = request.record.amount
    if not context["fen"]:
        return Reply("late_fee/nothing.txt", {**context, "stated": stated})
    if stated is not None and stated > context["base"]:
        return Reply("late_fee/too_much.txt", {**context, "stated": stated})
    if stated is not None:
        context |= {"fen": stated, "stated": True, "computed": context["fen"]}
    return consent.put(POSTING, {"stated": False, "computed": context["fen"], **context}, request, uow)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1 books it, 2 does not."""
    return consent.settle(POSTING, asked, answer, request, uow, carry_out=_book)


def _book(data: dict[str, Any], asked: OpenQuestion, request: Request, uow: UnitOfWork) -> Reply:
    """One late_fee a debt, with the days it stands for; nothing when the books say another sum by now."""
    customer = uow.customers.get(int(data["customer_id"]))
    if customer is None:
        return Reply("customer/who.txt", {"typed": data["customer"]})
    found = accrued(customer, data["until"], late_rate(customer, request.company, uow).rate_of, uow)
    if sum(charge.fen for charge in found) != data["computed"]:
        return Reply("late_fee/changed.txt", shown(customer, request, uow, until=data["until"]))
    if data["stated"]:
        found = stated_as(data["fen"], found)
    booked = charge_for(customer.id, found, request, uow)
    request.state["last_booking"] = str(request.said.inbox_id)
    details = {"amount": data["fen"], "until": data["until"].isoformat(), "agreed": data["agreed"]}
    uow.audit.note(request.speaker.userid, "late_fee", f"customer:{customer.id}", details)
    context = {**data, "count": len(booked), **figures(customer, request, uow)}
    return consent.told(POSTING, "booked", context, asked, request)


def charge_for(customer_id: int, found: Sequence[Charge], request: Request, uow: UnitOfWork) -> list[int]:
    """One late_fee a debt, with the days it stands for; the ids of the entries."""
    by_debt: dict[int, list[Charge]] = defaultdict(list)
    for charge in found:
        by_debt[charge.receivable_id].append(charge)
    booked = []
    for receivable_id, parts in by_debt.items():
        entry = uow.journal.late_fee(
            receivable_id=receivable_id,
            amount=sum(charge.fen for charge in parts),
            effective_on=request.today,
            due_on=request.today,
            actor=request.speaker.userid,
            message_id=request.said.inbox_id,
        ).entry
        uow.late_fees.settle(customer_id, parts, entry_id=entry.id, by=request.speaker.userid)
        booked.append(entry.id)
    return booked


def _waive(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """All of it, that of a month or until a day, or the sum that was said of it."""
    first, until = request.record.extra.get("from"), request.record.extra.get("until")
    if until is not None:
        gone = posted_within(customer.id, first, until, uow)
        context = shown(customer, request, uow, until=_until(request))
        context |= {"first": first, "only": until, "posted": sum(entry.amount for entry in gone)}
    else:
        context = {**shown(customer, request, uow), "first": None, "only": None}
    whole, part = context["fen"] + context["posted"], request.record.amount
    if not whole:
        return Reply("fee_waiver/nothing.txt", context)
    if part is not None and part > whole:
        return Reply("fee_waiver/too_much.txt", {**context, "part": part})
    if part is None or part == whole:
        return consent.put(WAIVING, {**context, "part": 0}, request, uow)
    rest = whole - part if part > context["posted"] else 0  # what is not booked yet cannot stay in part
    return consent.put(WAIVING, {**context, "part": part, "rest": rest}, request, uow)
