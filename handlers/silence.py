"""“为什么没催永盛”: the reason by its name, item by item (DOMAIN.md §5)."""

from __future__ import annotations

from typing import Any

from handlers.chase import facts_with, rules, workday_from
from handlers.command import Command, Reply, Request
from handlers.dunning.content import lines_of
from handlers.dunning.planning import Answer, answers_of
from handlers.dunning.rules import Rules
from handlers.items import MOST_LINES
from handlers.language.reading import Intent
from handlers.whose import customer_of
from ledger.ladder import Stage
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="silence",
    intents=(Intent.SILENCE_REASON,),
    title="为什么没催",
    says=("为什么没催永盛", "鑫源怎么没催"),
)


def run(request: Request, uow: UnitOfWork) -> Reply:
    customer = customer_of(COMMAND.permission, request, uow)
    if isinstance(customer, Reply):
        return customer
    facts = facts_with(customer, request, uow)
    by = rules(request, uow)
    answers = [] if facts is None else answers_of(facts, by, request.said.now)
    shown = lines_of(answers, {customer.id: customer}, uow, request.today)
    by_number = {(line.number, line.due_on): line for line in shown}
    lines = [_line(answer, by, uow) for answer in answers]
    lines.sort(key=lambda line: (line["due_on"], line["number"]))
    context = {
        "customer": customer.name,
        "lines": lines[:MOST_LINES],
        "left_out": max(0, len(by_number) - MOST_LINES),
        "last": max((day for day in facts.contacted if day <= request.today), default=None)
        if facts
        else None,
        "role": request.speaker.role,
        "today": request.today,
    }
    return Reply("chase/silence.txt", context)


def _line(answer: Answer, by: Rules, uow: UnitOfWork) -> dict[str, Any]:
    debt = uow.receivables.get(answer.item.receivable_id)
    stage = answer.stage
    said = isinstance(stage, Stage)
    return {
        "number": debt.number if debt is not None else 0,
        "owed": answer.item.outstanding,
        "due_on": answer.item.due_on,
        "reason": "" if isinstance(stage, Stage) else stage.reason,
        "until": None if isinstance(stage, Stage) else workday_from(stage.until, by),
        "promised_until": answer.item.promised_until,
        "is_due": said,
    }
