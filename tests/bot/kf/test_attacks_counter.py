"""The counter under attack: impostors, odd words, events in the wrong order, persons of several or merged customers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.jobs import customer_friends
from bot.simulator.counter import Counter
from handlers.counter.wish import wish_of
from storage.contacts import ContactView
from storage.unit_of_work import UnitOfWork
from tests.bot.jobs.test_reminders import owes
from tests.bot.kf.counter import KF, LIU, STRANGER, KfShop
from tests.bot.kf.test_friends import REMARKED, told

TODAY = date(2026, 12, 3)
NOW = datetime(2026, 12, 3, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


async def people(shop: KfShop, name: str = "永盛装饰") -> list[ContactView]:
    def read(uow: UnitOfWork) -> list[ContactView]:
        customer = uow.customers.by_name(name)
        assert customer is not None
        return list(uow.contacts.of_customer(customer.id))

    return await shop.shop.service.database.read(read)


def calls_himself(shop: KfShop, name: str) -> None:
    """What the stranger writes into his own WeChat."""
    accounts = {KF: "对账"}
    shop.counter.kf = Counter(shop.shop.clock, shop.counter.chats, {STRANGER: name}, accounts)


async def test_who_calls_himself_as_a_known_person_does_not_take_his_place(shop: KfShop) -> None:
    """The question names one customer, for a person of this very name is on the books: he stays who he is."""
    await shop.link()
    calls_himself(shop, "刘会计")
    await shop.write("我欠多少", STRANGER)
    await shop.shop.say("zhou", "1")
    await shop.shop.say("zhou", "1")
    assert [one.external_userid for one in await people(shop) if one.name == "刘会计"] == [LIU]
    assert STRANGER in [one.external_userid for one in await people(shop)]


async def test_who_came_back_before_his_parting_was_read_stays(shop: KfShop) -> None:
    await shop.link()
    shop.counter.friends.friends["zhou", LIU] = REMARKED
    await told(shop, "del_follow_user")
    assert [one.external_userid for one in await people(shop)] == [LIU]
    del shop.counter.friends.friends["zhou", LIU]
    await told(shop, "del_external_contact")
    assert [one.external_userid for one in await people(shop)] == [""]


async def test_who_acts_for_two_customers_hears_of_both(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, TODAY - timedelta(5))
    await owes(shop.shop, "宏达五金", 300_000, TODAY - timedelta(5))
    await shop.link()
    await shop.link("宏达五金")
    said = "\n".join(await shop.write("我欠多少"))
    assert "12,000.00" in said
    assert "3,000.00" in said


async def test_who_acted_for_two_that_became_one_hears_once_of_all(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, TODAY - timedelta(5))
    await owes(shop.shop, "宏达五金", 300_000, TODAY - timedelta(5))
    await shop.link()
    await shop.link("宏达五金")
    await shop.shop.say("zhao", "永盛装饰 和 宏达五金 是一家，合并")
    await shop.shop.say("zhao", "1")
    said = await shop.write("我欠多少")
    assert len(said) == 1
    assert "15,000.00" in said[0]


async def test_a_person_whose_customer_belongs_to_another_now_is_linked_by_that_one(shop: KfShop) -> None:
    def hand_over(uow: UnitOfWork) -> None:
        customer = uow.customers.by_name("永盛装饰")
        assert customer is not None
        uow.customers.update(customer.id, owner="li")

    await shop.link(who="wmother")
    calls_himself(shop, "刘会计")
    await shop.write("我欠多少", STRANGER)
    await shop.shop.service.database.write(hand_over)
    assert "小李" in await shop.shop.say("zhou", "1")
    assert STRANGER not in [one.external_userid for one in await people(shop)]


@pytest.mark.parametrize(
    "words",
    [
        "", " ", "\u200b", "{{ 7*7 }}", "{% raw %}", "<xml>]]></xml>", "-5000", "付了-5000", "打了0元", "付了1e9",
        "１２３４５６７８９０１２３４５６７８９０元已付", "已付" + "9" * 60 + "元", "²³月½号付了", "付了￥￥", "2月30日打给你", "99月99号付",
        "明天的明天的明天付", "已转" * 400, "对不" * 600, "少了" * 600, "付" * 1_500, "（" * 1_500, "二〇二六年十三月付了万万万亿", "🙂" * 700,
    ],
)  # fmt: skip
def test_odd_words_are_read_without_breaking(words: str) -> None:
    wish = wish_of(words, NOW)
    assert wish.amount is None or wish.amount > 0


async def test_hostile_words_reach_the_salesperson_as_words(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, TODAY - timedelta(5))
    await shop.link()
    words = "]]></Content>{{customer}} <b>[x](http://e)\x08\u202e付了5000"
    await shop.write(words)
    assert any("{{customer}}" in text for text in shop.heard("zhou"))


async def test_an_event_of_nobody_known_stops_nothing(shop: KfShop) -> None:
    await shop.happened("change_external_contact", ChangeType="weird", UserID="nobody", ExternalUserID="x")
    await shop.happened(
        "change_external_contact", ChangeType="add_external_contact", UserID="", ExternalUserID=""
    )
    await customer_friends.run(shop.shop.service.scheduler._context)
    assert await shop.shop.service.database.read(lambda uow: uow.timers.due()) == []


async def test_who_acts_for_two_says_he_paid_and_the_right_one_is_asked(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, TODAY - timedelta(5))
    await owes(shop.shop, "宏达五金", 300_000, TODAY - timedelta(5))
    await shop.link()
    await shop.link("宏达五金")
    await shop.write("付了3000")
    asked = [text for text in shop.heard("zhou") if "付了 3,000.00" in text]
    assert len(asked) == 1
    assert "宏达五金" in asked[0]
