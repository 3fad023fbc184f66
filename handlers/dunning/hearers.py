"""Who hears of whose customers: nobody who may not see their figures, when it is planned and when it leaves."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from handlers.permissions import owners_seen
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork


def sees(person: StaffView | None, owner: str, uow: UnitOfWork) -> bool:
    """May this person hear what customers of `owner` owe ("" for those nobody looks after)?"""
    if person is None or not person.active:
        return False
    owners = owners_seen("balance", person, uow)
    return owners is None or (bool(owners) and (owner == "" or owner in owners))


def salesperson(owner: str, uow: UnitOfWork) -> Sequence[str]:
    """Himself; who is above him where he is gone or does other work now; the managers for nobody's customers."""
    person = uow.staff.get(owner) if owner else None
    return [owner] if sees(person, owner, uow) else boss(owner, uow)


def boss(owner: str, uow: UnitOfWork) -> Sequence[str]:
    """His manager, else every manager who may see his customers, else the admins."""
    person = uow.staff.get(owner) if owner else None
    above = uow.staff.get(person.manager) if person is not None and person.manager else None
    if above is not None and sees(above, owner, uow):
        return [above.userid]
    people = [one for one in uow.staff.all() if sees(one, owner, uow)]
    managers = [one.userid for one in people if one.role == "manager"]
    return managers or [one.userid for one in people if one.role == "admin"]


def still_theirs(userid: str, owners: Collection[str], uow: UnitOfWork) -> list[str]:
    """Those of `owners` whose customers this person may hear of now."""
    person = uow.staff.get(userid)
    return [owner for owner in owners if sees(person, owner, uow)]


def may_pass_on(userid: str, customer: CustomerView | None, uow: UnitOfWork) -> bool:
    """Is the text for this customer still his to pass on?"""
    return customer is not None and userid in salesperson(customer.owner, uow)
