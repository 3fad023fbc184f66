"""Once a month finance hears of the provision of the month before, whoever looks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from ledger.receivable import Part
from storage.check import problems
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
    return [row.target for row in rows if row.template == "chat/provision/proposed.txt"]


async def test_finance_hears_once_and_a_word_posts_it(shop: Company) -> None:
    for _ in range(2):
        await shop.service.scheduler.tick()
    assert await told(shop) == ["lijie"]
    await shop.say("lijie", "计提")
    assert "11月坏账准备 1,450.00" in await shop.say("lijie", "1")
    found = await shop.service.database.read(lambda uow: list(problems(uow)))
    assert found == []


async def test_of_a_month_that_is_posted_nothing_is_said(shop: Company) -> None:
    await shop.say("lijie", "计提")
    await shop.say("lijie", "1")
    await shop.service.scheduler.tick()
    assert await told(shop) == []
