"""The day's reminders: one message each, with the sums of the moment they leave."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from ledger.receivable import Part
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company

TODAY = date(2026, 12, 3)


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


async def owes(shop: Company, name: str, fen: int, due_on: date, *, days: int = 60) -> None:
    def write(uow: UnitOfWork) -> None:
        customer = uow.customers.by_name(name)
        assert customer is not None
        uow.journal.debt(
            customer_id=customer.id, principal=fen, issued_on=due_on - timedelta(days), actor="sun",
            parts=[Part(fen, due_on)], salesperson=customer.owner,
        )  # fmt: skip

    await shop.service.database.write(write)


async def reminded(shop: Company) -> list[tuple[str, str]]:
    """Who hears what from the ticks and the deliveries of a quarter of an hour."""
    shop.platform.sent.clear()
    await shop.service.scheduler.tick()
    await shop.clock.advance(timedelta(minutes=17))
    while await shop.service.delivery.drain():
        continue
    return [
        (to, text) for to, text in shop.platform.sent if "要跟的" in text or "您好" in text or "出面" in text
    ]


async def test_an_owner_hears_and_gets_a_text_to_pass_on(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - timedelta(2))
    heard = await reminded(shop)
    print(heard)
    assert [to for to, _ in heard] == ["zhou", "zhou"]
