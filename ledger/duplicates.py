"""Whether a new fact has been told before: recalled and typed again, or told by somebody else as well."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from ledger.values import value

RECALL_WITHIN = timedelta(minutes=5)  # PEOPLE P1
SAME_WITHIN = timedelta(days=3)  # PEOPLE P2


@value
class Told:
    """A debt or payment of one customer as told: fen, the day of the fact, who told it, where from, when.

    `id` and `number` are whatever the caller finds it by again. `way` is how money came; another way is other money.
    """

    kind: str
    amount: int
    day: date
    speaker: str
    told_at: datetime
    source: str = "chat"
    due_on: date | None = None
    document_no: str = ""
    way: str = ""
    id: int = 0
    number: int = 0


def recalled(new: Told, earlier: Iterable[Told], *, within: timedelta = RECALL_WITHIN) -> Told | None:
    """P1: the latest fact of the same speaker, just now, from which only the amount or only the dates differ.

    Both the same is not a mended message but one that was sent twice: see `same`.
    """
    return max((told for told in earlier if _is_mended(new, told, within)), key=_told_at, default=None)


def same(
    new: Told, earlier: Iterable[Told], *, days: timedelta = SAME_WITHIN, again: timedelta = RECALL_WITHIN
) -> Told | None:
    """P2: the same amount about the same day, told by another person or from elsewhere, or by the same one just now.

    The nearest day first, then the latest.
    """
    known = [told for told in earlier if _is_same(new, told, days, again)]
    return max(known, key=lambda told: (-abs(told.day - new.day), told.told_at), default=None)


def _is_mended(new: Told, earlier: Told, within: timedelta) -> bool:
    if _about(new) != _about(earlier) or _teller(new) != _teller(earlier) or _other_document(new, earlier):
        return False
    if not timedelta(0) <= new.told_at - earlier.told_at <= within:
        return False
    return (new.amount != earlier.amount) is not ((new.day, new.due_on) != (earlier.day, earlier.due_on))


def _is_same(new: Told, earlier: Told, days: timedelta, again: timedelta) -> bool:
    if new.kind != earlier.kind or new.amount != earlier.amount or _other_document(new, earlier):
        return False
    told_twice = _teller(new) != _teller(earlier) or new.told_at - earlier.told_at <= again
    return told_twice and abs(new.day - earlier.day) <= days


def _about(told: Told) -> tuple[str, str]:
    return (told.kind, told.way)


def _teller(told: Told) -> tuple[str, str]:
    return (told.speaker, told.source)


def _told_at(told: Told) -> datetime:
    return told.told_at


def _other_document(new: Told, earlier: Told) -> bool:
    """Two different document numbers are two facts."""
    return bool(new.document_no and earlier.document_no) and new.document_no != earlier.document_no
