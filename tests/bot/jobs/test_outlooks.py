"""Forecasts over large books are made beside the chat, and told once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from handlers import outlook
from ledger.receivable import Part
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company

TODAY = date(2026, 12, 3)


@pytest.fixture
async def shop(migrated_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Company]:
    monkeypatch.setattr(outlook, "QUICK", 3)
    async with company(migrated_url) as opened:
        await opened.service.database.write(history)
        yield opened


def history(uow: UnitOfWork) -> None:
    """永盛 pays five days late, and owes."""
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    for place in range(4):
        due = TODAY - timedelta(days=30 * (3 - place)) + timedelta(days=10)
        uow.journal.debt(
            customer_id=customer.id, principal=2_000_000, issued_on=due - timedelta(days=30),
            parts=[Part(2_000_000, due)], actor="zhou", salesperson="zhou",
        )  # fmt: skip
        if place < 3:
            day = due + timedelta(days=5)
            receipt = uow.receipts.report(customer.id, 2_000_000, day, reported_by="zhou", state="confirmed")
            uow.journal.payment(
                customer_id=customer.id,
                amount=2_000_000,
                effective_on=day,
                actor="zhou",
                receipt_id=receipt.id,
            )


async def told(shop: Company, who: str) -> list[str]:
    rows = await shop.service.database.read(lambda uow: list(uow.outbox.list()))
    return [row.template for row in rows if row.target == who and row.template]


async def test_it_is_told_with_its_picture_when_it_is_made(shop: Company) -> None:
    assert (await shop.say("zhou", "未来13周回款预测")).startswith("在做")
    await shop.service.scheduler.tick()
    assert {"chat/outlook/weeks.txt", "pictures/weeks.svg"} <= set(await told(shop, "zhou"))


async def test_it_is_told_once(shop: Company) -> None:
    await shop.say("zhou", "哪些账最悬")
    for _ in range(2):
        await shop.service.scheduler.tick()
    assert (await told(shop, "zhou")).count("chat/outlook/shaky.txt") == 1


async def test_the_lists_are_offered_and_a_yes_sends_them(shop: Company) -> None:
    await shop.say("lijie", "过年前能收回多少")
    await shop.service.scheduler.tick()
    assert "chat/questions/clearing_lists.txt" in await told(shop, "lijie")
    assert await shop.say("lijie", "1") == "名单发给了老周"


async def test_of_one_customer_it_is_told_at_once(shop: Company) -> None:
    assert (await shop.say("zhou", "永盛会不会拖")).startswith("永盛装饰：1笔悬")


async def test_who_left_hears_nothing(shop: Company) -> None:
    await shop.say("zhou", "哪些账最悬")

    def leave(uow: UnitOfWork) -> None:
        person = uow.staff.get("zhou")
        assert person is not None
        uow.staff.put(type(person)(person.userid, person.name, "none", active=False))

    await shop.service.database.write(leave)
    await shop.service.scheduler.tick()
    assert "chat/outlook/shaky.txt" not in await told(shop, "zhou")
