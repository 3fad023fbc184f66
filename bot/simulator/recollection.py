"""What the chats showed before a restart, read back from the messages and pushes that the books keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.channels import app_message
from bot.leaving import GROUP, parts_of
from bot.outgoing import Outgoing
from bot.simulator.company import Company
from bot.simulator.talk import one_to_one
from bot.wecom.aibot.messages import CHANNEL as AIBOT
from storage.inbox import InboxView
from storage.outbox import OutboxView
from storage.unit_of_work import UnitOfWork

APP = app_message.NAME
MOST = 2_000  # messages of everybody together


@dataclass(frozen=True, slots=True)
class Remembered:
    """Words of one bubble; `chat` as in `Bubble.userid`. Pictures, files and cards are not kept, only their words."""

    at: datetime
    chat: str
    side: Literal["person", "app"]
    kind: str
    text: str
    pushed: bool = False
    by: str = ""


def recollect(uow: UnitOfWork, company: Company) -> list[Remembered]:
    """In the order in which they were seen."""
    found = [one for row in uow.inbox.newest(MOST) for one in _of_message(row, company)]
    found += [one for row in uow.outbox.list("sent") for one in _of_push(row)]
    return sorted(found, key=lambda one: one.at)


def _of_message(row: InboxView, company: Company) -> Iterator[Remembered]:
    is_group = bool(row.chat_id)
    chat = row.chat_id or (row.sender if row.channel == APP else one_to_one(row.sender))
    kind = row.kind if row.kind in ("text", "voice") else "text"
    if row.text:
        text = f"@{company.bot_name} {row.text}" if is_group else row.text
        yield Remembered(row.received_at, chat, "person", kind, text, by=row.sender if is_group else "")
    # Other answers, and what is over one bubble, left as pushes do.
    if row.channel == APP and row.state == "answered":
        for part in parts_of(row.answer, row.channel)[:1]:
            yield Remembered(row.received_at, chat, "app", "text", part)


def _of_push(row: OutboxView) -> Iterator[Remembered]:
    text = Outgoing.decode(row.body).text
    if row.channel not in (APP, AIBOT) or not text or row.sent_at is None:
        return
    target = row.target.removeprefix(GROUP)
    chat = target if row.channel == APP or target != row.target else one_to_one(target)
    yield Remembered(
        row.sent_at, chat, "app", "text", text, pushed=row.channel == APP or row.inbox_id is None
    )
