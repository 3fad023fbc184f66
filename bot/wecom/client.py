"""Calls to WeCom's HTTP interface for one self-built app. Outcomes are values; no send is repeated blind."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from redis.asyncio import Redis

from bot.wecom import limits
from bot.wecom.access_token import AccessToken, AccessTokens, Fetched, issued
from bot.wecom.disposition import filename_in
from bot.wecom.errcodes import Verdict, errcode_of
from bot.wecom.markup import legal
from bot.wecom.outcomes import (
    Later,
    Media,
    MediaOutcome,
    Refused,
    SendOutcome,
    Sent,
    Unsure,
    Uploaded,
    UploadOutcome,
)
from bot.wecom.wire import (
    CALL_SECONDS,
    MEDIA_SECONDS,
    RETRY_SECONDS,
    TENCENT,
    Answer,
    Called,
    Wire,
    json_body,
    judged,
)
from config.connections import Wecom

# Equal requests are swallowed by the platform for so long (doc/90236, at most 4 hours).
DUPLICATE_SECONDS: Final = 1_800
ERRCODE_TOO_LONG, ERRCODE_EMPTY, ERRCODE_NOBODY = 45002, 44004, 81013


@dataclass(frozen=True, kw_only=True)
class App:
    """A self-built app of a company; one secret, one token."""

    corp_id: str
    agent_id: int
    secret: str = field(repr=False)


def app_of(wecom: Wecom) -> App | None:
    """The app that the environment names; None where a part of it is missing."""
    if wecom.corp_id is None or wecom.agent_id is None or wecom.secret is None:
        return None
    return App(corp_id=wecom.corp_id, agent_id=wecom.agent_id, secret=wecom.secret.get_secret_value())


class Client:
    """Sends as the app. `base_url` is Tencent's or a simulator's; `now` gives Unix seconds."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        app: App,
        *,
        base_url: str = TENCENT,
        redis: Redis | None = None,
        now: Callable[[], float] = time.time,
        call_seconds: float = CALL_SECONDS,
    ) -> None:
        self._wire = Wire(http, base_url=base_url, call_seconds=call_seconds)
        self._app = app
        self._now = now
        key = f"qingzhang:wecom:token:{urlsplit(base_url).netloc}:{app.corp_id}:{app.agent_id}"
        self._tokens = AccessTokens(key, self._get_token, redis=redis, now=now)

    async def token(self) -> Fetched:
        """The app's access_token, cached until shortly before its end."""
        return await self._tokens.get()

    async def send_text(
        self, touser: str, text: str, *, duplicate_seconds: int = DUPLICATE_SECONDS
    ) -> SendOutcome:
        """Send one text to a userid, or several joined by `|`.

        A text over 2,048 bytes is refused here: the platform would cut it without a word. The same text to
        the same people within `duplicate_seconds` is accepted and not delivered; 0 turns that off.
        """
        text = legal(text)
        if not text.strip():
            return Refused(errcode=ERRCODE_EMPTY, reason="the content is empty")
        if limits.size(text) > limits.APP_TEXT:
            return Refused(errcode=ERRCODE_TOO_LONG, reason="the content is too long")
        content = {"msgtype": "text", "text": {"content": text}}
        return await self.send(touser, content, duplicate_seconds=duplicate_seconds)

    async def send(
        self, touser: str, content: dict[str, Any], *, duplicate_seconds: int = DUPLICATE_SECONDS
    ) -> SendOutcome:
        """message/send of any type: `content` is {"msgtype": …, …} as doc/90236 has it, within its limits."""
        body = {"touser": touser, "agentid": self._app.agent_id, **content}
        if duplicate_seconds:
            body |= {"enable_duplicate_check": 1, "duplicate_check_interval": duplicate_seconds}
        called = await self.call("POST", "/cgi-bin/message/send", **json_body(body))
        return _sent(called, touser) if isinstance(called, Answer) else called

    async def send_to_chat(self, chat_id: str, content: dict[str, Any]) -> SendOutcome:
        """appchat/send into a group that this app made (doc/90248); the platform checks no duplicates."""
        called = await self.call("POST", "/cgi-bin/appchat/send", **json_body({"chatid": chat_id, **content}))
        return accepted(called) if isinstance(called, Answer) else called

    async def create_chat(self, chat: dict[str, Any]) -> str | Refused | Later | Unsure:
        """appchat/create; the chat's id. Its members must be 2 to 2,000 and the app visible to the whole company."""
        called = await self.call("POST", "/cgi-bin/appchat/create", **json_body(chat))
        return str(called.fields.get("chatid", "")) if isinstance(called, Answer) else called

    async def update_card(self, change: dict[str, Any]) -> SendOutcome:
        """update_template_card: once for each response_code, within 72 hours (doc/94888)."""
        body = {"agentid": self._app.agent_id, **change}
        called = await self.call("POST", "/cgi-bin/message/update_template_card", **json_body(body))
        return accepted(called) if isinstance(called, Answer) else called

    async def upload_media(self, kind: str, filename: str, content: bytes) -> UploadOutcome:
        """Upload an `image`, `voice`, `video` or `file`. May be repeated: a lost media_id harms nobody."""
        if not limits.MEDIA_MINIMUM <= len(content) <= limits.MEDIA_MAXIMUM[kind]:
            return Refused(errcode=None, reason=f"{len(content)} bytes are too few or too many for a {kind}")
        called = await self.call(
            "POST",
            "/cgi-bin/media/upload",
            params={"type": kind},
            files={"media": (filename, content, "application/octet-stream")},
            seconds=MEDIA_SECONDS,
        )
        if isinstance(called, Answer):
            return _uploaded(called)
        return Later(after=RETRY_SECONDS, reason=called.reason) if isinstance(called, Unsure) else called

    async def get_media(
        self, media_id: str, *, limit_bytes: int = limits.MEDIA_MAXIMUM["image"]
    ) -> MediaOutcome:
        """Fetch what a colleague sent, within three days. Larger than the limit: refused, not cut."""
        called = await self.call(
            "GET",
            "/cgi-bin/media/get",
            params={"media_id": media_id},
            seconds=MEDIA_SECONDS,
            limit_bytes=limit_bytes,
        )
        if isinstance(called, Answer):
            return _media(called)
        return Later(after=RETRY_SECONDS, reason=called.reason) if isinstance(called, Unsure) else called

    async def call(
        self, method: str, path: str, *, params: dict[str, str] | None = None, **request: Any
    ) -> Called:
        """Call with the token; if it is refused, once more with another one, and no third time."""
        token = await self._tokens.get()
        if not isinstance(token, AccessToken):
            return token
        query = {"access_token": token.value, **(params or {})}
        called = await self._wire.call(method, path, params=query, **request)
        if not (isinstance(called, Answer) and _asks_for_token(called)):
            return judged(called)
        token = await self._tokens.get(instead_of=token)
        if not isinstance(token, AccessToken):
            return token
        query["access_token"] = token.value
        return judged(await self._wire.call(method, path, params=query, **request))

    async def _get_token(self) -> Fetched:
        params = {"corpid": self._app.corp_id, "corpsecret": self._app.secret}
        called = judged(await self._wire.call("GET", "/cgi-bin/gettoken", params=params))
        if isinstance(called, Unsure):  # asking again harms nobody
            return Later(after=RETRY_SECONDS, reason=called.reason)
        if not isinstance(called, Answer):
            return called
        value, expires_in = called.fields.get("access_token"), called.fields.get("expires_in")
        if not isinstance(value, str) or not value or not isinstance(expires_in, int):
            return Later(after=RETRY_SECONDS, reason="gettoken answered without a token")
        return issued(value, expires_in=expires_in, now=self._now())


