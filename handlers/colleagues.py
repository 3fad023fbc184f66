"""Colleagues as the address book names them: added without a role, never set above what a person or the file said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers.jsonable import to_plain
from handlers.proposal import first_with
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

FILE: Final = "file"
BOOK: Final = "book"
CONTACT: Final = "contact_changed"  # the kind of timer that an event of the address book sets


@dataclass(frozen=True, slots=True)
class Listed:
    """One of the address book; "" where it does not say."""

    userid: str
    name: str
    department: str = ""
    manager: str = ""


def take_over(people: Iterable[Listed], uow: UnitOfWork) -> int:
    """Who is new gets role none; names, departments and managers follow the book. How many were new or changed.

    A userid is known whatever the case of its letters, and stays as it was first written.
    Who stands in the staff file stays as the file says; a manager whom somebody named by chat stays.
    """
    changed = 0
    for one in people:
        known = uow.staff.get(one.userid)
        if known is None:
            uow.staff.put(
                StaffView(
                    one.userid, one.name, "none", one.department, known_as(one.manager, uow), source=BOOK
                )
            )
            changed += 1
        elif known.source != FILE:
            kept = _over(replace(one, manager=known_as(one.manager, uow)), known)
            changed += kept != known
            uow.staff.put(kept)
    return changed


def known_as(userid: str, uow: UnitOfWork) -> str:
    """A userid of the platform's as the books have it: letters may have come in another case."""
    person = uow.staff.get(userid) if userid else None
    return person.userid if person is not None else userid


def _over(one: Listed, known: StaffView) -> StaffView:
    by_book = known.source in (BOOK, "event", "written")
    return replace(
        known,
        name=one.name or known.name,
        department=one.department or known.department,
        manager=one.manager if one.manager and (by_book or not known.manager) else known.manager,
    )


def missing(people: Iterable[Listed], uow: UnitOfWork) -> Sequence[str]:
    """Active colleagues, not of the staff file, whom the book does not list: gone, or out of the app's sight."""
    listed = {one.userid.lower() for one in people}
    return [
        one.userid
        for one in uow.staff.all()
        if one.active and one.source != FILE and one.userid.lower() not in listed and not _is_expected(one)
    ]


def _is_expected(person: StaffView) -> bool:
    """Added by chat before he ever wrote: his userid is not known yet."""
    return ":" in person.userid


def leave(userid: str, uow: UnitOfWork, *, channel: str) -> bool:
    """He has left the company: his access ends, and who administers hears what he still holds. False when known."""
    person = uow.staff.get(userid)
    if person is None or not person.active or person.source == FILE:
        return False
    uow.staff.put(replace(person, active=False))
    uow.audit.note("wecom", "staff.left", f"staff:{person.userid}")
    held = len(uow.customers.owned_by([person.userid]))
    admin = first_with(("admin", "manager"), person, uow)
    if admin is not None:
        context = to_plain({"name": person.name or person.userid, "customers": held})
        key = f"left:{person.userid}:{uow.today().isoformat()}"
        uow.outbox.push(channel, admin.userid, key, "chat/staff/left_company.txt", context, priority=2)
    return True
