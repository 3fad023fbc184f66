"""A platform of canned wire answers: what `httpx` sends is kept, what it gets is written here."""

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpx
from redis.asyncio import Redis

from bot.wecom.client import App, Client

APP = App(corp_id="ww1", agent_id=218, secret="s3cret-of-the-app")
OK: dict[str, Any] = {"errcode": 0, "errmsg": "ok", "msgid": "M1"}
Reply = dict[str, Any] | httpx.Response | Exception


class Platform:
    """`answers` are given in turn to everything but gettoken, the last one for ever.

    `tokens` count up: T1, T2 …; `gettoken` replaces that by one answer for ever.
    """

    def __init__(self, *answers: Reply, gettoken: Reply | None = None) -> None:
        self._answers: Iterator[Reply] = _last_for_ever(answers or (OK,))
        self._gettoken = gettoken
        self.requests: list[httpx.Request] = []
        self.gettokens = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)  # others may run, as on a real wire
        if request.url.path == "/cgi-bin/gettoken":
            self.gettokens += 1
            token = {"errcode": 0, "access_token": f"T{self.gettokens}", "expires_in": 7200}
            return _on_the_wire(self._gettoken or token)
        self.requests.append(request)
        return _on_the_wire(next(self._answers))

    @property
    def tokens_used(self) -> list[str]:
        return [request.url.params["access_token"] for request in self.requests]

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self.requests[-1].content)
        return body


def client(
    handler: Callable[[httpx.Request], Any],
    *,
    redis: Redis | None = None,
    now: Callable[[], float] = lambda: 1_000_000.0,
    app: App = APP,
    base_url: str = "https://wecom.test",
) -> Client:
    http = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    return Client(http, app, base_url=base_url, redis=redis, now=now)


def _last_for_ever(answers: Iterable[Reply]) -> Iterator[Reply]:
    for answer in answers:
        yield answer
    while True:
        yield answer


def _on_the_wire(reply: Reply) -> httpx.Response:
    if isinstance(reply, Exception):
        raise reply
    return reply if isinstance(reply, httpx.Response) else httpx.Response(200, json=reply)
