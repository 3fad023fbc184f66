"""“永盛说质量有问题 拒付8000”: a sum the customer does not accept. The rest stays due (国务院令802号 art. 15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from handlers import asking, contact_made, conversation, dispute_list, dispute_settled
from handlers.affected import allowed, customer_meant
from handlers.command import Command, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.designation import Designation, designate
from handlers.draft import Fact
from handlers.language.reading import Answer, Intent, Question, Record
from handlers.permissions import may_see_figures
from handlers.proposal import question_context
from handlers.whose import answered
from ledger.receivable import Instalment
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="dispute",
    intents=(Intent.DISPUTE,),
    title="有异议",
    says=("永盛说质量有问题 拒付8000", "永盛异议解决了 退1000 其余照付", "有哪些异议"),
)
WHO = "dispute_who"
WHICH = "dispute_which"
SAME = "dispute_same"
_MOST_CHOICES = 3
_MERE_DELAYS = frozenset({"没钱", "没开票", "走流程"})  # reasons of a delay, nothing is contested (P20)


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Keep it on the debt that is meant, or ask which; settle one; list them."""
    action = request.record.extra.get("action")
    if action == "list":
        return dispute_list.run(request, uow)
    record = request.record
    customer = customer_meant(record, uow)
    if customer is None:
        return _ask_who(record, request)
    refused = allowed("dispute", customer, request, uow)
    if refused is not None:
        return refused
    if action == "resolve":
        return dispute_settled.run(customer, request, uow)
    return raised(said_of(record, request), customer, request, uow)


def said_of(record: Record, request: Request) -> dict[str, Any]:
    """What was said of it, as question data: fen or None, reason, words, and the debt named, if any."""
    extra = record.extra
    named = {key: extra[key] for key in ("number", "applies_to") if key in extra}
    return {
        "amount": record.amount,
        "reason": str(extra.get("reason", "")),
        "words": str(extra.get("words", request.said.text)),
        "named": named,
    }


