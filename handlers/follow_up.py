"""“拜访了永盛，说月底付”: what was done about a customer, with person, channel, result and next step. It books nothing."""

from __future__ import annotations

from typing import Any

from handlers import contact_made, conversation, dispute, forwarded, promise, reminder, watching
from handlers.affected import allowed, customer_meant
from handlers.command import Command, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.pledges import FRACTIONS
from handlers.language.reading import Answer, Intent, Question
from handlers.proposal import question_context
from handlers.whose import answered
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="follow_up",
    intents=(Intent.FOLLOW_UP_NOTE,),
    title="跟进",
    says=("拜访了永盛，说月底付", "永盛电话没人接", "永盛在走流程", "#1042 没开票"),
)
WHO = "follow_up_who"


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Keep it, or ask of whom it is."""
    record = request.record
    if watching.is_asked(request.said.text):
        return reminder.run(request, uow)
    if record.due_on is None and watching.is_promised(request.said.text):
        return Reply("follow_up/when.txt")
    told: dict[str, Any] = {
        "words": str(record.extra.get("words") or record.extra.get("note") or request.reading.text),
        "reason": str(record.extra.get("reason", "")),
        "day": record.due_on,
        "phone": str(record.extra.get("phone", "")),
        "number": record.extra.get("number"),
    }
    customer = customer_meant(record, uow)
    if customer is None:
        return _ask_who(told, record.customer.text if record.customer else "", request)
    return _keep(told, customer, request, uow)


def _keep(told: dict[str, Any], customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    refused = allowed("follow_up", customer, request, uow)
    return refused or contact_made.note(told, customer, request, uow)


def _ask_who(told: dict[str, Any], typed: str, request: Request) -> Reply:
    question = Question("missing_customer", (), {"told": told, "amount": None, "typed": typed})
    conversation.ask(request.state, OpenQuestion(0, WHO, question, request.said.now))
    return Reply("questions/missing_customer.txt", question_context(question, request))


def resume_who(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    customer = answered(asked, answer, request, uow)
    if not isinstance(customer, CustomerView):
        return customer
    return _keep(dict(asked.question.data["told"]), customer, request, uow)


def resume_forwarded(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """What the forwarded words are: 1 a promise, 2 money that came, 3 a dispute."""
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("promise/dropped.txt")
    if answer.choice not in (1, 2, 3):
        return None
    conversation.close(request.state, asked.id)
    data = asked.question.data
    said = data["said"]
    if answer.choice == 2:
        return forwarded.money(asked, request, uow)
    if answer.choice == 1:
        fraction = next((part for word, part in FRACTIONS.items() if word in said["words"]), "")
        word = promise.Word(
            int(data["customer_id"]), "", said["amount"], fraction, said["day"], said["words"]
        )
        return promise.go_on(word, request, uow)
    customer = uow.customers.get(int(data["customer_id"]))
    if customer is None:
        return None
    refused = allowed("dispute", customer, request, uow)
    raised = {"amount": said["amount"], "reason": "", "words": said["words"], "named": {}}
    return refused or dispute.raised(raised, customer, request, uow)
