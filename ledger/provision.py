"""What the books expect to lose: a rate for each bucket, and rates learnt from how buckets rolled on (账龄迁徙率)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from ledger.errors import InvalidTerms
from ledger.money import rounded_fen

ENOUGH = 12  # month ends: fewer give no rate of one's own


@dataclass(frozen=True, slots=True)
class Provision:
    """A line of the matrix: what stands in the bucket, its rate, and the provision (fen, rounded once)."""

    bucket: str
    outstanding: int
    rate: Fraction
    fen: int


def provision(buckets: Mapping[str, int], rates: Mapping[str, Decimal | Fraction]) -> tuple[Provision, ...]:
    """One line a bucket, in the order of `buckets`. Raises `InvalidTerms` for a missing rate or one outside 0–1."""
    return tuple(_line(name, fen, rates.get(name)) for name, fen in buckets.items())


def _line(name: str, fen: int, rate: Decimal | Fraction | None) -> Provision:
    if rate is None or not 0 <= rate <= 1:
        raise InvalidTerms("every bucket needs a rate between 0 and 1", bucket=name, rate=rate)
    exact = fen * Fraction(rate)
    amount = rounded_fen(Decimal(exact.numerator) / Decimal(exact.denominator) / 100)
    return Provision(name, fen, Fraction(rate), amount)


def roll_rates(
    month_ends: Sequence[Mapping[str, int]], names: Sequence[str]
) -> Mapping[str, Fraction] | None:
    """The share of each bucket that moved into the next one within a month, over all months (Σ next / Σ this).

    `month_ends` are buckets in fen, oldest first, `names` in order of age, each at most a month wide. The last
    bucket rolls into loss by what is set, so it has no rate here. None below `ENOUGH` month ends.
    """
    if len(month_ends) < ENOUGH:
        return None
    return {name: _rolled(month_ends, name, older) for name, older in pairwise(names)}


def _rolled(month_ends: Sequence[Mapping[str, int]], name: str, older: str) -> Fraction:
    stood = sum(buckets[name] for buckets in month_ends[:-1])
    moved = sum(buckets[older] for buckets in month_ends[1:])
    return min(Fraction(1), Fraction(moved, stood)) if stood > 0 else Fraction(0)


def loss_rates(
    rolls: Mapping[str, Fraction], names: Sequence[str], *, last: Fraction
) -> Mapping[str, Fraction]:
    """The expected loss of each bucket: the product of the rolls still before it, times that of the last one."""
    found: dict[str, Fraction] = {names[-1]: last}
    for name, older in zip(reversed(names[:-1]), reversed(names[1:]), strict=True):
        found[name] = rolls[name] * found[older]
    return {name: found[name] for name in names}
