"""Letters as tasks in WeChat: given, waiting for a tap, and what became of them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.channels.customer import TASKS_A_MONTH, Customers
from bot.channels.customer_task import CustomerTask
from bot.jobs import customer_friends, customer_tasks, reminders
from bot.jobs.job import Context
from bot.wecom.customer_contact import CustomerContact, Delivered
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company
from tests.bot.jobs.test_reminders import TODAY, deliver, named, next_day, owes, paid, rows

DAY = timedelta(1)
FRIEND = {
    "external_contact": {"external_userid": "wm-liu", "name": "刘", "type": 1},
    "follow_info": {"userid": "zhou", "remark": "永盛刘会计", "remark_mobiles": ["138 0000 0000"]},
}


@dataclass
class Wechat:
    """客户联系 on the wire: what was asked, and how each task stands."""

    platform: Any
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    status: int = 0
    fail: tuple[str, ...] = ()
    friends: list[dict[str, Any]] = field(default_factory=lambda: [FRIEND])

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if "/externalcontact/" not in request.url.path:
            answer: httpx.Response = self.platform(request)
            return answer
        name = request.url.path.partition("/externalcontact/")[2]
        body = json.loads(request.content)
        self.asked.append((name, body))
        fields: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}
        if name == "add_msg_template":
            fields |= {"msgid": f"task-{len(self.named(name))}", "fail_list": list(self.fail)}
        elif name == "get_groupmsg_send_result":
            fields["send_list"] = [{"userid": body["userid"], "status": self.status}]
        elif name == "batch/get_by_user":
            fields["external_contact_list"] = self.friends
        return httpx.Response(200, json=fields)

    def named(self, name: str) -> list[dict[str, Any]]:
        return [body for asked, body in self.asked if asked == name]


@dataclass
class Chasing:
    shop: Company
    wechat: Wechat
    context: Context

    async def look(self, after: timedelta = timedelta()) -> None:
        await self.shop.clock.advance(after)
        await customer_tasks.run(self.context)

    async def ended(self) -> dict[int, bool]:
        found = await rows(self.shop)
        ids = [row.id for row in found if row.channel == "customer"]
        return await self.shop.service.database.read(
            lambda uow: {one: uow.timers.is_set(customer_tasks.mark_of(one)) for one in ids}
        )


@pytest.fixture
async def chasing(migrated_url: str) -> AsyncIterator[Chasing]:
    """永盛装饰 owes; its accountant's mobile is on the books, and among 老周's friends."""
    async with company(migrated_url) as shop:
        service, wechat = shop.service, Wechat(shop.platform)
        shop.wire.answer = wechat
        assert service.client is not None
        ways = {"task": CustomerTask(CustomerContact(service.client))}
        service.delivery._routes["customer"] = Customers(ways, service.company, service.database)  # type: ignore[index]
        context = replace(service.scheduler._context, customer_ways=frozenset({"task"}))
        await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
        await service.database.write(
            lambda uow: uow.contacts.put(
                named(uow, "永盛装饰").id, "刘会计", role="accountant", phone="13800000000"
            )
        )
        yield Chasing(shop, wechat, context)


async def given(chasing: Chasing) -> None:
    """The friends are linked, the run is made out, and the task is there."""
    await customer_friends.run(chasing.context)
    await reminders.run(chasing.context)
    await deliver(chasing.shop)


async def test_a_letter_becomes_one_task_of_the_customers_salesperson(chasing: Chasing) -> None:
    await given(chasing)
    (task,) = chasing.wechat.named("add_msg_template")
    assert (task["sender"], task["external_userid"], task["chat_type"]) == ("zhou", ["wm-liu"], "single")
    assert "12,000.00元" in task["text"]["content"]


async def test_until_the_tap_nothing_counts_as_delivered(chasing: Chasing) -> None:
    await given(chasing)
    await chasing.look()
    assert list((await chasing.ended()).values()) == [False]
    chasing.wechat.status = Delivered.SENT
    await chasing.look(after=timedelta(minutes=11))
    assert list((await chasing.ended()).values()) == [True]


@pytest.mark.parametrize(
    ("status", "why"), [(Delivered.NO_FRIEND, "微信客户"), (Delivered.QUOTA_USED, "群发次数")]
)
async def test_what_did_not_arrive_is_the_salespersons_to_pass_on_once(
    chasing: Chasing, status: Delivered, why: str
) -> None:
    await given(chasing)
    chasing.wechat.status = status
    for _ in range(2):
        await chasing.look(after=timedelta(minutes=11))
    await deliver(chasing.shop)
    texts = [text for to, text in chasing.shop.platform.sent if to == "zhou"]
    (notice,) = [place for place, text in enumerate(texts) if "没发出去" in text]
    assert why in texts[notice]
    assert "12,000.00元" in texts[notice + 1]


async def test_who_is_no_friend_any_more_is_not_tried_again(chasing: Chasing) -> None:
    await given(chasing)
    chasing.wechat.status = Delivered.NO_FRIEND
    await chasing.look()

    def known(uow: UnitOfWork) -> list[str]:
        return [one.external_userid for one in uow.contacts.of_customer(named(uow, "永盛装饰").id)]

    assert await chasing.shop.service.database.read(known) == [""]


async def test_a_task_is_taken_back_when_the_money_came_first(chasing: Chasing) -> None:
    await given(chasing)
    await paid(chasing.shop, "永盛装饰", 1_200_000)
    await chasing.look()
    assert chasing.wechat.named("cancel_groupmsg_send") == [{"msgid": "task-1"}]
    assert list((await chasing.ended()).values()) == [True]


async def test_a_colleague_is_nudged_three_times_a_day_at_most(chasing: Chasing) -> None:
    await given(chasing)
    await next_day(chasing.shop)
    for _ in range(60):
        await chasing.look(after=timedelta(minutes=11))
    assert 1 <= len(chasing.wechat.named("remind_groupmsg_send")) <= 3


async def test_beyond_the_months_budget_no_task_is_given(chasing: Chasing) -> None:
    await customer_friends.run(chasing.context)
    await reminders.run(chasing.context)

    def earlier(uow: UnitOfWork) -> None:
        target = str(named(uow, "永盛装饰").id)
        for number in range(TASKS_A_MONTH):
            uow.outbox.push("customer", target, f"k{number}", "x", {"way": "task"}, priority=1)
            row = uow.outbox.find(f"k{number}")
            assert row is not None
            uow.outbox.freeze(row.id, "x")
            uow.outbox.done(row.id, external_id="m|zhou|wm-liu")

    await chasing.shop.service.database.write(earlier)
    await deliver(chasing.shop)
    assert chasing.wechat.named("add_msg_template") == []
    assert [row.state for row in await rows(chasing.shop) if row.channel == "customer"] == ["failed"]


async def test_a_task_that_reaches_nobody_is_no_success(chasing: Chasing) -> None:
    chasing.wechat.fail = ("wm-liu",)
    await given(chasing)
    assert [row.state for row in await rows(chasing.shop) if row.channel == "customer"] == ["failed"]


@pytest.mark.parametrize(
    "friends",
    [
        [],
        [{**FRIEND, "follow_info": {"remark": "永盛装饰", "remark_mobiles": []}}],
        [FRIEND, {**FRIEND, "external_contact": {"external_userid": "wm-other", "name": "王"}}],
    ],
)
async def test_neither_a_name_nor_a_shared_mobile_links_anybody(
    chasing: Chasing, friends: list[dict[str, Any]]
) -> None:
    chasing.wechat.friends = friends
    await given(chasing)
    assert chasing.wechat.named("add_msg_template") == []
