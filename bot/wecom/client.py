"""Calls to WeCom's HTTP interface for one self-built app. Outcomes are values; no send is repeated blind."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import httpx
import orjson
from redis.asyncio import Redis

from bot.wecom import limits
from bot.wecom.access_token import AccessToken, AccessTokens, Fetched, issued
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
    outcome_of,
)

TENCENT: Final = "https://qyapi.weixin.qq.com"
TIMEOUT: Final = httpx.Timeout(10.0, connect=3.0, pool=3.0)
# httpx counts each read alone; a server that drips bytes is stopped here.
CALL_SECONDS: Final = 15.0
MEDIA_SECONDS: Final = 60.0
ANSWER_BYTES: Final = 1_048_576
# Equal requests are swallowed by the platform for so long (doc/90236, at most 4 hours).
DUPLICATE_SECONDS: Final = 1_800
RETRY_SECONDS: Final = 5
ERRCODE_TOO_LONG, ERRCODE_EMPTY, ERRCODE_NOBODY = 45002, 44004, 81013

# Failures before the first byte of the request left: certainly not done.
_NOT_WRITTEN = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_FILENAME = re.compile(r"filename\*=utf-8''([^;]+)|filename=\"?([^\";]+)\"?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class App:
    """A self-built app of a company; one secret, one token."""

    corp_id: str
    agent_id: int
    secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back, whole. `fields` is {} where the body is not a JSON object."""

    fields: dict[str, Any]
    content: bytes
    headers: httpx.Headers


