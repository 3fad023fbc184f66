"""The limitation clock of a debt (诉讼时效): three years, and what starts them again.

Sources: 民法典 188 (three years), 189 (instalments of one debt run from the last one), 192 (after its end only the
debtor's own agreement counts), 195 (a demand that arrived, the debtor's agreement or part payment, a suit).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

YEARS = 3
ALARMS = (7, 30, 90, 180)  # days before the end, the most urgent first
AGREEMENT = "agreement"
KINDS = ("demand", AGREEMENT, "part_payment", "suit")


@dataclass(frozen=True, slots=True)
class Restart:
    """Something that starts the three years anew. `kind` is one of `KINDS`; a demand counts when it arrived."""

    day: date
    kind: str
    source: str = ""  # where the proof stands


@dataclass(frozen=True, slots=True)
class Limitation:
    """`ends_on` is the last day on which a suit is in time; `restarted_by` is None while the due day counts."""

    starts_on: date
    ends_on: date
    restarted_by: Restart | None

    def days_left(self, today: date) -> int:
        """Days until the end; below zero when it has passed."""
        return (self.ends_on - today).days

    def alarm(self, today: date) -> int | None:
        """The nearest of `ALARMS` that is reached (0 once the end has passed); None while there is time."""
        left = self.days_left(today)
        if left < 0:
            return 0
        return next((days for days in ALARMS if left <= days), None)


def limitation(last_due_on: date, restarts: Sequence[Restart], *, today: date) -> Limitation:
    """The clock of a debt whose last instalment fell due on `last_due_on`, by what happened until `today`.

    What happens before that day changes nothing; after the end only an agreement starts the clock again.
    """
    start, end, cause = last_due_on, _years_later(last_due_on), None
    for restart in sorted(restarts, key=lambda restart: restart.day):
        if not start <= restart.day <= today:
            continue
        if restart.day <= end or restart.kind == AGREEMENT:
            start, end, cause = restart.day, _years_later(restart.day), restart
    return Limitation(start, end, cause)


def _years_later(day: date) -> date:
    """The same day three years on; 29 February ends on the 28th (民法典 202)."""
    try:
        return day.replace(year=day.year + YEARS)
    except ValueError:
        return day.replace(year=day.year + YEARS, day=28)
