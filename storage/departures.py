"""What waits for a person who leaves: messages, tasks, reminders, and questions in his chats."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import bindparam, select, update

from storage.relations import CONVERSATION, OUTBOX, REMINDER, TASK
from storage.work import Work

_ONE_TO_ONE = ("app", "aibot")
_WITHDRAW = (
    update(OUTBOX)
    .where(
        OUTBOX.c.corp_id == bindparam("corp"),
        OUTBOX.c.target == bindparam("who"),
        OUTBOX.c.channel.in_(_ONE_TO_ONE),
        OUTBOX.c.state == "waiting",
    )
    .values(state="cancelled", last_error=bindparam("why"))
)
_TASKS = (
    update(TASK)
    .where(TASK.c.corp_id == bindparam("corp"), TASK.c.assignee == bindparam("who"), TASK.c.state == "open")
    .values(assignee=bindparam("heir"))
)
_REMINDERS = (
    update(REMINDER)
    .where(
        REMINDER.c.corp_id == bindparam("corp"),
        REMINDER.c.person == bindparam("who"),
        REMINDER.c.state == "waiting",
    )
    .values(person=bindparam("heir"))
)
_CHATS = select(CONVERSATION.c.channel, CONVERSATION.c.chat_id, CONVERSATION.c.state).where(
    CONVERSATION.c.corp_id == bindparam("corp"), CONVERSATION.c.speaker == bindparam("who")
)


def withdraw_messages(work: Work, userid: str, why: str) -> int:
    """What waits to be sent to him alone does not leave; how many."""
    return work.execute(_WITHDRAW, who=userid, why=why)


def pass_on_duties(work: Work, userid: str, *, to: str) -> int:
    """His open tasks and waiting reminders are another's; how many."""
    return work.execute(_TASKS, who=userid, heir=to) + work.execute(_REMINDERS, who=userid, heir=to)


def chats_of(work: Work, userid: str) -> list[tuple[str, str, dict[str, Any]]]:
    """(channel, chat, state) of his conversations."""
    return [(row[0], row[1], orjson.loads(row[2])) for row in work.rows(_CHATS, who=userid)]
