"""Forecasts over books too large to be summed while others wait: made beside the chat, told once."""

from __future__ import annotations

from typing import Final

from bot.jobs.job import Context, one_by_one
from handlers import conversation
from handlers.conversation import OpenQuestion
from handlers.jsonable import to_plain, to_rich
from handlers.outlook import COMMAND, WORK, make
from handlers.permissions import owners_seen
from handlers.prospect import Asked, Made
from storage.timers import TimerView
from storage.unit_of_work import UnitOfWork

NAME: Final = "outlooks"
_ALONE: Final = ""


def is_due(uow: UnitOfWork, _: Context) -> bool:
    return uow.timers.is_due(WORK)


async def run(context: Context) -> None:
    """Make what waits; killed in between, the next tick makes it again, and only one of two tells it."""
    due = await context.database.read(lambda uow: uow.timers.due(kinds=(WORK,), limit=200))
    await one_by_one(due, _work, context)


async def _work(work: TimerView, context: Context) -> None:
    made = await context.database.read(lambda uow: _made(work, uow, context))
    await context.database.write(lambda uow: _tell(work, made, uow, context))


def _made(work: TimerView, uow: UnitOfWork, context: Context) -> Made | None:
    """Within what he who asked may see now; None when that is nothing any more."""
    person = uow.staff.get(str(work.context["by"]))
    owners = (
        owners_seen(COMMAND.permission, person, uow) if person is not None and person.active else frozenset()
    )
    if person is None or owners == frozenset():
        return None
    return make(
        Asked(person.role, owners, context.local_now().date(), None, to_rich(work.context["extra"])), uow
    )


def _tell(work: TimerView, made: Made | None, uow: UnitOfWork, context: Context) -> None:
    """The words, the picture behind them, and what is asked at their end."""
    if not uow.timers.done(work.id) or made is None:
        return
    who, push = str(work.context["by"]), uow.outbox.push
    for place, reply in enumerate((made.reply, *made.reply.also)):
        told = to_plain(reply.context)
        key = f"{work.unique_key}:told:{place}"
        push(context.staff_channel, who, key, f"chat/{reply.template}", told, priority=1)
    if made.picture and context.company.over(uow.settings.texts()).is_on("digest_picture"):
        key = f"{work.unique_key}:picture"
        push(context.staff_channel, who, key, made.picture, to_plain(made.drawn), priority=1)
    if made.question is not None:
        state = uow.conversations.load(context.staff_channel, _ALONE, who)
        kind, now = made.question.kind, context.local_now()
        conversation.ask(state, OpenQuestion(0, kind, made.question, now, soft=True))
        uow.conversations.save(context.staff_channel, _ALONE, who, state)
