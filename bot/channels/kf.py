"""Answers to customers in 微信客服: while the platform lets us, and each once, by an id that it keeps apart itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.channels.customer import Nowhere
from bot.clock import Clock
from bot.delivery.limits import HOUR, MINUTE, Quota, Rate
from bot.delivery.routes import Way
from bot.outgoing import Kind, Outgoing
from bot.wecom.kf import TEXT_BYTES, Kf
from bot.wecom.outcomes import Later, Refused, SendOutcome, Unsure
from handlers.counter.saying import BETWEEN, WINDOW
from storage.database import Database
from storage.kf import CHANNEL
from storage.outbox import OutboxView

NAME = CHANNEL
WELCOME_SECONDS = timedelta(seconds=20)  # so long a code of somebody's coming in is good, once (doc/94677)
AGAIN = 5  # seconds
CODE = "code"  # in a row's context: it answers somebody's coming in
RATES = (Rate(60, MINUTE), Rate(1_000, HOUR))  # well below what the interface takes for a company
# An id is the same message for as long as the platform keeps messages (doc/94670).
SAME_ID = timedelta(days=3)
_ROW = "q"


def message_id_of(row_id: int) -> str:
    """The id a row's message has at the platform: unique in an account, at most 32 characters."""
    return f"{_ROW}{row_id}"


def row_of(message_id: str) -> int | None:
    """The row of a message; None for one that did not leave from here."""
    number = message_id.removeprefix(_ROW)
    return int(number) if message_id.startswith(_ROW) and number.isdecimal() and number.isascii() else None


class KfChannel:
    """A route and its only channel. A row names an account and a person; with a `code` it welcomes him."""

    duplicate_window = SAME_ID
    text_bytes = TEXT_BYTES
    markdown_bytes = TEXT_BYTES
    is_here = True

    def __init__(self, kf: Kf, database: Database, clock: Clock) -> None:
        self._kf = kf
        self._database = database
        self._clock = clock

    def lane(self, row: OutboxView) -> str:
        return ""

    async def way(self, row: OutboxView) -> Way | Refused:
        """The way, while the window is open; what comes too late fails this row alone."""
        code, now = str(row.context.get(CODE, "")), self._clock.now()
        if code:
            late = now >= row.created_at + WELCOME_SECONDS
        else:
            late = await self._is_late(row, now)
        if late:
            return Way(
                NAME,
                Nowhere("the time in which it could be said is over"),
                row.target,
                fault=f"nowhere:{NAME}",
            )
        parts = (row.target, message_id_of(row.id), code)
        return Way(NAME, self, BETWEEN.join(parts), fault=NAME)

    async def _is_late(self, row: OutboxView, now: datetime) -> bool:
        open_kfid, _, person = row.target.partition(BETWEEN)
        chat = await self._database.read(lambda uow: uow.kf.chat(open_kfid, person))
        return chat is None or chat.said_at is None or now >= chat.said_at + WINDOW

    def quotas(self, target: str) -> tuple[Quota, ...]:
        return (Quota(NAME, RATES),)

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        if message.kind is not Kind.TEXT:
            return Refused(errcode=None, reason=f"no {message.kind} goes to a service account's chat")
        open_kfid, person, message_id, code = target.split(BETWEEN)
        if code:
            return await self._kf.welcome(code, message_id, message.text)
        outcome = await self._kf.send(open_kfid, person, message_id, message.text)
        if isinstance(outcome, Unsure):  # under its id it is the same message once more
            return Later(after=AGAIN, reason=outcome.reason)
        return outcome
