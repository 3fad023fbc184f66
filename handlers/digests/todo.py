"""A salesperson's own list for the day: whom to see first for the money that can be expected (P21)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.digests.action import (
    advice,
    broken_words,
    cut,
    days_of,
    promised_today,
    silence_of,
    silent_sums,
)
from handlers.digests.facts import Facts
from ledger.recovery import expected
from storage.receipts import ReceiptView

TEMPLATE = "digest/todo.txt"
_LINES = 6
_SHORT = 3


def context(
    facts: Facts, cash: Sequence[ReceiptView], tasks: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """What the template needs of `facts`, already cut to this person's customers."""
    today = facts.period.day
    lines = chased(facts)
    shown = {line["customer"] for line in lines[:_LINES]}
    new = {one.customer_id for one in facts.new}
    fresh = {one.name for one in facts.late if one.customer_id in new} - shown
    return {
        "today": today,
        "chase": cut(lines, _LINES),
        "fresh": cut([line for line in lines if line["customer"] in fresh], _SHORT),
        "due": cut([{"customer": one.name, "fen": one.fen} for one in facts.due], _SHORT),
        "soon": cut([{"customer": one.name, "fen": one.fen, "day": one.day} for one in facts.soon], _SHORT),
        "promised": cut(promised_today(facts), _SHORT),
        "tasks": list(tasks[:_SHORT]),
        "tasks_left": max(0, len(tasks) - _SHORT),
        "cash": sum(receipt.amount for receipt in cash),
        "silent": silent_sums(facts.late, facts),
        "overdue": sum(one.overdue for one in facts.late),
        "customers": len(facts.late),
    }


def chased(facts: Facts) -> list[dict[str, Any]]:
    """Late customers with something to chase, by what can be expected of it, the most first."""
    words = broken_words(facts)
    found: list[tuple[int, dict[str, Any]]] = []
    for late in facts.late:
        left = silence_of(late, facts).left
        promised = words.get(late.customer_id, [])
        if not left:
            continue
        days = late.days(facts.period.day)
        row = facts.now.get(late.customer_id)
        net = row.outstanding - row.unallocated if row is not None else late.overdue
        line = {
            "customer": late.name,
            "fen": left,
            "days": days,
            "do": advice(late, days, net, promised),
            "promised": days_of(promised),
        }
        worth = expected(late.parts) * left // late.overdue
        found.append((worth, line))
    found.sort(key=lambda pair: (-pair[0], -pair[1]["days"], str(pair[1]["customer"])))
    return [line for _, line in found]


def is_empty(context: dict[str, Any]) -> bool:
    """Is there nothing at all to say?"""
    counts = [context[part]["count"] for part in ("chase", "due", "soon", "promised")]
    return not any((*counts, context["tasks"], context["cash"], context["silent"]["customers"]))
