"""“撤销” behind something that booked nothing: the dispute, hold, promise, task or reminder put down last is gone."""

from __future__ import annotations

from handlers import conversation, merge, waiver
from handlers.command import Push, Reply, Request
from handlers.late_fee import WAIVER
from storage.unit_of_work import UnitOfWork


def withdraw(request: Request, uow: UnitOfWork) -> Reply | None:
    """None when there is nothing of the kind, or it has ended since."""
    standing = conversation.last_standing(request.state)
    if standing is None:
        return None
    kind, message = standing
    pushes: tuple[Push, ...] = ()
    if kind == merge.NAME:
        return merge.apart(request, uow)
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
