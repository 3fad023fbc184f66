"""“放行”, “放3万”, “不批”: a word on what somebody asked for last, whatever it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from handlers import (
    claim,
    conversation,
    correction,
    file_request,
    hand_over,
    hold,
    may_deliver,
    merge,
    promise_again,
    temporary_limit,
    undo,
    write_off,
)
from handlers.command import SILENT, Command, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Intent
from handlers.proposal import lapsed
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="approve",
    intents=(Intent.APPROVE,),
    title="批一件事",
    says=("放行", "放3万", "不批"),
    action="help",
)
_SETTLERS: Mapping[str, Callable[[OpenQuestion, Answer, Request, UnitOfWork], Reply | None]] = (
    MappingProxyType(
        {
            may_deliver.NAME: may_deliver.resume,
            undo.REQUEST: undo.resume,
            write_off.NAME: write_off.resume,
            correction.REQUEST: correction.resume_request,
            file_request.NAME: file_request.resume,
            merge.NAME: merge.resume,
            claim.PROPOSED: claim.resume_proposed,
            hand_over.NAME: hand_over.resume,
            hand_over.ONE: hand_over.resume_one,
            hold.LONGER: hold.resume_longer,
            promise_again.AGAIN: promise_again.resume,
            temporary_limit.NAME: temporary_limit.resume,
        }
    )
)


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Settle the newest open request; with nothing open it was small talk, unless a sum was named."""
    amount = request.record.amount
    answer = Answer(yes=bool(request.record.extra.get("yes", True)), amount=amount, text=request.reading.text)
    for asked in conversation.open_questions(request.state):
        settle = _SETTLERS.get(asked.asker)
        if settle is None or (amount is not None and asked.asker != may_deliver.NAME):
            continue
        reply = lapsed(asked, request) or settle(asked, answer, request, uow)
        if reply is not None:
            return reply
    return Reply("delivery/nothing.txt") if amount is not None else SILENT
