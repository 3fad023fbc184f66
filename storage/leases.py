"""What one process at a time may hold (the bot's socket), as rows claimed by conditional UPDATE.

Leases are the machine's time, never the Clock's: the caller says what now is.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from storage.prepared import Prepared
from storage.relations import LEASE
from storage.work import Work

_OURS = (LEASE.c.corp_id == bindparam("corp"), LEASE.c.name == bindparam("which"))
_AT = bindparam("at", type_=LEASE.c.until.type)
_CLAIM = update(LEASE).where(*_OURS, (LEASE.c.holder == bindparam("me")) | (LEASE.c.until <= _AT))
_GIVE_BACK = update(LEASE).where(*_OURS, LEASE.c.holder == bindparam("me"))
_GET = select(LEASE.c.holder, LEASE.c.until).where(*_OURS)
_NEW = Prepared(insert(LEASE))


class Leases:
    """Leases of the company, each by its name."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def claim(self, name: str, holder: str, *, now: datetime, until: datetime) -> bool:
        """Take it, or keep it, until then; False while somebody else has it."""
        if self._work.execute(_CLAIM, which=name, me=holder, at=now, holder=holder, until=until):
            return True
        if self._work.row(_GET, which=name) is not None:
            return False
        # No other writer is in a transaction at the same time: nobody takes it in between.
        self._work.update(_NEW, corp_id=self._work.corp_id, name=name, holder=holder, until=until)
        return True

    def give_back(self, name: str, holder: str, *, now: datetime) -> bool:
        """Let the next one have it at once; False when it was somebody else's."""
        return bool(self._work.execute(_GIVE_BACK, which=name, me=holder, until=now))

    def holder(self, name: str, *, now: datetime) -> str:
        """Who has it now; "" when nobody does."""
        row = self._work.row(_GET, which=name)
        return row.holder if row is not None and row.until > now else ""
