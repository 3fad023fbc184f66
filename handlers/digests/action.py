"""What to do about a customer that is late, and how much is silent because something stands in between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.digests.facts import Facts
from handlers.dunning.silent import SILENT
from storage.late import LateCustomer
from storage.movements import Word

_FOR_A_LETTER = 90  # days past due
_FOR_A_VISIT = 30
_FOR_A_CALL = 7
_CLOCKS = 3


@dataclass(frozen=True, slots=True)
class Silence:
    """Fen of a customer that nothing is said about, by reason; `left` is what may be chased."""

    reasons: Mapping[str, int]
    left: int


def advice(late: LateCustomer, days: int, net: int, words: Sequence[Word]) -> str:
    """The one thing to do: letter | stop | broken | assign | visit | call | message; the gravest first."""
    if days > _FOR_A_LETTER:
        return "letter"
    if late.limit is not None and net > late.limit:
        return "stop"
    if words:
        return "broken"
    if not late.owner:
        return "assign"
    if days > _FOR_A_VISIT:
        return "visit"
    return "call" if days > _FOR_A_CALL else "message"


def silence_of(late: LateCustomer, facts: Facts) -> Silence:
    """How the sum past due is covered by reasons, in their order."""
    left, reasons = late.overdue, {}
    for reason, fen in facts.silent.get(late.customer_id, ()):
        covered = min(fen, left)
        if covered:
            reasons[reason] = covered
            left -= covered
    return Silence(reasons, left)


def silent_sums(late: Iterable[LateCustomer], facts: Facts) -> dict[str, Any]:
    """All that is silent: customers, fen, and each reason with both."""
    fen: dict[str, int] = defaultdict(int)
    customers: dict[str, int] = defaultdict(int)
    touched = 0
    for one in late:
        reasons = silence_of(one, facts).reasons
        touched += bool(reasons)
        for reason, covered in reasons.items():
            fen[reason] += covered
            customers[reason] += 1
    rows = [
        {"reason": reason, "fen": fen[reason], "customers": customers[reason]}
        for reason in SILENT
        if customers[reason]
    ]
    return {"customers": touched, "fen": sum(fen.values()), "reasons": rows}


def broken_words(facts: Facts) -> dict[int, list[Word]]:
    """By customer the promises whose day has gone without the money, the earliest first."""
    return _by_customer([word for word in facts.words if word.day < facts.period.day])


def _by_customer(words: Sequence[Word]) -> dict[int, list[Word]]:
    found: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        found[word.customer_id].append(word)
    return dict(found)


def days_of(words: Sequence[Word]) -> list[date]:
    """The days that were promised, each once."""
    return list(dict.fromkeys(word.day for word in words))


def promised_today(facts: Facts) -> list[dict[str, Any]]:
    """A line for each customer whose money is promised for today."""
    return _lines(_by_customer([word for word in facts.words if word.day == facts.period.day]), facts)


def broken_lines(facts: Facts) -> list[dict[str, Any]]:
    """A line for each customer who has not kept his word: what he promised in all, and for which days."""
    return _lines(broken_words(facts), facts)


def _lines(words: Mapping[int, Sequence[Word]], facts: Facts) -> list[dict[str, Any]]:
    return [
        {
            "customer": theirs[0].name,
            "days": days_of(theirs),
            "fen": sum(word.amount or 0 for word in theirs),
            "owner": facts.names.get(theirs[0].owner, ""),
        }
        for theirs in words.values()
    ]


def cut(lines: Sequence[Mapping[str, Any]], most: int) -> dict[str, Any]:
    """`lines` that are shown, of `count` in all, `fen` in all, and how many and how much is left out."""
    rest = lines[most:]
    return {
        "count": len(lines),
        "fen": sum(int(line["fen"]) for line in lines),
        "lines": list(lines[:most]),
        "left": len(rest),
        "left_fen": sum(int(line["fen"]) for line in rest),
    }


def clocks_of(facts: Facts) -> dict[str, Any]:
    """Debts that can soon be sued for no more: how many, fen, and the first of them."""
    today = facts.period.day
    lines = [
        {
            "customer": alarm.customer,
            "number": alarm.number,
            "fen": alarm.base,
            "left": ((alarm.ends_on or today) - today).days,
        }
        for alarm in facts.alarms
    ]
    return {"count": len(lines), "fen": sum(alarm.base for alarm in facts.alarms), "lines": lines[:_CLOCKS]}
