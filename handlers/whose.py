"""Whose figures are asked for: one customer; a question when that is open; a refusal when they are not to be seen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers import conversation
from handlers.command import Audience, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.draft import SURE_FITS
from handlers.language.reading import Answer, Mention, Question
from handlers.permissions import Verdict, owners_seen, reach
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

WHICH = "which_for_query"
_MOST_CHOICES = 3
# 老周手上…, 老周的…, 老周还有…; 赵总问谁超期了 asks about everybody
_LOOKS_AFTER = r"(?:这边|那边|手[上里头]|名下|负责|管|的|欠|还|有|现在|一共|总共|超|逾|谁|$)"


def surely_named(mention: Mention | None, uow: UnitOfWork) -> CustomerView | None:
    """The customer a mention fits without a doubt; None for no mention, a near one, or one that fits several."""
    if mention is None or mention.customer_id is None or mention.fit not in SURE_FITS:
        return None
    return uow.customers.get(mention.customer_id)


def customer_of(action: str, request: Request, uow: UnitOfWork) -> CustomerView | Reply:
    """The customer of the record at hand, remembered and its view noted; else the reply that says why not."""
    if reach(action, request.speaker, None, uow) is Verdict.NO:
        return not_for_role(request)
    mention = request.record.customer
    if mention is None:
        return _ask((), "", request)
    customer = uow.customers.get(mention.customer_id) if mention.customer_id is not None else None
    if customer is None and mention.candidates:
        choices = [{"customer_id": str(key), "name": name} for key, name in mention.candidates]
        return _ask(choices[:_MOST_CHOICES], mention.text, request)
    if customer is None:
        return Reply("query/unknown.txt", {"typed": mention.text}, audience=Audience.PUBLIC)
    return seen(action, customer, request, uow)


def seen(action: str, customer: CustomerView, request: Request, uow: UnitOfWork) -> CustomerView | Reply:
    """The customer if the speaker may see it; a colleague's is answered with the owner's name and no figures."""
    verdict = reach(action, request.speaker, customer, uow)
    if verdict is Verdict.NO:
        return not_for_role(request)
    if verdict is not Verdict.YES:
        owner = uow.staff.get(customer.owner)
        name = owner.name if owner else customer.owner
        return Reply("query/others.txt", {"customer": customer.name, "owner": name})
    conversation.remember_customer(request.state, customer.id, customer.name)
    uow.audit.note(request.speaker.userid, "view", f"customer:{customer.id}", {"what": action})
    return customer


def answered(
    asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork
) -> CustomerView | Reply | None:
    """The customer that the answer to “who?” names, the question closed; “no” drops it; None when it names none."""
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("promise/dropped.txt")
    if answer.mention is None or answer.mention.customer_id is None:
        return None
    customer = uow.customers.get(answer.mention.customer_id)
    if customer is not None:
        conversation.close(request.state, asked.id)
    return customer


def not_for_role(request: Request) -> Reply:
    return Reply("query/not_for_role.txt", {"role": request.speaker.role}, audience=Audience.PUBLIC)


def note_list(action: str, shown: int, request: Request, uow: UnitOfWork) -> None:
    """A list over customers was shown: one line in the audit."""
    uow.audit.note(request.speaker.userid, "view", f"list:{action}", {"shown": shown})


def _ask(choices: Sequence[Mapping[str, Any]], typed: str, request: Request) -> Reply:
    """Ask which customer is meant; the query waits in the question, see `handlers.query.resume`."""
    record = request.record
    kind = "which_customer" if choices else "missing_customer"
    data = {"typed": typed, "intent": str(record.intent), "extra": dict(record.extra)}
    question = Question(kind, tuple(choices), data)
    conversation.ask(request.state, OpenQuestion(0, WHICH, question, request.said.now, soft=True))
    return Reply("query/which.txt", {"typed": typed, "options": question.options})


def colleague_in(text: str, uow: UnitOfWork) -> str:
    """“小李上个月收了多少”: the longest name of a colleague in it."""
    names = [person.name for person in uow.staff.all() if person.name and person.name in text]
    return max(names, key=len, default="")


def owners_asked(action: str, request: Request, uow: UnitOfWork) -> tuple[frozenset[str] | None, str] | Reply:
    """Whose customers are asked about (see `owners_seen`), and the colleague by name: “小李手上还有多少没收回来”."""
    owners = owners_seen(action, request.speaker, uow)
    if owners is not None and not owners:
        return not_for_role(request)
    name = colleague_in(request.reading.text, uow)
    looks_after = name and re.search(re.escape(name) + _LOOKS_AFTER, request.reading.text)
    colleague = next(iter(uow.staff.by_name(name)), None) if looks_after else None
    if colleague is None:
        return owners, ""
    if owners is not None and colleague.userid not in owners:
        return Reply("report/not_yours.txt", {"who": colleague.name})
    return frozenset({colleague.userid}), colleague.name
