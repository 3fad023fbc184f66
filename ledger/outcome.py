"""How instalments ended, and what was known about a customer on the day a new one was issued: never more than that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Outcome:
    """An instalment of `amount` fen; `settled_on` is None while it is open."""

    customer: str
    issued_on: date
    due_on: date
    amount: int
    settled_on: date | None

    def is_late(self) -> bool:
        """Whether it was settled after its day; an open one is late for those who ask after its day."""
        return self.settled_on is None or self.settled_on > self.due_on

    def days_late(self) -> int:
        """Days past due on which it was settled, below 0 when early. Only for a settled one."""
        return ((self.settled_on or self.due_on) - self.due_on).days

    def delay_known(self, day: date) -> int | None:
        """Days late as known before `day`: of a settled one its own, of an overdue one those by now, else None."""
        if self.settled_on is not None and self.settled_on < day:
            return self.days_late()
        return (day - self.due_on).days if self.due_on < day else None

    def is_settled(self, day: date) -> bool:
        return self.settled_on is not None and self.settled_on < day


@dataclass(frozen=True, slots=True)
class Known:
    """What was known when `outcome` was issued: his `delays` in days (`settled`: those of settled ones only), how
    many were overdue, and his usual amount in fen (0: none yet).
    """

    outcome: Outcome
    delays: tuple[int, ...]
    settled: tuple[int, ...]
    overdue: int
    usual: int


def known_at_issue(outcomes: Sequence[Outcome]) -> Iterator[Known]:
    """Each outcome, in order of issue, with what was known on that day."""
    before: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in sorted(outcomes, key=lambda outcome: outcome.issued_on):
        yield _known(outcome, before[outcome.customer])
        before[outcome.customer].append(outcome)


def _known(outcome: Outcome, before: Sequence[Outcome]) -> Known:
    day = outcome.issued_on
    earlier = [row for row in before if row.issued_on < day]
    delays = tuple(delay for row in earlier if (delay := row.delay_known(day)) is not None)
    settled = tuple(row.days_late() for row in earlier if row.is_settled(day))
    overdue = sum(row.due_on < day and not row.is_settled(day) for row in earlier)
    amounts = sorted(row.amount for row in earlier)
    return Known(outcome, delays, settled, overdue, amounts[len(amounts) // 2] if amounts else 0)
