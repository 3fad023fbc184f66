"""What a customer typed on his page, read strictly: a kind he may say, a sum, a day, a few words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request

from ledger.errors import LedgerError
from ledger.money import fen_of

MOST_BYTES: Final = 16_384
MOST_FIELDS: Final = 20
MOST_FEN: Final = 100_000_000_000  # a thousand million yuan is a slip of the thumb
LONGEST_WORDS: Final = 200
KINDS: Final = ("agrees", "contests", "paid")
_LATEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Slip:
    """One of KINDS with fen, day and words; `problem`: "" | kind | amount | day | words | too_many."""

    kind: str = ""
    amount: int | None = None
    day: date | None = None
    words: str = ""
    problem: str = ""
    typed: str = ""  # the sum as it was typed


async def fields_of(request: Request) -> Mapping[str, str] | None:
    """The fields of a posted form, the first of each name; None of one that is too long to be typed.

    It is measured as it comes: a length in its head may be missing, or a lie.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    try:
        pairs = parse_qsl(body.decode(errors="replace"), max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return dict(reversed(pairs))


def slip_of(fields: Mapping[str, str], *, today: date) -> Slip:
    """The form as a value, with what is wrong with it."""
    kind, words = fields.get("kind", ""), _line(fields.get("words", ""))
    typed = _line(fields.get("amount", ""))[:20]
    slip = Slip(kind, _fen(typed), _day(fields.get("day", "")), words, typed=typed)
    return Slip(slip.kind, slip.amount, slip.day, slip.words, _problem(slip, today), typed)


def _problem(slip: Slip, today: date) -> str:
    if slip.kind not in KINDS:
        return "kind"
    if slip.kind == "contests" and not slip.words:
        return "words"
    if slip.kind != "paid":
        return ""
    if slip.amount is None:
        return "amount"
    return "" if slip.day is not None and today - _LATEST <= slip.day <= today else "day"


def _line(text: str) -> str:
    """One line of what can be seen."""
    seen = "".join(mark if mark.isprintable() else " " for mark in text)
    return " ".join(seen.split())[:LONGEST_WORDS]


def _fen(typed: str) -> int | None:
    """Fen of “8000”, “8,000.00元”, “１.2万”; None for anything else."""
    plain = unicodedata.normalize("NFKC", typed).replace(",", "").replace(" ", "")
    bare = plain.lstrip("¥").removesuffix("元")
    try:
        fen = fen_of(bare.removesuffix("万")) * (10_000 if bare.endswith("万") else 1)
    except LedgerError:
        return None
    return fen if 0 < fen <= MOST_FEN else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
