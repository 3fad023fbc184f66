"""What routes are given: built by wiring, kept on the application's state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import HTTPException, Request

from bot.answering import Answering
from bot.clock import Clock
from bot.happenings import Happenings
from bot.render import Renderer
from bot.wecom.aibot.messages import Ears
from bot.wecom.envelope import Envelope
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Gate:
    """The self-built app's way in. `answer_within` seconds; Tencent drops the connection at 5 (doc/90238)."""

    envelope: Envelope
    dispatcher: Answering
    happenings: Happenings
    answer_within: float = 4.0


async def gate_of(request: Request) -> Gate:
    """The gate, or 404 where no self-built app is configured."""
    gate: Gate | None = request.app.state.gate
    if gate is None:
        raise HTTPException(404)
    return gate


@dataclass(frozen=True, slots=True)
class BotGate:
    """The AI bot's way in, in callback mode; `keep` is called when a picture or file must be fetched at once."""

    envelope: Envelope
    dispatcher: Answering
    database: Database
    renderer: Renderer
    clock: Clock
    ears: Ears
    keep: Callable[[], None]
    answer_within: float = 4.0  # seconds; it is said once, and dropped at 5 (doc/101027)


async def bot_gate_of(request: Request) -> BotGate:
    """The gate, or 404 where no callback of an AI bot is configured."""
    gate: BotGate | None = request.app.state.bot_gate
    if gate is None:
        raise HTTPException(404)
    return gate
