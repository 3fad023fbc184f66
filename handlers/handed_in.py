"""Cash that a salesperson has in hand: “现金交李姐了”, and finance saying that it is here."""

from __future__ import annotations

from typing import Any

from handlers import conversation
from handlers.arrived import book_arrived
from handlers.command import Push, Reply, Request
from handlers.confirmer import confirmer
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Question
from handlers.permissions import Verdict, reach
from handlers.proposal import ask_person, first_with
from storage.unit_of_work import UnitOfWork

NAME = "cash_handed"


def handed(request: Request, uow: UnitOfWork) -> Reply:
    """The salesperson says that he handed his cash over: finance says whether it was so."""
    held = uow.receipts.cash_in_hand(request.speaker.userid)
    if not held:
        return Reply("receipt/no_cash.txt")
    judge = _receiver(request, uow)
    if judge is None:
        return Reply("receipt/nobody.txt", {"amount": sum(one.amount for one in held)})
    amount = sum(receipt.amount for receipt in held)
    data = {
        "by": request.speaker.name,
        "by_id": request.speaker.userid,
        "amount": amount,
        "count": len(held),
        "receipts": [str(receipt.id) for receipt in held],
    }
    question = Question(NAME, ({"use": "yes"}, {"use": "no"}), data)
    push = ask_person(judge, NAME, question, request, uow)
    return Reply("receipt/handed.txt", {"amount": amount, "judge": judge.name}, (push,))


def came_in(name: str, request: Request, uow: UnitOfWork) -> Reply:
    """Finance says that a colleague's cash is here, also that of one who has left."""
    if reach("receipt", request.speaker, None, uow) is not Verdict.YES:
        return Reply("receipt/not_yours.txt", {"judge": confirmer(request, uow)})
    holders = [one for one in uow.staff.by_name(name) if uow.receipts.cash_in_hand(one.userid)]
    if not holders:
        return Reply("receipt/holds_none.txt", {"name": name})
    held = uow.receipts.cash_in_hand(holders[0].userid)
    pushes = [push for receipt in held for push in _take_cash(receipt.id, request, uow)]
    amount = sum(receipt.amount for receipt in held)
    if holders[0].active:
        told = {"by": request.speaker.name, "amount": amount, "got": True, "left": 0}
        key = f"cash:{request.said.inbox_id}"
        pushes.append(Push(holders[0].userid, key, "chat/receipt/cash_told.txt", told, priority=1))
    context = {"by": holders[0].name, "amount": amount, "got": True}
    return Reply("receipt/cash_taken.txt", context, tuple(pushes))


def _receiver(request: Request, uow: UnitOfWork) -> Any:
    """The finance person named, else the first one."""
    named = str(request.record.extra.get("to_staff", ""))
    people = [one for one in uow.staff.by_name(named) if one.active and one.role in ("finance", "admin")]
    return people[0] if people else first_with(("finance", "admin", "manager"), request.speaker, uow)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1: the cash is here, and what waited of it is booked. 2: it stays in his hand."""
    got = answer.agrees
    if got is None:
        return None
    conversation.close(request.state, asked.id)
    data = asked.question.data
    asked_more: list[Push] = []
    if got:
        for number in data["receipts"]:
            asked_more += _take_cash(int(number), request, uow)
    left = sum(receipt.amount for receipt in uow.receipts.cash_in_hand(data["by_id"]))
    told = {"by": request.speaker.name, "amount": data["amount"], "got": got, "left": left}
    push = Push(
        data["by_id"], f"cash:{request.said.inbox_id}", "chat/receipt/cash_told.txt", told, priority=1
    )
    return Reply(
        "receipt/cash_taken.txt",
        {"by": data["by"], "amount": data["amount"], "got": got},
        (push, *asked_more),
    )


def _take_cash(receipt_id: int, request: Request, uow: UnitOfWork) -> list[Push]:
    receipt = uow.receipts.get(receipt_id)
    if receipt is None or receipt.handed_over or receipt.state not in ("reported", "confirmed"):
        return []
    uow.receipts.change(receipt.id, actor=request.speaker.userid, handed_over=True)
    return book_arrived(receipt, request, uow)[1] if receipt.state == "reported" else []
