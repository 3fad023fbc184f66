"""Late fees by their days: what is charged, what was waived, and until when each instalment is settled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import and_, bindparam, select

from ledger.accrual import Charge, overlaps
from ledger.checks import Problem
from ledger.errors import InvalidEntry
from ledger.money import split
from ledger.rate_text import format_rate
from storage.prepared import Once
from storage.relations import ENTRY, FEE_SPAN, INSTALMENT, RECEIVABLE
from storage.work import Work


@dataclass(frozen=True, slots=True)
class FeeSpanView:
    """See `storage.tables.losses.FeeSpan`. `ended` is the reason of the reversal of its fee, None while it stands.

    A fee reversed as a mistake was never charged; for any other reason its days stay settled. `is_replaced`: another
    instalment stands in for this one since a correction or a new plan. `is_superseded`: a later attempt speaks of the
    same days; one with the source `LIFTED` says that they are open again.
    """

    id: int
    customer_id: int
    receivable_id: int
    instalment_id: int
    entry_id: int | None
    start_on: date
    end_on: date
    base: int
    rate: str
    source: str
    fen: int
    attempt: int
    made_by: str
    created_at: datetime
    ended: str | None = None
    is_replaced: bool = False
    is_superseded: bool = False

    @property
    def counts(self) -> bool:
        """Whether its days are settled."""
        return self.ended != "mistake" and self.source != LIFTED and not self.is_superseded


LIFTED = "lifted"  # of a row that takes back a waiver
_READ = ("ended", "is_replaced", "is_superseded")
_NAMES = tuple(field.name for field in fields(FeeSpanView) if field.name not in _READ)
_REVERSAL = ENTRY.alias("reversal")
_TAKEN_BACK = and_(_REVERSAL.c.corp_id == FEE_SPAN.c.corp_id, _REVERSAL.c.reverses == FEE_SPAN.c.entry_id)
_ALL = (
    select(
        *(FEE_SPAN.c[name] for name in _NAMES),
        _REVERSAL.c.reason.label("ended"),
        INSTALMENT.c.closed_by.is_not(None).label("is_replaced"),
    )
    .join_from(
        FEE_SPAN,
        INSTALMENT,
        and_(INSTALMENT.c.corp_id == FEE_SPAN.c.corp_id, INSTALMENT.c.id == FEE_SPAN.c.instalment_id),
    )
    .join(
        RECEIVABLE,
        and_(RECEIVABLE.c.corp_id == FEE_SPAN.c.corp_id, RECEIVABLE.c.id == FEE_SPAN.c.receivable_id),
    )
    .outerjoin(_REVERSAL, _TAKEN_BACK)
    .where(FEE_SPAN.c.corp_id == bindparam("corp"))
    .order_by(FEE_SPAN.c.instalment_id, FEE_SPAN.c.start_on, FEE_SPAN.c.attempt)
)
# The debt may have gone to another customer since.
_OF = _ALL.where(RECEIVABLE.c.customer_id == bindparam("customer"))
_CHARGED = (
    select(FEE_SPAN.c.entry_id, FEE_SPAN.c.fen, ENTRY.c.amount)
    .outerjoin_from(
        FEE_SPAN, ENTRY, and_(ENTRY.c.corp_id == FEE_SPAN.c.corp_id, ENTRY.c.id == FEE_SPAN.c.entry_id)
    )
    .where(FEE_SPAN.c.corp_id == bindparam("corp"), FEE_SPAN.c.entry_id.is_not(None))
)
_NUMBERS = select(RECEIVABLE.c.id, RECEIVABLE.c.number).where(
    RECEIVABLE.c.corp_id == bindparam("corp"), RECEIVABLE.c.customer_id == bindparam("customer")
)

_ADD = Once(FEE_SPAN)


class LateFees:
    """Spans of the company's instalments. Two that settle the same day of an instalment cannot both be written."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def of_customer(self, customer_id: int) -> Sequence[FeeSpanView]:
        """All of them, by instalment and day."""
        return _views(self._work.rows(_OF, customer=customer_id))

    def settled(self, customer_id: int) -> tuple[Mapping[int, date], Mapping[int, date]]:
        """Until which day a fee is charged or waived: by instalment, and by receivable of those that were replaced."""
        own: dict[int, date] = {}
        replaced: dict[int, date] = {}
        for span in self.of_customer(customer_id):
            if not span.counts:
                continue
            found, key = (replaced, span.receivable_id) if span.is_replaced else (own, span.instalment_id)
            found[key] = max(span.end_on, found.get(key, span.end_on))
        return own, replaced

    def numbers(self, customer_id: int) -> Mapping[int, int]:
        """Receivable → the number that people know it by."""
        return {row.id: row.number for row in self._work.rows(_NUMBERS, customer=customer_id)}

    def settle(
        self, customer_id: int, charges: Sequence[Charge], *, entry_id: int | None, by: str
    ) -> Sequence[int]:
        """Write down that these days are charged by an entry, or with None waived; the ids of the rows.

        Raises `InvalidEntry` when somebody else settled the same days at the same time.
        """
        tried = Counter((span.instalment_id, span.start_on) for span in self.of_customer(customer_id))
        return [
            self.write(
                charge,
                customer_id,
                entry_id=entry_id,
                by=by,
                attempt=tried[charge.instalment_id, charge.start],
            )
            for charge in charges
        ]

    def charge_again(
        self, customer_id: int, before: int, entry_id: int, *, by: str, fen: int | None = None
    ) -> None:
        """The days that the entry `before` stood for are charged by another one: as they were, or for `fen` in all.

        Days whose share is nothing stay as they are.
        """
        spans = self.of_customer(customer_id)
        newest = {(span.instalment_id, span.start_on): span.attempt for span in spans}
        own = [span for span in spans if span.entry_id == before]
        sums = [span.fen for span in own]
        for span, part in zip(own, split(fen, sums) if own and fen is not None else sums, strict=True):
            if part:
                last = replace(span, fen=part, attempt=newest[span.instalment_id, span.start_on])
                self._repeat(last, entry_id=entry_id, source=span.source, by=by)

    def lift(self, customer_id: int, ids: Collection[int], *, by: str) -> int:
        """The days of these waivers are open again; how many were."""
        found = [span for span in self._last(customer_id) if span.id in ids and span.counts]
        for span in found:
            self._repeat(span, entry_id=None, source=LIFTED, by=by)
        return len(found)

    def _last(self, customer_id: int) -> Sequence[FeeSpanView]:
        return [span for span in self.of_customer(customer_id) if not span.is_superseded]

    def _repeat(self, span: FeeSpanView, *, entry_id: int | None, source: str, by: str) -> None:
        row = {name: getattr(span, name) for name in _NAMES} | {
            "corp_id": self._work.corp_id, "id": self._work.new_id(), "entry_id": entry_id, "source": source,
            "attempt": span.attempt + 1, "made_by": by, "created_at": self._work.now,
        }  # fmt: skip
        if not self._work.insert_once(_ADD, row):
            raise InvalidEntry("these days are charged already", span=span)

    def write(self, charge: Charge, customer_id: int, *, entry_id: int | None, by: str, attempt: int) -> int:
        """As `settle`, one charge whose days were settled `attempt` times before."""
        rate, row_id = charge.fee.rate, self._work.new_id()
        row = {
            "corp_id": self._work.corp_id, "id": row_id, "customer_id": customer_id,
            "receivable_id": charge.receivable_id, "instalment_id": charge.instalment_id, "entry_id": entry_id,
            "start_on": charge.start, "end_on": charge.end, "base": charge.base, "rate": format_rate(rate),
            "source": rate.source, "fen": charge.fen, "attempt": attempt, "made_by": by,
            "created_at": self._work.now,
        }  # fmt: skip
        if not self._work.insert_once(_ADD, row):
            raise InvalidEntry("these days are charged already", charge=charge)
        return row_id


def _views(rows: Iterable[Any]) -> list[FeeSpanView]:
    """Rows by instalment, day and attempt. What was taken back, or is open again, is superseded by what follows."""
    views = [FeeSpanView(*row) for row in rows]
    ended = {
        before.id
        for before, after in pairwise(views)
        if (before.instalment_id, before.start_on) == (after.instalment_id, after.start_on)
        and (before.ended is not None or after.source == LIFTED)
    }
    return [replace(view, is_superseded=view.id in ended) for view in views]


def span_problems(work: Work) -> Iterator[Problem]:
    """Days charged twice, and late fees that are not the sum of their days."""
    spans: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for span in _views(work.rows(_ALL)):
        if span.counts:
            spans[span.instalment_id].append((span.start_on, span.end_on))
    for instalment in overlaps(spans):
        yield Problem("fees_charged_once", "instalment", instalment, "no day twice", tuple(spans[instalment]))
    sums: dict[int, list[Any]] = {}
    for entry_id, fen, amount in work.rows(_CHARGED):
        sums.setdefault(entry_id, [amount, 0])[1] += fen
    for entry_id, (amount, charged) in sums.items():
        if amount != charged:
            yield Problem("fees_add_up", "entry", entry_id, charged, amount)
