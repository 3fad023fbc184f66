"""Pages for colleagues: who owes how much by how late, down to one debt. They only read; each look is in the audit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Response

from bot.web.entrance import HOME, Console, Inside, to_login
from handlers import overlook
from handlers.permissions import MAY, Scope, Verdict, reach
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

SEES: Final = "balance"  # the right by which figures are seen in chat, too

# What a column holds; the database refuses to look for more.
Number = Annotated[int, Path(ge=0, le=2**63 - 1)]

router = APIRouter()


@router.get(HOME)
async def overview(request: Request, console: Inside, owner: str = "", late: bool = False) -> Response:
    """Everybody whom the person may see, the largest first; `owner` narrows it to one salesperson's."""
    person = await console.person(request)
    if person is None:
        return to_login(request)
    if MAY[SEES].get(person.role, Scope.NO) is Scope.NO:
        return console.page("refused.html", {"reason": "role"}, 403)
    today = console.context.local_now().date()
    seen = await console.context.database.read(
        lambda uow: overlook.aged(person, uow, today, owner=owner, only_late=late)
    )
    await _note(console, person, "list:console")
    return console.page("overview.html", {**seen, "person": person.name, "today": today})


@router.get(HOME + "customers/{customer_id}")
async def customer(request: Request, console: Inside, customer_id: Number) -> Response:
    """What is open with one customer, what came in, and what was said."""
    today = console.context.local_now().date()

    def found(view: CustomerView, uow: UnitOfWork) -> dict[str, Any] | None:
        return overlook.of_customer(view, uow, today)

    return await _about(request, console, lambda uow: uow.customers.get(customer_id), found, "customer.html")


@router.get(HOME + "debts/{number}")
async def debt(request: Request, console: Inside, number: Number) -> Response:
    """One debt with its parts, and the money that went to it."""
    today = console.context.local_now().date()

    def whose(uow: UnitOfWork) -> CustomerView | None:
        view = uow.receivables.by_number(number)
        return uow.customers.get(view.customer_id) if view is not None else None

    def found(view: CustomerView, uow: UnitOfWork) -> dict[str, Any] | None:
        return overlook.of_debt(number, view, uow, today)

    return await _about(request, console, whose, found, "debt.html")


async def _about(
    request: Request,
    console: Console,
    whose: Callable[[UnitOfWork], CustomerView | None],
    found: Callable[[CustomerView, UnitOfWork], dict[str, Any] | None],
    page: str,
) -> Response:
    """A page about one customer: for who may see him; a colleague's shows the owner's name and no figures."""
    person = await console.person(request)
    if person is None:
        return to_login(request)

    def read(uow: UnitOfWork) -> tuple[CustomerView | None, str, dict[str, Any] | None]:
        view = whose(uow)
        if view is None:
            return None, "", None
        if reach(SEES, person, view, uow) is not Verdict.YES:
            owner = uow.staff.get(view.owner)
            return view, owner.name if owner else "", None
        return view, "", found(view, uow)

    view, owner, context = await console.context.database.read(read)
    if view is None:
        return console.page("refused.html", {"reason": "missing"}, 404)
    if context is None:
        return console.page("refused.html", {"reason": "others", "owner": owner}, 403)
    await _note(console, person, f"customer:{view.id}")
    today = console.context.local_now().date()
    return console.page(page, {**context, "person": person.name, "today": today})


async def _note(console: Console, person: StaffView, subject: str) -> None:
    await console.context.database.write(
        lambda uow: uow.audit.note(person.userid, "view", subject, {"what": "console"})
    )
