"""The figures at the end of a reply: net owed first, then what is overdue (P9); absent for who may not see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.command import Request
from handlers.permissions import may_see_figures
from storage.currencies import other_currencies_of
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork


def figures(customer: CustomerView, request: Request, uow: UnitOfWork) -> Mapping[str, Any]:
    """`net`, `overdue`, `unallocated`, `reported` in fen, and `may_see`; zeros where the speaker may not see them."""
    if not may_see_figures(request.speaker, customer, uow):
        return {
            "may_see": False,
            "net": 0,
            "overdue": 0,
            "unallocated": 0,
            "reported": 0,
            "after_confirming": 0,
        }
    position = uow.customers.position(customer.id, request.today)
    return {
        "may_see": True,
        "net": position.net,
        "overdue": position.overdue,
        "unallocated": position.unallocated,
        "reported": position.reported,
        "after_confirming": position.net - position.reported,
    }


def abroad(
    customer: CustomerView, person: StaffView, today: date, uow: UnitOfWork
) -> Sequence[Mapping[str, Any]]:
    """What he owes in other currencies, which figures in yuan leave out; nothing for who may not see figures."""
    if not may_see_figures(person, customer, uow):
        return []
    codes = other_currencies_of(uow, customer.id)
    positions = [uow.customers.position(customer.id, today, currency=code) for code in codes]
    return [
        {"currency": one.currency, "net": one.net, "overdue": one.overdue}
        for one in positions
        if one.net or one.overdue
    ]
