"""The alarm of a limitation clock as a warning: once for each step before its end, and once after it."""

from __future__ import annotations

from datetime import date

from ledger.limitation import Limitation
from ledger.warning import EarlyWarning

KIND = "limitation"


def alarm_of(number: int, outstanding: int, clock: Limitation, today: date) -> EarlyWarning | None:
    """The alarm of the debt `number`, on which `outstanding` fen are owed; None while there is time.

    `value` are the days left (below 0: the end has passed), `base` the fen.
    """
    step = clock.alarm(today)
    if step is None:
        return None
    key = f"{number}:{clock.ends_on.isoformat()}:{step}"
    return EarlyWarning(KIND, key, "demand", clock.days_left(today), outstanding)
