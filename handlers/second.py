"""Where the company wants two persons for a decision: who the second one is."""

from __future__ import annotations

from collections.abc import Collection

from handlers.permissions import Verdict, reach
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

_ROLES = ("manager", "finance", "admin")


def second(
    action: str, taken: Collection[str], uow: UnitOfWork, *, customer: CustomerView | None = None
) -> StaffView | None:
    """The first manager, finance or admin who may do `action` and is none of `taken` (userids); None without one."""
    others = [
        one
        for one in uow.staff.all()
        if one.active
        and one.role in _ROLES
        and one.userid not in taken
        and not one.userid.startswith("expected:")
    ]
    able = [one for one in others if reach(action, one, customer, uow) is Verdict.YES]
    return min(able, key=lambda one: _ROLES.index(one.role), default=None)
