"""The `read` command's lines: one JSON object in (a message with its circumstances), one out (what was read)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from handlers.language.extras import yuan
from handlers.language.names import NameEntry, NameIndex
from handlers.language.reader import read
from handlers.language.reading import Intent, Question, Reading, Record
from ledger.values import value

# Our own words for what the contract knows under a wider one.
CONTRACT_WORDS = {
    Intent.STATEMENT: "report",
    Intent.DIGEST: "report",
    Intent.DETAIL: "query_balance",
    Intent.INVOICE: "follow_up_note",
    Intent.LIMITATION: "follow_up_note",
    Intent.WARNINGS: "report",
    Intent.GRADES: "report",
    Intent.PROVISION: "report",
    Intent.UNCLAIMED_MONEY: "ambiguous",
}
_NAMES_KEPT = 64  # indexes of recent lists of customers; a stream mostly repeats one

Say = Callable[[Question], str]


@value
class Line:
    """One message to be read. `now` is aware."""

    text: str
    now: datetime
    role: str
    index: NameIndex


def line_of(fields: Mapping[str, Any]) -> Line:
    """A parsed input object; ValueError (with the key) where one is missing or wrong."""
    text, now = fields.get("text"), fields.get("now")
    if not isinstance(text, str):
        raise ValueError("text")
    moment = datetime.fromisoformat(now) if isinstance(now, str) else None
    if moment is None or moment.tzinfo is None:
        raise ValueError("now")
    known = tuple(_named(entry) for entry in fields.get("known_customers") or ())
    return Line(text, moment, str(fields.get("speaker_role") or "sales"), _index(known))


def _named(entry: Any) -> tuple[str, tuple[str, ...]]:
    if isinstance(entry, str):
        return entry, ()
    if isinstance(entry, Mapping) and isinstance(entry.get("name"), str):
        return entry["name"], tuple(map(str, entry.get("aliases") or ()))
    raise ValueError("known_customers")


@lru_cache(maxsize=_NAMES_KEPT)
def _index(known: tuple[tuple[str, tuple[str, ...]], ...]) -> NameIndex:
    return NameIndex(NameEntry(number, name, aliases) for number, (name, aliases) in enumerate(known, 1))


def answer_line(fields: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """The output object for one input object; `say` renders a question's sentence."""
    line = line_of(fields)
    return spoken(read(line.text, now=line.now, role=line.role, index=line.index), say)


def word_of(intent: Intent) -> str:
    return CONTRACT_WORDS.get(intent, intent.value)


def spoken(reading: Reading, say: Say) -> dict[str, Any]:
    """A Reading in the words of the contract. A doubtful money message has no records, only what is known at the top."""
    first = reading.records[0] if reading.records else None
    top = _record(first) if first is not None else {"customer": None, "amount": None, "due_date": None}
    if first is not None and "amount_said" in first.extra:
        top["amount"] = first.extra["amount_said"]
    sure = reading.intent is not Intent.AMBIGUOUS
    asks_late = first is not None and first.extra.get("report") == "fresh"
    asks_when = first is not None and first.intent is Intent.PROMISE and first.extra.get("action") == "list"
    return {
        "intent": word_of(
            Intent.QUERY_OVERDUE if asks_late else Intent.QUERY_DUE if asks_when else reading.intent
        ),
        "customer": top["customer"],
        "amount": top["amount"],
        "due_date": top["due_date"],
        "records": [_record(record) for record in reading.records] if sure else [],
        "question": say(reading.question) if reading.question is not None else None,
        "extra": _extra(reading, first),
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "intent": word_of(record.intent),
        "customer": record.customer.name if record.customer is not None else None,
        "amount": yuan(record.amount) if record.amount is not None else None,
        "due_date": record.due_on.isoformat() if record.due_on is not None else None,
    }


def _extra(reading: Reading, first: Record | None) -> dict[str, Any]:
    extra: dict[str, Any] = dict(first.extra) if first is not None else {}
    extra.pop("amount_said", None)
    if first is not None and first.happened_on is not None:
        extra["paid_on" if first.intent is Intent.RECORD_PAYMENT else "booked_on"] = first.happened_on
    if first is not None and first.terms is not None:
        extra["terms"] = {"kind": first.terms.kind, "days": first.terms.days, "event": first.terms.event}
    if first is not None and first.customer is not None and first.customer.candidates:
        extra["candidates"] = [name for _, name in first.customer.candidates]
    if "number" in extra:
        extra.setdefault("doc_no", str(extra["number"]))
    if reading.voice:
        extra["voice"] = True
    if reading.forwarded:
        extra["forwarded"] = True
    if reading.question is not None:
        extra["reason"] = extra.get("reason") or reading.question.kind
    return {key: _plain(value) for key, value in extra.items()}


def _plain(value: Any) -> Any:
    """A value as JSON has it: days as ISO, enums as their words."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
