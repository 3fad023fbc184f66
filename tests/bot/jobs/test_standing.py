"""Customers are looked at every workday, each once, whoever does it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

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
    return sorted(row.target for row in rows if row.template == "chat/credit/warned.txt")


async def test_the_owner_and_his_manager_hear_once(shop: Company) -> None:
    await shop.service.database.write(late)
    for _ in range(2):
        await shop.service.scheduler.tick()
    assert await told(shop) == ["zhao", "zhou"]


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
