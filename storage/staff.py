"""The people of the company and who is under whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import and_, bindparam, func, select, update

from ledger.values import value
from storage.audit import Audits
from storage.relations import CUSTOMER, STAFF
from storage.work import Work


@value
class StaffView:
    """`role`: none | sales | clerk | warehouse | finance | manager | admin; `reached`: may be pushed to."""

    userid: str
    name: str = ""
    role: str = "none"
    department: str = ""
    manager: str = ""
    active: bool = True
    reached: bool = False
    source: str = "file"
    phone: str = ""


_NAMES = tuple(field.name for field in fields(StaffView))
_OURS = select(*(STAFF.c[name] for name in _NAMES)).where(STAFF.c.corp_id == bindparam("corp"))
_GET = _OURS.where(STAFF.c.userid == bindparam("userid"))
_FOLDED = _OURS.where(func.lower(STAFF.c.userid) == bindparam("folded"))
_ALL = _OURS.order_by(STAFF.c.userid)
_BY_NAME = _OURS.where(STAFF.c.name == bindparam("name")).order_by(
    STAFF.c.active.desc(), STAFF.c.role == "none", STAFF.c.userid
)
_CHANGE = update(STAFF).where(STAFF.c.corp_id == bindparam("corp"), STAFF.c.userid == bindparam("row_id"))
# What an import wrote down for a name that was nobody's yet.
_IS_WRITTEN = and_(CUSTOMER.c.corp_id == bindparam("corp"), CUSTOMER.c.owner == bindparam("written"))
_WRITTEN = select(CUSTOMER.c.id).where(_IS_WRITTEN).order_by(CUSTOMER.c.id)
_ADOPT = update(CUSTOMER).where(_IS_WRITTEN)
_FEW = 3  # of so many people is each read alone; when a transaction needs more, all of them at once


class Staff:
    """Staff of the company. A person is never deleted, only made inactive."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, userid: str) -> StaffView | None:
        """The person, whatever the case of the letters: the platform tells no two people apart by it, and answers in
        lower case (doc/90236). `userid` of who comes back is the one that the books know."""
        if self._work.heads.kept.size(STAFF.name) < _FEW:
            return self._work.remembered(STAFF, userid, lambda: self._read(userid))
        people = self._work.remembered(
            STAFF, "by id", lambda: {person.userid: person for person in self.all()}
        )
        folded = userid.lower()
        return people.get(userid) or next(
            (one for known, one in people.items() if known.lower() == folded), None
        )

    def all(self) -> Sequence[StaffView]:
        return self._work.remembered(STAFF, None, lambda: [StaffView(*row) for row in self._work.rows(_ALL)])

    def by_name(self, name: str) -> Sequence[StaffView]:
        """People of exactly this name: active ones first, and of these who has a role before a namesake without."""
        return [StaffView(*row) for row in self._work.rows(_BY_NAME, name=name)]

    def put(self, person: StaffView) -> None:
        """Write the person as given; whether they were reached is never taken back, nor a phone by none.

        Who does some work here from now on looks after the customers that an import knew him by name for.
        """
        known = self.get(person.userid)
        kept = _over(person, known) if known is not None else person
        values = {name: getattr(kept, name) for name in _NAMES} | {"changed_at": self._work.now}
        if known is None:
            self._work.insert(STAFF, values | {"corp_id": self._work.corp_id})
        elif known != kept:
            self._change(known.userid, values)
        if works(kept) and (known is None or not works(known) or known.name != kept.name):
            self._adopt(kept)

    def _adopt(self, person: StaffView) -> None:
        """Noted in the audit with all that changes hands: a manager can hand it over again."""
        namesakes = [one for one in self.by_name(person.name) if works(one) and one.userid != person.userid]
        if namesakes or self.get(person.name) is not None:
            return
        customers = [str(row.id) for row in self._work.rows(_WRITTEN, written=person.name)]
        if not customers:
            return
        self._work.execute(_ADOPT, written=person.name, owner=person.userid)
        details = {
            "from": person.name, "to": person.userid, "count": len(customers), "source": person.source,
            "customers": customers,
        }  # fmt: skip
        Audits(self._work).note(person.source, "customers.owner", f"staff:{person.userid}", details)

    def mark_reached(self, userid: str) -> None:
        """The person has written to the bot: it may push to them."""
        self._change(userid, {"reached": True})

    def under(self, userid: str) -> frozenset[str]:
        """Who is under this person: the chain of managers; without one, a manager's own department."""
        people = self.all()
        found: set[str] = set()
        level = {userid}
        while level:
            level = {p.userid for p in people if p.manager in level} - found - {userid}
            found |= level
        if found:
            return frozenset(found)
        head = next((p for p in people if p.userid == userid and p.role == "manager" and p.department), None)
        department = head.department if head else None
        return frozenset(p.userid for p in people if p.department == department and p.userid != userid)

    def _read(self, userid: str) -> StaffView | None:
        row = self._work.row(_GET, userid=userid) or self._work.row(_FOLDED, folded=userid.lower())
        return StaffView(*row) if row is not None else None

    def _change(self, userid: str, values: dict[str, Any]) -> None:
        changes = {name: value for name, value in values.items() if name != "userid"}
        self._work.execute(_CHANGE, row_id=userid, **changes)


def works(person: StaffView) -> bool:
    """Is he known by a name, here, and does he have something to do?"""
    return person.active and person.role != "none" and person.name != ""


def _over(person: StaffView, known: StaffView) -> StaffView:
    return replace(
        person,
        userid=known.userid,
        reached=person.reached or known.reached,
        phone=person.phone or known.phone,
    )
