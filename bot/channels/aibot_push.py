"""The AI bot: answers on its socket by req_id, unprompted messages, and the one late answer of callback mode."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import orjson

from bot.channels.files import content_of
from bot.delivery.limits import CONVERSATION, Quota
from bot.leaving import GROUP
from bot.outgoing import Kind, Outgoing
from bot.wecom.aibot.connection import Connection
from bot.wecom.aibot.frames import REQUEST_UNKNOWN, Command, Frame
from bot.wecom.aibot.line import Line
from bot.wecom.aibot.markdown import literal
from bot.wecom.aibot.media import upload
from bot.wecom.limits import AIBOT_MARKDOWN
from bot.wecom.outcomes import Later, Refused, SendOutcome, Sent, Unsure, Uploaded, outcome_of
from bot.wecom.wire import NOT_WRITTEN

NAME: Final = "aibot"
RESPOND, WELCOME, UPDATE = "respond", "welcome", "update"
NOBODY_WROTE: Final = 93006
AGAIN_SECONDS = 2
URL_SECONDS = 15.0
_SINGLE, _GROUP = 1, 2
Body = Mapping[str, Any]


def reply_to(command: str, req_id: str) -> str:
    """What an `Outgoing` that answers this callback names."""
    return f"{command}:{req_id}"


class AibotPush:
    """`send` speaks in one conversation: a userid, or `group:` and a chat id. Without a line it only answers late."""

    duplicate_window = timedelta()
    text_bytes = AIBOT_MARKDOWN
    markdown_bytes = AIBOT_MARKDOWN

    def __init__(self, line: Line | None, http: httpx.AsyncClient, files: Path) -> None:
        self._line = line
        self._http = http
        self._files = files

    @property
    def is_here(self) -> bool:
        return self._line is None or self._line.connection is not None

    def quotas(self, target: str) -> tuple[Quota, ...]:
        """Answers and pushes count together (doc/101463)."""
        return (Quota(f"aibot:{target}", CONVERSATION),)

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        if message.reply_to.startswith(("https://", "http://")):
            return await self._post(message.reply_to, message)
        if self._line is None:
            return Refused(
                errcode=None, reason="a bot in callback mode cannot speak first", channel_broken=True
            )
        connection = self._line.connection
        if connection is None:
            return Later(after=AGAIN_SECONDS, reason="the bot is not connected")
        command, _, req_id = message.reply_to.partition(":")
        # A req_id lives as long as the connection that brought it; an answer can be a message of its own instead.
        if command in (WELCOME, UPDATE):
            return await self._only_now(connection, command, req_id, message)
        if command == RESPOND and req_id in connection.heard:
            outcome = await self._respond(connection, req_id, message)
            if not (isinstance(outcome, Refused) and outcome.errcode in REQUEST_UNKNOWN):
                return outcome
        return await self._push(connection, target, message)

    async def _respond(self, connection: Connection, req_id: str, message: Outgoing) -> SendOutcome:
        body = await self._body(connection, message)
        if not isinstance(body, Mapping):
            return body
        if body["msgtype"] == "markdown":
            stream = {"id": req_id, "finish": True, "content": body["markdown"]["content"]}
            body = {"msgtype": "stream", "stream": stream}
        return _sent(await connection.ask(Command.RESPOND, body, req_id=req_id), req_id)

    async def _only_now(
        self, connection: Connection, command: str, req_id: str, message: Outgoing
    ) -> SendOutcome:
        """A welcome and a changed card are taken for five seconds, on the connection of their event."""
        if req_id not in connection.heard:
            return Refused(errcode=None, reason="its moment is over")
        if command == WELCOME:
            welcome = {"msgtype": "text", "text": {"content": message.text}}
            return _sent(await connection.ask(Command.WELCOME, welcome, req_id=req_id), req_id)
        update = {"response_type": "update_template_card", "template_card": dict(message.card)}
        return _sent(await connection.ask(Command.UPDATE, update, req_id=req_id), req_id)

    async def _push(self, connection: Connection, target: str, message: Outgoing) -> SendOutcome:
        body = await self._body(connection, message)
        if not isinstance(body, Mapping):
            return body
        in_group = target.startswith(GROUP)
        to = {"chatid": target.removeprefix(GROUP), "chat_type": _GROUP if in_group else _SINGLE}
        answer = await connection.ask(Command.SEND, {**to, **body})
        if isinstance(answer, Refused) and answer.errcode == NOBODY_WROTE:
            # Of this conversation alone: the bot may speak where somebody has spoken to it (doc/101463).
            return Refused(errcode=answer.errcode, reason="nobody has written to the bot there yet")
        return _sent(answer, "")

    async def _body(self, connection: Connection, message: Outgoing) -> Body | Refused | Later:
        match message.kind:
            case Kind.CARD:
                return {"msgtype": "template_card", "template_card": dict(message.card)}
            case Kind.IMAGE | Kind.FILE:
                return await self._uploaded(connection, message)
            case Kind.MARKDOWN:
                return {"msgtype": "markdown", "markdown": {"content": message.text}}
            case _:
                return {"msgtype": "markdown", "markdown": {"content": literal(message.text)}}

    async def _uploaded(self, connection: Connection, message: Outgoing) -> Body | Refused | Later:
        content = await content_of(self._files, message.path)
        if content is None:
            return Refused(errcode=None, reason=f"the file {message.path} is not there")
        kind = message.kind.value
        outcome = await upload(connection, kind, message.name or Path(message.path).name, content)
        if not isinstance(outcome, Uploaded):
            return outcome
        return {"msgtype": kind, kind: {"media_id": outcome.media_id}}

    async def _post(self, url: str, message: Outgoing) -> SendOutcome:
        """One call an hour after the message, and one only (doc/101138): never repeated."""
        text = message.text if message.kind is Kind.MARKDOWN else literal(message.text)
        body: dict[str, Any] = {"msgtype": "markdown", "markdown": {"content": text}}
        if message.kind is Kind.CARD:
            body = {"msgtype": "template_card", "template_card": dict(message.card)}
        headers = {"Content-Type": "application/json; charset=utf-8"}
        try:
            async with asyncio.timeout(URL_SECONDS):
                answer = await self._http.post(url, content=orjson.dumps(body), headers=headers)
            fields = orjson.loads(answer.content)
        except NOT_WRITTEN as error:
            return Later(after=AGAIN_SECONDS, reason=f"no connection ({type(error).__name__})")
        except (httpx.HTTPError, TimeoutError, orjson.JSONDecodeError) as error:
            return Unsure(reason=f"no answer ({type(error).__name__})")
        code = fields.get("errcode") if isinstance(fields, dict) else None
        if not isinstance(code, int):
            return Unsure(reason="the answer is not one of WeCom's")
        return Sent(message_id="") if code == 0 else outcome_of(code, str(fields.get("errmsg", "")))


def _sent(answer: Frame | Refused | Later | Unsure, message_id: str) -> SendOutcome:
    return Sent(message_id=message_id) if isinstance(answer, Frame) else answer
