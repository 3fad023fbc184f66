"""What the books expect to lose: a rate for each bucket, and rates learnt from how buckets rolled on (账龄迁徙率)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType

from ledger.aging import BY_DUE, BY_YEARS, Buckets, by_days
from ledger.errors import InvalidTerms

ENOUGH = 12  # month ends: fewer give no rate of one's own
BY_MONTHS = by_days(0, 30, 60, 90, 120, 150, 180)  # each but the last a month wide, as rolls need them
# method → basis of the aging, and its buckets
METHODS: Mapping[str, tuple[str, Buckets]] = MappingProxyType(
    {"issued": ("issued", BY_YEARS), "due": ("due", BY_DUE), "roll": ("due", BY_MONTHS)}
)


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
    return Provision(name, fen, Fraction(rate), amount_of(fen, Fraction(rate)))


def amount_of(fen: int, rate: Fraction) -> int:
    """The provision of `fen`, rounded half up once."""
    return int(fen * rate + Fraction(1, 2))


def charge_of(total: int, opening: int, used: int, regained: int) -> int:
    """What is put to expense (below 0: given back) so that `total` fen stand there.

    `opening` stood there before; write-offs have `used` a part of it, recoveries brought some back (`regained`).
    """
    return total - opening + used - regained


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
