"""What a cell says: an amount, a day, a word. In all the shapes that spreadsheets give them."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from ledger.errors import InvalidMoney
from ledger.money import exact_fen

Cell = str | int | float | bool | date | datetime | time | timedelta | None

# What a formula begins with; a Chinese Excel takes the wide ones for the same.
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Day 1 of a serial is 1900-01-01, and there is a 1900-02-29 that never was: from 1900-03-01 this holds.
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)  # 1954-10-03 to 2119-01-10
FIRST_YEAR, LAST_YEAR = 1990, 2100
_EXACT = 1e12
_UNITS = {"百万": 1_000_000, "千万": 10_000_000, "万": 10_000, "千": 1_000, "亿": 100_000_000, "w": 10_000}
_AROUND = re.compile(r"^(?:¥|人民币|rmb|cny)|(?:元整?|圆整?|rmb|cny)$", re.IGNORECASE)
_NUMBER = re.compile(
    r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d*)?(?:e([+-]?\d{1,2}))?", re.ASCII | re.IGNORECASE
)
_DAY = re.compile(
    r"(\d{4})\s*([-/.年])\s*(\d{1,2})\s*(?:\2|月)\s*(\d{1,2})\s*日?(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?.*)?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_UNSURE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*", re.ASCII)


class BadCell(ValueError):
    """This cell cannot be read; the sentence says why."""


def text_of(cell: Cell) -> str:
    """The words of a cell in one line: a number without needless decimals, a day as ISO, "" for nothing."""
    if isinstance(cell, str):
        return " ".join(cell.split()) if cell else cell
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)


def words_of(cell: Cell) -> str:
    """As `text_of`; a leading apostrophe before a sign, by which exports disarm formulas, is dropped."""
    text = text_of(cell)
    if text[:1] == "'" and text[1:2] in SIGNS:
        text = text[1:]
    return text if text.isprintable() else "".join(mark for mark in text if mark.isprintable())


def fen_in(cell: Cell) -> int:
    """Fen of an amount in yuan: 1234.5, “¥1,234.50”, “(1,234.00)” (below zero), “1.2E+04”, “1.2万”.

    Raises `BadCell` for anything else, and for more than two decimals: a sheet that shows 12345.67 may hold
    12345.6700000001, and which of the two is meant is not ours to say.
    """
    if type(cell) is float and -_EXACT < cell < _EXACT:
        # Up to 15 digits a float is the nearest of one amount only: nothing is rounded away here.
        fen = round(cell * 100)
        if fen / 100 == cell:
            return fen
    if isinstance(cell, (bool, date, time, timedelta)):
        raise BadCell(f"{text_of(cell)} is no amount")
    try:
        return exact_fen(_decimal(cell))
    except InvalidMoney:
        shown = repr(cell) if isinstance(cell, float) else text_of(cell)
        raise BadCell(f"{shown} has more than two decimals, or is too large") from None


def _decimal(cell: str | int | float | None) -> Decimal:
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, float):
        return Decimal(repr(cell))
    return _written(cell or "")


@lru_cache(maxsize=4_096)
def _written(text: str) -> Decimal:
    plain = "".join(unicodedata.normalize("NFKC", text).replace("−", "-").split())
    if not plain:
        raise BadCell("no amount")
    body, sign = plain, 1
    if body[0] == "(" and body[-1] == ")":
        body, sign = body[1:-1], -1
    elif body.endswith("-"):
        body, sign = body[:-1], -1
    if body.startswith("-"):
        body, sign = body[1:], -sign
    body = _AROUND.sub("", _AROUND.sub("", body))
    factor = 1
    for unit, size in _UNITS.items():
        if body.lower().endswith(unit):
            body, factor = body[: -len(unit)], size
            break
    match = _NUMBER.fullmatch(body)
    if match is None or not (match[2] or len(match[3] or "") > 1):
        raise BadCell(f"{text!r} is no amount")
    try:
        return sign * factor * Decimal(body.replace(",", ""))
    except InvalidOperation:
        raise BadCell(f"{text!r} is no amount") from None


def day_in(cell: Cell, date_format: str = "") -> date:
    """A day: a date cell, an Excel serial, or text such as 2026-01-05, 2026/1/5, 2026.1.5, 2026年1月5日, 20260105.

    `date_format` (strptime's) is tried first. Raises `BadCell` for anything else: of 1/5/2026 nobody knows
    which is the month unless the mapping says so.
    """
    if isinstance(cell, datetime):
        return _sane(cell.date())
    if isinstance(cell, date):
        return _sane(cell)
    if isinstance(cell, str):
        return _day_written(cell.strip(), date_format)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_number(cell)
    raise BadCell(f"{text_of(cell)!r} is no date" if cell is not None else "no date")


def _from_number(number: float) -> date:
    if int(number) in _SERIALS:
        return _sane(_SERIAL_ZERO + timedelta(int(number)))
    if number == int(number):
        return _day_written(str(int(number)), "")
    raise BadCell(f"{number} is no date")


@lru_cache(maxsize=65_536)
def _day_written(text: str, date_format: str) -> date:
    if not text:
        raise BadCell("no date")
    if date_format:
        try:
            return _sane(datetime.strptime(text, date_format).replace(tzinfo=UTC).date())
        except ValueError as error:
            raise BadCell(f"{text!r} is no date of the form {date_format}") from error
    plain = unicodedata.normalize("NFKC", text)
    if plain.isascii() and plain.isdigit() and int(plain) in _SERIALS:
        return _from_number(int(plain))
    match = _DAY.fullmatch(plain)
    if match is not None:
        return _sane(_date(text, match[1], match[3], match[4]))
    match = _COMPACT.fullmatch(plain)
    if match is not None:
        return _sane(_date(text, match[1], match[2], match[3]))
    if _UNSURE.fullmatch(plain):
        raise BadCell(f"{text!r}: which is the day and which the month? say it by date_format in a mapping")
    raise BadCell(f"{text!r} is no date")


def _date(text: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise BadCell(f"{text!r} is no day of the calendar") from None


def _sane(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadCell(f"{day} lies outside {FIRST_YEAR} to {LAST_YEAR}")
    return day
