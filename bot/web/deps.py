"""What routes are given: built by wiring, kept on the application's state."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import HTTPException, Request

from bot.dispatcher import Dispatcher
from bot.wecom.envelope import Envelope


@dataclass(frozen=True, slots=True)
class Gate:
    """The self-built app's way in. `answer_within` seconds; Tencent drops the connection at 5 (doc/90238)."""

    envelope: Envelope
    dispatcher: Dispatcher
    answer_within: float = 4.0


async def gate_of(request: Request) -> Gate:
    """The gate, or 404 where no self-built app is configured."""
    gate: Gate | None = request.app.state.gate
    if gate is None:
        raise HTTPException(404)
    return gate
