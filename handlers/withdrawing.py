"""“撤销” behind something that booked nothing: the dispute, hold, promise, task or reminder put down last is gone."""

from __future__ import annotations

import re
from typing import Final

from handlers import conversation, merge, misplaced, waiver
from handlers.command import Push, Reply, Request
from handlers.late_fee import WAIVER
from handlers.subject import customer_of, lately
from storage.unit_of_work import UnitOfWork

_CALLED: Final = re.compile(r"(?P<who>[一-龥A-Za-z]{2,8}?)(?:家|他们)?的?[那这]一?[笔个单条张车批]")
# “刚才那笔”, “记错的那条”: words that point at what was done, and none that name somebody.
_POINTS: Final = frozenset(
    "刚才上下前后最昨今早晚天记录写说发报错重复多我你他它这那就都全把先的了着过欠赊款账帐货钱回付收打转给退撤销取消删除不要别算第几两月周日号年"
)


def withdraw(request: Request, uow: UnitOfWork) -> Reply | None:
    """None when there is nothing of the kind, or it has ended since."""
    standing = conversation.last_standing(request.state)
    if standing is None:
        return None
    kind, message = standing
    pushes: tuple[Push, ...] = ()
    if kind == merge.NAME:
        return merge.apart(request, uow)
    if kind == misplaced.NAME:
        return Reply("misplaced/back.txt")
    if kind == WAIVER:
        return waiver.take_back(message, request, uow)
    if kind == "dispute":
        done = [
            uow.disputes.withdraw(one.id, by=request.speaker.userid)
            for one in uow.disputes.of_message(message)
        ]
    elif kind == "hold":
        done = _holds(message, request, uow)
    elif kind == "promise":
        done = _promises(message, uow)
    elif kind == "task":
        done, pushes = _tasks(message, request, uow)
    elif kind == "restart":
        done = [uow.clock_restarts.withdraw(one.id) for one in uow.clock_restarts.of_message(message)]
    else:
        done = [uow.reminders.cancel(one.id) for one in uow.reminders.of_message(message)]
    del request.state["standing"]
    conversation.note_act(request.state, "noted")
    return Reply("withdrawn.txt", {"kind": kind}, pushes) if any(done) else None


def _holds(message: int, request: Request, uow: UnitOfWork) -> list[bool]:
    done = []
    for one in uow.holds.of_message(message):
        lifted = uow.holds.lift(one.id, by=request.speaker.userid)
        if lifted and one.kind == "delivery":
            uow.customers.update(one.customer_id, state="active")
        done.append(lifted)
    return done


def _promises(message: int, uow: UnitOfWork) -> list[bool]:
    """The word goes, and the one that it had put off stands again."""
    done = []
    for one in uow.promises.of_message(message):
        withdrawn = uow.promises.settle(one.id, "withdrawn")
        before = [old for old in uow.promises.of_customer(one.customer_id) if old.state == "renegotiated"]
        if withdrawn and before and not uow.promises.open_of(one.customer_id):
            uow.promises.reopen(before[-1].id)
        done.append(withdrawn)
    return done


def _tasks(message: int, request: Request, uow: UnitOfWork) -> tuple[list[bool], tuple[Push, ...]]:
    done, pushes = [], []
    for one in uow.tasks.of_message(message):
        cancelled = uow.tasks.close(one.id, "cancelled")
        if cancelled and one.assignee != request.speaker.userid:
            told = {"by": request.speaker.name, "words": one.words}
            pushes.append(Push(one.assignee, f"task:{one.id}:cancelled", "chat/task/cancelled.txt", told))
        done.append(cancelled)
    return done, tuple(pushes)


def drop_draft(request: Request, uow: UnitOfWork) -> Reply | None:
    """“胖子那笔不要了” while that one waits to be booked; None when nothing of him waits, or was booked later."""
    mention, fen = request.record.customer, request.record.amount
    booked = lately(request.record, request, uow)
    for asked in reversed(conversation.unbooked(request.state)):
        facts = asked.draft.facts if asked.draft is not None else ()
        if mention is None or asked.pushed or any(one.recorded_at > asked.asked_at for one in booked):
            continue
        if {fact.customer_id for fact in facts} != {mention.customer_id} or mention.customer_id is None:
            continue
        if fen in (None, *(fact.amount for fact in facts)):
            conversation.close(request.state, asked.id)
            return Reply("booking/dropped.txt", {"lines": [fact.line() for fact in facts]})
    return None


def of_nobody(request: Request, uow: UnitOfWork) -> Reply | None:
    """“烧烤那笔撤了”, where neither what was said last nor whose it is has that in it: another record stays."""
    called = _CALLED.search(request.said.text)
    who = called["who"] if called is not None else ""
    if not who or not _POINTS.isdisjoint(who) or who in _last_words(request, uow):
        return None
    return Reply("undo/whose.txt", {"typed": who})


def _last_words(request: Request, uow: UnitOfWork) -> str:
    """What was said last that booked or asked anything, with the names of its customers."""
    asked = conversation.newest(request.state)
    if conversation.last_act(request.state) == "asked" and asked is not None and asked.draft is not None:
        return " ".join([asked.draft.text, *(fact.customer_name for fact in asked.draft.facts)])
    standing = conversation.last_standing(request.state)
    ids = [request.state.get("last_booking") or 0, standing[1] if standing is not None else 0]
    said = [message.text for one in ids if (message := uow.inbox.get(int(one))) is not None]
    named = [customer_of(one, uow) for one in lately(request.record, request, uow)]
    return " ".join([*said, *(one.name for one in named if one is not None)])
