"""The process number in every id, leased: no two living processes have the same one.

A lease is renewed by the writer itself before a transaction, so it costs no thread; an idle process lets it
run out and takes it again, or another, when it next writes.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.errors import Unavailable
from storage.ids import PROCESSES, Ids, machine_milliseconds
from storage.relations import LEASE as LEASES

NO_CORP = 0
LEASE = timedelta(minutes=10)
_PREFIX = "process:"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

_TAKEN = select(LEASES.c.name, LEASES.c.holder, LEASES.c.until).where(
    LEASES.c.corp_id == NO_CORP, LEASES.c.name.startswith(_PREFIX, autoescape=True)
)
_CLAIM = (
    update(LEASES)
    .where(
        LEASES.c.corp_id == NO_CORP,
        LEASES.c.name == bindparam("which"),
        (LEASES.c.holder == bindparam("me")) | (LEASES.c.until <= bindparam("now")),
    )
    .values(holder=bindparam("me"), until=bindparam("next_until"))
)
_FIRST_CLAIM = insert(LEASES)


class LeasedIds:
    """Ids whose process number is held by lease; `renew` it, in a transaction of its own, when it `is_due`.

    The lease always ends after the last id given, so a successor never repeats one, whatever the clocks do.
    """

    def __init__(self, fixed_number: int | None = None) -> None:
        self._fixed = fixed_number
        self._ids = Ids(fixed_number) if fixed_number is not None else None
        self._number: int | None = fixed_number
        self._until = _NEVER
        self._holder = uuid4().hex

    @property
    def is_leased(self) -> bool:
        """Is there a number to give back?"""
        return self._fixed is None and self._number is not None

    def is_due(self) -> bool:
        """Must `renew` run before the next transaction? From half of the lease on."""
        return self._fixed is None and self._until - self._now() < LEASE / 2

    def renew(self, connection: Connection) -> None:
        """Keep the number, or take the lowest free one. Raises `Unavailable` when all 1,024 are held."""
        now = self._now()
        if self._number is not None and self._claim(connection, self._number, now):
            return
        taken = {name: until for name, _, until in connection.execute(_TAKEN)}
        for number in range(PROCESSES):
            until = taken.get(_name(number))
            if until is None:
                connection.execute(_FIRST_CLAIM, {
                    "corp_id": NO_CORP, "name": _name(number), "holder": self._holder, "until": now,
                })  # fmt: skip
            if (until is None or until <= now) and self._claim(connection, number, now):
                self._number, self._ids = number, Ids(number)
                return
        raise Unavailable("all process numbers are held by other processes")

    def forget(self) -> None:
        """The transaction of the last `renew` did not, or perhaps did not, commit: it must run again."""
        self._until = _NEVER

    def release(self, connection: Connection) -> None:
        """Give the number back, as of the last id given."""
        if self._number is not None:
            self._claim(connection, self._number, self._now(), lease=timedelta(milliseconds=1))
            self._until = _NEVER

    def __call__(self) -> int:
        if self._ids is None:
            raise Unavailable("no process number is held")
        return self._ids()

    def _claim(self, connection: Connection, number: int, now: datetime, *, lease: timedelta = LEASE) -> bool:
        claim = {"which": _name(number), "me": self._holder, "now": now, "next_until": now + lease}
        if connection.execute(_CLAIM, claim).rowcount != 1:
            return False
        self._until = now + lease
        return True

    def _now(self) -> datetime:
        reached = self._ids.reached if self._ids is not None else 0
        return datetime.fromtimestamp(max(machine_milliseconds(), reached) / 1_000, UTC)


def _name(number: int) -> str:
    return f"{_PREFIX}{number}"
