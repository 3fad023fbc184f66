"""“那5万是永盛的”: somebody knows whose the money is. Finance's word books it, and the payer's name is learnt (P14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from handlers import arrived, conversation, correction
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.figures import figures
from handlers.language.reading import Answer, Fit, Intent, Mention, Question, Record
from handlers.permissions import MAY, Scope
from handlers.proposal import ONE_TO_ONE, ask_person, first_with, question_context
from handlers.receipt import for_eyes_of, line_of
from handlers.subject import Subject, lately, of_receipt
from handlers.watching import waiting_for
from handlers.whose import surely_named
from storage.customers import CustomerView
from storage.receipts import ReceiptView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="claim",
    intents=(Intent.CLAIM,),
    title="认领",
    says=("那5万是永盛的", "是永盛的"),
)
NAME = "claim"
WHICH = "claim_which"
PROPOSED = "claim_proposed"
_MOST_CHOICES = 3
_STILL_MENDED = timedelta(days=31)  # older money is named by its number
_BARE_NAME_WITHIN = timedelta(minutes=30)  # later a name alone asks for the balance again


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Find the money that is meant and propose whose it is."""
    if MAY["claim"].get(request.speaker.role, Scope.NO) is Scope.NO:
        return Reply("refusal/role.txt", {"fact": "claim", "role": request.speaker.role})
    mention = request.record.customer
    customer = surely_named(mention, uow)
    if customer is None:
        return Reply("claim/who.txt", {"typed": mention.text if mention else ""})
    found = _meant(request, uow)
    booked = _booked_wrong(request, uow) if request.record.extra.get("old_customer") or not found else []
    if booked and found and request.record.amount is not None:
        both = [*found, *(one.receipt for one in booked if one.receipt is not None)]
        return _ask_which(both, customer, request, uow)
    if booked:
        return correction.to_another(booked, request, uow)
    if not found:
        return Reply("claim/nothing.txt", {"customer": customer.name, "amount": request.record.amount})
    if len(found) > 1:
        return _ask_which(found, customer, request, uow)
    return propose(found[0], customer, request, uow)


def _meant(request: Request, uow: UnitOfWork) -> Sequence[ReceiptView]:
    """By number, by amount, or all that is unclaimed."""
    waiting = uow.receipts.unclaimed()
    number = request.record.extra.get("number")
    if number is not None:
        return [one for one in waiting if one.number == int(number)]
    if request.record.amount:
        return [one for one in waiting if one.amount == request.record.amount]
    return waiting


def _booked_wrong(request: Request, uow: UnitOfWork) -> list[Subject]:
    """“那5000是宏达的 不是永盛的” of money that is on the books already: it is booked on the wrong one."""
    record = request.record
    if record.amount is None and "old_customer" not in record.extra:
        return []
    old = uow.customers.by_name(str(record.extra.get("old_customer", "")))
    just = lately(Record(Intent.CORRECT), request, uow)  # of his last message
    known = just if old is None else [of_receipt(one) for one in uow.receipts.of_customer(old.id)]
    lasts = request.said.now - _STILL_MENDED
    found = [
        one
        for one in sorted(known, key=lambda one: -one.number)
        if one.kind == "payment" and one.is_live and one.recorded_at >= lasts
        if record.amount in (None, one.amount)
    ]
    if record.amount is None or any(one.id == told.id for told in just for one in found[:1]):
        found = found[:1]
    return found


def _ask_which(
    found: Sequence[ReceiptView], customer: CustomerView, request: Request, uow: UnitOfWork
) -> Reply:
    options = tuple(
        {
            "receipt": str(one.id),
            "number": one.number,
            "amount": one.amount,
            "payer": one.payer,
            "day": one.received_on,
            "booked_on": _whose(one, uow),
        }
        for one in found[:_MOST_CHOICES]
    )
    data = {"customer": customer.name, "customer_id": str(customer.id), "count": len(found)}
    question = Question(WHICH, options, data)
    conversation.ask(request.state, OpenQuestion(0, WHICH, question, request.said.now, soft=True))
    return Reply(f"questions/{WHICH}.txt", question_context(question, request))


def _whose(receipt: ReceiptView, uow: UnitOfWork) -> str:
    """The name of whom it is booked on; "" for money that waits."""
    customer = uow.customers.get(receipt.customer_id) if receipt.customer_id is not None else None
    return customer.name if customer is not None else ""


