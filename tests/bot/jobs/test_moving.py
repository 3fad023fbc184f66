"""Customers with very many debts are merged beside the chat, some debts at a time, and parted again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from handlers import moving
from ledger.receivable import Part
from storage.check import problems
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company

DUE = date(2026, 12, 20)
COUNT = 7


@pytest.fixture
async def shop(migrated_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Company]:
    monkeypatch.setattr(moving, "MOST", 5)
    monkeypatch.setattr(moving, "_AT_ONCE", 2)
    async with company(migrated_url) as opened:
        await opened.service.database.write(owed)
        yield opened


def owed(uow: UnitOfWork) -> None:
    """张三建材 owes seven debts of 100, one of them partly written off."""
    customer = uow.customers.by_name("张三建材")
    assert customer is not None
    for _ in range(COUNT):
        debt = uow.journal.debt(
            customer_id=customer.id, principal=10_000, issued_on=date(2026, 11, 1), parts=[Part(10_000, DUE)],
            actor="zhou", salesperson="zhou",
        ).receivable  # fmt: skip
    assert debt is not None
    uow.journal.credit(
        "write_off", customer_id=customer.id, amount=4_000, effective_on=date(2026, 12, 3), actor="zhao",
        designated=(debt.id,), reason="bad_debt",
    )  # fmt: skip


async def nets(shop: Company) -> tuple[int, int]:
    def read(uow: UnitOfWork) -> tuple[int, int]:
        one, other = uow.customers.by_name("永盛装饰"), uow.customers.by_name("张三建材")
        ids = [customer.id for customer in (one, other) if customer is not None]
        first, second = [uow.customers.position(number, date(2026, 12, 3)).net for number in ids]
        return first, second

    return await shop.service.database.read(read)


async def united(shop: Company) -> str:
    await shop.say("zhao", "永盛装饰 和 张三建材 是一家，合并")
    return await shop.say("zhao", "1")


async def ticked(shop: Company) -> list[tuple[str, str]]:
    shop.platform.sent.clear()
    for _ in range(2):
        await shop.service.scheduler.tick()
    await shop.clock.advance(timedelta(seconds=5))
    while await shop.service.delivery.drain():
        continue
    return [(to, text) for to, text in shop.platform.sent if "合" in text or "拆" in text]


async def sound(shop: Company) -> bool:
    return await shop.service.database.read(lambda uow: list(problems(uow))) == []


async def test_they_are_merged_and_parted_by_a_job_and_it_is_told_once(shop: Company) -> None:
    assert (await united(shop)).startswith("在合：张三建材 → 永盛装饰，7笔账要挪")
    assert await nets(shop) == (0, 66_000)
    told = await ticked(shop)
    assert sorted(to for to, text in told if text.startswith("合并好了 ✓ 张三建材 → 永盛装饰")) == [
        "zhao",
        "zhou",
    ]
    assert await ticked(shop) == []
    assert await nets(shop) == (66_000, 66_000)  # the old name leads on to who stays
    assert await sound(shop)
    await shop.say("zhao", "撤销合并 张三建材")
    assert (await shop.say("zhao", "1")).startswith("在拆：张三建材从永盛装饰里出来")
    assert ("zhao", "拆开了 ✓ 张三建材和永盛装饰又是两家") in [
        (to, text.splitlines()[0]) for to, text in await ticked(shop)
    ]
    assert await nets(shop) == (0, 66_000)
    assert await sound(shop)


async def test_cut_off_in_between_the_next_tick_goes_on(shop: Company) -> None:
    await united(shop)
    database = shop.service.database
    (work,) = await database.read(lambda uow: uow.timers.due(kinds=(moving.WORK,)))
    first = next(moving.batches(work))
    await database.write(lambda uow: moving.carry(work, first, uow))
    assert await nets(shop) == (20_000, 46_000)
    assert await sound(shop)
    await shop.say("zhou", "张三建材拿了50块砖钱 月底")  # booked meanwhile
    await ticked(shop)
    assert await nets(shop) == (71_000, 71_000)
    await shop.say("zhao", "撤销合并 张三建材")
    await shop.say("zhao", "1")
    await ticked(shop)
    assert await nets(shop) == (0, 71_000)
    assert await sound(shop)
