"""Money facts: debts, payments, returns and discounts, write-offs; one record for each sum, in the order said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from handlers.language.agreement import agreed
from handlers.language.amounts import AmountSpan
from handlers.language.asides import (
    in_turn,
    let_go_twice,
    of_a_relative,
    paid_before,
    promised_rest,
    promised_sides,
    referred,
    rest_differs,
    said_twice,
    shared_day,
    with_due_and_paid,
)
from handlers.language.chunks import Chunk, chunks
from handlers.language.clauses import days_of_money
from handlers.language.datespan import DateSpan
from handlers.language.daylabels import by_then, is_of_rest
from handlers.language.days import days_of, due_from_terms, far_leap_day
from handlers.language.doubts import customer_question, debt_or_payment, figure_doubt
from handlers.language.extras import extras_of, goods_extras, mention_extras, yuan
from handlers.language.naming import is_colleague, name_in, paid_for, pronoun, stranger
from handlers.language.reading import Fit, Intent, Mention, Question, Record, Terms
from handlers.language.sight import Sight
from handlers.language.stretching import stretched
from handlers.language.sums import sums_of
from handlers.language.trades import SURNAMES
from handlers.language.verdict import verdict
from ledger.values import value

MONEY = frozenset({Intent.RECORD_DEBT, Intent.RECORD_PAYMENT, Intent.RETURN_OR_DISCOUNT, Intent.WRITE_OFF})
_IS_LEFT = re.compile("[短差][我咱]|仲[欠争]|还[欠有剩差]|尚欠|下欠|[剩余]")
_FALLS_DUE = frozenset({Intent.RECORD_DEBT, Intent.AMBIGUOUS, Intent.PROMISE})
_OWN_FACTS = frozenset({Intent.RECORD_PAYMENT, Intent.RETURN_OR_DISCOUNT, Intent.WRITE_OFF})


def _let_go(chunk: Chunk) -> Intent:
    """付了700 多的35.5不要了: an odd sum let go; only what is called so is a bad debt."""
    bad = any(word.kind == "write_off" and ("账" in word.text or "核" in word.text) for word in chunk.words)
    return Intent.WRITE_OFF if bad else Intent.RETURN_OR_DISCOUNT


_TITLE_ONLY = re.compile(
    rf"[{''.join(sorted(SURNAMES))}](?:总|董|经理|总经理|董事长|会计|出纳|主任|厂长|店长|采购)"
)


class _When(NamedTuple):
    due_on: date | None
    terms: Terms | None
    happened_on: date | None


_NO_DAY = _When(None, None, None)


@value
class Facts:
    """Records in order and the first doubt. With a doubt the records are drafts: what is known so far."""

    records: tuple[Record, ...]
    question: Question | None = None


def read_facts(sight: Sight) -> Facts | None:
    """The money facts of a message; None when no figure stands in it."""
    found = sums_of(sight)
    sight, mains, sides = found.sight, found.mains, found.sides
    if not mains:
        return None
    mains, applies_to = referred(sight, mains)
    mains, allocations = _allocated(sight, mains)
    parts = chunks(sight, mains, sides)
    turns = in_turn(sight, parts)
    records: list[Record] = []
    doubts: list[Question] = []
    for place, chunk in enumerate(parts):
        record, doubt = _fact(sight, chunk, records, alone=len(parts) == 1)
        if record is not None and turns:
            told = records[0].intent if records and record.intent is Intent.AMBIGUOUS else record.intent
            records.append(replace(record, intent=told, customer=turns[place]))
        elif record is not None:
            records += _each(chunk, record)
        doubts += doubt
    twice = (said_twice(sight, records, parts), let_go_twice(records), paid_before(sight, records, parts))
    doubts += [asked for asked in twice if asked]
    records = with_due_and_paid(sight, records, parts)
    records = shared_day(sight, records)
    records = promised_sides(sight, parts, records)
    records = agreed(sight, parts, records, found)
    if differs := rest_differs(sight, records):
        doubts.append(differs)
    if allocations:
        records[0] = _with(records[0], {"allocations": allocations})
    if applies_to:
        records[0] = _with(records[0], {"applies_to": applies_to})
    if found.products and len(records) == 1:
        records = [_with(records[0], goods_extras((), found.products))]
    return Facts(tuple(records), found.question or _first_doubt(doubts, records))


def _first_doubt(doubts: Sequence[Question], records: Sequence[Record]) -> Question | None:
    """The first that still stands: a name said later in the message answers a missing customer."""
    named = bool(doubts) and all(record.customer for record in records)
    for doubt in doubts:
        if doubt.kind != "missing_customer" or not named:
            return doubt
    if doubts and records[0].customer is not None:
        asked = customer_question(records[0].customer)
        if asked is not None:
            return asked
    if any(record.intent is Intent.AMBIGUOUS for record in records):
        return debt_or_payment(records)
    return None


def _with(record: Record, more: dict[str, Any]) -> Record:
    return replace(record, extra={**record.extra, **more})


_ALLOCATES = re.compile(r"核销|分别冲|冲的?|抵|付的?是|还的?是|其中|分别是")
_HAS_SUM = re.compile(r"\d{3,}|[百千万]")


def _allocated(sight: Sight, mains: list[AmountSpan]) -> tuple[list[AmountSpan], list[list[str]]]:
    """收到12000，核销6月8000、7月4000: the parts say what the first sum is for; they come to no more than it."""
    if len(mains) < 2 or not mains[0].fen or sight.has("return", "discount") or not sight.has("paid", "pay"):
        return mains, []
    mark = _ALLOCATES.search(sight.bare, mains[0].end, mains[1].start)
    parts = mains[1:]
    if mark is None or sum(part.fen or 0 for part in parts) > mains[0].fen:
        return mains, []
    starts = [mark.end(), *(part.end for part in parts[:-1])]
    labels = [
        sight.text[start : part.start].strip(" ，,、的:") for start, part in zip(starts, parts, strict=True)
    ]
    if any(_HAS_SUM.search(label) for label in labels):
        return mains[:1], []  # 其中5000是上个月的 3000这个月的: said behind the sums
    pairs = [[label, yuan(part.fen)] for label, part in zip(labels, parts, strict=True) if part.fen]
    return mains[:1], pairs


def _fact(
    sight: Sight, chunk: Chunk, before: list[Record], *, alone: bool
) -> tuple[Record | None, list[Question]]:
    previous = before[-1] if before else None
    intent = verdict(sight, chunk, previous.intent if previous else None)
    mention, doubt = _whose(sight, chunk, previous)
    if previous is not None and _is_remainder(chunk, intent, previous):
        if (rest := promised_rest(sight, chunk, previous)) is not None:
            return rest, []
        before[-1] = _with(previous, {"remaining_stated": yuan(chunk.amount.fen or 0)})
        before[0] = _due_of_rest(sight, chunk, before[0])
        return None, []
    if previous is not None and intent is Intent.WRITE_OFF and previous.intent is Intent.RECORD_PAYMENT:
        intent = _let_go(chunk)
    doubtful_figure = figure_doubt(sight, chunk)
    when, day_doubt = _dated(sight, chunk, intent)
    if previous is not None and intent is Intent.RECORD_PAYMENT:
        before[-1] = _due_of_rest(sight, chunk, previous)
    extra = {**extras_of(sight, chunk, intent, alone=alone), **mention_extras(mention)}
    if intent is Intent.RECORD_PAYMENT and (pair := paid_for(sight, chunk.mentions)) is not None:
        extra["payer"] = pair[0].text if pair[0].fit is Fit.TYPO else pair[0].name or pair[0].text
    if mention is None and intent is Intent.RECORD_DEBT:
        doubt = doubt or Question("missing_customer")  # a number names a debt that is there, no new one
    record = Record(intent, mention, chunk.amount.fen, when.due_on, when.terms, when.happened_on, extra)
    return record, [
        asked
        for asked in (of_a_relative(sight, chunk), doubt, doubtful_figure, day_doubt)
        if asked is not None
    ]


def _shares(chunk: Chunk) -> bool:
    """张三李四各欠2000: one sum for each name."""
    each = next((word for word in chunk.words if word.text in {"各", "分别", "每人", "各自"}), None)
    ends = [mention.span.end for mention in chunk.mentions if mention.span]
    return each is not None and each.start < chunk.amount.start and all(end <= each.start for end in ends)


def _each(chunk: Chunk, record: Record) -> list[Record]:
    if len(chunk.mentions) < 2 or not _shares(chunk):
        return [record]
    return [replace(record, customer=mention) for mention in chunk.mentions]


def _due_of_rest(sight: Sight, chunk: Chunk, debt: Record) -> Record:
    """拿了八千 给了三千 剩下的月底给: the day is the debt's."""
    later = next(
        (
            found.day
            for found in sight.dates
            if chunk.start <= found.start < chunk.end
            and (found.day or sight.now.date()) > sight.now.date()
            and not sight.text.startswith(_GAVE, found.end)
        ),
        None,
    )
    if debt.intent not in {Intent.RECORD_DEBT, Intent.AMBIGUOUS} or debt.due_on is not None:
        return debt
    if later is None and debt.terms is None and (terms := _terms_of_rest(chunk)) is not None:
        due = due_from_terms(terms, debt.happened_on or sight.now.date())
        return replace(debt, terms=terms, due_on=due)
    return debt if later is None else replace(debt, due_on=later)