def resume_which(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    options = asked.question.options
    chosen = [one for one in options if answer.text == str(one["number"])]
    if answer.choice is not None and 1 <= answer.choice <= len(options):
        chosen = [options[answer.choice - 1]]
    if not chosen:
        return None
    conversation.close(request.state, asked.id)
    receipt = uow.receipts.get(int(chosen[0]["receipt"]))
    customer = uow.customers.get(int(asked.question.data["customer_id"]))
    booked_on = chosen[0].get("booked_on", "")
    if (
        receipt is None
        or customer is None
        or _whose(receipt, uow) != booked_on
        or not of_receipt(receipt).is_live
    ):
        return Reply("claim/done_before.txt", {"number": chosen[0]["number"]})
    if booked_on:
        his = Mention(customer.name, Fit.EXACT, customer.id, customer.name)
        return correction.to_another([of_receipt(receipt)], request.about(Record(Intent.CLAIM, his)), uow)
    return propose(receipt, customer, request, uow)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """A salesperson's answer to “whose is it?”; words about anything else are none."""
    receipt = uow.receipts.get(int(asked.question.data["receipt"]))
    if receipt is None or receipt.state != "unclaimed":
        conversation.close(request.state, asked.id)
        return None
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("claim/not_known.txt")
    customer = surely_named(answer.mention, uow)
    if customer is None or answer.mention is None or answer.amount is not None or answer.day is not None:
        return None
    alone = request.said.text.strip() == answer.mention.text
    if alone and request.said.now - asked.asked_at > _BARE_NAME_WITHIN:
        return None
    conversation.close(request.state, asked.id)
    return propose(receipt, customer, request, uow)


def propose(
    receipt: ReceiptView, customer: CustomerView, request: Request, uow: UnitOfWork, *, learnt: bool = False
) -> Reply:
    """Ask finance whether it is so; finance's own claim is booked at once, what was only learnt is asked of all."""
    is_finance = request.speaker.role in ("finance", "admin")
    if is_finance and not learnt:
        return _book(receipt, customer, request.speaker.userid, request, uow)
    judge = (
        request.speaker if is_finance else first_with(("finance", "admin", "manager"), request.speaker, uow)
    )
    line = {**line_of(receipt, uow), "customer": customer.name}
    if judge is None:
        return Reply("claim/nobody.txt", line)
    data = {
        **line,
        "receipt": str(receipt.id),
        "customer_id": str(customer.id),
        "claimed_by": request.speaker.name,
        "by_id": request.speaker.userid,
        "learnt": learnt,
    }
    if _is_asked(judge, data, request, uow):
        return Reply("claim/proposed.txt", {**line, "judge": judge.name})
    question = Question(PROPOSED, ({"use": "yes"}, {"use": "no"}), data)
    push = ask_person(judge, PROPOSED, question, request, uow)
    if judge.userid == request.speaker.userid:
        return Reply(f"questions/{PROPOSED}.txt", question_context(question, request))
    return Reply("claim/proposed.txt", {**line, "judge": judge.name}, (push,))


def _is_asked(judge: StaffView, data: dict[str, Any], request: Request, uow: UnitOfWork) -> bool:
    """Said twice, it is asked once."""
    if judge.userid == request.speaker.userid:
        return False
    state = uow.conversations.load(request.said.channel, ONE_TO_ONE, judge.userid)
    same = ("receipt", "customer_id", "by_id")
    return any(
        asked.asker == PROPOSED and all(asked.question.data[key] == data[key] for key in same)
        for asked in conversation.open_questions(state)
    )


def resume_proposed(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """Finance's word: 1 books it, 2 leaves it unclaimed."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    data = asked.question.data
    receipt = uow.receipts.get(int(data["receipt"]))
    customer = uow.customers.get(int(data["customer_id"]))
    if receipt is None or customer is None or receipt.state != "unclaimed":
        return Reply("claim/done_before.txt", {"number": data["number"]})
    if agrees:
        return _book(receipt, customer, data["by_id"], request, uow)
    told = {"customer": customer.name, "amount": receipt.amount, "by": request.speaker.name}
    push = Push(data["by_id"], f"claim:{receipt.id}:{asked.id}", "chat/claim/refused.txt", told)
    mine = data["by_id"] == request.speaker.userid
    return Reply("claim/left.txt", told, () if mine else (push,))


def _book(receipt: ReceiptView, customer: CustomerView, by: str, request: Request, uow: UnitOfWork) -> Reply:
    """The money is the customer's: confirmed, posted, the payer learnt; who claimed it and its owner hear."""
    actor = request.speaker.userid
    claimed = uow.receipts.claim(receipt.id, customer.id, actor=actor, state="confirmed")
    done, _ = arrived.post(claimed, request, uow)  # unclaimed money comes without a sum to drop
    if receipt.payer and receipt.payer != customer.name:
        uow.customers.learn_alias(customer.id, receipt.payer, by, kind="payer")
    kept = done["kept"]
    conversation.remember_customer(request.state, customer.id, customer.name)
    request.state["last_booking"] = str(request.said.inbox_id)
    context: dict[str, Any] = {
        "customer": customer.name,
        "amount": receipt.amount,
        "shares": done["shares"],
        "kept": kept,
        "today": request.today,
        "payer": receipt.payer,
        **figures(customer, request, uow),
    }
    told = {**context, **done, "by": request.speaker.name}
    people = sorted({by, customer.owner, *waiting_for(customer, uow)} - {"", actor})
    pushes = tuple(
        Push(
            one,
            f"claimed:{receipt.id}:{one}",
            "chat/claim/booked.txt",
            for_eyes_of(one, customer.id, told, uow),
            priority=1,
        )
        for one in people
    )
    return Reply("claim/booked.txt", context, pushes)


def forget_open(person: StaffView, request: Request, uow: UnitOfWork) -> None:
    """Take an earlier “whose is it?” off this person's table: the list of unclaimed money still has it."""
    own = person.userid == request.speaker.userid and request.said.chat_id == ONE_TO_ONE
    if own:
        return
    state = uow.conversations.load(request.said.channel, ONE_TO_ONE, person.userid)
    old = [asked.id for asked in conversation.open_questions(state) if asked.asker == NAME]
    for number in old:
        conversation.close(state, number)
    if old:
        uow.conversations.save(request.said.channel, ONE_TO_ONE, person.userid, state)
