"""Once a month it is decided anew which judge is used, and the decision is kept with its figures."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from handlers.judging import JOB, judge_now
from ledger.receivable import Part
from storage.job_runs import JobRunView
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company

DECEMBER = date(2026, 12, 1)


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


async def run_of(shop: Company, month: date) -> JobRunView | None:
    return await shop.service.database.read(lambda uow: uow.job_runs.get(JOB, month))


def history(uow: UnitOfWork) -> None:
    """Who gets sixty days pays late, who gets ten pays in time: for this the rule has no eye."""
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    for place in range(500):
        terms = 60 if place % 2 else 10
        issued = date(2025, 1, 1) + timedelta(days=place)
        due = issued + timedelta(days=terms)
        posted = uow.journal.debt(
            customer_id=customer.id, principal=10_000, issued_on=issued, parts=[Part(10_000, due)], actor="zhou",
            salesperson="zhou",
        )  # fmt: skip
        assert posted.receivable is not None
        day = due + timedelta(days=9 if terms == 60 and place % 20 > 1 else -1)
        receipt = uow.receipts.report(customer.id, 10_000, day, reported_by="zhou", state="confirmed")
        uow.journal.payment(
            customer_id=customer.id, amount=10_000, effective_on=day, actor="zhou", receipt_id=receipt.id,
            designated=[posted.receivable.id], designated_by="抵这笔",
        )  # fmt: skip


async def test_a_young_company_keeps_the_rule(shop: Company) -> None:
    await shop.service.scheduler.tick()
    run = await run_of(shop, DECEMBER)
    assert run is not None
    assert (run.state, run.report["choice"], run.report["why"]) == ("done", "rule", "too_few")


async def test_the_scorecard_is_chosen_and_used_where_it_wins(shop: Company) -> None:
    await shop.service.database.write(history)
    await shop.service.scheduler.tick()
    run = await run_of(shop, DECEMBER)
    assert run is not None
    assert run.report["choice"] == "scorecard"
    assert run.report["scorecard"]["auc"] > run.report["rule"]["auc"]
    judge = await shop.service.database.read(lambda uow: judge_now(uow, DECEMBER))
    assert judge.card is not None
    assert judge.card.as_lists() == run.report["card"]


async def test_it_is_decided_once_a_month_and_every_decision_is_kept(shop: Company) -> None:
    await shop.service.scheduler.tick()
    first = await run_of(shop, DECEMBER)
    await shop.service.scheduler.tick()
    assert await run_of(shop, DECEMBER) == first
    await shop.clock.advance(timedelta(days=31))
    await shop.service.scheduler.tick()
    assert await run_of(shop, DECEMBER) == first
    january = await run_of(shop, date(2027, 1, 1))
    assert january is not None
    assert january.state == "done"
