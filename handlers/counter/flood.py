"""Who writes without end: what an hour bears is answered and passed on, the rest is kept, and a colleague hears so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers.counter.counterpart import Counterpart
from handlers.counter.saying import Desk, tell
from storage.unit_of_work import UnitOfWork

AN_HOUR: Final = timedelta(hours=1)
MOST_AN_HOUR: Final = 20  # messages of one person: more than a talk needs, less than a script sends


def is_flood(sender: str, sent_at: datetime, uow: UnitOfWork) -> bool:
    """Is the message sent then, kept already, one too many of the hour before it?

    By the platform's clock: what waited here for days while nothing ran is no flood.
    """
    return uow.inbox.count_of(sender, since=sent_at - AN_HOUR, until=sent_at) > MOST_AN_HOUR


def told(found: Sequence[Counterpart], sent_at: datetime, desk: Desk, uow: UnitOfWork) -> None:
    """Each salesperson hears once an hour that no more is passed on; of somebody's whom nobody knows finance was asked."""
    hour = int(sent_at.timestamp() // AN_HOUR.total_seconds())
    key = f"counter_flood:{desk.chat.external_userid}:{hour}"
    for one in found:
        tell(one.customer, "flood.txt", {"most": MOST_AN_HOUR}, key, desk, uow)
