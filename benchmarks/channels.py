"""The same dialogue through the app's callback, the bot's callback and the bot's socket gives the same books.

    python -m benchmarks.channels [--messages 200]

Each way on a database of its own, the socket against the simulator's gateway; what is booked and what is answered are
compared, and the time of a whole message is printed.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from httpx import ASGITransport
from sqlalchemy import select

from bot.app import create_app
from bot.clock import SimulatedClock
from bot.simulator.bot_api import ADDRESS, SOCKET, alone
from bot.simulator.chats import Chats
from bot.simulator.company import COMPANY
from bot.simulator.media import Files
from bot.simulator.sealing import Seal, open_json_reply, open_reply, seal_callback, seal_json_callback
from bot.simulator.seed import seed
from bot.simulator.talk import Talk, one_to_one
from bot.wecom.aibot.markdown import literal
from bot.wiring import Service, build
from config.settings import Settings
from storage.engines import snapshot
from storage.relations import CUSTOMER, ENTRY

MONDAY = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
A_MINUTE = 20  # messages, so that no conversation passes the platform's quota
BOT_SEAL = Seal(token=COMPANY.token, aes_key=COMPANY.aes_key, receive_id="")
Say = Callable[[str, str], Awaitable[str]]
_numbers = itertools.count(1)


@dataclass(slots=True)
class Heard:
    """What one way came to: the journal, the answers, and seconds a message."""

    books: list[tuple[Any, ...]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def dialogue() -> Iterator[tuple[str, str]]:
    """Who says what: records, questions with their answers, changes, queries, undone things."""
    for turn in itertools.count():
        yuan = 1_100 + 137 * turn
        yield "laozhou", f"张三拿了{yuan}沙石 月底给"
        yield "xiaoli", f"华泰拿了{yuan + 40}电缆"
        yield "lijie", "永盛欠多少"
        yield "laozhou", f"收到李四{100 + turn}"
        yield "xiaoli", "昌隆拿了布"
        yield "xiaoli", f"{yuan + 9}"
        yield "laozhou", "撤销"
        yield "xiaosun", f"润发 {yuan + 21} 送货单{8000 + turn} 1月15"
        yield "laozhou", f"宏达拿了{yuan + 3}五金 月底给"
        yield "laozhou", "谁超期了"


async def through(name: str, messages: int, folder: Path) -> Heard:
    """The whole dialogue one way."""
    url = f"sqlite:///{folder / name}.db"
    clock = SimulatedClock(MONDAY)
    heard = Heard()
    async with WAYS[name](url, clock) as say:
        for number, (who, text) in enumerate(itertools.islice(dialogue(), messages), 1):
            began = time.perf_counter()
            heard.answers.append(await say(who, text))
            heard.seconds.append(time.perf_counter() - began)
            if number % A_MINUTE == 0:
                await clock.advance(timedelta(seconds=65))
    heard.books = booked(url)
    return heard


def booked(url: str) -> list[tuple[Any, ...]]:
    """The journal without what differs by nature: ids, instants, hashes."""
    columns = (
        ENTRY.c.seq,
        ENTRY.c.kind,
        ENTRY.c.amount,
        ENTRY.c.effective_on,
        ENTRY.c.actor,
        CUSTOMER.c.name,
    )
    query = (
        select(*columns)
        .join_from(ENTRY, CUSTOMER, ENTRY.c.customer_id == CUSTOMER.c.id)
        .order_by(ENTRY.c.seq)
    )
    with snapshot(url) as connection:
        return [tuple(row) for row in connection.execute(query)]


@asynccontextmanager
async def by_app(url: str, clock: SimulatedClock) -> AsyncIterator[Say]:
    """Sealed XML to the self-built app."""
    wecom = {"corp_id": COMPANY.corp_id, "token": COMPANY.token, "aes_key": COMPANY.aes_key}
    async with serving(url, clock, wecom) as (_, http):

        async def say(who: str, text: str) -> str:
            now = str(int(clock.now().timestamp()))
            inner = (
                f"<xml><ToUserName>{COMPANY.corp_id}</ToUserName><FromUserName>{who}</FromUserName>"
                f"<CreateTime>{now}</CreateTime><MsgType>text</MsgType><Content>{text}</Content>"
                f"<MsgId>{next(_numbers)}</MsgId><AgentID>1</AgentID></xml>"
            )
            asked = seal_callback(COMPANY.seal, inner.encode(), timestamp=now, nonce="n", agent_id="1")
            answer = await http.post("/wecom/callback", params=asked.query, content=asked.body)
            content = open_reply(COMPANY.seal, answer.content).decode()
            return literal(content.partition("<Content><![CDATA[")[2].partition("]]></Content>")[0])

        yield say


@asynccontextmanager
async def by_bot_callback(url: str, clock: SimulatedClock) -> AsyncIterator[Say]:
    """Sealed JSON to the AI bot."""
    wecom = {"bot_token": COMPANY.token, "bot_aes_key": COMPANY.aes_key}
    async with serving(url, clock, wecom) as (_, http):

        async def say(who: str, text: str) -> str:
            now = str(int(clock.now().timestamp()))
            inner = {
                "msgid": f"m{next(_numbers)}", "chattype": "single", "from": {"userid": who}, "msgtype": "text",
                "text": {"content": text},
            }  # fmt: skip
            asked = seal_json_callback(BOT_SEAL, inner, timestamp=now, nonce="n")
            answer = await http.post("/wecom/aibot", params=asked.query, content=asked.body)
            return str(open_json_reply(BOT_SEAL, answer.content, nonce="n")["stream"]["content"])

        yield say


@asynccontextmanager
async def by_socket(url: str, clock: SimulatedClock) -> AsyncIterator[Say]:
    """Frames of the gateway, over a real socket."""
    async with gateway(clock) as (talk, chats, port):
        wecom = {
            "bot_id": COMPANY.bot_id,
            "bot_secret": COMPANY.bot_secret,
            "bot_ws_url": f"ws://127.0.0.1:{port}{ADDRESS}{SOCKET}",
        }
        async with serving(url, clock, wecom) as (service, _):
            await service.work()
            await talk.gateway.wait_live()

            async def say(who: str, text: str) -> str:
                seen = len(chats.of(one_to_one(who)))
                await talk.text(who, text)
                async with asyncio.timeout(60):
                    return await _answer(chats, one_to_one(who), seen)

            yield say


async def looking(every: float = 0.002) -> AsyncIterator[None]:
    """Again and again, for a condition that nobody reports; the caller sets the time-out."""
    while True:
        yield
        await asyncio.sleep(every)


async def _answer(chats: Chats, chat: str, seen: int) -> str:
    async for _ in looking():
        said = [one for one in chats.of(chat)[seen:] if one.side == "app" and one.kind == "text"]
        answers = [one.text for one in said if not one.pushed]
        if answers:
            return answers[0]
    raise AssertionError("looking never ends")


@asynccontextmanager
async def gateway(clock: SimulatedClock) -> AsyncIterator[tuple[Talk, Chats, int]]:
    """The bot's gateway, listening on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        chats = Chats(clock)
        talk = Talk(COMPANY, (), clock, chats, Files(clock), f"http://127.0.0.1:{port}{ADDRESS}")
        config = uvicorn.Config(alone(talk), log_config=None, access_log=False, ws="websockets-sansio")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        async for _ in looking():
            if server.started:
                break
        yield talk, chats, port
        await talk.gateway.cut()
        server.should_exit = True
        await serving


