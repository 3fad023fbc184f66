"""One message, once: dedupe, who speaks, what is meant, the books, and the answer, in one commit."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bot.buttons import Buttons, pressed
from bot.clock import Clock
from bot.incoming import Incoming
from bot.leaving import CLICK, Ways, leave_alone, leave_card, leave_part, leave_parts, parts_of, push
from bot.render import Renderer
from bot.replies import text_of
from bot.wecom.markup import legal
from config.company import CompanySettings
from handlers import arrivals
from handlers.audience import shared
from handlers.command import SILENT, Reply, Said
from handlers.dialogue import converse
from handlers.errors import HandlerError
from handlers.foresight import foretold_asks
from handlers.language import lunar
from handlers.language.foretelling import foretell
from handlers.language.names import NameEntry, NameIndex
from handlers.language.reader import read
from ledger.errors import LedgerError
from ledger.values import value
from storage.database import Database
from storage.errors import AlreadyThere
from storage.inbox import InboxView, find_asked
from storage.staff import StaffView
from storage.transaction import DATABASE_ERRORS, ROW_REFUSED
from storage.unit_of_work import UnitOfWork
from storage.work import Asked

_log = structlog.get_logger(__name__)
_CLOCKS_AGREE = timedelta(minutes=10)  # beyond it the platform's CreateTime is not believed
_REREADS = 5
_WARM_UP = "某某商行 1.2万 腊月二十还"


class StaleNames(Exception):
    """The customers' names changed since the index was built: read again."""


@value
class Answer:
    """What goes back to where the message came from: `parts` that its channel takes, none for silence.

    Only the first leaves with the response; the others are outbox rows. `late`: all left through the outbox. `card`
    is what the clicked card becomes; then the response is that. `role` is the speaker's, "" where nobody asked for it.
    """

    parts: tuple[str, ...]
    late: bool = False
    card: Mapping[str, Any] | None = None
    role: str = ""

    @property
    def first(self) -> str:
        return self.parts[0] if self.parts and not self.late else ""


SILENCE = Answer(())


