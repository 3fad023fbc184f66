"""Of more texts than a salesperson can pass on, those go first whose customers waited longest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.commands.remind import plans
from config.company import load_company
from config.dunning import load_dunning
from handlers.calendar import official
from handlers.dunning.rules import rules_of
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company
from tests.bot.jobs.reminding import DAY, TODAY, next_day, owes
from tests.bot.jobs.test_reminders_killed import START, debts, go, written

FIVE = {f"客户{n}" for n in range(2, 7)}  # who owe most


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


async def test_nobody_gets_a_second_text_before_everybody_had_a_first(shop: Company) -> None:
    def open_shop(uow: UnitOfWork) -> None:
        uow.settings.put("remind_drafts", "2", by="zhao")
        uow.settings.put("remind_gap_days", "1", by="zhao")
        for n in range(8):
            uow.customers.create(name=f"客户{n}号", owner="zhou", created_by="zhou")

    await shop.service.database.write(open_shop)
    for n in range(8):
        for late in (2, 6, 14):
            await owes(shop, f"客户{n}号", 100_000 + 10_000 * n, TODAY - late * DAY)
    given: list[list[str]] = []
    for days in (1, 3, 1, 1):
        await shop.service.scheduler.tick()
        given.append(await drafted(shop, [name for day in given for name in day]))
        await next_day(shop, days)
    assert given == [
        ["客户6号", "客户7号"],
        ["客户4号", "客户5号"],
        ["客户2号", "客户3号"],
        ["客户0号", "客户1号"],
    ]


async def drafted(shop: Company, before: list[str]) -> list[str]:
    """Whose texts were given to pass on since."""

    def names(uow: UnitOfWork) -> list[str]:
        keys = [row.unique_key for row in uow.outbox.list() if ":letter:" in row.unique_key]
        found = [uow.customers.get(int(key.rpartition(":")[2])) for key in keys]
        return sorted(one.name for one in found if one is not None)

    found = await shop.service.database.read(names)
    for name in before:
        found.remove(name)
    return found


async def test_why_a_text_waits_for_another_day_is_told(shop: Company) -> None:
    for name, fen in (("永盛装饰", 100_000), ("宏达五金", 200_000)):
        await owes(shop, name, fen, TODAY - 2 * DAY)
    await shop.service.database.write(lambda uow: uow.settings.put("remind_drafts", "1", by="zhao"))
    assert "今天该催" in await shop.say("zhou", "为什么没催永盛")
    await shop.service.scheduler.tick()
    assert "今天要转的话术满了，先给等得久的" in await shop.say("zhou", "为什么没催永盛")
    run = await shop.service.database.read(lambda uow: uow.job_runs.get("remind", TODAY))
    assert run is not None
    assert (run.report["letters"], run.report["silent_fen"]) == (1, {"others_first": 100_000})


async def test_two_schedulers_at_once_give_out_five(migrated_url: str) -> None:
    with (
        Database(migrated_url, clock=lambda: START) as one,
        Database(migrated_url, clock=lambda: START) as two,
    ):
        one.write_now(debts)
        reports = await asyncio.gather(go(one), go(two))
        _, said = one.read_now(written)
    assert [report.letters for report in reports if report is not None] == [5]
    assert {name for name, stages in said if "customer" in stages} == FIVE


def test_a_day_that_is_only_shown_has_the_same_five(migrated_url: str) -> None:
    rules = rules_of(load_dunning(), load_company(), official(), ())
    with Database(migrated_url, clock=lambda: START) as database:
        database.write_now(debts)
        shown = list(plans(database, rules, START))
    assert {plan.customer.name for plan in shown if plan.stages("customer")} == FIVE
    assert len(shown) == 7
