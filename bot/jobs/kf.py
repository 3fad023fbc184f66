"""微信客服: accounts that were called are read to the end, each message is dealt with once, and what did not arrive
goes to the salesperson."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import structlog

from bot.channels.kf import CODE, WELCOME_SECONDS, row_of
from bot.clock import SystemClock
from bot.jobs.job import Context
from bot.wecom.kf import CUSTOMER, MOST_NAMES, Happening, Heard, Kf, Page
from bot.wecom.markup import legal
from handlers.counter.counterpart import Openness, counterparts
from handlers.counter.recall import Recalled, take_back
from handlers.counter.saying import BETWEEN, Desk, pass_on, target_of
from handlers.counter.visit import Written, receive
from handlers.counter.wish import Want, Wish, wish_of
from handlers.jsonable import to_plain
from storage.debtors import company_name
from storage.kf import CHANNEL, AccountView, ChatView
from storage.leases import Leases
from storage.transaction import is_away
from storage.unit_of_work import UnitOfWork

NAME = "kf"
LEASE = timedelta(minutes=2)
TOKEN_LIFE = timedelta(minutes=10)  # of a call's token (doc/94670)
MOST = 50  # rows that failed, a tick
WORTH_IT = frozenset({"kf/balance.txt", "kf/statement.txt", "kf/link.txt"})
_MACHINE = SystemClock()  # leases are its time; the Clock may stand still or leap
_log = structlog.get_logger(__name__)


def is_due(uow: UnitOfWork, context: Context) -> bool:
    return context.client is not None and bool(uow.kf.waiting() or uow.pushes.failed(CHANNEL, limit=1))


async def run(context: Context) -> None:
    """Read what was called for, then see what could not be said."""
    if context.client is None:
        return
    mine = uuid4().hex
    for account in await context.database.read(lambda uow: uow.kf.waiting()):
        if await _claim(account, mine, context):
            try:
                await Reading(context, Kf(context.client), account).to_the_end()
            finally:
                await _give_back(account, mine, context)
    if await context.database.read(lambda uow: uow.pushes.failed(CHANNEL, limit=1)):
        await context.database.write(lambda uow: _pass_on(uow, context))


async def _claim(account: AccountView, mine: str, context: Context) -> bool:
    now = _MACHINE.now()
    name = f"{NAME}:{account.open_kfid}"
    return await context.database.write(lambda uow: Leases(uow).claim(name, mine, now=now, until=now + LEASE))


async def _give_back(account: AccountView, mine: str, context: Context) -> None:
    now = _MACHINE.now()
    await context.database.write(
        lambda uow: Leases(uow).give_back(f"{NAME}:{account.open_kfid}", mine, now=now)
    )


class Reading:
    """One account, from its cursor to the end of what was there when it was called."""

    def __init__(self, context: Context, kf: Kf, account: AccountView) -> None:
        self._context = context
        self._kf = kf
        self._account = account

    async def to_the_end(self) -> None:
        """A page is dealt with before its cursor is kept: after a kill it is read again, and nothing of it twice."""
        cursor = self._account.cursor
        while True:
            page = await self._kf.read(self._account.open_kfid, cursor, self._token())
            if not isinstance(page, Page):
                _log.warning("a service account cannot be read", cause=page.reason)
                return
            names = await self._names(page.heard)
            for heard in page.heard:
                await self._deal_with(heard, names.get(heard.external_userid, ""))
            ended = not page.has_more
            read_at = self._account.called_at if ended else None
            cursor = page.cursor
            await self._context.database.write(
                lambda uow, cursor=cursor, read_at=read_at: uow.kf.advance(  # type: ignore[misc]
                    self._account.open_kfid, cursor, read_at=read_at
                )
            )
            if ended:
                return

    def _token(self) -> str:
        fresh = self._context.clock.now() < self._account.called_at + TOKEN_LIFE
        return self._account.token if fresh else ""

    async def _names(self, heard: Sequence[Heard]) -> dict[str, str]:
        """What people who have no name here yet call themselves."""
        people = list(dict.fromkeys(one.external_userid for one in heard if one.origin == CUSTOMER))
        known = await self._context.database.read(
            lambda uow: {one: chat.name for one in people for chat in uow.kf.chats_of(one) if chat.name}
        )
        found = dict(known)
        unknown = [one for one in people if one not in known]
        for place in range(0, len(unknown), MOST_NAMES):
            named = await self._kf.names(unknown[place : place + MOST_NAMES])
            if isinstance(named, dict):
                found |= {person: legal(name) for person, name in named.items()}
        return found

    async def _deal_with(self, heard: Heard, name: str) -> None:
        """Once. What brings our own program down is passed on to a person as it stands, so that the rest is read."""
        try:
            wish = None
            if heard.origin == CUSTOMER and heard.kind == "text":
                wish = await asyncio.to_thread(wish_of, legal(heard.text), self._context.local_now())
            await self._take(heard, name, wish)
        except Exception as error:
            if is_away(error):
                raise
            _log.exception("a customer's message could not be dealt with", message_id=heard.message_id)
            await self._pass_on(heard, name)

    async def _pass_on(self, heard: Heard, name: str) -> None:
        try:
            await self._take(heard, name, Wish(Want.OTHER))
        except Exception as error:
            if is_away(error):
                raise
            _log.exception("a customer's message is stepped over", message_id=heard.message_id)

    async def _take(self, heard: Heard, name: str, wish: Wish | None) -> None:
        await self._context.database.write(lambda uow: _take(heard, name, wish, uow, self._context))


def _take(heard: Heard, name: str, wish: Wish | None, uow: UnitOfWork, context: Context) -> None:
    """One item of the list. What a colleague writes in the chat is his own affair."""
    if heard.origin == CUSTOMER:
        written = Written(
            account=heard.open_kfid, external_userid=heard.external_userid, message_id=heard.message_id,
            kind=heard.kind, text=legal(heard.text), sent_at=heard.sent_at, media_id=heard.media_id, wish=wish,
        )  # fmt: skip
        company = context.company.over(uow.settings.texts())
        receive(
            written, uow, name=name, company=company, channel=context.staff_channel, now=context.local_now()
        )
        return
    match heard.happening:
        case Happening.ENTERED:
            _came_in(heard, uow, context)
        case Happening.RECALLED:
            company = context.company.over(uow.settings.texts())
            gone = Recalled(
                heard.open_kfid,
                heard.external_userid,
                heard.about,
                context.staff_channel,
                context.local_now(),
            )
            take_back(gone, uow, company)
        case Happening.CHANGED_HANDS:
            uow.kf.put(heard.open_kfid, heard.external_userid, servicer=heard.servicer)
        case Happening.SEND_FAILED:
            _undelivered(heard, uow, context)


def _came_in(heard: Heard, uow: UnitOfWork, context: Context) -> None:
    """By which link is kept; who hears nothing of us yet is welcomed."""
    if heard.scene:
        uow.kf.put(heard.open_kfid, heard.external_userid, scene=legal(heard.scene))
    if heard.code:
        _welcome(heard, uow, context)


def _welcome(heard: Heard, uow: UnitOfWork, context: Context) -> None:
    """A word to who comes in, within the seconds it may be said; none to who must be left alone."""
    today = context.local_now().date()
    company = context.company.over(uow.settings.texts())
    people = counterparts(heard.external_userid, uow, company, today)
    if uow.now >= heard.sent_at + WELCOME_SECONDS or any(one.openness is Openness.SILENCE for one in people):
        return
    uow.outbox.push(
        CHANNEL, target_of(ChatView(heard.open_kfid, heard.external_userid)),
        f"welcome:{heard.message_id}", "kf/welcome.txt",
        {CODE: heard.code, "company": company.text("company_name") or company_name(uow)},
        priority=0, audience="customer",
    )  # fmt: skip


def _undelivered(heard: Heard, uow: UnitOfWork, context: Context) -> None:
    """errcode 0 was not the end of it: the words go to the salesperson."""
    row_id = row_of(heard.about)
    row = uow.outbox.get(row_id) if row_id is not None else None
    if row is None or row.channel != CHANNEL or not uow.outbox.undelivered(row.id, heard.why):
        return
    _hand_over(row.id, row.target, row.template, row.context, uow, context)


def _pass_on(uow: UnitOfWork, context: Context) -> None:
    for row in uow.pushes.failed(CHANNEL, limit=MOST):
        uow.outbox.drop(row.id)
        _hand_over(row.id, row.target, row.template, row.context, uow, context)


def _hand_over(
    row_id: int, target: str, template: str, said: Mapping[str, Any], uow: UnitOfWork, context: Context
) -> None:
    """What could not be said, to be passed on; polite phrases and welcomes are not worth it."""
    open_kfid, _, person = target.partition(BETWEEN)
    chat = uow.kf.chat(open_kfid, person)
    people = counterparts(person, uow, context.company.over(uow.settings.texts()), context.local_now().date())
    if chat is None or not people or template not in WORTH_IT:
        return
    desk = Desk(chat, context.staff_channel, context.local_now(), row_id)
    pass_on(
        people[0].customer, chat.name, "refused", template, to_plain(said), f"kf_back:{row_id}", desk, uow
    )
