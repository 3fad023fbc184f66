"""Money: integer fen and a currency. Never float, never Decimal inside the books."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from ledger.errors import InvalidMoney

CURRENCY = "CNY"
LARGEST_FEN = 10**15  # 10 trillion yuan: any sum of a company still fits a signed 64-bit column
_YUAN = re.compile(r"-?\d{1,16}(\.\d{1,2})?", re.ASCII)
# Looked up in half the time of a format, and tables are long.
_FRACTIONS = tuple(f".{fen:02d}" for fen in range(100))


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """A whole number of fen (negative or zero as a balance). Raises `InvalidMoney` for a float or bool."""

    fen: int
    currency: str = CURRENCY

    def __post_init__(self) -> None:
        if type(self.fen) is not int:
            raise InvalidMoney("fen must be an int", value=self.fen)
        if abs(self.fen) > LARGEST_FEN:
            raise InvalidMoney("amount out of range", value=self.fen)

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.fen, self.currency)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise InvalidMoney("two currencies cannot be added", left=self, right=other)
        return other.fen


def yuan(fen: int) -> str:
    """The amount in yuan as a decimal string with two places: 1250000 → “12500.00”. Undone by `fen_of`."""
    if fen < 0:
        return "-" + yuan(-fen)
    return f"{fen // 100}{_FRACTIONS[fen % 100]}"


def grouped(fen: int) -> str:
    """The amount in yuan as people write it: 1250000 → “12,500.00”."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{rest:02d}"


def fen_of(text: str) -> int:
    """Fen of a decimal string in yuan (“12500”, “-3.5”). Raises `InvalidMoney` for anything else."""
    if not _YUAN.fullmatch(text):
        raise InvalidMoney("not an amount in yuan", value=text)
    return exact_fen(Decimal(text))


def exact_fen(amount: Decimal) -> int:
    """Fen of an exact amount in yuan. Raises `InvalidMoney` past two decimals or out of range."""
    try:
        scaled = amount * 100
        fen = int(scaled)
    except (InvalidOperation, OverflowError, ValueError):
        raise InvalidMoney("not a finite amount", value=amount) from None
    if scaled != fen:
        raise InvalidMoney("more than two decimals", value=amount)
    return Money(fen).fen


def rounded_fen(amount: Decimal) -> int:
    """Fen of a computed amount in yuan, half up. Used once per posted line, never on partial sums."""
    return Money(int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))).fen


def split(fen: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Parts of `fen` in proportion to `weights`, summing exactly: largest remainder, earliest first on ties.

    Raises `InvalidMoney` for a negative amount, no weights, a negative weight, or only zeros.
    """
    total = sum(weights)
    if fen < 0 or total <= 0 or min(weights) < 0:
        raise InvalidMoney("cannot split", fen=fen, weights=tuple(weights))
    parts = [fen * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(fen * weights[i] % total), i))
    for i in by_remainder[: fen - sum(parts)]:
        parts[i] += 1
    return tuple(parts)
