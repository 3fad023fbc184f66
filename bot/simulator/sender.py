"""Plays the platform's other half: seals what people do, posts it to the callback, opens the sealed answer.

Five seconds an attempt and three deliveries with the same MsgId, as Tencent does (doc/90238).
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Mapping
from xml.sax.saxutils import escape

import httpx
import structlog
from defusedxml.ElementTree import fromstring

from bot.simulator.media import File
from bot.simulator.platform import Platform
from bot.simulator.sealing import open_reply, seal_callback

CALLBACK = "/wecom/callback"
DELIVERIES = 3
ATTEMPT_SECONDS = 5.0
# Texts of a bubble that stands for something else; the labels are on the screen.
PLACE = {"Location_X": "22.5431", "Location_Y": "114.0579", "Scale": "15", "AppType": "wxwork"}
_log = structlog.get_logger(__name__)
Fields = Mapping[str, str]


class Sender:
    """`http` reaches the service at its address; `wait` seconds pass between deliveries that failed."""

    def __init__(self, platform: Platform, http: httpx.AsyncClient, *, wait: float = 1.0) -> None:
        self._platform = platform
        self._http = http
        self._wait = wait
        self._last_id = 0

    async def text(self, userid: str, content: str) -> str:
        """The person types; returns what the app answers at once, "" for silence."""
        return await self._message(userid, "text", {"Content": content}, shown=content)

    async def picture(self, userid: str, file: File) -> str:
        fields = {"PicUrl": f"/simulator/pictures/{file.media_id}", "MediaId": file.media_id}
        return await self._message(userid, "image", fields, shown=file.name, media_id=file.media_id)

    async def voice(self, userid: str) -> str:
        """Sound without words: a self-built app gets no transcript (doc/90239)."""
        return await self._message(userid, "voice", {"MediaId": secrets.token_urlsafe(32), "Format": "amr"})

    async def location(self, userid: str, label: str) -> str:
        return await self._message(userid, "location", {**PLACE, "Label": label}, shown=label)

    async def link(self, userid: str, title: str) -> str:
        fields = {"Title": title, "Description": title, "Url": "https://example.invalid/", "PicUrl": ""}
        return await self._message(userid, "link", fields, shown=title)

    async def event(self, userid: str, name: str, *, key: str = "") -> str:
        """enter_agent, subscribe, unsubscribe, a press of the menu: nothing of it is seen in the chat but the answer."""
        return await self._deliver(userid, {"MsgType": "event", "Event": name, "EventKey": key})

    async def happened(self, sender: str, name: str, fields: Fields, *, more: str = "") -> None:
        """An event that is nobody's doing in the app: of customers, of the address book, of approvals."""
        inner = self._inner(sender, {"MsgType": "event", "Event": name, **fields}, more, of_app=False)
        for delivery in range(DELIVERIES):
            if delivery:
                await asyncio.sleep(self._wait)
            response = await self._post(inner)
            if response is not None and response.status_code == httpx.codes.OK:
                return

    async def click(self, userid: str, task_id: str, key: str, *, option: str = "") -> str:
        """The person presses a button of a card, or sends what he selected (`key` submit): the card as it is then."""
        platform = self._platform
        kind = "multiple_interaction" if option else "button_interaction"
        fields = {"MsgType": "event", "Event": "template_card_event", "EventKey": key, "TaskId": task_id}
        code = platform.codes.issue(task_id, platform.clock.now())
        selected = (
            "<SelectedItems><SelectedItem><QuestionKey>choice</QuestionKey><OptionIds>"
            f"<OptionId>{escape(option)}</OptionId></OptionIds></SelectedItem></SelectedItems>"
        )
        return await self._deliver(
            userid, fields | {"CardType": kind, "ResponseCode": code}, more=selected if option else ""
        )

    async def _message(
        self, userid: str, kind: str, fields: Fields, *, shown: str = "", media_id: str = ""
    ) -> str:
        self._platform.chats.wrote(userid, kind, shown, media_id=media_id)
        return await self._deliver(userid, {"MsgType": kind, **fields, "MsgId": self._next_id()})

    async def _deliver(self, userid: str, fields: Fields, *, more: str = "") -> str:
        inner = self._inner(userid, fields, more)
        for delivery in range(DELIVERIES):
            if delivery:
                await asyncio.sleep(self._wait)
            response = await self._post(inner)
            if response is not None and response.status_code == httpx.codes.OK:
                return self._answered(userid, response.content)
        self._platform.chats.wrote(userid, "undelivered", "", failed=True)
        return ""

    async def _post(self, inner: bytes) -> httpx.Response | None:
        company = self._platform.company
        request = seal_callback(
            company.seal,
            inner,
            timestamp=str(int(self._platform.clock.now().timestamp())),
            nonce=secrets.token_hex(8),
            agent_id=str(company.agent_id),
        )
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                return await self._http.post(CALLBACK, params=request.query, content=request.body)
        except (httpx.HTTPError, TimeoutError) as error:
            _log.warning("the callback did not answer", cause=type(error).__name__)
            return None

    def _answered(self, userid: str, body: bytes) -> str:
        inner = open_reply(self._platform.company.seal, body)
        if not inner:
            return ""
        reply = fromstring(inner, forbid_dtd=True)
        card = reply.find("TemplateCard")
        if reply.findtext("MsgType") == "update_template_card" and card is not None:
            says = card.findtext("ReplaceText") or ""
            changed = {
                "task_id": card.findtext("TaskId"),
                "main_title": {"title": card.findtext("MainTitle/Title")},
                "sub_title_text": card.findtext("SubTitleText") or "",
                "replace_text": says,
            }
            self._platform.chats.showed(userid, "update", changed)
            return says
        content = reply.findtext("Content") or ""
        self._platform.chats.heard(userid, content)
        return content

    def _inner(self, userid: str, fields: Fields, more: str = "", *, of_app: bool = True) -> bytes:
        common = {
            "ToUserName": self._platform.company.corp_id,
            "FromUserName": userid,
            "CreateTime": str(int(self._platform.clock.now().timestamp())),
            **fields,
            **({"AgentID": str(self._platform.company.agent_id)} if of_app else {}),
        }
        elements = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in common.items())
        return f"<xml>{elements}{more}</xml>".encode()

    def _next_id(self) -> str:
        """64 bits, never again, also after a restart."""
        self._last_id = max(self._last_id + 1, time.time_ns())
        return str(self._last_id)
