"""Terms of payment: the rule that turns the day of the fact into a due day."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.errors import InvalidTerms

EVENTS = ("delivery", "invoice", "acceptance")
MONTHLY = (
    "month_end_plus",
    "month_end_issue",
    "month_end_same_day",
)  # 月结N天: which of them is a company setting
KINDS = ("net", *MONTHLY, "day_of_month", "after_event", "with_next_delivery", "before_delivery")
MOST_DAYS = 3_660  # ten years: beyond that somebody mistyped
DAYS_A_MONTH = 30  # 月结60 means two months

_TEXT = re.compile(r"([a-z_]+)(?::([a-z]+))?(?::(\d{1,4}))?(?:\+(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Terms:
    """One rule. `days` for net, the monthly kinds and after_event; `day` (1–31) for day_of_month.

    `months` moves day_of_month on: 0 is the first such day after the issue, 1 the one in the month after the
    issue's month, and so on. `event` is one of EVENTS. Raises `InvalidTerms` when the parts name no rule.
    """

    kind: str
    days: int = 0
    day: int = 0
    months: int = 0
    event: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS or not 0 <= self.days <= MOST_DAYS or not 0 <= self.months <= 99:
            raise InvalidTerms(terms=self)
        if (self.kind == "day_of_month") is not (1 <= self.day <= 31):
            raise InvalidTerms("a day of the month is 1 to 31, and only for day_of_month", terms=self)
        if (self.event in EVENTS) is not (self.kind == "after_event") or (self.event and not self.waits):
            raise InvalidTerms(
                "an event is delivery, invoice or acceptance, and only for after_event", terms=self
            )
        takes_days = self.kind in ("net", "after_event", *MONTHLY)
        if (self.days and not takes_days) or (self.months and self.kind != "day_of_month"):
            raise InvalidTerms("days or months that this kind does not have", terms=self)

    @property
    def waits(self) -> bool:
        """Whether the due day is unknown until something has happened."""
        return self.kind in ("after_event", "with_next_delivery")

    @property
    def start(self) -> str:
        """What starts the clock: issue | delivery | invoice | acceptance | next_delivery."""
        return self.event or ("next_delivery" if self.kind == "with_next_delivery" else "issue")

    def __str__(self) -> str:
        """The stored text, read back by `parse`: “net:30”, “after_event:invoice:15”, “day_of_month:5+1”."""
        parts = [self.kind, self.event, str(self.days or self.day or "")]
        months = f"+{self.months}" if self.months else ""
        return ":".join(part for part in parts if part) + months


def parse(text: str) -> Terms:
    """Terms from their stored text. Raises `InvalidTerms` for any other text."""
    match = _TEXT.fullmatch(text)
    if match is None:
        raise InvalidTerms(text=text)
    kind, event, number, months = match[1], match[2] or "", int(match[3] or 0), int(match[4] or 0)
    if kind == "day_of_month":
        return Terms(kind, day=number, months=months, event=event)
    return Terms(kind, days=number, months=months, event=event)


def due_on(terms: Terms, issued_on: date, event_on: date | None = None) -> date | None:
    """The due day; None while the event (or, for 压批, the next delivery) has not happened.

    The day of the fact is not counted, the last one is (算尾不算头): net 30 is issue + 30. A day that a month
    lacks is its last day. `before_delivery` falls due on the day of issue.
    """
    if terms.waits:
        return None if event_on is None else event_on + timedelta(terms.days)
    if terms.kind == "day_of_month":
        return _day_of_month(terms, issued_on)
    if terms.kind == "month_end_plus":
        return month_end(issued_on) + timedelta(terms.days)
    if terms.kind == "month_end_same_day":
        return months_later(issued_on, round(terms.days / DAYS_A_MONTH))
    return issued_on + timedelta(terms.days)


def _day_of_month(terms: Terms, issued_on: date) -> date:
    if terms.months:
        return in_month(issued_on, terms.months, day=terms.day)
    this_month = in_month(issued_on, 0, day=terms.day)
    return this_month if this_month > issued_on else in_month(issued_on, 1, day=terms.day)


def month_end(day: date) -> date:
    """The last day of its month."""
    return in_month(day, 0, day=31)


def months_later(day: date, months: int) -> date:
    """The same day so many months later (below zero: earlier); a day the month lacks is its last."""
    return in_month(day, months, day=day.day)


def in_month(start: date, months: int, *, day: int) -> date:
    """Day `day` of the month so many months after that of `start`, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))