def raised(said: Mapping[str, Any], customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """The debt is the one named, the only one, or the one that the sum fits; else it is asked."""
    if said["amount"] is None and said["reason"] in _MERE_DELAYS:
        return contact_made.note({"words": said["words"], "reason": said["reason"]}, customer, request, uow)
    items = _undisputed(customer, uow)
    if not items:
        return _without_debt(said, customer, request, uow)
    named = _named(said, items, customer, request, uow)
    found = named or _fitting(said["amount"], items)
    if len({item.receivable_id for item in found}) > 1:
        return _ask_which(said, found, customer, request)
    return _once(said, found[0].receivable_id, customer, request, uow)


def _undisputed(customer: CustomerView, uow: UnitOfWork) -> list[Instalment]:
    return [item for item in uow.receivables.open_items(customer.id) if item.kind == "principal"]


def _named(
    said: Mapping[str, Any],
    items: Sequence[Instalment],
    customer: CustomerView,
    request: Request,
    uow: UnitOfWork,
) -> list[Instalment]:
    if not said["named"]:
        return []
    fact = Fact("credit_note", customer.id, customer.name, "exact", said["amount"], extra=said["named"])
    designation = designate(fact, request, uow)
    if not isinstance(designation, Designation):
        return []
    return [item for item in items if item.receivable_id in designation.receivables]


def _fitting(amount: int | None, items: Sequence[Instalment]) -> list[Instalment]:
    """The debts of exactly this sum, else those that owe as much, else all."""
    if amount is None:
        return list(items)
    exact = [item for item in items if item.outstanding == amount]
    return exact[:1] or [item for item in items if item.outstanding >= amount] or list(items)


def _ask_which(
    said: Mapping[str, Any], found: Sequence[Instalment], customer: CustomerView, request: Request
) -> Reply:
    """The newest goods first: they are what people complain of."""
    owed: dict[int, dict[str, Any]] = {}
    for item in sorted(found, key=lambda item: (item.issued_on, item.number), reverse=True):
        row = owed.setdefault(
            item.receivable_id,
            {
                "debt": str(item.receivable_id),
                "number": item.number,
                "amount": 0,
                "issued_on": item.issued_on,
            },
        )
        row["amount"] += item.outstanding
    options = tuple(list(owed.values())[:_MOST_CHOICES])
    data = {
        "said": dict(said),
        "customer": customer.name,
        "customer_id": str(customer.id),
        "count": len(owed),
    }
    return _ask(WHICH, Question("dispute_which", options, {**data, "amount": said["amount"]}), request)


def _ask(asker: str, question: Question, request: Request) -> Reply:
    conversation.ask(request.state, OpenQuestion(0, asker, question, request.said.now))
    return Reply(f"questions/{question.kind}.txt", question_context(question, request))


def _ask_who(record: Record, request: Request) -> Reply:
    typed = record.customer.text if record.customer else ""
    if record.extra.get("action") == "resolve":
        return Reply("customer/who.txt", {"typed": typed})
    data = {"said": said_of(record, request), "amount": None, "typed": typed}
    return _ask(WHO, Question("missing_customer", (), data), request)


def _once(
    said: Mapping[str, Any], debt_id: int, customer: CustomerView, request: Request, uow: UnitOfWork
) -> Reply:
    """The same dispute told twice is one (P2); another sum on the same debt is asked about."""
    debt = uow.receivables.get(debt_id)
    owed = debt.outstanding if debt is not None else 0
    if not owed:  # paid, or taken back, while it was asked about
        return _without_debt(said, customer, request, uow)
    amount = min(said["amount"] or owed, owed)
    before = [one for one in uow.disputes.open_of(customer.id) if one.receivable_id == debt_id]
    if any(one.amount == amount or said["amount"] is None for one in before):
        same = next(one for one in before if one.amount == amount or said["amount"] is None)
        return Reply(
            "dispute/known.txt", {**_shown(same.amount, debt_id, customer, uow), "reason": same.reason}
        )
    if before:
        data = {
            "said": dict(said), "debt": str(debt_id), "customer_id": str(customer.id), "customer": customer.name,
            "before": before[-1].amount, "amount": amount, "dispute": str(before[-1].id),
            "more": min(amount, _uncontested(debt_id, customer, uow)),
        }  # fmt: skip
        return _ask(SAME, Question("dispute_same", ({"use": "change"}, {"use": "more"}), data), request)
    return keep(said, debt_id, amount, customer, request, uow)


def keep(
    said: Mapping[str, Any],
    debt_id: int,
    amount: int,
    customer: CustomerView,
    request: Request,
    uow: UnitOfWork,
) -> Reply:
    """Write it down: its owner is the customer's, who has so many days to settle it. No more than is owed."""
    amount = min(amount, _uncontested(debt_id, customer, uow))
    if not amount:
        return _without_debt(said, customer, request, uow)
    days = request.company.whole("dispute_days")
    owner = customer.owner or request.speaker.userid
    deadline = request.today + timedelta(days=days)
    uow.disputes.add(
        customer.id, debt_id, amount, raised_by=request.speaker.userid, owner=owner, deadline=deadline,
        reason=said["reason"], words=said["words"], message_id=request.said.inbox_id,
    )  # fmt: skip
    uow.follow_ups.add(
        "dispute", noted_by=request.speaker.userid, customer_id=customer.id, words=said["words"], amount=amount,
        reason=said["reason"], next_on=deadline, message_id=request.said.inbox_id,
    )  # fmt: skip
    if said["reason"]:
        uow.receivables.set_delay_reason(debt_id, said["reason"], actor=request.speaker.userid)
    asking.settled(request.state, asking.about(customer.id))
    conversation.remember_customer(request.state, customer.id, customer.name)
    conversation.note_standing(request.state, "dispute", request.said.inbox_id)
    context = {
        **_shown(amount, debt_id, customer, uow),
        "reason": said["reason"],
        "deadline": deadline,
        "rest": _rest(customer, uow) if may_see_figures(request.speaker, customer, uow) else None,
        "less": bool(said["amount"] and said["amount"] > amount),
        "whole": said["amount"] is None,
        "today": request.today,
    }
    return Reply("dispute/kept.txt", context)


def _uncontested(debt_id: int, customer: CustomerView, uow: UnitOfWork) -> int:
    """Fen owed of this debt that no open dispute covers yet."""
    debt = uow.receivables.get(debt_id)
    before = sum(one.amount for one in uow.disputes.open_of(customer.id) if one.receivable_id == debt_id)
    return max(0, debt.outstanding - before) if debt is not None else 0


def _shown(amount: int, debt_id: int, customer: CustomerView, uow: UnitOfWork) -> dict[str, Any]:
    debt = uow.receivables.get(debt_id)
    return {"customer": customer.name, "amount": amount, "number": debt.number if debt is not None else 0}


def _rest(customer: CustomerView, uow: UnitOfWork) -> int:
    """Fen that stay due beside what is in dispute."""
    return sum(item.outstanding - item.disputed for item in uow.receivables.open_items(customer.id))


def _without_debt(
    said: Mapping[str, Any], customer: CustomerView, request: Request, uow: UnitOfWork
) -> Reply:
    """Nothing is owed: what was said is kept as a note."""
    uow.follow_ups.add(
        "dispute", noted_by=request.speaker.userid, customer_id=customer.id, words=said["words"],
        amount=said["amount"], reason=said["reason"], message_id=request.said.inbox_id,
    )  # fmt: skip
    conversation.remember_customer(request.state, customer.id, customer.name)
    return Reply("dispute/no_debt.txt", {"customer": customer.name})


def resume_who(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    customer = answered(asked, answer, request, uow)
    if not isinstance(customer, CustomerView):
        return customer
    refused = allowed("dispute", customer, request, uow)
    return refused or raised(asked.question.data["said"], customer, request, uow)


def resume_which(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """By choice, or by the number of the debt."""
    options, data = asked.question.options, asked.question.data
    customer = uow.customers.get(int(data["customer_id"]))
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("promise/dropped.txt")
    chosen = [int(one["debt"]) for one in options if answer.text.lstrip("#") == str(one["number"])]
    if answer.choice is not None and 1 <= answer.choice <= len(options):
        chosen = [int(options[answer.choice - 1]["debt"])]
    if not chosen or customer is None:
        return None
    conversation.close(request.state, asked.id)
    refused = allowed("dispute", customer, request, uow)
    return refused or _once(data["said"], chosen[0], customer, request, uow)


def resume_same(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1: the sum of the one before is changed; 2: this is another one on top. What ended since is looked at anew."""
    data, debt_id = asked.question.data, int(asked.question.data["debt"])
    customer = uow.customers.get(int(data["customer_id"]))
    if answer.choice not in (1, 2) or customer is None:
        return None
    conversation.close(request.state, asked.id)
    refused = allowed("dispute", customer, request, uow)
    if refused is not None:
        return refused
    before = [one for one in uow.disputes.open_of(customer.id) if str(one.id) == data["dispute"]]
    debt = uow.receivables.get(debt_id)
    if not before or debt is None or not debt.outstanding:
        return _once(data["said"], debt_id, customer, request, uow)
    if answer.choice == 2:
        return _on_top(data, debt_id, customer, request, uow)
    amount = min(data["amount"], before[0].amount + _uncontested(debt_id, customer, uow))
    uow.disputes.change_amount(before[0].id, amount)
    conversation.forget_standing(request.state)
    return Reply(
        "dispute/changed.txt", {**_shown(amount, debt_id, customer, uow), "before": before[0].amount}
    )


def _on_top(
    data: Mapping[str, Any], debt_id: int, customer: CustomerView, request: Request, uow: UnitOfWork
) -> Reply:
    if not data.get("more", data["amount"]):
        return Reply("correction/left.txt")
    return keep(data["said"], debt_id, data["amount"], customer, request, uow)
