"""Building readings: every rule returns one, or None when the message is not its affair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from handlers.language.doubts import customer_question
from handlers.language.extras import mention_extras
from handlers.language.naming import name_in, pronoun
from handlers.language.reading import Intent, Mention, Question, Reading, Record
from handlers.language.sight import Sight


def nothing(sight: Sight, why: str) -> Reading:
    return Reading(sight.text, Intent.NONE, why=(why,))


def asks(sight: Sight, question: Question, *drafts: Record, forwarded: bool = False) -> Reading:
    """A message about money that cannot be read safely; the drafts hold what is known."""
    return Reading(sight.text, Intent.AMBIGUOUS, drafts, question, forwarded=forwarded, why=(question.kind,))


def told(
    sight: Sight,
    intent: Intent,
    *,
    mention: Mention | None = None,
    amount: int | None = None,
    due_on: date | None = None,
    happened_on: date | None = None,
    question: Question | None = None,
    extra: dict[str, Any] | None = None,
) -> Reading:
    """One record of an intent that books no money by itself; a doubtful customer is asked about."""
    kept = {key: value for key, value in (extra or {}).items() if value is not None}
    record = Record(
        intent, mention, amount, due_on, happened_on=happened_on, extra={**kept, **mention_extras(mention)}
    )
    doubt = (customer_question(mention) if mention is not None else None) or question
    return Reading(sight.text, intent, (record,), doubt, why=(intent.value,))


def whose(sight: Sight) -> Mention | None:
    """The customer of a message that is not a money fact: named, guessed from an unknown word, or 他."""
    return sight.mention or name_in(sight, 0, len(sight.text)) or pronoun(sight)


def numbered(records: tuple[Record, ...], sight: Sight) -> tuple[Record, ...]:
    """An order on #1042 carries the number, whichever rule read it, and what else is told without a name."""
    number = sight.document("item")
    if number is None:
        return records
    return tuple(
        replace(record, extra={"number": int(number), **record.extra})
        if place == 0 or not (record.customer or sight.mentions)
        else record
        for place, record in enumerate(records)
    )
