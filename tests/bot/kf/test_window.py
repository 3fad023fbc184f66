"""Forty-eight hours and five messages: beyond them the salesperson gets the words to pass on."""

from __future__ import annotations

from datetime import date, timedelta

import httpx

from bot.outgoing import Outgoing
from tests.bot.jobs.test_reminders import owes
from tests.bot.kf.counter import KF, LIU, STRANGER, KfShop

TODAY = date(2026, 12, 3)


async def test_a_message_read_after_two_days_is_answered_by_the_salesperson(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 500_000, TODAY)
    await shop.link()
    shop.counter.kf.wrote(KF, LIU, "我欠多少")
    await shop.shop.clock.advance(timedelta(hours=49))
    await shop.call(shop.counter.kf.call_again(KF))
    await shop.deliver()
    assert shop.phone() == []
    notice, words = shop.heard("zhou")[-2:]
    assert notice.startswith("没能回给永盛装饰 刘会计：他上次说话过了48小时")
    assert words.startswith("刘会计您好。")


async def test_the_sixth_answer_goes_to_the_salesperson(shop: KfShop) -> None:
    """The platform's list may bring several of our answers behind one message of his: five leave."""
    await owes(shop.shop, "永盛装饰", 500_000, TODAY)
    await shop.link()
    for _ in range(6):
        shop.counter.kf.wrote(KF, LIU, "我欠多少")
    await shop.call(shop.counter.kf.call_again(KF))
    await shop.deliver()
    assert len(shop.phone()) == 5
    assert "已回满5条" in shop.heard("zhou")[-2]


async def test_what_the_platform_refuses_goes_to_the_salesperson(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 500_000, TODAY)
    await shop.link()
    shop.counter.errcodes["kf/send_msg"] = [95018]
    assert await shop.write("我欠多少") == []
    await shop.read()
    await shop.deliver()
    assert "微信客服没送到" in shop.heard("zhou")[-2]
    assert [row.state for row in await shop.rows()] == ["cancelled"]


async def test_taken_is_not_delivered(shop: KfShop) -> None:
    """errcode 0, and then the list says that the customer refuses messages."""
    await owes(shop.shop, "永盛装饰", 500_000, TODAY)
    await shop.link()
    shop.counter.kf.rejects.add(LIU)
    await shop.write("我欠多少")
    assert [row.state for row in await shop.rows()] == ["sent"]
    await shop.call(shop.counter.kf.call_again(KF))
    await shop.deliver()
    assert [(row.state, row.last_error) for row in await shop.rows()] == [
        ("cancelled", "the customer refuses messages")
    ]
    assert shop.heard("zhou")[-1].startswith("刘会计您好。")


async def test_an_answer_that_may_have_left_is_repeated_under_the_same_id(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 500_000, TODAY)
    await shop.link()
    await shop.write("我欠多少")
    (row,) = await shop.rows()
    sent = [body["msgid"] for name, body in shop.counter.asked if name == "kf/send_msg"]
    assert sent == [f"q{row.id}"]
    counter = shop.shop.service.delivery._channels["kf"]
    again = await counter.send(f"{row.target}|q{row.id}|", Outgoing.decode(row.body))
    assert again.message_id == f"q{row.id}"
    assert len(shop.phone()) == 1


async def test_an_answer_without_an_answer_is_said_once(shop: KfShop) -> None:
    """The platform took it, and the connection was cut: the same id comes again, and shows no second time."""
    await owes(shop.shop, "永盛装饰", 500_000, TODAY)
    await shop.link()
    real = shop.counter.kf.send

    def cut(message: dict[str, object]) -> object:
        real(message)
        shop.counter.kf.send = real  # type: ignore[method-assign]
        raise httpx.ReadTimeout("cut")

    shop.counter.kf.send = cut  # type: ignore[method-assign]
    await shop.write("我欠多少")
    assert [row.state for row in await shop.rows()] == ["waiting"]
    await shop.shop.clock.advance(timedelta(seconds=10))
    await shop.deliver()
    assert [row.state for row in await shop.rows()] == ["sent"]
    assert len(shop.phone()) == 1


async def test_who_opens_the_chat_is_greeted_within_twenty_seconds_or_not_at_all(shop: KfShop) -> None:
    await shop.call(shop.counter.kf.entered(KF, STRANGER))
    await shop.deliver()
    assert shop.phone(STRANGER)[0].startswith("您好，这里是")
    shop.counter.kf.entered(KF, LIU)
    await shop.shop.clock.advance(timedelta(seconds=30))
    await shop.call(shop.counter.kf.call_again(KF))
    await shop.deliver()
    assert shop.phone(LIU) == []
