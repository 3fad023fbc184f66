"""The wire to WeCom's HTTP interface: one call, with its time limit, and what came of it as a value."""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import httpx
import orjson

from bot.wecom.outcomes import Later, Refused, Unsure, outcome_of

TENCENT: Final = "https://qyapi.weixin.qq.com"
TIMEOUT: Final = httpx.Timeout(10.0, connect=3.0, pool=3.0)
# httpx counts each read alone; a server that drips bytes is stopped here.
CALL_SECONDS: Final = 15.0
MEDIA_SECONDS: Final = 60.0
ANSWER_BYTES: Final = 1_048_576
RETRY_SECONDS: Final = 5
JSON_HEADERS: Final = {"Content-Type": "application/json; charset=utf-8"}

# Failures before the first byte of the request left: certainly not done.
NOT_WRITTEN = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back, whole. `fields` is {} where the body is not a JSON object."""

    fields: dict[str, Any]
    content: bytes
    headers: httpx.Headers


Called: TypeAlias = Answer | Refused | Later | Unsure


class Wire:
    """Calls below `base_url`, which is Tencent's or a simulator's. An errcode is left to the caller."""

    def __init__(
        self, http: httpx.AsyncClient, *, base_url: str = TENCENT, call_seconds: float = CALL_SECONDS
    ) -> None:
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._call_seconds = call_seconds
        logging.getLogger("httpx").addFilter(without_queries)

    async def call(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, str] | None = None,
        seconds: float | None = None,
        limit_bytes: int = ANSWER_BYTES,
        **request: Any,
    ) -> Called:
        """One request, once; `seconds` for all of it, `limit_bytes` of answer at most."""
        built = self._http.build_request(
            method, self._base_url + path, params=params, timeout=TIMEOUT, **request
        )
        return await _outcome(self._receive(built, limit_bytes), seconds or self._call_seconds)

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
    except NOT_WRITTEN as error:
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


def judged(called: Called) -> Called:
    """The call with an errcode other than 0 turned into what follows from it."""
    if not isinstance(called, Answer):
        return called
    code = called.fields.get("errcode", 0)
    return outcome_of(code, str(called.fields.get("errmsg", ""))) if code != 0 else called


def json_body(body: dict[str, Any]) -> dict[str, Any]:
    """Arguments of a call that posts JSON in UTF-8 as it is: escapes (backslash u) are answered with 40033."""
    return {"content": orjson.dumps(body), "headers": JSON_HEADERS}
