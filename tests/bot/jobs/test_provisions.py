"""Once a month finance hears of the provision of the month before, whoever looks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest

from ledger.receivable import Part
from storage.check import problems
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        await opened.service.database.write(owed)
        await opened.clock.advance(timedelta(seconds=90))
        yield opened


def owed(uow: UnitOfWork) -> None:
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    uow.journal.debt(
        customer_id=customer.id, principal=2_900_000, issued_on=NOVEMBER, parts=[Part(2_900_000, NOVEMBER)],
        actor="zhou", salesperson="zhou",
    )  # fmt: skip


async def told(shop: Company) -> list[str]:
    rows = await shop.service.database.read(lambda uow: list(uow.outbox.list()))
    return [row.target for row in rows if row.template == "chat/questions/provision.txt"]


async def test_finance_hears_once_and_a_word_posts_it(shop: Company) -> None:
    for _ in range(2):
        await shop.service.scheduler.tick()
    assert await told(shop) == ["lijie"]
    await shop.say("lijie", "计提")
    assert "11月坏账准备 1,450.00" in await shop.say("lijie", "1")
    found = await shop.service.database.read(lambda uow: list(problems(uow)))
    assert found == []


async def card_for(shop: Company, who: str) -> dict[str, Any]:
    """The last card for this person."""
    await shop.clock.advance(timedelta(seconds=5))
    while await shop.service.delivery.drain():
        continue
    return [card for to, card in shop.platform.cards if to == who][-1]


async def press(shop: Company, who: str, card: dict[str, Any], place: int) -> list[tuple[str, str]]:
    shop.platform.sent.clear()
    await shop.post(shop.click(who, card["task_id"], card["button_list"][place]["key"]))
    await shop.clock.advance(timedelta(seconds=5))
    while await shop.service.delivery.drain():
        continue
    return shop.platform.sent


async def posted(shop: Company) -> int:
    return await shop.service.database.read(lambda uow: len(uow.provisions.posted()))


async def test_a_tap_posts_it_once(shop: Company) -> None:
    await shop.service.scheduler.tick()
    card = await card_for(shop, "lijie")
    assert [one["text"] for one in card["button_list"]] == ["计提", "先不"]
    assert ("lijie", "这件事已经定过了，不用再点。") not in await press(shop, "lijie", card, 0)
    assert ("lijie", "这件事已经定过了，不用再点。") in await press(shop, "lijie", card, 0)
    assert await posted(shop) == 1


async def test_a_typed_number_posts_it(shop: Company) -> None:
    await shop.service.scheduler.tick()
    assert "11月坏账准备 1,450.00" in await shop.say("lijie", "1")
    assert await shop.say("lijie", "1") == ""


async def test_with_two_persons_the_second_has_buttons_too_and_the_first_hears(shop: Company) -> None:
    await shop.service.database.write(
        lambda uow: uow.settings.put("provision_two_persons", "true", by="admin")
    )
    await shop.service.scheduler.tick()
    await press(shop, "lijie", await card_for(shop, "lijie"), 0)
    assert await posted(shop) == 0
    heard = await press(shop, "zhao", await card_for(shop, "zhao"), 0)
    assert await posted(shop) == 1
    assert next(text for to, text in heard if to == "lijie").startswith("计提好了 ✓")


async def test_who_is_of_finance_no_more_is_refused(shop: Company) -> None:
    await shop.service.scheduler.tick()
    card = await card_for(shop, "lijie")
    await shop.service.database.write(
        lambda uow: uow.staff.put(StaffView("lijie", "李姐", "clerk", reached=True))
    )
    assert ("lijie", "没动。这件事现在不归你点头") in await press(shop, "lijie", card, 0)
    assert await posted(shop) == 0


async def test_without_finance_the_manager_is_asked(shop: Company) -> None:
    await shop.service.database.write(
        lambda uow: uow.staff.put(StaffView("lijie", "李姐", "finance", active=False))
    )
    await shop.service.scheduler.tick()
    assert await told(shop) == ["zhao"]


async def test_of_a_month_that_is_posted_nothing_is_said(shop: Company) -> None:
    await shop.say("lijie", "计提")
    await shop.say("lijie", "1")
    await shop.service.scheduler.tick()
    assert await told(shop) == []
