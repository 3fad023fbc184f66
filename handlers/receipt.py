"""Money that waits for finance: one numbered list, answered “都到了” or “1到了 2没到” (P13); cash handed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from handlers import bounce, conversation, handed_in
from handlers.arrived import book_arrived
from handlers.command import Command, Push, Reply, Request
from handlers.confirmer import confirmer
from handlers.language.reading import Intent
from handlers.permissions import Verdict, may_see_figures, reach
from handlers.watching import waiting_for
from handlers.whose import surely_named
from storage.receipts import ReceiptView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="receipt",
    intents=(Intent.CONFIRM_RECEIPTS,),
    title="确认到账",
    says=("待到账", "都到了", "1到了 2没到", "现金交李姐了", "退票 #1050"),
)
LIST = "receipts"
MOST_LINES = 20


def listing(state: dict[str, Any], today: date, uow: UnitOfWork) -> Reply:
    """What waits, numbered, for finance; the state remembers the lines. The context can be kept as JSON."""
    waiting = uow.receipts.reported()
    shown = waiting[:MOST_LINES]
    conversation.remember_list(
        state, LIST, [receipt.id for receipt in shown], [_mark(receipt) for receipt in shown]
    )
    context = {
        "lines": [line_of(receipt, uow) for receipt in shown],
        "total": sum(receipt.amount for receipt in waiting),
        "count": len(waiting),
        "today": today,
        "own": False,
    }
    return Reply("receipt/list.txt", context)


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Show the list, or act on the lines that are named."""
    extra = request.record.extra
    if extra.get("handed_over"):
        return (
            handed_in.came_in(str(extra["from_staff"]), request, uow)
            if extra.get("from_staff")
            else handed_in.handed(request, uow)
        )
    if extra.get("bounced"):
        return bounce.run(request, uow)
    may = reach("receipt", request.speaker, None, uow) is Verdict.YES
    if extra.get("list"):
        return listing(request.state, request.today, uow) if may else _own_list(request, uow)
    if not may:
        return Reply("receipt/not_yours.txt", {"judge": confirmer(request, uow)})
    if extra.get("of_customer"):
        return _of_customer(request, uow)
    listed = conversation.listed(request.state, LIST)
    if not listed:
        return listing(request.state, request.today, uow)
    return _sort(listed, extra, request, uow)


def _mark(receipt: ReceiptView) -> str:
    """What a line of the list shows of it, and its confirmer relies on."""
    return f"{receipt.customer_id}:{receipt.amount}:{receipt.fee}:{receipt.received_on}:{receipt.account}"


def _own_list(request: Request, uow: UnitOfWork) -> Reply:
    """A salesperson sees what he told himself and what waits for his customers."""
    who = request.speaker.userid
    waiting = [one for one in uow.receipts.reported() if who == one.reported_by]
    context = {
        "lines": [line_of(receipt, uow) for receipt in waiting[:MOST_LINES]],
        "total": sum(receipt.amount for receipt in waiting),
        "count": len(waiting),
        "today": request.today,
        "own": True,
    }
    return Reply("receipt/list.txt", context)


def _of_customer(request: Request, uow: UnitOfWork) -> Reply:
    """“恒通的到了”: the one sum of this customer that waits; of several she is shown which."""
    customer = surely_named(request.record.customer, uow)
    if customer is None:
        return listing(request.state, request.today, uow)
    waiting = [one for one in uow.receipts.reported() if one.customer_id == customer.id]
    if not waiting:
        return Reply("receipt/none_of_his.txt", {"customer": customer.name})
    if len(waiting) > 1:
        return listing(request.state, request.today, uow)
    conversation.remember_list(request.state, LIST, [waiting[0].id])
    verdict = "arrived" if request.record.extra.get("came") else "missing"
    reply = _sort([waiting[0].id], {verdict: [1]}, request, uow)
    return replace(reply, context={**reply.context, "named": True})


