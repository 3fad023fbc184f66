"""A customer's own words, passed on: they book nothing. Who said it, and what is it: a promise, money, a dispute? (P11)"""

from __future__ import annotations

from typing import Any

from handlers import booking, conversation
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.draft import Draft, Fact
from handlers.language.reading import Answer, Question, Record
from handlers.permissions import owners_seen
from handlers.proposal import question_context
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

WHO = "forwarded_who"
WHAT = "forwarded_what"
_MOST_CHOICES = 3


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Ask who said it, unless the words name him."""
    records = request.reading.records
    record = records[0] if records else Record(request.reading.intent)
    said = {
        "words": str(record.extra.get("words", request.said.text)),
        "amount": record.amount,
        "day": record.due_on,
    }
    mention = record.customer
    if mention is not None and mention.customer_id is not None:
        return _ask_what(said, mention.customer_id, str(mention.name), request)
    likely = _likely(request, uow)
    options = tuple({"customer_id": str(one.id), "name": one.name} for one in likely)
    return _ask(WHO, Question("who_said", options, {"said": said, "text": said["words"]}), request)


def _likely(request: Request, uow: UnitOfWork) -> list[CustomerView]:
    """Whom he probably speaks of: the customer talked about last, then his overdue ones, the largest first."""
    found: list[int] = []
    last = conversation.last_customer(request.state)
    if last is not None:
        found.append(last[0])
    owners = owners_seen("promise", request.speaker, uow)
    late = uow.receivables.overdue(request.today, owners=owners, limit=_MOST_CHOICES)
    found += [row.customer_id for row in late]
    if len(found) < _MOST_CHOICES and owners:
        found += [one.id for one in uow.customers.owned_by(owners)]
    chosen = [uow.customers.get(number) for number in list(dict.fromkeys(found))[:_MOST_CHOICES]]
    return [one for one in chosen if one is not None]


def _ask(asker: str, question: Question, request: Request) -> Reply:
    conversation.ask(request.state, OpenQuestion(0, asker, question, request.said.now))
    return Reply(f"questions/{question.kind}.txt", question_context(question, request))


def _ask_what(said: dict[str, Any], customer_id: int, name: str, request: Request) -> Reply:
    options = ({"as": "promise"}, {"as": "payment"}, {"as": "dispute"})
    data = {"said": said, "customer_id": str(customer_id), "customer": name, "text": said["words"]}
    return _ask(WHAT, Question("forwarded_what", options, data), request)


def resume_who(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    options = asked.question.options
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("promise/dropped.txt")
    chosen: tuple[int, str] | None = None
    if answer.choice is not None and 1 <= answer.choice <= len(options):
        option = options[answer.choice - 1]
        chosen = (int(option["customer_id"]), option["name"])
    elif answer.mention is not None and answer.mention.customer_id is not None:
        chosen = (answer.mention.customer_id, str(answer.mention.name))
    if chosen is None:
        return None
    conversation.close(request.state, asked.id)
    return _ask_what(dict(asked.question.data["said"]), *chosen, request)


def money(asked: OpenQuestion, request: Request, uow: UnitOfWork) -> Reply:
    """It was money that came: booked as a payment when the words name a sum, else the sum is asked for."""
    data = asked.question.data
    fact = Fact("payment", int(data["customer_id"]), data["customer"], "exact", data["said"]["amount"], None)
    draft = Draft((fact,), request.said.inbox_id, request.speaker.userid, data["text"])
    return booking.book(draft, request, uow)