@asynccontextmanager
async def serving(
    url: str, clock: SimulatedClock, wecom: dict[str, str]
) -> AsyncIterator[tuple[Service, httpx.AsyncClient]]:
    settings = Settings(_env_file=None, database_url=url, wecom=wecom)  # type: ignore[call-arg, arg-type]
    service = build(settings, clock=clock)
    app = create_app(service)
    await service.start(works=False)
    await service.database.write(seed)
    await service.dispatcher.warm()
    async with httpx.AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1") as http:
        yield service, http
    await service.stop()


WAYS = {"app callback": by_app, "bot callback": by_bot_callback, "bot socket": by_socket}


def run(messages: int) -> int:
    """Play the dialogue every way and compare; 1 when anything differs."""
    with tempfile.TemporaryDirectory(prefix="qz-channels-") as folder:
        heard = {name: asyncio.run(through(name, messages, Path(folder))) for name in WAYS}
    first = next(iter(heard.values()))
    bad = 0
    for name, one in heard.items():
        differs = sum(ours != theirs for ours, theirs in zip(one.answers, first.answers, strict=True))
        same = one.books == first.books
        bad += differs + (not same)
        median = statistics.median(one.seconds) * 1_000
        print(
            f"  {name:13} {messages} messages, {len(one.books)} entries, {'the same books' if same else 'OTHER BOOKS'}, "
            f"{differs} answers differ, median {median:.1f} ms a message"
        )
    return 1 if bad else 0


def measure(options: Sequence[str]) -> bool:
    """The dialogue of 200 messages, or of so many as the first option says."""
    print("The same dialogue through every way in")
    return run(int(options[0]) if options else 200) == 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.channels", description=__doc__.partition("\n")[0])
    parser.add_argument("--messages", type=int, default=200)
    return run(parser.parse_args().messages)


if __name__ == "__main__":
    sys.exit(main())
