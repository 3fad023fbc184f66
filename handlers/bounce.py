"""Money that the bank took back: a bill that was not honoured. The debt and its age come back (P12)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import conversation, undo
from handlers.command import Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Question
from handlers.permissions import Verdict, may_see_figures, reach
from handlers.subject import Subject, numbered, of_receipt
from handlers.taking_back import Taken, carry_out, of_subject
from storage.receipts import ReceiptView
from storage.unit_of_work import UnitOfWork

WHICH = "bounce_which"
_MOST_CHOICES = 3


def run(request: Request, uow: UnitOfWork) -> Reply:
    """The numbered receipt, or the one bill of the customer; others ask finance."""
    mention = request.record.customer
    whose = uow.customers.get(mention.customer_id) if mention and mention.customer_id is not None else None
    if whose is not None and not may_see_figures(request.speaker, whose, uow):
        owner = uow.staff.get(whose.owner)
        context = {"customer": whose.name, "owner": owner.name if owner else ""}
        return Reply("customer/not_yours.txt", context)
    found = _meant(request, uow)
    if not found:
        return Reply("receipt/no_bill.txt", {"number": request.record.extra.get("number")})
    if len(found) > 1:
        return _ask_which(found, request)
    return _bounce(found[0], request, uow)


def _meant(request: Request, uow: UnitOfWork) -> Sequence[Subject]:
    number = request.record.extra.get("number")
    if number is not None:
        subject = numbered(int(number), uow)
        return [subject] if subject is not None and subject.kind == "payment" and subject.is_live else []
    mention = request.record.customer
    if mention is None or mention.customer_id is None:
        return []
    money = [one for one in uow.receipts.of_customer(mention.customer_id) if _may_bounce(one)]
    bills = [one for one in money if one.account == "bill"]
    if request.record.amount:
        bills = [one for one in money if one.amount == request.record.amount]
    return [of_receipt(receipt) for receipt in bills]


def _may_bounce(receipt: ReceiptView) -> bool:
    return receipt.state in ("reported", "confirmed") and receipt.account != "cash"


def _ask_which(found: Sequence[Subject], request: Request) -> Reply:
    options = tuple(
        {"number": one.number, "amount": one.amount, "fact": one.kind, "day": one.day}
        for one in found[:_MOST_CHOICES]
    )
    question = Question("which_record", options, {"verb": "bounce"})
    conversation.ask(request.state, OpenQuestion(0, WHICH, question, request.said.now, soft=True))
    return Reply("questions/which_record.txt", {"options": options, "verb": "bounce", "today": request.today})


def _bounce(subject: Subject, request: Request, uow: UnitOfWork) -> Reply:
    taken = of_subject(subject, uow)
    if not taken:
        return Reply("receipt/no_bill.txt", {"number": subject.number})
    if reach("receipt", request.speaker, None, uow) is not Verdict.YES:
        return undo.ask_finance(taken, "", "bounced", request, uow)
    context = carry_out(taken, "bounced", request.speaker.userid, request, uow)
    return Reply("undo/done.txt", context, _told(taken, context, request, uow))


def _told(taken: Taken, context: dict[str, object], request: Request, uow: UnitOfWork) -> tuple[Push, ...]:
    """The customer's owner hears it: he has a debt to chase again."""
    owners = set()
    for entry in taken.entries:
        customer = uow.customers.get(entry.customer_id)
        owners |= {customer.owner} if customer is not None else set()
    told = {"lines": context["lines"], "by": request.speaker.name, "today": request.today}
    return tuple(
        Push(owner, f"bounced:{request.said.inbox_id}:{owner}", "chat/receipt/bounced.txt", told, priority=1)
        for owner in sorted(owners - {"", request.speaker.userid})
    )


def resume_which(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """Which receipt: by choice, or by its number."""
    options = asked.question.options
    chosen = [one for one in options if answer.text == str(one["number"])]
    if answer.choice is not None and 1 <= answer.choice <= len(options):
        chosen = [options[answer.choice - 1]]
    if not chosen:
        return None
    conversation.close(request.state, asked.id)
    subject = numbered(int(chosen[0]["number"]), uow)
    return _bounce(subject, request, uow) if subject is not None else None
