"""Customers are looked at every workday, each once, whoever does it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest

from bot.jobs.standing import NAME, is_first_of_month
from ledger.receivable import Part
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company

TODAY = date(2026, 12, 3)


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


def late(uow: UnitOfWork) -> None:
    """老周's customer owes one thing, a hundred days over."""
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    due = TODAY - timedelta(days=100)
    uow.journal.debt(
        customer_id=customer.id, principal=5_000_000, issued_on=due, parts=[Part(5_000_000, due)], actor="zhou",
        salesperson="zhou",
    )  # fmt: skip


async def told(shop: Company) -> list[str]:
    rows = await shop.service.database.read(lambda uow: list(uow.outbox.list()))
    return sorted(row.target for row in rows if row.template == "chat/questions/warned.txt")


async def test_the_owner_and_his_manager_hear_once(shop: Company) -> None:
    await shop.service.database.write(late)
    for _ in range(2):
        await shop.service.scheduler.tick()
    assert await told(shop) == ["zhao", "zhou"]


async def cards(shop: Company, who: str) -> list[dict[str, Any]]:
    """What has left by now with buttons, for this person."""
    for _ in range(2):
        await shop.service.scheduler.tick()
    await shop.clock.advance(timedelta(seconds=5))
    while await shop.service.delivery.drain():
        continue
    return [card for to, card in shop.platform.cards if to == who]


async def press(shop: Company, who: str, card: dict[str, Any], place: int) -> str:
    """Press a button; what is heard then."""
    shop.platform.sent.clear()
    keys = card.get("button_list") or [{"key": one["id"]} for one in card["select_list"][0]["option_list"]]
    await shop.post(shop.click(who, card["task_id"], keys[place]["key"]))
    await shop.clock.advance(timedelta(seconds=5))
    while await shop.service.delivery.drain():
        continue
    return next(text for to, text in shop.platform.sent if to == who)


async def test_a_button_of_a_warning_acts_once_and_only_for_whom_it_is(shop: Company) -> None:
    await shop.service.database.write(late)
    (listed,) = await cards(shop, "zhao")
    assert "误报" in await press(shop, "zhao", listed, 0)
    one = shop.platform.cards[-1][1]
    assert await press(shop, "zhou", one, 0) == "这张卡片是给别人的，你点不了。"
    assert "交代下去了 ✓ 老周" in await press(shop, "zhao", one, 0)
    assert await press(shop, "zhao", one, 0) == "这件事已经定过了，不用再点。"
    assert "1条" in await shop.say("zhao", "永盛预警")


async def test_no_card_leaves_where_cards_are_off(shop: Company) -> None:
    await shop.service.database.write(late)
    await shop.service.database.write(lambda uow: uow.settings.put("cards", "false", by="admin"))
    assert await cards(shop, "zhao") == []


def proposed(uow: UnitOfWork) -> None:
    for name, letter in (("永盛装饰", "D"), ("张三建材", "B")):
        customer = uow.customers.by_name(name)
        assert customer is not None
        reason = {"cause": "late_share", "value": 42, "lost": 30}
        uow.grades.propose(customer.id, date(2026, 11, 1), letter, 50, [reason], before="A")


async def test_a_grade_is_taken_by_a_tap(shop: Company) -> None:
    await shop.service.database.write(proposed)
    (card,) = await cards(shop, "zhao")
    assert [one["text"] for one in card["button_list"]] == ["都同意", "一家家定", "都不改"]
    assert "建议改等级：" in await press(shop, "zhao", card, 1)
    assert "定好了：" in await press(shop, "zhao", shop.platform.cards[-1][1], 0)
    assert "没采纳" in await press(shop, "zhao", shop.platform.cards[-1][1], 1)
    assert "没有要定的等级" in await shop.say("zhao", "评级")


async def test_all_grades_are_taken_by_one_number_typed(shop: Company) -> None:
    await shop.service.database.write(proposed)
    await cards(shop, "zhao")
    assert (await shop.say("zhao", "1")).startswith("定好了：")
    grades = await shop.service.database.read(lambda uow: [one.grade for one in uow.customers.all()])
    assert sorted(grades)[-2:] == ["B", "D"]


async def test_a_manager_of_others_does_not_hear(shop: Company) -> None:
    await shop.service.database.write(late)

    def change(uow: UnitOfWork) -> None:
        uow.staff.put(StaffView("an", "安总", "manager"))
        uow.staff.put(StaffView("ma", "小马", "sales", manager="an"))
        uow.staff.put(StaffView("zhao", "赵总", "manager", active=False))

    await shop.service.database.write(change)
    await shop.service.scheduler.tick()
    assert await told(shop) == ["admin", "zhou"]


async def test_the_first_run_of_a_month_is_the_one_with_grades(shop: Company) -> None:
    database = shop.service.database
    assert await database.read(lambda uow: is_first_of_month(uow, TODAY))

    def done(uow: UnitOfWork) -> None:
        uow.job_runs.claim(NAME, date(2026, 12, 2), "test")
        uow.job_runs.finish(NAME, date(2026, 12, 2), "test", {})

    await database.write(done)
    assert not await database.read(lambda uow: is_first_of_month(uow, TODAY))