Called = Answer | Refused | Later | Unsure


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
        self._http = http
        self._app = app
        self._base_url = base_url.rstrip("/")
        self._now = now
        self._call_seconds = call_seconds
        key = f"qingzhang:wecom:token:{urlsplit(base_url).netloc}:{app.corp_id}:{app.agent_id}"
        self._tokens = AccessTokens(key, self._get_token, redis=redis, now=now)
        logging.getLogger("httpx").addFilter(without_queries)

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
        body: dict[str, Any] = {
            "touser": touser,
            "msgtype": "text",
            "agentid": self._app.agent_id,
            "text": {"content": text},
        }
        if duplicate_seconds:
            body |= {"enable_duplicate_check": 1, "duplicate_check_interval": duplicate_seconds}
        # orjson writes UTF-8 as it is: \uxxxx escapes are answered with 40033.
        content, headers = orjson.dumps(body), {"Content-Type": "application/json; charset=utf-8"}
        called = await self._with_token("POST", "/cgi-bin/message/send", content=content, headers=headers)
        return _sent(called, touser) if isinstance(called, Answer) else called

    async def upload_media(self, kind: str, filename: str, content: bytes) -> UploadOutcome:
        """Upload an `image`, `voice`, `video` or `file`. May be repeated: a lost media_id harms nobody."""
        if not limits.MEDIA_MINIMUM <= len(content) <= limits.MEDIA_MAXIMUM[kind]:
            return Refused(errcode=None, reason=f"{len(content)} bytes are too few or too many for a {kind}")
        called = await self._with_token(
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
        called = await self._with_token(
            "GET",
            "/cgi-bin/media/get",
            params={"media_id": media_id},
            seconds=MEDIA_SECONDS,
            limit_bytes=limit_bytes,
        )
        if isinstance(called, Answer):
            return _media(called)
        return Later(after=RETRY_SECONDS, reason=called.reason) if isinstance(called, Unsure) else called

    async def _with_token(self, method: str, path: str, **request: Any) -> Called:
        """Call with the token; if it is refused, once more with another one, and no third time."""
        token = await self._tokens.get()
        if not isinstance(token, AccessToken):
            return token
        called = await self._call(method, path, token=token.value, **request)
        if not (isinstance(called, Answer) and _asks_for_token(called)):
            return _judged(called)
        token = await self._tokens.get(instead_of=token)
        if not isinstance(token, AccessToken):
            return token
        return _judged(await self._call(method, path, token=token.value, **request))

    async def _get_token(self) -> Fetched:
        params = {"corpid": self._app.corp_id, "corpsecret": self._app.secret}
        called = _judged(await self._call("GET", "/cgi-bin/gettoken", params=params))
        if isinstance(called, Unsure):  # asking again harms nobody
            return Later(after=RETRY_SECONDS, reason=called.reason)
        if not isinstance(called, Answer):
            return called
        value, expires_in = called.fields.get("access_token"), called.fields.get("expires_in")
        if not isinstance(value, str) or not value or not isinstance(expires_in, int):
            return Later(after=RETRY_SECONDS, reason="gettoken answered without a token")
        return issued(value, expires_in=expires_in, now=self._now())

    async def _call(
        self,
        method: str,
        path: str,
        *,
        token: str = "",
        params: dict[str, str] | None = None,
        seconds: float | None = None,
        limit_bytes: int = ANSWER_BYTES,
        **request: Any,
    ) -> Called:
        query = {"access_token": token, **(params or {})} if token else params
        request_ = self._http.build_request(
            method, self._base_url + path, params=query, timeout=TIMEOUT, **request
        )
        return await _outcome(self._receive(request_, limit_bytes), seconds or self._call_seconds)

    async def _receive(self, request: httpx.Request, limit_bytes: int) -> Called:
        response = await self._http.send(request, stream=True)
        try:
            if failure := _http_failure(response.status_code):
                return failure
            content = bytearray()
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > limit_bytes:
                    return Refused(errcode=None, reason=f"the answer is larger than {limit_bytes} bytes")
        finally:
            await response.aclose()
        return Answer(
            fields=_object(response, bytes(content)), content=bytes(content), headers=response.headers
        )


def without_queries(record: logging.LogRecord) -> bool:
    """Filter for httpx's log, which writes whole addresses: secrets, tokens, robot keys stand in queries."""
    if isinstance(record.args, tuple):
        record.args = tuple(
            arg.copy_with(query=None) if isinstance(arg, httpx.URL) else arg for arg in record.args
        )
    return True


async def _outcome(receiving: Awaitable[Called], seconds: float) -> Called:
    try:
        async with asyncio.timeout(seconds):
            return await receiving
    except _NOT_WRITTEN as error:
        return Later(after=RETRY_SECONDS, reason=f"no connection ({type(error).__name__})")
    except (httpx.HTTPError, TimeoutError) as error:
        return Unsure(reason=f"no answer ({type(error).__name__})")


def _http_failure(status: int) -> Refused | Later | Unsure | None:
    if status == httpx.codes.OK:
        return None
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return Later(after=60, reason="HTTP 429")
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return Unsure(reason=f"HTTP {status}")  # a gateway may answer so after the message went out
    return Refused(errcode=None, reason=f"HTTP {status}", channel_broken=True)


def _object(response: httpx.Response, content: bytes) -> dict[str, Any]:
    # A file that a colleague sent may be JSON too; it comes with a name.
    if "content-disposition" in response.headers:
        return {}
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def _asks_for_token(answer: Answer) -> bool:
    code = answer.fields.get("errcode", 0)
    return code != 0 and errcode_of(code).verdict is Verdict.NEW_TOKEN


def _judged(called: Called) -> Called:
    if not isinstance(called, Answer):
        return called
    code = called.fields.get("errcode", 0)
    return outcome_of(code, str(called.fields.get("errmsg", ""))) if code != 0 else called


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
    return Sent(message_id=str(answer.fields.get("msgid", "")), failed=failed)


def _uploaded(answer: Answer) -> UploadOutcome:
    media_id = answer.fields.get("media_id")
    if not isinstance(media_id, str) or not media_id:
        return Later(after=RETRY_SECONDS, reason="the upload was answered without a media_id")
    return Uploaded(media_id=media_id)


def _media(answer: Answer) -> MediaOutcome:
    if answer.fields or not answer.content:
        return Later(after=RETRY_SECONDS, reason="the platform answered without the file")
    found = _FILENAME.search(answer.headers.get("content-disposition", ""))
    filename = unquote(found[1]) if found and found[1] else found[2] if found else ""
    content_type = answer.headers.get("content-type", "").partition(";")[0]
    return Media(content=answer.content, content_type=content_type, filename=filename)
