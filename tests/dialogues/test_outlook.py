"""What will come in, and what would be if, word for word; the books are as they were."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from ledger.receivable import Part
from storage.check import problems
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company
from tests.dialogues.script import play
from tests.dialogues.test_chasing import BEFORE, owing

HERE = Path(__file__).parent
LATE = {"永盛装饰": (12, 20, 9, 15, 18), "华泰机电": (0, 0, 3, -2, 0)}


def paid(uow: UnitOfWork) -> None:
    """Five debts of each, paid as late as each pays."""
    for name, delays in LATE.items():
        customer = uow.customers.by_name(name)
        assert customer is not None
        for place, days in enumerate(delays):
            due = date(2026, 4 + place, 15)
            posted = uow.journal.debt(
                customer_id=customer.id, principal=800_000, issued_on=due - timedelta(days=30),
                parts=[Part(800_000, due)], actor=customer.owner, salesperson=customer.owner,
            )  # fmt: skip
            assert posted.receivable is not None
            day = due + timedelta(days=days)
            receipt = uow.receipts.report(
                customer.id, 800_000, day, reported_by=customer.owner, state="confirmed"
            )
            uow.journal.payment(
                customer_id=customer.id, amount=800_000, effective_on=day, actor=customer.owner,
                receipt_id=receipt.id, designated=[posted.receivable.id], designated_by="抵这笔",
            )  # fmt: skip


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        for row in BEFORE:
            await opened.service.database.write(owing(row))
        await opened.service.database.write(paid)
        yield opened


async def test_what_will_be_and_what_would_be(shop: Company) -> None:
    before = await shop.service.database.read(lambda uow: uow.anchors.head())
    await play(shop, HERE / "outlook.txt")
    assert await shop.service.database.read(lambda uow: uow.anchors.head()) == before
    assert await shop.service.database.read(lambda uow: list(problems(uow))) == []