_RESTS, _GAVE = frozenset({"remainder", "instalment"}), ("付了", "给了", "还了")  # 剩下, 余款; 年前付了1000


def _terms_of_rest(chunk: Chunk) -> Terms | None:
    """现场付了2千 余款30天."""
    rest = next((word.end for word in chunk.words if word.kind in _RESTS), None)
    return next((found.terms for found in chunk.terms if rest is not None and found.start >= rest), None)


def _is_remainder(chunk: Chunk, intent: Intent, previous: Record) -> bool:
    """付了3000 还欠5000: what is left, not another debt."""
    if previous.intent is not Intent.RECORD_PAYMENT or chunk.mentions or intent in _OWN_FACTS:
        return False
    said = "".join(word.text for word in chunk.words if word.start < chunk.amount.start)
    return _IS_LEFT.search(said) is not None


def _whose(sight: Sight, chunk: Chunk, previous: Record | None) -> tuple[Mention | None, Question | None]:
    named = {
        found.customer_id or found.text: found for found in chunk.mentions if not is_colleague(sight, found)
    }
    if len(named) > 1 and (pair := paid_for(sight, chunk.mentions)) is not None:
        named = {pair[1].text: pair[1]}
    if len(named) > 1 and not _shares(chunk):
        pairs = tuple({"customer_id": found.customer_id, "name": found.name} for found in named.values())
        return chunk.mentions[0], Question("which_customer", pairs, {"text": sight.text})
    later = bool(previous and previous.customer)
    mention = next(iter(named.values()), None) or name_in(sight, chunk.start, chunk.end, later=later)
    if mention is None and previous is not None:
        mention = stranger(sight, chunk.start, chunk.amount, previous.customer) or previous.customer
    elif mention is None:
        mention = pronoun(sight)
    if mention is None and sight.document("item") is not None:
        return None, None  # #1042 还了5000: the number names the debt, and the debt its customer
    if mention is None:
        return None, Question("missing_customer")
    if mention.fit is Fit.NEW and _TITLE_ONLY.fullmatch(mention.text):
        return mention, Question("which_customer", (), {"text": mention.text})  # 王总: of which firm?
    return mention, customer_question(mention) or stretched(sight, mention)


