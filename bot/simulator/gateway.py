"""The AI bot's gateway, played on this machine: one connection a bot, frames by req_id (doc/101463).

Written from the page and apart from `bot.wecom.aibot`, so that one mistake cannot hide on both sides.
"""

from __future__ import annotations

import asyncio
import base64
import secrets
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.clock import Clock
from bot.simulator.company import Company
from bot.simulator.media import File, Files
from bot.simulator.quotas import MemberQuotas

Answer = tuple[int, dict[str, Any]]
MARKDOWN_BYTES = 20_480
CARD_WINDOW = timedelta(seconds=5)
ANSWER_WINDOW = timedelta(hours=24)
PIECE, PIECES = 512 * 1024, 100
OK: Answer = (0, {})


@dataclass
class Called:
    """A callback that may be answered: by which command, until when. `chat` is the conversation."""

    chat: str
    answered_by: frozenset[str]
    until: datetime
    command: str = ""
    task_id: str = ""
    user: str = ""


@dataclass
class Faults:
    """What goes wrong on order. Each number counts down; `delay` in seconds holds back every answer."""

    cut_before: int = 0  # the connection goes before the next command is done
    cut_after: int = 0  # it is done, and the answer never leaves
    delay: float = 0.0
    errcodes: deque[int] = field(default_factory=deque)  # the next commands are refused so


@dataclass
class Upload:
    kind: str
    name: str
    pieces: dict[int, bytes] = field(default_factory=dict)


