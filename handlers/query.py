"""Queries about one customer by intent, and how one goes on when “which customer?” was answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from handlers import (
    balance,
    conversation,
    customer_file,
    due,
    grade,
    late_fee,
    limitation,
    link,
    outlook,
    overdue,
    silence,
    statement,
    story,
    warning,
)
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Fit, Intent, Mention, Record
from storage.unit_of_work import UnitOfWork

# Whoever asks which customer is meant (`handlers.whose.customer_of`) goes on here.
_MODULES = (
    *(balance, due, overdue, statement, story, late_fee, limitation, grade, outlook, silence, warning, link),
    customer_file,
)
QUERIES: Mapping[Intent, Callable[[Request, UnitOfWork], Reply]] = MappingProxyType(
    {intent: module.run for module in _MODULES for intent in module.COMMAND.intents}
)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """The query as if the customer had been named; None when the answer names none."""
    mention = _mention(asked, answer)
    if mention is None:
        return None
    conversation.close(request.state, asked.id)
    intent = Intent(asked.question.data["intent"])
    record = Record(intent, mention, extra=asked.question.data["extra"])
    return QUERIES[intent](request.about(record), uow)


def _mention(asked: OpenQuestion, answer: Answer) -> Mention | None:
    options = asked.question.options
    if answer.choice is not None and 1 <= answer.choice <= len(options):
        chosen = options[answer.choice - 1]
        return Mention(chosen["name"], Fit.EXACT, int(chosen["customer_id"]), chosen["name"])
    return answer.mention
