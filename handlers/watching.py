"""“永盛钱到了告诉我”: whoever asked, and whose customer it is, hears of money that somebody else booked (P13)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers import conversation
from handlers.command import Push, Reply, Request
from handlers.draft import Draft
from handlers.permissions import may_see_figures
from storage.customers import CustomerView
from storage.reminders import WHEN_MONEY_COMES
from storage.staff import works
from storage.unit_of_work import UnitOfWork

_TELLS_ME = r"(?:(?:告诉|通知|提醒|喊|叫|知会)(?:一[下声])?[我俺]|[跟给和向][我俺](?:说|讲|吱|发|来)|(?:说|吱|言语|招呼)一?声)"
_CAME = r"(?:到了|到[账帐]|来了|来[钱款]|进[账帐]|(?:付|打|转|汇|回|结|给|还|交)(?:了|清|完|过来|[钱款账帐])|收到)"
_OF_MONEY = re.compile(rf"{_CAME}[^。；;0-9]{{0,6}}{_TELLS_ME}")
_OF_ANYTHING = re.compile(rf"了[^。；;0-9]{{0,4}}{_TELLS_ME}一?[下声]?[。.!！~ ]*$")


def is_asked(text: str) -> bool:
    """Is he to be told when money comes in?"""
    return _OF_MONEY.search(text) is not None


def is_promised(text: str) -> bool:
    """“下单了告诉我”: something that nobody will tell him of, unless a day is said."""
    return _OF_ANYTHING.search(text) is not None


def keep(customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """Stands until the money is there, among his reminders, where it can be cancelled."""
    if not may_see_figures(request.speaker, customer, uow):
        owner = uow.staff.get(customer.owner)
        return Reply("query/others.txt", {"customer": customer.name, "owner": owner.name if owner else ""})
    me = request.speaker.userid
    known = next((one for one in uow.reminders.for_money_of(customer.id) if one.person == me), None)
    if known is None:
        uow.reminders.add(
            me,
            WHEN_MONEY_COMES,
            words=request.said.text,
            customer_id=customer.id,
            message_id=request.said.inbox_id,
        )
    message = request.said.inbox_id if known is None else known.message_id
    conversation.remember_customer(request.state, customer.id, customer.name)
    conversation.note_standing(request.state, "remind", message or request.said.inbox_id)
    return Reply("remind/for_money.txt", {"customer": customer.name, "known": known is not None})


def waiting_for(customer: CustomerView, uow: UnitOfWork) -> set[str]:
    """Who asked to hear of this customer's money, and may still see what he owes; asked once, told once."""
    asked = {one.person for one in uow.reminders.for_money_of(customer.id) if uow.reminders.sent(one.id)}
    people = (uow.staff.get(userid) for userid in asked)
    return {
        one.userid for one in people if one is not None and works(one) and may_see_figures(one, customer, uow)
    }


def news(
    booked: Sequence[tuple[Mapping[str, Any], CustomerView]], draft: Draft, request: Request, uow: UnitOfWork
) -> list[Push]:
    """Payments of one message, to those they concern who did not tell them: one text a person."""
    told: dict[str, list[dict[str, Any]]] = {}
    for line, customer in booked:
        if line["template"] != "payment/booked.txt" or line["waits"] or line["changed"]:
            continue
        people = {customer.owner, *waiting_for(customer, uow)}
        for userid in sorted(people - {"", draft.recorder, request.speaker.userid}):
            told.setdefault(userid, []).append(_for(userid, line, customer, request, uow))
    context = {"by": request.speaker.name, "today": request.today}
    return [
        Push(
            userid, f"came:{draft.inbox_id}:{userid}", "chat/receipt/result.txt", {**context, "lines": lines}
        )
        for userid, lines in told.items()
    ]


def _for(
    userid: str, line: Mapping[str, Any], customer: CustomerView, request: Request, uow: UnitOfWork
) -> dict[str, Any]:
    """What was booked, and where the customer stands for whom his figures are open."""
    said = {"verdict": "arrived", "customer": customer.name, "amount": line["amount"], "may_see": False}
    person = uow.staff.get(userid)
    if person is None or not may_see_figures(person, customer, uow):
        return {**said, "shares": [], "kept": [], "net": 0, "overdue": 0, "unallocated": 0}
    stands = uow.customers.position(customer.id, request.today)
    shares = line["shares"] if line["may_see"] else []
    now = {"net": stands.net, "overdue": stands.overdue, "unallocated": stands.unallocated}
    return {**said, **now, "may_see": True, "shares": shares, "kept": line.get("kept", [])}
