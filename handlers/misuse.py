"""“有没有异常操作”: signs that somebody misuses the books, with their numbers; “异常1” shows what is behind one (owner only)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from handlers import conversation
from handlers.command import Command, Reply, Request
from handlers.language.reading import Intent
from handlers.permissions import Verdict, reach
from handlers.sharing import person
from handlers.signs import limits, signs_seen
from handlers.whose import not_for_role, note_list
from ledger.misuse import Sign
from storage.misuse import Span, behind
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="misuse",
    intents=(Intent.MISUSE,),
    title="异常操作",
    says=("有没有异常操作", "上月异常操作", "异常1"),
)
LIST = "misuse"
MOST_LINES = 6
_MOST_BEHIND = 8


def run(request: Request, uow: UnitOfWork) -> Reply:
    """The signs of a month among the asker's people, or what is behind one of them."""
    if reach(COMMAND.permission, request.speaker, None, uow) is not Verdict.YES:
        return not_for_role(request)
    extra = request.record.extra
    if extra.get("number"):
        return _behind(int(extra["number"]), request, uow)
    span = month_of(request.today, before=bool(extra.get("before")), uow=uow)
    signs = signs_seen(span, request.speaker, request.company, uow, request.today)
    if extra.get("who"):
        one = person(str(extra["who"]), uow)
        signs = [sign for sign in signs if one is not None and sign.person == one.userid]
    note_list(COMMAND.permission, len(signs), request, uow)
    shown = signs[:MOST_LINES]
    marks = [f"{sign.kind}|{sign.person}|{span.first}|{span.last}" for sign in shown]
    conversation.remember_list(request.state, LIST, list(range(1, len(shown) + 1)), marks)
    context = {
        "first": span.first,
        "lines": [line_of(sign, uow) for sign in shown],
        "left": len(signs) - len(shown),
        "who": str(extra.get("who", "")),
        "today": request.today,
    }
    return Reply("misuse/list.txt", context)


def month_of(today: date, *, before: bool, uow: UnitOfWork) -> Span:
    """This month up to today, or the whole month before."""
    first = today.replace(day=1)
    if not before:
        return Span(first, today, uow.company.zone)
    last = first - timedelta(days=1)
    return Span(last.replace(day=1), last, uow.company.zone)


def line_of(sign: Sign, uow: UnitOfWork) -> dict[str, Any]:
    one = uow.staff.get(sign.person)
    return {
        "kind": sign.kind,
        "name": one.name if one else sign.person,
        "count": sign.count,
        "base": sign.base,
        "fen": sign.fen,
    }


def _behind(number: int, request: Request, uow: UnitOfWork) -> Reply:
    """The postings, or the cash, or the customers, that make up a line of the list shown last."""
    mark = conversation.marks_shown(request.state, LIST).get(number)
    if mark is None:
        return Reply("misuse/no_line.txt", {"number": number})
    kind, userid, first, last = mark.split("|")
    span = Span(date.fromisoformat(first), date.fromisoformat(last), uow.company.zone)
    one = uow.staff.get(userid)
    name = one.name if one else userid
    if kind == "cash":
        rows = [_cash(receipt, uow) for receipt in uow.receipts.cash_in_hand(userid)]
    elif kind == "left":
        owned = uow.customers.owned_by([userid])
        rows = [_owing(customer, request, uow) for customer in owned]
        rows = sorted((row for row in rows if row["fen"] > 0), key=lambda row: -int(row["fen"]))
    else:
        limit = limits({userid: one}, request.company)[userid] if one else 0
        rows = [
            {
                "number": row.number,
                "customer": row.customer,
                "fen": row.fen,
                "day": row.day,
                "told_on": row.told_on,
            }
            for row in behind(uow, span, userid, kind, limit)
        ]
    context = {
        "kind": kind,
        "name": name,
        "lines": rows[:_MOST_BEHIND],
        "left": max(0, len(rows) - _MOST_BEHIND),
    }
    return Reply("misuse/behind.txt", {**context, "today": request.today})


def _cash(receipt: Any, uow: UnitOfWork) -> dict[str, Any]:
    customer = uow.customers.get(receipt.customer_id) if receipt.customer_id is not None else None
    return {
        "number": receipt.number,
        "customer": customer.name if customer else "",
        "fen": receipt.amount,
        "day": receipt.received_on,
        "told_on": receipt.received_on,
    }


def _owing(customer: Any, request: Request, uow: UnitOfWork) -> dict[str, Any]:
    net = uow.customers.position(customer.id, request.today).net
    return {
        "number": 0,
        "customer": customer.name,
        "fen": net,
        "day": request.today,
        "told_on": request.today,
    }