class Gateway:
    """`heard(chat, kind, body, is_push)` is told of everything that the bot says: kind text | card | update | media."""

    def __init__(
        self,
        company: Company,
        clock: Clock,
        files: Files,
        heard: Callable[[str, str, Mapping[str, Any], bool], None],
    ) -> None:
        self._company = company
        self._clock = clock
        self._files = files
        self._heard = heard
        self._live: WebSocket | None = None
        self._calls: dict[str, Called] = {}
        self._uploads: dict[str, Upload] = {}
        self._told = asyncio.Event()
        self.quotas = MemberQuotas()
        self.activated: set[str] = set()  # conversations in which somebody wrote to the bot
        self.faults = Faults()
        self.subscriptions = 0

    @property
    def is_live(self) -> bool:
        return self._live is not None

    async def wait_live(self) -> None:
        """Return when the bot is connected."""
        while self._live is None:
            self._told.clear()
            await self._told.wait()

    async def serve(self, websocket: WebSocket) -> None:
        """One connection, until either side ends it."""
        await websocket.accept()
        try:
            while True:
                frame = orjson.loads(await websocket.receive_text())
                await self._take(websocket, frame)
        except (WebSocketDisconnect, RuntimeError, orjson.JSONDecodeError):
            return
        finally:
            if self._live is websocket:
                self._live, self._calls = None, {}

    async def call(self, command: str, body: Mapping[str, Any], called: Called) -> str:
        """Hand a message or event to the bot; its req_id. Raises ConnectionError when the bot is not there."""
        if self._live is None:
            raise ConnectionError("the bot is not connected")
        req_id = secrets.token_hex(12)
        self._calls[req_id] = called
        await self._send(self._live, {"cmd": command, "headers": {"req_id": req_id}, "body": dict(body)})
        return req_id

    async def cut(self) -> None:
        """The connection goes, as a router that restarts takes it."""
        if self._live is not None:
            live, self._live, self._calls = self._live, None, {}
            await _closed(live)

    async def kick(self) -> None:
        """Another program subscribes for the same bot."""
        if self._live is not None:
            live, self._live, self._calls = self._live, None, {}
            await self._tell_kicked(live)

    async def _take(self, websocket: WebSocket, frame: Mapping[str, Any]) -> None:
        command, req_id = str(frame.get("cmd")), str(frame["headers"]["req_id"])
        body = frame.get("body") or {}
        if command == "aibot_subscribe":
            answer = await self._subscribed(websocket, body)
        elif websocket is not self._live:
            answer = (846609, {})
        elif command == "ping":
            answer = OK
        else:
            if await self._is_cut(websocket, "cut_before"):
                return
            done = _COMMANDS.get(command, Gateway._unknown)
            errcodes = self.faults.errcodes
            answer = (errcodes.popleft(), {}) if errcodes else done(self, req_id, body)
            if await self._is_cut(websocket, "cut_after"):
                return
            if self.faults.delay:
                await asyncio.sleep(self.faults.delay)
        code, more = answer
        said = {"headers": {"req_id": req_id}, "errcode": code, "errmsg": "ok" if not code else "refused"}
        await self._send(websocket, {**said, **({"body": more} if more else {})})

    async def _subscribed(self, websocket: WebSocket, body: Mapping[str, Any]) -> Answer:
        if (body.get("bot_id"), body.get("secret")) != (self._company.bot_id, self._company.bot_secret):
            return 40001, {}
        before, self._live = self._live, websocket
        self.subscriptions += 1
        self._calls = {}
        if before is not None and before is not websocket:
            await self._tell_kicked(before)
        self._told.set()
        return OK

    async def _tell_kicked(self, websocket: WebSocket) -> None:
        event = {"msgtype": "event", "event": {"eventtype": "disconnected_event"}}
        frame = {"cmd": "aibot_event_callback", "headers": {"req_id": secrets.token_hex(12)}, "body": event}
        await self._send(websocket, frame)
        await _closed(websocket)

    async def _is_cut(self, websocket: WebSocket, fault: str) -> bool:
        left = getattr(self.faults, fault)
        if left:
            setattr(self.faults, fault, left - 1)
            self._live, self._calls = None, {}
            await _closed(websocket)
        return bool(left)

    async def _send(self, websocket: WebSocket, frame: Mapping[str, Any]) -> None:
        try:
            await websocket.send_text(orjson.dumps(frame).decode())
        except (WebSocketDisconnect, RuntimeError):
            if self._live is websocket:
                self._live, self._calls = None, {}

    def _respond(self, req_id: str, body: Mapping[str, Any]) -> Answer:
        called = self._calls.get(req_id)
        if called is None or "aibot_respond_msg" not in called.answered_by:
            return 846605, {}
        if self._clock.now() > called.until:
            return 846608, {}
        return self._said(called.chat, body, is_push=False)

    def _welcome(self, req_id: str, body: Mapping[str, Any]) -> Answer:
        called = self._calls.pop(req_id, None)
        if called is None or "aibot_respond_welcome_msg" not in called.answered_by:
            return 846605, {}
        if self._clock.now() > called.until:
            return 846608, {}
        return self._said(called.chat, body, is_push=False)

    def _update(self, req_id: str, body: Mapping[str, Any]) -> Answer:
        called = self._calls.pop(req_id, None)
        if called is None or "aibot_respond_update_msg" not in called.answered_by:
            return 846605, {}
        card = body.get("template_card") or {}
        if self._clock.now() > called.until or card.get("task_id") != called.task_id:
            return 846608, {}
        self._heard(called.chat, "update", card, False)
        return OK

    def _push(self, req_id: str, body: Mapping[str, Any]) -> Answer:
        chat = str(body.get("chatid") or "")
        if chat not in self.activated:
            return 93006, {}
        if body.get("msgtype") in ("text", "markdown_v2", "stream"):
            return 40008, {}
        return self._said(chat, body, is_push=True)

    def _said(self, chat: str, body: Mapping[str, Any], *, is_push: bool) -> Answer:
        kind = str(body.get("msgtype"))
        part = body.get(kind) or {}
        content = str(part.get("content") or "")
        if kind in ("stream", "markdown", "text"):
            if len(content.encode()) > MARKDOWN_BYTES:
                return 45002, {}
            if not content.strip():
                return 44004, {}
        elif kind in ("image", "file", "voice", "video"):
            if not isinstance(self._files.get(str(part.get("media_id"))), File):
                return 40007, {}
        elif kind != "template_card":
            return 40008, {}
        if not self.quotas.admits(chat, self._clock.now()):
            return 45009, {}
        shown = {"stream": "text", "markdown": "text", "text": "text", "template_card": "card"}
        self._heard(chat, shown.get(kind, kind), part, is_push)
        return OK

    def _upload_begun(self, req_id: str, body: Mapping[str, Any]) -> Answer:
        if not 0 < int(body.get("total_chunks") or 0) <= PIECES:
            return 40006, {}
        upload_id = secrets.token_hex(8)
        self._uploads[upload_id] = Upload(str(body.get("type")), str(body.get("filename")))
        return 0, {"upload_id": upload_id}

    def _upload_piece(self, req_id: str, body: Mapping[str, Any]) -> Answer:
        upload = self._uploads.get(str(body.get("upload_id")))
        piece = base64.b64decode(str(body.get("base64_data")))
        if upload is None or len(piece) > PIECE:
            return 40058, {}
        upload.pieces[int(body["chunk_index"])] = piece
        return OK

    def _upload_ended(self, req_id: str, body: Mapping[str, Any]) -> Answer:
        upload = self._uploads.pop(str(body.get("upload_id")), None)
        if upload is None:
            return 40058, {}
        content = b"".join(upload.pieces[place] for place in sorted(upload.pieces))
        kind = "image/png" if upload.kind == "image" else "application/octet-stream"
        file = self._files.add(upload.kind, upload.name, kind, content)
        return (file, {}) if isinstance(file, int) else (0, {"type": file.kind, "media_id": file.media_id})

    def _unknown(self, req_id: str, body: Mapping[str, Any]) -> Answer:
        return 40058, {}


_COMMANDS: Mapping[str, Callable[[Gateway, str, Mapping[str, Any]], Answer]] = MappingProxyType(
    {
        "aibot_respond_msg": Gateway._respond,
        "aibot_respond_welcome_msg": Gateway._welcome,
        "aibot_respond_update_msg": Gateway._update,
        "aibot_send_msg": Gateway._push,
        "aibot_upload_media_init": Gateway._upload_begun,
        "aibot_upload_media_chunk": Gateway._upload_piece,
        "aibot_upload_media_finish": Gateway._upload_ended,
    }
)


async def _closed(websocket: WebSocket) -> None:
    try:
        await websocket.close()
    except RuntimeError:
        return  # it went by itself