def _of_the_sum(sight: Sight, chunk: Chunk) -> tuple[DateSpan, ...]:
    """给了我两千 剩下的说月底: the day behind the rest, or behind his word, is not the money's."""
    marks = [
        word.start
        for word in chunk.words
        if word.kind in {"remainder", "say"} and word.start >= chunk.amount.end
    ]
    return tuple(
        found
        for found in chunk.dates
        if (not marks or found.start < marks[0]) and not is_of_rest(sight, found)
    )


def _dated(sight: Sight, chunk: Chunk, intent: Intent) -> tuple[_When, Question | None]:
    """Due day, terms and the day of the fact."""
    if chunk.dates and intent not in _FALLS_DUE:
        chunk = replace(chunk, dates=days_of_money(sight, _of_the_sum(sight, chunk)))
    if not chunk.dates and not chunk.terms:
        return _NO_DAY, None
    wrong = next((found for found in chunk.dates if found.kind == "impossible"), None)
    if wrong is not None:
        return _NO_DAY, Question("impossible_date", data={"text": wrong.text})
    far = far_leap_day(sight, chunk.dates) if intent in _FALLS_DUE else None
    days = days_of(sight, chunk, is_payment=intent not in _FALLS_DUE)
    if intent not in _FALLS_DUE:
        return _When(None, None, days.happened), None
    terms = chunk.terms[0].terms if chunk.terms else None
    today = sight.now.date() if by_then(sight, chunk) else None
    due = days.due.day if days.due is not None else today
    if due is None and terms is not None:
        due = due_from_terms(terms, days.happened or sight.now.date())
    when = _When(due, terms, days.happened)
    if days.past_due is not None:
        return when, Question(
            "past_due", ({"role": "due"}, {"role": "happened"}), {"date": days.past_due.day}
        )
    if far is not None:
        return when, far
    if len(days.all_due) > 1:
        return when, Question("dates_differ", tuple({"day": day} for day in days.all_due))
    return when, None
