"""What people do reaches the service sealed, over real HTTP, and the answer comes back into the chat."""

from __future__ import annotations

import asyncio
from datetime import date
from xml.etree.ElementTree import Element

import httpx
import pytest
from defusedxml.ElementTree import fromstring

from bot.clock import SimulatedClock
from bot.simulator.company import COMPANY, PEOPLE
from bot.simulator.platform import Platform
from bot.simulator.sender import Sender
from storage.unit_of_work import UnitOfWork
from tests.bot.simulator.played import MORNING, Played

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


def yongsheng(uow: UnitOfWork) -> tuple[int, date | None]:
    """Net of 永盛装饰 in fen, and the due day of its newest debt."""
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    newest = uow.receivables.of_customer(customer.id)[-1]
    return uow.customers.position(customer.id, uow.today()).net, newest.instalments[0].due_on


async def test_what_a_salesperson_types_is_on_the_books(live: Played) -> None:
    before, _ = await live.service.database.read(yongsheng)
    answer = await live.say("laozhou", "永盛拿了1.2万瓷砖 下月15给")
    assert answer.startswith("记好了 ✓ 永盛装饰 +12,000.00")
    assert await live.service.database.read(yongsheng) == (before + 1_200_000, date(2027, 1, 15))
    said, heard = live.simulator.platform.chats.of("laozhou")
    assert (said.side, said.text, heard.side, heard.text) == (
        "person",
        "永盛拿了1.2万瓷砖 下月15给",
        "app",
        answer,
    )


async def test_a_stranger_is_announced_to_the_admin_by_a_push(live: Played) -> None:
    waiting = asyncio.create_task(live.next_push("xiaohe"))
    assert await live.say("wangfang", "在吗")
    assert "wangfang" in (await waiting).text


async def test_a_picture_and_sound_are_answered(live: Played) -> None:
    query = {"who": "laozhou", "name": "送货单.png"}
    sent = await live.http.post(
        "/simulator/pictures", params=query, content=PNG, headers={"content-type": "image/png"}
    )
    assert sent.json()["answer"]
    sound = await live.http.post("/simulator/acts", json={"who": "laozhou", "kind": "voice"})
    assert "转文字" in sound.json()["answer"]
    picture = live.simulator.platform.chats.of("laozhou")[0]
    assert (await live.http.get(f"/simulator/pictures/{picture.media_id}")).content == PNG


class Callback:
    """A service, as a wire: what was posted to it, and the statuses it answers with."""

    def __init__(self, *statuses: int) -> None:
        self._statuses = list(statuses)
        self.received: list[Element] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        sealed = fromstring(request.content).findtext("Encrypt") or ""
        query = request.url.params
        wanted = COMPANY.seal.sign(timestamp=query["timestamp"], nonce=query["nonce"], sealed=sealed)
        assert query["msg_signature"] == wanted
        self.received.append(fromstring(COMPANY.seal.decrypt(sealed)))
        return httpx.Response(self._statuses.pop(0))


def sender_to(callback: Callback) -> tuple[Platform, Sender]:
    platform = Platform(COMPANY, SimulatedClock(MORNING), PEOPLE)
    http = httpx.AsyncClient(transport=httpx.MockTransport(callback), base_url="http://127.0.0.1")
    return platform, Sender(platform, http, wait=0)


async def test_what_is_not_taken_is_delivered_three_times_with_one_number() -> None:
    callback = Callback(503, 500, 200)
    platform, sender = sender_to(callback)
    await sender.text("laozhou", "a <b> & ]]>")
    assert len({message.findtext("MsgId") for message in callback.received}) == 1
    assert [message.findtext("Content") for message in callback.received] == ["a <b> & ]]>"] * 3
    assert not any(bubble.failed for bubble in platform.chats.of("laozhou"))


async def test_what_is_never_taken_is_shown_as_undelivered() -> None:
    callback = Callback(503, 503, 503)
    platform, sender = sender_to(callback)
    await sender.text("laozhou", "在吗")
    assert len(callback.received) == 3
    assert platform.chats.of("laozhou")[-1].failed


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("location", {"MsgType": "location", "Label": "城南", "AppType": "wxwork"}),
        ("link", {"MsgType": "link", "Title": "城南"}),
        ("event", {"MsgType": "event", "Event": "城南", "MsgId": None}),
    ],
)
async def test_every_kind_of_message_has_its_fields(act: str, fields: dict[str, str | None]) -> None:
    callback = Callback(200)
    _, sender = sender_to(callback)
    await getattr(sender, act)("laozhou", "城南")
    assert {name: callback.received[0].findtext(name) for name in fields} == fields


async def test_two_messages_never_have_one_number() -> None:
    callback = Callback(*[200] * 20)
    _, sender = sender_to(callback)
    for _ in range(20):
        await sender.text("laozhou", "1")
    assert len({message.findtext("MsgId") for message in callback.received}) == 20