def _asks_for_token(answer: Answer) -> bool:
    code = answer.fields.get("errcode", 0)
    return code != 0 and errcode_of(code).verdict is Verdict.NEW_TOKEN


def accepted(answer: Answer) -> SendOutcome:
    """What errcode 0 says where nobody is named: a chat, a robot, a card."""
    if answer.fields.get("errcode") != 0:
        return Unsure(reason="the answer is not one of WeCom's")
    return Sent(message_id=str(answer.fields.get("msgid", "")))


def _sent(answer: Answer, touser: str) -> SendOutcome:
    """errcode 0 says that somebody was reached, not that everybody was (doc/90236)."""
    if answer.fields.get("errcode") != 0:
        return Unsure(reason="the answer is not one of WeCom's")
    missed = f"{answer.fields.get('invaliduser') or ''}|{answer.fields.get('unlicenseduser') or ''}"
    # Userids come back in lower case.
    lowered = {userid for userid in missed.lower().split("|") if userid}
    users = touser.split("|")
    failed = tuple(userid for userid in users if userid.lower() in lowered)
    if len(failed) == len(users):
        return Refused(errcode=ERRCODE_NOBODY, reason=f"reached nobody: {touser}")
    return Sent(
        message_id=str(answer.fields.get("msgid", "")),
        failed=failed,
        response_code=str(answer.fields.get("response_code", "")),
    )


def _uploaded(answer: Answer) -> UploadOutcome:
    media_id = answer.fields.get("media_id")
    if not isinstance(media_id, str) or not media_id:
        return Later(after=RETRY_SECONDS, reason="the upload was answered without a media_id")
    return Uploaded(media_id=media_id)


def _media(answer: Answer) -> MediaOutcome:
    if answer.fields or not answer.content:
        return Later(after=RETRY_SECONDS, reason="the platform answered without the file")
    filename = filename_in(answer.headers.get("content-disposition", ""))
    content_type = answer.headers.get("content-type", "").partition(";")[0]
    return Media(content=answer.content, content_type=content_type, filename=filename)
