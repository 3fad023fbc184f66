"""What being late costs: simple interest on what was still owed, day by day, at one named rate.

Sources: an agreed rate goes first; without one a seller may ask the one-year LPR of the day of the breach plus
30–50 % (买卖合同司法解释 art. 18); a small firm against a large one or a public body 0.05 % a day (国务院令802号).
A fee above 130 % of the loss may be cut by a court (民法典 585; 合同编通则司法解释 art. 65).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ledger.errors import InvalidTerms
from ledger.money import rounded_fen

SME_DAILY = Decimal("0.0005")
MOST_OVER_LOSS = Fraction(13, 10)
LEAST_SURCHARGE, MOST_SURCHARGE = Decimal("0.30"), Decimal("0.50")


@dataclass(frozen=True, slots=True)
class Rate:
    """A fraction of the sum per `per` (day | year). `days_in_year` (365 | 360) turns a year's rate into a day's.

    `source`: agreed | lpr | statutory. Raises `InvalidTerms` for anything else.
    """

    value: Decimal
    per: str = "year"
    days_in_year: int = 365
    source: str = "agreed"

    def __post_init__(self) -> None:
        if self.value <= 0 or self.per not in ("day", "year") or self.days_in_year not in (360, 365):
            raise InvalidTerms("not a rate", value=self.value, per=self.per, days_in_year=self.days_in_year)

    @property
    def daily(self) -> Fraction:
        return Fraction(self.value) / (self.days_in_year if self.per == "year" else 1)


@dataclass(frozen=True, slots=True)
class Quotation:
    """The one-year LPR (a fraction a year) published on a day; it holds until the next one."""

    published_on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Segment:
    """`principal` fen owed over `days` days: from `start` until `end`, the last not counted."""

    start: date
    end: date
    principal: int

    @property
    def days(self) -> int:
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class LateFee:
    """The fee in fen, rounded once, and the segments it is made of."""

    rate: Rate
    segments: tuple[Segment, ...]
    fen: int


def lpr_rate(
    quotations: Sequence[Quotation],
    breach: date,
    *,
    surcharge: Decimal = LEAST_SURCHARGE,
    days_in_year: int = 365,
) -> Rate:
    """The LPR that held on the day of the breach, plus the surcharge. Raises `InvalidTerms` before the table begins,
    or for a surcharge outside 30–50 %.
    """
    if not LEAST_SURCHARGE <= surcharge <= MOST_SURCHARGE:
        raise InvalidTerms("a surcharge of 30 to 50 percent", surcharge=surcharge)
    known = [quotation for quotation in quotations if quotation.published_on <= breach]
    if not known:
        raise InvalidTerms("no LPR was published by then", day=breach)
    value = max(known, key=lambda quotation: quotation.published_on).value
    return Rate(value * (1 + surcharge), "year", days_in_year, "lpr")


def statutory_rate() -> Rate:
    """What a small firm may ask of a large one or a public body when nothing was agreed."""
    return Rate(SME_DAILY, "day", source="statutory")


def late_fee(
    amount: int, due_on: date, payments: Sequence[tuple[date, int]], *, until: date, rate: Rate
) -> LateFee:
    """The fee on an instalment of `amount` fen from its due day until `until`; due day and fee-free days give 0.

    `payments` are (day, fen) of whatever lowered it, in any order; money counts from its day. A payment by the due
    day never bore interest. The fee itself bears none.
    """
    pieces = tuple(_segments(amount, due_on, payments, until))
    exact = sum((piece.principal * piece.days for piece in pieces), 0) * rate.daily
    fen = rounded_fen(Decimal(exact.numerator) / Decimal(exact.denominator) / 100)
    return LateFee(rate, pieces, fen)


def _segments(
    amount: int, due_on: date, payments: Sequence[tuple[date, int]], until: date
) -> Iterator[Segment]:
    start, owed = due_on, amount
    for day, fen in sorted(payments):
        if day >= until:
            break
        if day > start and owed > 0:
            yield Segment(start, day, owed)
            start = day
        owed -= fen
    if until > start and owed > 0:
        yield Segment(start, until, owed)


def is_above_loss(fee: int, loss: int) -> bool:
    """Whether a fee is so far above the loss (both fen) that a court may cut it: more than 130 %."""
    return fee > loss * MOST_OVER_LOSS
