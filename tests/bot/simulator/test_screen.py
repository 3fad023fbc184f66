"""The chat screen: its page, what it asks for, and what it watches."""

from __future__ import annotations

import json
import re

import pytest
from websockets.asyncio.client import connect

from bot.render import TEMPLATES
from bot.simulator.chats import BACKLOG, KEPT
from bot.simulator.company import PEOPLE, STRANGERS
from bot.simulator.screen import FILES, FOLDER
from tests.bot.simulator.played import Played


async def test_the_page_names_everybody_and_loads_nothing_from_elsewhere(still: Played) -> None:
    page = await still.http.get("/")
    assert all(person.name in page.text for person in (*PEOPLE, *STRANGERS))
    assert "default-src 'self'" in page.headers["content-security-policy"]
    sources = page.text + "".join((TEMPLATES / FOLDER / name).read_text() for name in FILES)
    assert re.findall(r"https?://[^\"'+ ]+|@import|url\(", sources) == []


async def test_every_file_of_the_page_is_served_and_no_other(still: Played) -> None:
    page = (await still.http.get("/")).text
    for path in re.findall(r"(?:src|href)=\"(/[^\"]+)\"", page):
        assert (await still.http.get(path)).status_code == 200
    assert (await still.http.get("/simulator/files/screen.html.j2")).status_code == 404


@pytest.mark.parametrize(
    ("doing", "status"),
    [
        ({"who": "nobody", "text": "在吗"}, 404),
        ({"who": "laozhou", "text": "  "}, 422),
        ({"who": "laozhou", "kind": "dance"}, 422),
        ({"who": "laozhou", "text": "字" * 10_001}, 422),
    ],
)
async def test_what_nobody_can_do_is_refused(still: Played, doing: dict[str, str], status: int) -> None:
    assert (await still.http.post("/simulator/acts", json=doing)).status_code == status


async def test_a_picture_is_a_picture(still: Played) -> None:
    for kind, content in (("image/svg+xml", b"<svg></svg>"), ("image/png", b"")):
        answer = await still.http.post(
            "/simulator/pictures?who=laozhou", content=content, headers={"content-type": kind}
        )
        assert answer.status_code == 422
    assert (await still.http.get("/simulator/pictures/unknown")).status_code == 404


async def test_what_was_looked_at_is_read(still: Played) -> None:
    chats = still.simulator.platform.chats
    for who in ("lijie", "lijie", "laozhou"):
        chats.heard(who, "到期了")
    await still.http.get("/simulator/chats/lijie")
    assert (await still.http.get("/simulator/state")).json()["unread"] == {"laozhou": 1}
    assert (await still.http.post("/simulator/looks", json={"who": "laozhou"})).status_code == 204
    assert chats.unread() == {}


async def test_a_chat_keeps_its_last_bubbles(still: Played) -> None:
    chats = still.simulator.platform.chats
    for number in range(KEPT + 5):
        chats.heard("lijie", str(number))
    shown = (await still.http.get("/simulator/chats/lijie")).json()
    assert (len(shown), shown[0]["text"], shown[-1]["text"]) == (KEPT, "5", str(KEPT + 4))


async def test_a_watcher_that_is_too_slow_is_cut_off(still: Played) -> None:
    chats = still.simulator.platform.chats
    with chats._watching() as queue:
        for number in range(BACKLOG + 5):
            chats.heard("lijie", str(number))
        got = [queue.get_nowait() for _ in range(queue.qsize())]
    assert len(got) == BACKLOG
    assert got[-1] is None


async def test_every_bubble_is_told_live(live: Played) -> None:
    address = f"ws://127.0.0.1:{live.http.base_url.port}/simulator/live"
    async with connect(address, proxy=None) as socket:
        await live.say("laozhou", "永盛拿了1.2万瓷砖 下月15给")
        said, heard = [json.loads(await socket.recv())["bubble"] for _ in range(2)]
    assert (said["side"], heard["side"]) == ("person", "app")
    assert heard["text"].startswith("记好了")


async def test_hostile_names_are_text_in_the_books(live: Played) -> None:
    name = "<script>alert(1)</script>{{7*7}}"
    await live.service.database.write(lambda uow: uow.customers.create(name=name, owner="", created_by="x"))
    page = (await live.http.get("/simulator/books")).text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


async def test_the_page_has_a_phone_for_every_customers_person(still: Played) -> None:
    page = (await still.http.get("/")).text
    for phone in still.simulator.outside.phones():
        assert f'data-phone="{phone["external_userid"]}"' in page
        assert phone["name"] in page


async def test_everybody_has_a_chat_of_his_own_with_the_bot(still: Played) -> None:
    still.simulator.platform.chats.heard("bot:laozhou", "记好了")
    shown = (await still.http.get("/simulator/chats/bot:laozhou")).json()
    assert [bubble["text"] for bubble in shown] == ["记好了"]
    assert (await still.http.get("/simulator/chats/laozhou")).json() == []
    assert (await still.http.get("/simulator/chats/bot:nobody")).status_code == 404


async def test_what_is_said_to_a_bot_that_nobody_runs_is_not_taken(still: Played) -> None:
    said = await still.http.post(
        "/simulator/acts", json={"who": "laozhou", "text": "永盛欠多少", "bot": True}
    )
    assert said.status_code == 503