def _sort(listed: Sequence[int], extra: Mapping[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    """Book what arrived, give back what did not; what is not named waits on."""
    came, missing = _verdicts(len(listed), extra)
    sums = {int(number): int(fen) for number, fen in extra.get("sums", ())}
    beyond = sorted(number for number in (*came, *missing) if not 1 <= number <= len(listed))
    if beyond or set(came) & set(missing):
        return Reply("receipt/beyond.txt", {"numbers": beyond, "count": len(listed)})
    marks = conversation.marks_shown(request.state, LIST)
    lines: list[dict[str, Any]] = []
    for place, receipt_id in enumerate(listed, 1):
        receipt = uow.receipts.get(receipt_id)
        if receipt is None:
            continue
        verdict = "arrived" if place in came else "missing" if place in missing else "waits"
        if verdict == "arrived" and marks.get(receipt_id, _mark(receipt)) != _mark(receipt):
            verdict = "changed"  # another sum or customer than she was shown
        if receipt.state != "reported":
            verdict = "done"
        was = receipt.amount
        if verdict == "arrived" and sums.get(place, was) != was:
            receipt = _of_sum(receipt, sums[place], request, uow)
        lines.append({"place": place, "verdict": verdict, "receipt": receipt, "was": was})
    told = _carry_out(lines, request, uow)
    if any(line["verdict"] == "arrived" for line in lines):
        request.state["last_booking"] = str(request.said.inbox_id)
    left = [int(line["receipt"].id) for line in lines if line["verdict"] == "waits"]
    if not left:
        conversation.remember_list(request.state, LIST, [])
    shown = [
        {
            "place": line["place"],
            "verdict": line["verdict"],
            "was": line["was"],
            **line_of(line["receipt"], uow),
        }
        for line in lines
    ]
    reply = Reply("receipt/sorted.txt", {"lines": shown, "today": request.today}, told)
    if any(line["verdict"] == "changed" for line in lines):
        return reply.with_more(listing(request.state, request.today, uow))
    return reply


def _of_sum(receipt: ReceiptView, amount: int, request: Request, uow: UnitOfWork) -> ReceiptView:
    """What arrived is another sum (fen) than was reported: nothing was meant to be dropped beside that."""
    draft = {key: value for key, value in receipt.draft.items() if key != "rounding"}
    return uow.receipts.change(receipt.id, actor=request.speaker.userid, amount=amount, draft=draft)


def _verdicts(count: int, extra: Mapping[str, Any]) -> tuple[list[int], list[int]]:
    everything = list(range(1, count + 1))
    if extra.get("all") is True:
        return everything, []
    if extra.get("all") is False:
        return [], everything
    arrived = [int(number) for number in extra.get("arrived", ())]
    missing = [int(number) for number in extra.get("missing", ())]
    if "count" in extra:  # “3笔都到了”: all of three, or the third of five
        return everything if int(extra["count"]) == count else [int(extra["count"])], []
    if extra.get("rest_arrived"):
        arrived = [number for number in everything if number not in missing]
    return arrived, missing


def _carry_out(lines: Iterable[Mapping[str, Any]], request: Request, uow: UnitOfWork) -> tuple[Push, ...]:
    """Confirm and withdraw; whoever reported a receipt, and the customer's owner, hears the result at once."""
    news: dict[str, list[dict[str, Any]]] = {}
    asked: list[Push] = []
    for line in lines:
        receipt: ReceiptView = line["receipt"]
        if line["verdict"] == "arrived":
            done, more = book_arrived(receipt, request, uow)
            asked += more
        elif line["verdict"] == "missing":
            uow.receipts.withdraw(receipt.id, actor=request.speaker.userid)
            done = {"shares": [], "net": 0, "overdue": 0, "unallocated": 0}
        else:
            continue
        for person in _concerned(receipt, line["verdict"], request, uow):
            said = {**line_of(receipt, uow), **done, "verdict": line["verdict"], "was": line["was"]}
            news.setdefault(person, []).append(for_eyes_of(person, receipt.customer_id, said, uow))
    told = [
        Push(
            person,
            f"receipts:{request.said.inbox_id}:{person}",
            "chat/receipt/result.txt",
            {"lines": lines_told, "by": request.speaker.name, "today": request.today},
            priority=1,
        )
        for person, lines_told in news.items()
    ]
    return (*told, *asked)


def for_eyes_of(
    userid: str, customer_id: int | None, told: Mapping[str, Any], uow: UnitOfWork
) -> dict[str, Any]:
    """What may be told to this person: where the customer stands only to whom his figures are open."""
    person, customer = uow.staff.get(userid), uow.customers.get(customer_id or 0)
    if person is not None and customer is not None and may_see_figures(person, customer, uow):
        return {**told, "may_see": True}
    hidden = {"shares": [], "net": 0, "overdue": 0, "unallocated": 0, "kept": []}
    return {**told, **hidden, "may_see": False}


def _concerned(receipt: ReceiptView, verdict: str, request: Request, uow: UnitOfWork) -> list[str]:
    customer = uow.customers.get(receipt.customer_id) if receipt.customer_id is not None else None
    people = {receipt.reported_by, customer.owner if customer else ""}
    if customer is not None and verdict == "arrived":
        people |= waiting_for(customer, uow)
    return sorted(people - {"", request.speaker.userid})


def line_of(receipt: ReceiptView, uow: UnitOfWork) -> dict[str, Any]:
    """A receipt as lists show it; every value can be kept as JSON."""
    customer = uow.customers.get(receipt.customer_id) if receipt.customer_id is not None else None
    person = uow.staff.get(receipt.reported_by)
    return {
        "number": receipt.number,
        "customer": customer.name if customer else "",
        "payer": receipt.payer,
        "amount": receipt.amount,
        "day": receipt.received_on,
        "account": receipt.account,
        "by": person.name if person else receipt.reported_by,
    }


# -- cash ---------------------------------------------------------------------------------------------------------
