"""The figures at the end of a reply: net owed first, then what is overdue (P9); absent for who may not see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.command import Request
from handlers.permissions import may_see_figures
from storage.customers import CustomerView
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
