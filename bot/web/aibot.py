"""The AI bot's callback (doc/100719): sealed JSON in, a finished stream back, or one that WeCom asks for again.

What is not ready within the window is fetched by WeCom's own polls of the stream; what they do not fetch leaves once
through the message's response_url.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Annotated, Any, Final

import structlog
from fastapi import APIRouter, Depends, Request, Response

from bot.dispatcher import Answer
from bot.incoming import Incoming
from bot.leaving import GROUP
from bot.outgoing import Outgoing
from bot.web.deps import BotGate, bot_gate_of
from bot.web.sealed import capped, refused, signed, verified
from bot.wecom.aibot.markdown import literal
from bot.wecom.aibot.messages import CHANNEL, NotHeard, incoming_of
from bot.wecom.envelope import EnvelopeError, OpenedJson
from storage.inbox import InboxView
from storage.outbox import OutboxView
from storage.unit_of_work import UnitOfWork

# WeCom polls for six minutes from the message (doc/101031); then the rest leaves by itself.
POLLED: Final = timedelta(minutes=5)
NOT_YET: Final = "chat/stream/not_yet.txt"
LATER: Final = "chat/stream/later.txt"
Fields = dict[str, Any]

router = APIRouter()
_log = structlog.get_logger(__name__)
_running: set[asyncio.Task[Any]] = set()


@router.get("/wecom/aibot")
async def verify(request: Request, gate: Annotated[BotGate, Depends(bot_gate_of)]) -> Response:
    """The console's check of the address."""
    return verified(request, gate.envelope)


async def receive(request: Request) -> Response:
    """A message, an event, or a poll of a stream. Sent once: 200 with a sealed reply, or empty."""
    gate = await bot_gate_of(request)
    parts = signed(request)
    try:
        opened = gate.envelope.open_json(**parts, body=await capped(request))
    except EnvelopeError as error:
        return refused(error)
    reply = await _reply(opened, gate)
    if reply is None:
        return Response()
    sealed = gate.envelope.seal_json(reply, timestamp=parts["timestamp"], nonce=parts["nonce"])
    return Response(sealed, media_type="application/json")


router.add_route("/wecom/aibot", receive, methods=["POST"])


async def _reply(opened: OpenedJson, gate: BotGate) -> Fields | None:
    fields = opened.fields
    if fields.get("msgtype") == "stream":
        return await _polled(fields, gate)
    url = str(fields.get("response_url") or "")
    try:
        incoming = incoming_of(fields, gate.ears, now=gate.clock.now(), late_to=url)
    except NotHeard as error:
        _log.warning("a message of the bot cannot be read", cause=str(error))
        return None
    if incoming is None:
        _log.info("ignored", kind=str(fields.get("msgtype")))
        return None
    return await _answered(incoming, gate)


async def _answered(incoming: Incoming, gate: BotGate) -> Fields | None:
    """The answer; within the window the whole of it, else a stream that is not finished."""
    task = asyncio.create_task(gate.dispatcher.answer(incoming))
    _hold(task)
    done, _ = await asyncio.wait({task}, timeout=gate.answer_within)
    if incoming.media_id or incoming.kept:
        gate.keep()
    if not done:
        _hold(asyncio.create_task(_follow(task, incoming, gate)))
        return stream(incoming.key, gate.renderer.render(NOT_YET), finish=False)
    answer = task.result()
    if answer.card is not None:
        return {"response_type": "update_template_card", "template_card": dict(answer.card)}
    text = answer.first
    if not text:
        return None
    if incoming.kind == "enter":
        return {"msgtype": "text", "text": {"content": text}}
    return stream(incoming.key, literal(text), finish=True)


async def _polled(fields: Fields, gate: BotGate) -> Fields:
    """WeCom asks how a stream goes on. Any process may be asked: the answer stands in the inbox."""
    part = fields.get("stream")
    key = str(part.get("id") or "") if isinstance(part, dict) else ""

    def fetched(uow: UnitOfWork) -> str | None:
        found = uow.inbox.find(CHANNEL, key)
        if found is None:
            return None
        late = _late(found, "", "", uow)  # also where it is not yet there: then it never comes to life
        if late is None or uow.outbox.cancel(late.id, "fetched by a poll") or late.state == "cancelled":
            return literal(found.answer)
        return gate.renderer.render(LATER)  # it has left by itself, and is not said twice

    text = await gate.database.write(fetched)
    if text is None:
        return stream(key, gate.renderer.render(NOT_YET), finish=False)
    return stream(key, text, finish=True)


async def _follow(task: asyncio.Task[Answer], incoming: Incoming, gate: BotGate) -> None:
    """The answer missed its window: what no poll fetches until they end leaves once by itself."""
    answer = await task

    def leave(uow: UnitOfWork) -> None:
        found = uow.inbox.find(incoming.channel, incoming.key)
        if found is not None and answer.first:
            _late(found, answer.first, incoming.late_to, uow)

    await gate.database.write(leave)


def _late(found: InboxView, text: str, url: str, uow: UnitOfWork) -> OutboxView | None:
    """The row by which an answer leaves when the polls have ended, there from now on."""
    key = f"answer:{found.id}:0"
    uow.outbox.push(
        channel=CHANNEL,
        target=f"{GROUP}{found.chat_id}" if found.chat_id else found.sender,
        unique_key=key,
        body=Outgoing(text=text, reply_to=url).encode(),
        priority=0,
        not_before=found.received_at + POLLED,
        inbox_id=found.id,
    )
    return uow.outbox.find(key)


def stream(key: str, content: str, *, finish: bool) -> Fields:
    """The reply of callback mode to a message: a stream, which may be finished at once (doc/101031)."""
    return {"msgtype": "stream", "stream": {"id": key, "finish": finish, "content": content}}


def _hold(task: asyncio.Task[Any]) -> None:
    """A task nobody holds may vanish."""
    _running.add(task)
    task.add_done_callback(_running.discard)
