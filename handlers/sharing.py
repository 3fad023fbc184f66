"""Who gets which of a colleague's customers: by region, industry, category or name, and the rest to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.language.leaving import REST
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork


def person(name: str, uow: UnitOfWork) -> StaffView | None:
    """The colleague of this name or userid, one who is there before one who left, and one with a role before a namesake
    whom only the address book knows; None for nobody, or for several."""
    found = [*uow.staff.by_name(name)] or [one for one in (uow.staff.get(name),) if one is not None]
    active = [one for one in found if one.active]
    chosen = [one for one in active if one.role != "none"] or active or found
    return chosen[0] if len(chosen) == 1 else None


def may_get(heir: StaffView | None) -> bool:
    return heir is not None and heir.active and heir.role in ("sales", "manager")


def shared(customers: Sequence[CustomerView], shares: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """Customer → userid of who gets him. Those that no share names are missing."""
    given: dict[int, str] = {}
    for customer in customers:
        meant = next((one for one in shares if _names(str(one["what"]), customer)), None)
        if meant is not None:
            given[customer.id] = str(meant["to_id"])
    return given


def _names(what: str, customer: CustomerView) -> bool:
    """Whether a share names this customer; the rest comes last in every list of shares."""
    if what == REST:
        return True
    fields = (customer.region, customer.industry, customer.category)
    return (
        any(field and (field.startswith(what) or what.startswith(field)) for field in fields)
        or what in customer.name
    )


def parts(
    given: Mapping[int, str], shares: Sequence[Mapping[str, Any]], uow: UnitOfWork, today: Any
) -> list[dict[str, Any]]:
    """What each heir gets: how many customers, and their net sum in fen."""
    lines = []
    for heir in dict.fromkeys((str(one["to_id"]), str(one["heir"])) for one in shares):
        own = [customer for customer, userid in given.items() if userid == heir[0]]
        net = sum(uow.customers.position(customer, today).net for customer in own)
        lines.append({"heir": heir[1], "count": len(own), "net": net})
    return lines
