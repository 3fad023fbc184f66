"""Whether a new fact has been told before: recalled and typed again, or told by somebody else as well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

RECALL_WITHIN = timedelta(minutes=5)  # PEOPLE P1
SAME_WITHIN = timedelta(days=3)  # PEOPLE P2


@dataclass(frozen=True, slots=True)
class Fact:
    """A debt or payment as told: fen, the day of the fact, who told it, how (chat | import | api), when.

    `id` is whatever the caller finds it by again; a new fact may have 0.
    """

    id: int
    kind: str
    customer_id: int
    amount: int
    day: date
    speaker: str
    told_at: datetime
    source: str = "chat"
    due_on: date | None = None
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The earlier fact, and what to ask: recalled (改上一条，还是另一笔) | same (同一笔，还是另一笔)."""

    kind: str
    earlier: Fact


def likeness(new: Fact, earlier: Iterable[Fact]) -> Likeness | None:
    """The earlier fact that the new one may repeat, pending ones included; None when it is new.

    First a recalled one (the latest), then the same one from elsewhere (the nearest day, then the latest).
    """
    known = list(earlier)
    recalled = [fact for fact in known if is_recalled(new, fact)]
    if recalled:
        return Likeness("recalled", max(recalled, key=lambda fact: fact.told_at))
    same = [fact for fact in known if is_same(new, fact)]
    if same:
        return Likeness("same", max(same, key=lambda fact: (-abs(fact.day - new.day), fact.told_at)))
    return None


def is_recalled(new: Fact, earlier: Fact) -> bool:
    """P1: one speaker, one customer, within 5 minutes, and only the amount or only the dates differ."""
    if _about(new) != _about(earlier) or (new.speaker, new.source) != (earlier.speaker, earlier.source):
        return False
    if not timedelta(0) <= new.told_at - earlier.told_at <= RECALL_WITHIN or _other_document(new, earlier):
        return False
    return (new.amount != earlier.amount) is not ((new.day, new.due_on) != (earlier.day, earlier.due_on))


def is_same(new: Fact, earlier: Fact) -> bool:
    """P2: customer and amount agree, days differ by at most 3, and another person or source told it.

    Two different document numbers are two facts.
    """
    if _about(new) != _about(earlier) or new.amount != earlier.amount or _other_document(new, earlier):
        return False
    told_elsewhere = (new.speaker, new.source) != (earlier.speaker, earlier.source)
    return told_elsewhere and abs(new.day - earlier.day) <= SAME_WITHIN


def _about(fact: Fact) -> tuple[str, int]:
    return (fact.kind, fact.customer_id)


def _other_document(new: Fact, earlier: Fact) -> bool:
    return bool(new.document_no and earlier.document_no) and new.document_no != earlier.document_no
