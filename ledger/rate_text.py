"""Agreed rates as they are kept in a setting: “0.0005/day”, “0.12/year”, “0.12/year/360”."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from ledger.errors import InvalidTerms
from ledger.interest import Rate

MOST_DAILY = Decimal("0.01")  # one per cent a day: whoever writes more has mistyped


def parse_rate(text: str) -> Rate:
    """Raises `InvalidTerms` for what is no rate, or one above `MOST_DAILY`."""
    value, _, unit = text.partition("/")
    per, _, days = unit.partition("/")
    try:
        rate = Rate(Decimal(value), per, int(days or 365))
    except (InvalidOperation, ValueError):
        raise InvalidTerms("not a rate", text=text) from None
    if rate.daily > MOST_DAILY:
        raise InvalidTerms("more than one per cent a day", text=text)
    return rate


def format_rate(rate: Rate) -> str:
    """The text that `parse_rate` turns into an equal rate, whose source is “agreed”."""
    days = "/360" if rate.per == "year" and rate.days_in_year == 360 else ""
    return f"{rate.value.normalize():f}/{rate.per}{days}"


def percent(value: Decimal) -> str:
    """A share as per cent without needless zeros: 0.0005 → “0.05”, at most four decimals."""
    return f"{(value * 100).quantize(Decimal('0.0001')).normalize():f}"


def yearly(rate: Rate) -> str:
    """What the rate makes in a year of 365 days, in per cent."""
    return percent(rate.value * (1 if rate.per == "year" else 365))


def percent_of(share: Fraction) -> str:
    """A share as per cent, rounded to hundredths: 1/3 → “33.33”."""
    hundredths = int(share * 10_000 + Fraction(1, 2))
    return f"{(Decimal(hundredths) / 100).normalize():f}"
