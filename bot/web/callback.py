"""The self-built app's callback: verify, open, answer sealed within five seconds, or say nothing and answer later."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, Request, Response

from bot.dispatcher import SILENCE, Answer
from bot.incoming import Incoming
from bot.web.deps import Gate, gate_of
from bot.web.sealed import capped, refused, signed, verified
from bot.wecom.cards import update_reply
from bot.wecom.envelope import Envelope, EnvelopeError, text_reply
from bot.wecom.messages import (
    Event,
    EventKind,
    Image,
    Link,
    Location,
    Message,
    Text,
    Video,
    Voice,
    inbox_key,
    read_message,
)
from storage.transaction import cause_of, is_away

CHANNEL = "app"
PATH = "/wecom/callback"
_EVENT_KINDS = {
    EventKind.ENTER_AGENT: "enter",
    EventKind.SUBSCRIBE: "subscribe",
    EventKind.UNSUBSCRIBE: "unsubscribe",
    EventKind.CLICK: "text",
}

router = APIRouter()
_log = structlog.get_logger(__name__)
_running: set[asyncio.Task[Any]] = set()


@router.get(PATH)
async def verify(request: Request, gate: Annotated[Gate, Depends(gate_of)]) -> Response:
    """The console's check of the address."""
    return verified(request, gate.envelope)


async def receive(request: Request) -> Response:
    """A message or an event. 200 with a sealed reply, or empty; anything else makes Tencent send it again."""
    gate = await gate_of(request)
    parts = signed(request)
    try:
        opened = gate.envelope.open(**parts, body=await capped(request))
        message = read_message(opened)
    except EnvelopeError as error:
        return refused(error)
    try:
        answer = await _heard(message, gate)
    except Exception as error:
        if not is_away(error):
            raise
        _log.error("nothing was booked", inbox_key=inbox_key(message), cause=cause_of(error))
        answer = None
    if answer is None:
        return Response(status_code=503)
    return _sealed(answer, message, gate.envelope, parts["timestamp"], parts["nonce"])


# A bare route: what FastAPI does for a route with parameters takes as long as opening the envelope.
router.add_route(PATH, receive, methods=["POST"])


async def _heard(message: Message, gate: Gate) -> Answer | None:
    """As `_answer`; silence where nobody is to be answered."""
    incoming = incoming_of(message)
    if incoming is not None:
        return await _answer(incoming, gate)
    if not (isinstance(message, Event) and await gate.happenings.take(message)):
        _log.info("ignored", kind=type(message).__name__, name=getattr(message, "name", ""))
    return SILENCE


async def _answer(incoming: Incoming, gate: Gate) -> Answer | None:
    """The answer; a silent one when it leaves later; None when nothing was booked."""
    task = asyncio.create_task(gate.dispatcher.answer(incoming))
    _hold(task)
    done, _ = await asyncio.wait({task}, timeout=gate.answer_within)
    if done:
        return task.result()
    if await gate.dispatcher.leave_later(incoming):
        return SILENCE
    _hold(asyncio.create_task(_follow(task, incoming, gate)))
    return None


async def _follow(task: asyncio.Task[Answer], incoming: Incoming, gate: Gate) -> None:
    """A message booked after its response was refused: if no redelivery fetches the answer, it leaves by itself."""
    await task
    await gate.dispatcher.leave_later(incoming)


def _hold(task: asyncio.Task[Any]) -> None:
    """A task nobody holds may vanish."""
    _running.add(task)
    task.add_done_callback(_running.discard)


def incoming_of(message: Message) -> Incoming | None:
    """The message as the dispatcher takes it; None for what needs no answer."""
    make = partial(
        Incoming, channel=CHANNEL, key=inbox_key(message), sender=message.sender, sent_at=message.created_at
    )
    match message:
        case Text(content=content):
            return make(kind="text", text=content)
        case Image(media_id=media_id):
            return make(kind="image", media_id=media_id)
        case Voice(recognition=words):
            return make(kind="voice", text=words or "", heard=bool(words))
        case Video():
            return make(kind="video")
        case Location(label=label):
            return make(kind="location", text=label)
        case Link(title=title):
            return make(kind="link", text=title)
        case Event(kind=EventKind.CARD, key=key, task_id=task_id, selections=selections):
            options = [option for selection in selections for option in selection.options]
            return make(kind="click", text=options[0] if options else key, task_id=task_id)
        case Event(kind=kind, key=key) if kind in _EVENT_KINDS:
            return make(kind=_EVENT_KINDS[kind], text=key)
    return None


def _sealed(answer: Answer, message: Message, envelope: Envelope, timestamp: str, nonce: str) -> Response:
    to: dict[str, Any] = {
        "to_user": message.sender,
        "from_corp": message.corp_id,
        "created": int(timestamp),
    }
    if answer.card is not None:
        inner = update_reply(**to, card=answer.card)
    elif answer.first:
        inner = text_reply(**to, text=answer.first)
    else:
        return Response()
    return Response(envelope.seal(inner, timestamp=timestamp, nonce=nonce), media_type="application/xml")
