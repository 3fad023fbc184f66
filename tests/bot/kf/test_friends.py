"""Friends in WeChat: linked by mobile, proposed by remark, unlinked when they part."""

from __future__ import annotations

import pytest

from bot.jobs import customer_friends
from bot.simulator.friends import Friend
from storage.contacts import ContactView
from storage.unit_of_work import UnitOfWork
from tests.bot.kf.counter import LIU, KfShop

REMARKED = Friend(LIU, "刘会计", "zhou", "永盛刘姐", "永盛装饰")
ASKED = "您的微信好友“刘会计”（备注 永盛刘姐）\n是永盛装饰的：\n1 会计 2 老板 3 都不是"


async def met(shop: KfShop, friend: Friend = REMARKED, change: str = "add_external_contact") -> None:
    """The colleague has him now; the platform tells it."""
    shop.counter.friends.friends[friend.userid, friend.external_userid] = friend
    await told(shop, change)


async def told(shop: KfShop, change: str, userid: str = "zhou") -> None:
    await shop.happened("change_external_contact", ChangeType=change, UserID=userid, ExternalUserID=LIU)
    await customer_friends.run(shop.shop.service.scheduler._context)
    await shop.deliver()


async def people(shop: KfShop) -> list[ContactView]:
    def read(uow: UnitOfWork) -> list[ContactView]:
        customer = uow.customers.by_name("永盛装饰")
        assert customer is not None
        return list(uow.contacts.of_customer(customer.id))

    return await shop.shop.service.database.read(read)


async def test_a_remark_is_asked_about_and_links_by_the_answer_alone(shop: KfShop) -> None:
    await met(shop)
    assert (shop.heard("zhou"), await people(shop)) == ([ASKED], [])
    assert (await shop.shop.say("zhou", "1")).startswith("记好了 ✓ 刘会计 是永盛装饰的会计")
    assert [(one.name, one.role, one.external_userid) for one in await people(shop)] == [
        ("刘会计", "accountant", LIU)
    ]


async def test_it_is_asked_once_however_often_the_platform_tells_it(shop: KfShop) -> None:
    await met(shop)
    await shop.shop.say("zhou", "3")
    await told(shop, "edit_external_contact")
    assert shop.heard("zhou") == [ASKED]
    assert await people(shop) == []


@pytest.mark.parametrize("remark", ["老刘", "永盛和宏达的刘会计", ""])
async def test_notes_that_name_no_customer_or_two_ask_nothing(shop: KfShop, remark: str) -> None:
    await met(shop, Friend(LIU, "刘会计", "zhou", remark))
    assert shop.heard("zhou") == []


async def test_a_mobile_links_without_a_question(shop: KfShop) -> None:
    def put(uow: UnitOfWork) -> None:
        customer = uow.customers.by_name("永盛装饰")
        assert customer is not None
        uow.contacts.put(customer.id, "刘姐", role="accountant", phone="13800138000")

    await shop.shop.service.database.write(put)
    await met(shop, Friend(LIU, "刘会计", "zhou", "永盛刘姐", "", ("138 0013 8000",)))
    assert (shop.heard("zhou"), [one.external_userid for one in await people(shop)]) == ([], [LIU])


@pytest.mark.parametrize("change", ["del_follow_user", "del_external_contact"])
async def test_who_parts_from_his_salesperson_is_reached_another_way(shop: KfShop, change: str) -> None:
    await shop.link()
    await told(shop, change, "li")  # another colleague's friend
    assert [one.external_userid for one in await people(shop)] == [LIU]
    await told(shop, change)
    assert [one.external_userid for one in await people(shop)] == [""]
    assert shop.heard("zhou")[0].startswith("永盛装饰的刘会计已不是您的微信好友")


async def test_an_event_waits_while_the_platform_is_busy(shop: KfShop) -> None:
    shop.counter.friends.friends["zhou", LIU] = REMARKED
    real = shop.counter.friends.get
    shop.counter.friends.get = lambda _: -1  # type: ignore[method-assign]
    await told(shop, "add_external_contact")
    assert shop.heard("zhou") == []
    shop.counter.friends.get = real  # type: ignore[method-assign]
    await customer_friends.run(shop.shop.service.scheduler._context)
    await shop.deliver()
    assert shop.heard("zhou") == [ASKED]


async def test_a_colleague_named_in_capital_letters_is_the_same(shop: KfShop) -> None:
    await met(shop)
    await shop.shop.say("zhou", "1")
    await told(shop, "del_follow_user", userid="ZHOU")
    assert [one.external_userid for one in await people(shop)] == [LIU]  # he is listed, so nobody parted
    shop.counter.friends.unfriend("zhou", LIU)
    await told(shop, "del_follow_user", userid="Zhou")
    assert [one.external_userid for one in await people(shop)] == [""]
    assert shop.heard("zhou")[-1].startswith("永盛装饰的刘会计已不是您的微信好友")
