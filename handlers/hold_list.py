"""“哪些先别催”, “停货的有哪些”: what is held now, the first to end first."""

from __future__ import annotations

from handlers.command import Reply, Request
from handlers.items import MOST_LINES
from handlers.permissions import owners_seen
from handlers.whose import not_for_role, note_list, seen, surely_named
from storage.unit_of_work import UnitOfWork

_QUIET = ("contact", "lawyer", "no_contact")


def run(kind: str, request: Request, uow: UnitOfWork) -> Reply:
    owners = owners_seen("balance", request.speaker, uow)
    if owners is not None and not owners:
        return not_for_role(request)
    kinds = _QUIET if kind == "contact" else (kind,)
    found = [one for one in uow.holds.active(request.today, owners) if one.kind in kinds]
    customer = surely_named(request.record.customer, uow)
    if customer is not None:  # 宏达先别催到什么时候
        shown = seen("balance", customer, request, uow)
        if isinstance(shown, Reply):
            return shown
        found = [one for one in found if one.customer_id == customer.id]
    lines = []
    for one in found[:MOST_LINES]:
        customer, by = uow.customers.get(one.customer_id), uow.staff.get(one.held_by)
        lines.append(
            {
                "customer": customer.name if customer else "",
                "kind": one.kind,
                "until": one.until,
                "reason": one.reason,
                "by": by.name if by else one.held_by,
            }
        )
    note_list("hold", len(lines), request, uow)
    context = {"lines": lines, "count": len(found), "kind": kind, "today": request.today}
    return Reply("hold/list.txt", {**context, "customer": customer.name if customer is not None else ""})
