"""Who writes without end, and rows of the list that nobody can read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.jobs import kf
from handlers.counter.flood import MOST_AN_HOUR
from tests.bot.kf.counter import KF, LIU, KfShop
from tests.bot.kf.test_reading import kept

ODD: list[object] = [
    None,
    "text",
    {"msgid": "m1", "external_userid": LIU, "msgtype": "text", "send_time": "soon", "text": {"content": "一"}},
    {"msgid": "m2", "external_userid": LIU, "msgtype": "text", "send_time": 10**18, "text": {"content": "二"}},
    {"msgid": "m3", "external_userid": LIU, "msgtype": ["text"], "origin": 3},
    {"msgid": "m4", "msgtype": "event", "event": {"event_type": "msg_send_fail", "external_userid": LIU, "fail_type": []}},
    {"msgtype": "text"},
]  # fmt: skip


async def test_a_flood_is_kept_and_passed_on_up_to_what_an_hour_bears(shop: KfShop) -> None:
    await shop.link()
    for number in range(MOST_AN_HOUR + 15):
        shop.counter.kf.wrote(KF, LIU, f"第{number}句")
    await shop.call(shop.counter.kf.call_again(KF))
    while await shop.shop.service.delivery.drain():
        await shop.shop.clock.advance(timedelta(minutes=2))
    heard = shop.heard("zhou")
    assert sum("微信客服里说" in text for text in heard) == MOST_AN_HOUR
    assert [text for text in heard if "不再逐条转" in text] == [
        f"永盛装饰 刘会计 微信客服里一小时发了{MOST_AN_HOUR}多条\n后面的都留着，不再逐条转，请到客服里看"
    ]
    assert len(await kept(shop)) == MOST_AN_HOUR + 15


async def test_after_an_hour_he_is_heard_again(shop: KfShop) -> None:
    await shop.link()
    for number in range(MOST_AN_HOUR + 1):
        shop.counter.kf.wrote(KF, LIU, f"第{number}句")
    await shop.shop.clock.advance(timedelta(minutes=61))
    assert (await shop.write("发票开了吗"))[-1].startswith("收到，已转告老周")


async def test_what_waited_for_days_is_no_flood(shop: KfShop) -> None:
    await shop.link()
    for number in range(MOST_AN_HOUR + 5):
        shop.counter.kf.wrote(KF, LIU, f"第{number}句")
        await shop.shop.clock.advance(timedelta(minutes=5))
    await shop.call(shop.counter.kf.call_again(KF))
    await shop.deliver()
    assert not any("不再逐条转" in text for text in shop.heard("zhou"))


@pytest.mark.parametrize("odd", ODD)
async def test_an_item_that_cannot_be_read_stops_nobody_behind_it(shop: KfShop, odd: object) -> None:
    account = shop.counter.kf.accounts[KF]
    account.items.append((shop.shop.clock.now(), odd))  # type: ignore[arg-type]
    shop.counter.kf.wrote(KF, LIU, "我欠多少")
    await shop.call(shop.counter.kf.call_again(KF))
    assert "我欠多少" in await kept(shop)
    assert await shop.shop.service.database.read(lambda uow: uow.kf.waiting()) == []


async def test_words_that_bring_the_reader_down_go_to_a_person_as_they_stand(
    shop: KfShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.link()
    real = kf.wish_of

    def falls(text: str, now: object) -> object:
        if text == "坏":
            raise RecursionError
        return real(text, now)  # type: ignore[arg-type]

    monkeypatch.setattr(kf, "wish_of", falls)
    shop.counter.kf.wrote(KF, LIU, "坏")
    assert len(await shop.write("我欠多少")) == 2
    assert "“坏”" in shop.heard("zhou")[0]


async def test_a_list_that_names_the_same_place_for_ever_is_read_once(shop: KfShop) -> None:
    shop.counter.kf.read = lambda asked: {  # type: ignore[method-assign]
        "next_cursor": asked.get("cursor", ""), "has_more": 1, "msg_list": [],
    }  # fmt: skip
    await shop.call("token")
    assert await shop.shop.service.database.read(lambda uow: uow.kf.waiting()) == []
