"""What a customer may still take on account: what of his limit is used, and whether goods may leave.

A delivery can be stopped; goods that have left are always booked (PEOPLE P5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

PARTS = ("not_due", "overdue", "fees", "orders", "unallocated")


@dataclass(frozen=True, slots=True)
class Exposure:
    """The parts of what a customer has of ours (已用额度), fen ≥ 0. `orders` are promised but not yet delivered;
    `unallocated` money of his lowers it.
    """

    not_due: int = 0
    overdue: int = 0
    fees: int = 0
    orders: int = 0
    unallocated: int = 0

    def used(self, included: Sequence[str] = PARTS) -> int:
        """The sum of the named parts; below 0 where he paid more beforehand than he owes, which he may take goods for."""
        parts = {
            "not_due": self.not_due,
            "overdue": self.overdue,
            "fees": self.fees,
            "orders": self.orders,
            "unallocated": -self.unallocated,
        }
        return sum(parts[part] for part in included)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit in fen, in force until a day (None: until changed)."""

    fen: int
    until: date | None = None


def limit_on(day: date, lasting: int | None, temporary: Sequence[Limit] = ()) -> int | None:
    """The limit in fen that holds on a day: the highest temporary one in force, else the lasting one (None: none)."""
    in_force = [limit.fen for limit in temporary if limit.until is None or day <= limit.until]
    return max(in_force) if in_force else lasting


class Measure(IntEnum):
    """What follows, the mildest first: the worst of several holds."""

    FREE = 0
    WARN = 1
    APPROVE = 2
    REFUSE = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """What the company has set: the measure for each cause, the parts that count, and how many days overdue a
    customer may be (None: any) before a new delivery is looked at.
    """

    over_limit: Measure = Measure.APPROVE
    overdue: Measure = Measure.APPROVE
    blocked: Measure = Measure.REFUSE
    days_overdue: int | None = 0
    included: tuple[str, ...] = PARTS


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: blocked | overdue (`fen` overdue, `days` the oldest) | over_limit (`fen` by how much)."""

    cause: str
    measure: Measure
    fen: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """`free` is what may leave without asking: fen, None without a limit."""

    measure: Measure
    reasons: tuple[Reason, ...]
    free: int | None


def delivery(
    amount: int, exposure: Exposure, limit: int | None, *, days_late: int, is_blocked: bool, rules: Rules
) -> Verdict:
    """Whether goods for `amount` fen may leave. `days_late` are those of the oldest overdue instalment, else 0.

    A delivery that fills the limit exactly is within it.
    """
    room = None if limit is None else max(0, limit - exposure.used(rules.included))
    reasons = []
    if is_blocked:
        reasons.append(Reason("blocked", rules.blocked))
    if rules.days_overdue is not None and exposure.overdue and days_late > rules.days_overdue:
        reasons.append(Reason("overdue", rules.overdue, exposure.overdue, days_late))
    over = 0 if limit is None else exposure.used(rules.included) + amount - limit
    if over > 0:
        reasons.append(Reason("over_limit", rules.over_limit, over))
    felt = tuple(reason for reason in reasons if reason.measure is not Measure.FREE)
    measure = max((reason.measure for reason in felt), default=Measure.FREE)
    stops = any(reason.cause != "over_limit" and reason.measure >= Measure.APPROVE for reason in felt)
    return Verdict(measure, felt, 0 if stops else room)