class Dispatcher:
    """Give it what came in; it gives back the answer, the same one for a redelivery."""

    def __init__(
        self,
        database: Database,
        renderer: Renderer,
        clock: Clock,
        company: CompanySettings,
        zone: ZoneInfo,
        ways: Ways = Ways(),  # noqa: B008
        buttons: Buttons | None = None,
    ) -> None:
        self._database = database
        self._renderer = renderer
        self._clock = clock
        self._company = company
        self._zone = zone
        self._ways = ways
        self._buttons = buttons
        self._index = NameIndex((), version=-1)
        self._refreshing = asyncio.Lock()

    async def warm(self) -> None:
        """Read the names and load what reading needs (pinyin takes 0.5 s), so that the first message does not wait."""
        await self._refresh(self._index)
        now = self._clock.now().astimezone(self._zone)
        await asyncio.to_thread(lunar.prepare, now.date())
        await asyncio.to_thread(read, _WARM_UP, now=now, role="sales", index=self._index)

    @property
    def names_version(self) -> int:
        """Of the customers' names by which is read now."""
        return self._index.version

    async def renew_names(self) -> None:
        await self._refresh(self._index)

    def foretell(self, incoming: Incoming, role: str) -> Incoming:
        """With what its words mean if `role` says them, as far as they alone tell."""
        if not (incoming.kind == "text" or incoming.heard):
            return incoming
        now = self._moment(incoming.sent_at)
        return replace(
            incoming, foretold=foretell(legal(incoming.text), now=now, role=role, index=self._index)
        )

    async def answer(self, incoming: Incoming) -> Answer:
        """Book and answer. Raises only when nothing was written, so that the platform sends it again."""
        # A control character has no meaning here, and a NUL no place in PostgreSQL.
        text, quote, name = legal(incoming.text), legal(incoming.quote), legal(incoming.name)
        if (text, quote, name) != (incoming.text, incoming.quote, incoming.name):
            incoming = replace(incoming, text=text, quote=quote, name=name)
        refusals = 0
        for attempt in range(_REREADS + 1):
            index = self._index
            try:
                return await self._database.write(
                    partial(self._handle, incoming, index, attempt == _REREADS, refusals > 0),
                    key=lambda uow: uow.inbox.find(incoming.channel, incoming.key) is not None,
                    ahead=partial(self._asks, incoming),
                )
            except AlreadyThere:
                return await self._database.write(partial(self._handle_again, incoming))
            except StaleNames:
                await self._refresh(index)
            except ROW_REFUSED:
                # Another process may have written the same name in between; a second time it is our fault.
                refusals += 1
                if attempt == _REREADS:
                    raise
        raise AssertionError("the last reading builds its own index")

    def _asks(self, incoming: Incoming, uow: UnitOfWork) -> Iterator[Asked]:
        """What booking it will ask."""
        yield find_asked(incoming.channel, incoming.key)
        if incoming.foretold is not None:
            company = self._company.over(uow.settings.texts())
            known = uow.staff.get(incoming.sender)
            if known is not None:
                yield from foretold_asks(incoming.foretold, known.userid, company, uow)

    async def leave_later(self, incoming: Incoming) -> bool:
        """The answer missed its response: send it through the outbox. False when the message is not booked yet."""

        def late(uow: UnitOfWork) -> bool:
            found = uow.inbox.find(incoming.channel, incoming.key)
            if found is None:
                return False
            if found.state != "late":
                uow.inbox.answer(found.id, found.answer, "late")
                for part in parts_of(found.answer, incoming.channel)[:1]:
                    leave_part(uow, incoming, found.id, 0, part, reply_to=incoming.late_to)
            return True

        return await self._database.write(late)

    async def _refresh(self, seen: NameIndex) -> None:
        async with self._refreshing:
            if self._index is not seen:
                return
            version, entries = await self._database.read(_names)
            self._index = await asyncio.to_thread(NameIndex, entries, version)

    def _handle(
        self, incoming: Incoming, index: NameIndex, last: bool, gives_up: bool, uow: UnitOfWork
    ) -> Answer:
        """Raises `AlreadyThere` for a redelivery. `gives_up`: a row that is refused again is answered, not tried again."""
        known = uow.staff.get(incoming.sender)
        added = uow.inbox.add_new(
            channel=incoming.channel,
            key=incoming.key,
            sender=known.userid if known is not None else incoming.sender,  # as the books write it
            chat_id=incoming.chat_id,
            kind=incoming.kind,
            text=incoming.text,
            sent_at=incoming.sent_at,
        )
        inbox_id = added.id
        if uow.customers.names_version() != index.version:
            if not last:
                raise StaleNames
            version, entries = _names(uow)
            index = NameIndex(entries, version)
        card = self._changed_card(incoming, uow)
        text, state, error_id = self._attempt(uow, incoming, inbox_id, index, gives_up=gives_up)
        uow.inbox.answer(inbox_id, text, state, error_id=error_id)
        parts = parts_of(text, incoming.channel)
        leave_parts(uow, incoming, inbox_id, parts)
        if card is not None and incoming.reply_to:
            leave_card(uow, incoming, inbox_id, card)
        speaker = uow.staff.get(incoming.sender)
        is_late = bool(incoming.reply_to) or incoming.kind == CLICK
        return Answer(parts, late=is_late, card=card, role=speaker.role if speaker else "")

    def _handle_again(self, incoming: Incoming, uow: UnitOfWork) -> Answer:
        again = _again(uow.inbox.find(incoming.channel, incoming.key))
        return replace(again, card=self._changed_card(incoming, uow, again=True))

    def _attempt(
        self, uow: UnitOfWork, incoming: Incoming, inbox_id: int, index: NameIndex, *, gives_up: bool
    ) -> tuple[str, str, str]:
        """Act within the inner savepoint: (text, state, error id). A failure undoes the act and keeps the answer."""
        try:
            with uow.savepoint(keeps_back=True):
                return self._act(uow, incoming, inbox_id, index), "answered", ""
        except (LedgerError, HandlerError) as refusal:
            name = type(refusal).__name__
            return self._renderer.render("chat/refusal/ledger.txt", {"error": name}), "answered", ""
        except (*DATABASE_ERRORS, AlreadyThere) as error:
            if not (gives_up and isinstance(error, ROW_REFUSED)):
                raise  # the writer knows whether the transaction is over, and runs the command again
            failure: Exception = error
        except Exception as error:
            failure = error
        error_id = secrets.token_hex(4)
        _log.error("handler failed", error_id=error_id, inbox_id=inbox_id, exc_info=failure)
        return self._renderer.render("chat/failed.txt", {"error_id": error_id}), "failed", error_id

    def _act(self, uow: UnitOfWork, incoming: Incoming, inbox_id: int, index: NameIndex) -> str:
        # One person has one conversation, wherever he speaks: what is asked in a group is settled alone.
        said = Said(
            inbox_id=inbox_id,
            channel=self._ways.staff_channel,
            chat_id="",
            text=incoming.text,
            now=self._moment(incoming.sent_at),
            in_group=bool(incoming.chat_id),
            quote=incoming.quote,
            heard=incoming.heard,
            foretold=incoming.foretold,
        )
        company = self._company.over(uow.settings.texts())
        speaker = arrivals.known(incoming.sender, incoming.sender_name, uow, in_group=said.in_group)
        if speaker is not None and incoming.kind == CLICK:
            reply = pressed(said, incoming, speaker, uow, index=index, company=company)
        elif speaker is None or not (incoming.kind == "text" or incoming.heard):
            arrival = arrivals.Arrival(incoming.kind, incoming.media_id, incoming.name, incoming.text)
            reply = arrivals.receive(
                said, arrival, incoming.sender, speaker, uow, index=index, company=company
            )
        else:
            for kept in incoming.kept:
                arrivals.keep(speaker, kept.kind, kept.media_id, kept.name, inbox_id, uow)
            reply = converse(said, speaker, uow, index=index, company=company)
        for pushed in reply.pushes:
            push(uow, self._ways, pushed)
        if self._buttons is not None and speaker is not None and company.is_on("cards"):
            self._buttons.follow(reply, incoming, inbox_id, speaker, uow)
        if not said.in_group:
            return text_of(self._renderer, reply)
        return self._in_group(reply, incoming, inbox_id, speaker, uow)

    def _in_group(
        self, reply: Reply, incoming: Incoming, inbox_id: int, speaker: StaffView | None, uow: UnitOfWork
    ) -> str:
        """What all may see, as the answer; the rest to the speaker alone."""
        reached = speaker is not None and speaker.reached
        both = shared(reply, may_push=self._ways.may_write_to(reached=reached))
        if both.private is not SILENT:
            leave_alone(uow, incoming, inbox_id, text_of(self._renderer, both.private), self._ways)
        return text_of(self._renderer, both.shown)

    def _changed_card(
        self, incoming: Incoming, uow: UnitOfWork, *, again: bool = False
    ) -> Mapping[str, Any] | None:
        if self._buttons is None or incoming.kind != CLICK:
            return None
        return self._buttons.changed(incoming, uow, again=again)

    def _moment(self, sent_at: datetime) -> datetime:
        """The `now` for reading: the platform's time when it agrees with the Clock, else the Clock's."""
        now = self._clock.now()
        return (sent_at if abs(sent_at - now) <= _CLOCKS_AGREE else now).astimezone(self._zone)


def _again(found: InboxView | None) -> Answer:
    """The answer that the message got when it came first."""
    if found is None:
        raise AssertionError("a key that is taken has its row")
    return Answer(parts_of(found.answer, found.channel), found.state == "late")


def _names(uow: UnitOfWork) -> tuple[int, list[NameEntry]]:
    version, rows = uow.customers.names()
    return version, [NameEntry(key, name, tuple(filter(None, (nick, *by)))) for key, name, nick, by in rows]
