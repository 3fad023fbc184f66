"""Which stage was said of which instalment, to whom, on which day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, select, update

from storage.prepared import if_new
from storage.relations import CUSTOMER, STAGE_SAID
from storage.work import Work

AUDIENCES = ("owner", "customer", "sales", "finance", "manager")


@dataclass(frozen=True, slots=True)
class SaidView:
    """Stages of one instalment on one day: audience → days relative to its due day."""

    customer_id: int
    instalment_id: int
    day: date
    stages: Mapping[str, int]


Said = tuple[int | None, ...]  # instalment, customer, stage of each of `AUDIENCES`

_SAID = ("instalment_id", "customer_id", *AUDIENCES)
_C = STAGE_SAID.c
_COLUMNS = (_C.customer_id, _C.instalment_id, _C.day, *(_C[name] for name in AUDIENCES))
_OF_CUSTOMER = (
    select(*_COLUMNS)
    .where(_C.corp_id == bindparam("corp"), _C.customer_id == bindparam("customer"))
    .order_by(_C.day, _C.instalment_id)
)
_OF_ITEMS = (
    select(*_COLUMNS)
    .where(_C.corp_id == bindparam("corp"), _C.instalment_id.in_(bindparam("items", expanding=True)))
    .order_by(_C.day, _C.instalment_id)
)
_AT_ONCE = 500  # ids in a statement
_OF_CUSTOMER_ON = _OF_CUSTOMER.where(_C.day == bindparam("of"))
_ITS_CUSTOMER = and_(CUSTOMER.c.corp_id == _C.corp_id, CUSTOMER.c.id == _C.customer_id)
_ON = and_(_C.corp_id == bindparam("corp"), _C.day == bindparam("of"))
_HEARD = {name: _C[name].is_not(None) for name in AUDIENCES}
_OF_DAY = {
    name: select(*_COLUMNS, CUSTOMER.c.owner.label("person"))
    .join_from(STAGE_SAID, CUSTOMER, _ITS_CUSTOMER)
    .where(_ON, heard)
    .order_by(_C.customer_id, _C.instalment_id)
    for name, heard in _HEARD.items()
}
_OF_PERSON = {name: rows.where(CUSTOMER.c.owner == bindparam("who")) for name, rows in _OF_DAY.items()}
_PERSONS = {
    name: select(CUSTOMER.c.owner)
    .distinct()
    .join_from(STAGE_SAID, CUSTOMER, _ITS_CUSTOMER)
    .where(_ON, heard)
    .order_by(CUSTOMER.c.owner)
    for name, heard in _HEARD.items()
}
_TAKE_BACK = {
    name: update(STAGE_SAID)
    .where(_ON, _C.customer_id == bindparam("whose"), _C[name].is_not(None))
    .values({name: None})
    for name in AUDIENCES
}
_TAKE_BACK_ONE = {
    name: change.where(_C.instalment_id == bindparam("which")) for name, change in _TAKE_BACK.items()
}


_TO_CUSTOMER = (
    update(STAGE_SAID)
    .where(_ON, _C.instalment_id == bindparam("which"), _C.customer.is_(None))
    .values(customer=bindparam("stage"))
)


class Stages:
    """What was said to whom. A stage is said on a day once, however often it is written."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def say(self, day: date, said: Sequence[SaidView]) -> None:
        """Write them together; one that was said of that instalment on that day stays as it is."""
        self.say_plain(
            day,
            [
                (view.instalment_id, view.customer_id, *(view.stages.get(name) for name in AUDIENCES))
                for view in said
            ],
        )

    def say_plain(self, day: date, said: Sequence[Said]) -> None:
        """As `say`."""
        if not said:
            return
        work = self._work
        work.flush()
        alike = {"corp_id": work.corp_id, "day": day}
        if_new(work.engine, STAGE_SAID).run_alike(work.connection, alike, _SAID, said)

    def say_to_customer(self, day: date, said: Sequence[SaidView]) -> None:
        """As `say`, to the customer alone, of instalments that colleagues may have heard of that day."""
        self.say(day, said)
        for view in said:
            self._work.execute(_TO_CUSTOMER, of=day, which=view.instalment_id, stage=view.stages["customer"])

    def of_customer(self, customer_id: int) -> Sequence[SaidView]:
        """Everything that was said about its debts, the oldest first."""
        return [_view(row) for row in self._work.rows(_OF_CUSTOMER, customer=customer_id)]

    def of_customer_on(self, customer_id: int, day: date) -> Sequence[SaidView]:
        return [_view(row) for row in self._work.rows(_OF_CUSTOMER_ON, customer=customer_id, of=day)]

    def follow(self, stands_in: Mapping[int, int], customer_id: int) -> None:
        """What was said of instalments was said of those of this customer that stand in for them."""
        before = sorted(stands_in)
        of_day: dict[date, list[SaidView]] = {}
        for start in range(0, len(before), _AT_ONCE):
            for row in self._work.rows(_OF_ITEMS, items=before[start : start + _AT_ONCE]):
                said = _view(row)
                heir = replace(said, customer_id=customer_id, instalment_id=stands_in[said.instalment_id])
                of_day.setdefault(said.day, []).append(heir)
        for day, views in of_day.items():
            self.say(day, views)

    def heard_on(self, day: date, audience: str, person: str | None = None) -> Sequence[SaidView]:
        """What this audience heard that day; of the customers of one person, or of all."""
        if person is None:
            return [_view(row) for row in self._work.rows(_OF_DAY[audience], of=day)]
        return [_view(row) for row in self._work.rows(_OF_PERSON[audience], of=day, who=person)]

    def persons_on(self, day: date, audience: str) -> Sequence[str]:
        """Owners of the customers that this audience heard of that day, "" for customers without one."""
        return [row[0] for row in self._work.rows(_PERSONS[audience], of=day)]

    def take_back(self, customer_id: int, day: date, audience: str) -> bool:
        """The message of that day did not leave: its stages were not said. False when there were none."""
        return self._work.execute(_TAKE_BACK[audience], whose=customer_id, of=day) > 0

    def take_back_of(self, customer_id: int, items: Collection[int], day: date, audience: str) -> None:
        """These instalments were not in the message of that day after all: their stages come later."""
        for item in items:
            self._work.execute(_TAKE_BACK_ONE[audience], whose=customer_id, which=item, of=day)


def _view(row: Any) -> SaidView:
    stages = {name: days for name in AUDIENCES if (days := getattr(row, name)) is not None}
    return SaidView(row.customer_id, row.instalment_id, row.day, stages)
