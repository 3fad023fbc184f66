"""The AI bot: who holds its line now; with --subscribe also whether its secret is good, which ends another's line."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Final

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from bot.doctor.finding import Finding, Patient, ok, problem, warning
from bot.doctor.pages import BOT, NETWORK
from bot.wecom.aibot.frames import BadFrame, Command, read, written
from bot.wecom.aibot.line import LEASE
from storage.leases import Leases

NAME: Final = "bot"
SECONDS: Final = 10.0


async def check(patient: Patient) -> list[Finding]:
    wecom = patient.settings.wecom
    if not wecom.has_bot_connection:
        callback = "by callback" if wecom.has_bot_callback else "not at all"
        return [warning(NAME, f"the AI bot is connected {callback}: it cannot speak first", BOT)]
    holder = await _holder(patient)
    if holder:
        return [ok(NAME, f"its line is held by {holder}")]
    try:
        async with asyncio.timeout(SECONDS), connect(wecom.bot_ws_url) as socket:
            if not patient.subscribe:
                return [
                    ok(NAME, "its gateway answers; the secret is tried by serve, or here with --subscribe")
                ]
            secret = wecom.bot_secret.get_secret_value() if wecom.bot_secret else ""
            body = {"bot_id": wecom.bot_id, "secret": secret}
            await socket.send(written(Command.SUBSCRIBE, "doctor", body))
            answer = read(await socket.recv())
    except (OSError, TimeoutError, WebSocketException, BadFrame) as error:
        return [problem(NAME, f"its gateway cannot be reached ({type(error).__name__})", NETWORK)]
    if answer.errcode:
        return [problem(NAME, f"its secret is refused ({answer.errcode} {answer.errmsg})", BOT)]
    return [ok(NAME, "its id and secret are good")]


async def _holder(patient: Patient) -> str:
    """Who has the line. Leases go by the machine's time."""
    if patient.database is None:
        return ""
    now = datetime.now(UTC)
    return await patient.database.read(lambda uow: Leases(uow).holder(LEASE, now=now))
