"""“为什么没催永盛”: the reason by its name, item by item (DOMAIN.md §5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from handlers.chase import facts_with, rules, workday_from
from handlers.chase_log import letter_of
from handlers.command import Command, Reply, Request
from handlers.dunning.content import lines_of
from handlers.dunning.planning import Answer, answers_of
from handlers.dunning.rules import Rules
from handlers.dunning.run import NAME
from handlers.items import MOST_LINES
from handlers.language.reading import Intent
from handlers.whose import customer_of
from ledger.ladder import Stage
from ledger.silence import OTHERS_FIRST, Silence
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="silence",
    intents=(Intent.SILENCE_REASON,),
    title="为什么没催",
    says=("为什么没催永盛", "鑫源怎么没催"),
)

# What is said of an instalment only because its letter was planned: it has not left.
_AFTER_A_LETTER = ("not_yet", "finished", "too_recent", "customer_cap", OTHERS_FIRST)


def run(request: Request, uow: UnitOfWork) -> Reply:
    customer = customer_of(COMMAND.permission, request, uow)
    if isinstance(customer, Reply):
        return customer
    facts = facts_with(customer, request, uow)
    by = rules(request, uow)
    answers = [] if facts is None else answers_of(facts, by, request.said.now)
    if _is_full(customer, request.today, uow):
        later = Silence(OTHERS_FIRST)
        answers = [replace(one, stage=later) if isinstance(one.stage, Stage) else one for one in answers]
    day, waiting = _unannounced(customer, uow)
    shown = lines_of(answers, {customer.id: customer}, uow, request.today)
    by_number = {(line.number, line.due_on): line for line in shown}
    lines = [_line(answer, by, waiting, uow) for answer in answers]
    lines.sort(key=lambda line: (line["due_on"], line["number"]))
    context = {
        "customer": customer.name,
        "lines": lines[:MOST_LINES],
        "left_out": max(0, len(by_number) - MOST_LINES),
        "last": max((one for one in facts.contacted if one <= request.today and one != day), default=None)
        if facts
        else None,
        "unannounced": bool(waiting),
        "role": request.speaker.role,
        "today": request.today,
    }
    return Reply("chase/silence.txt", context)


def _is_full(customer: CustomerView, today: date, uow: UnitOfWork) -> bool:
    """Did today's run leave customers of this salesperson for another day?"""
    run = uow.job_runs.get(NAME, today)
    return run is not None and customer.owner in run.report.get("waiting", ())


def _unannounced(customer: CustomerView, uow: UnitOfWork) -> tuple[date | None, frozenset[int]]:
    """The day of the letter that waits for an announcement nobody heard, and its instalments."""
    said = [one for one in uow.stages.of_customer(customer.id) if "customer" in one.stages]
    day = max((one.day for one in said), default=None)
    if day is None or letter_of(customer, day, uow) != "unannounced":
        return None, frozenset()
    return day, frozenset(one.instalment_id for one in said if one.day == day)


def _line(answer: Answer, by: Rules, waiting: Collection[int], uow: UnitOfWork) -> dict[str, Any]:
    debt = uow.receivables.get(answer.item.receivable_id)
    stage = answer.stage
    said = isinstance(stage, Stage)
    is_waiting = answer.item.id in waiting and (isinstance(stage, Stage) or stage.reason in _AFTER_A_LETTER)
    return {
        "number": debt.number if debt is not None else 0,
        "owed": answer.item.outstanding,
        "due_on": answer.item.due_on,
        "reason": "unannounced" if is_waiting else "" if isinstance(stage, Stage) else stage.reason,
        "until": None if is_waiting or isinstance(stage, Stage) else workday_from(stage.until, by),
        "promised_until": answer.item.promised_until,
        "is_due": said and not is_waiting,
    }
