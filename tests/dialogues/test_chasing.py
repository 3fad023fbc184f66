"""How money is asked for at 恒达建材, word for word."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

import pytest

from storage.check import problems
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company
from tests.dialogues.script import play
from tests.dialogues.test_month import owe

HERE = Path(__file__).parent
# number, customer, yuan, issued, due
BEFORE = (
    (1003, "永盛装饰", 12_000, date(2026, 9, 20), date(2026, 11, 20)),
    (1010, "华泰机电", 55_000, date(2026, 10, 13), date(2026, 12, 1)),
    (1011, "永盛装饰", 20_000, date(2026, 10, 15), date(2026, 11, 30)),
    (1019, "永盛装饰", 54_400, date(2026, 11, 25), date(2026, 12, 25)),
)


def owing(row: tuple[int, str, int, date, date]) -> Callable[[UnitOfWork], None]:
    return lambda uow: owe(uow, *row)


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        for row in BEFORE:
            await opened.service.database.write(owing(row))
        yield opened


async def test_asking_for_money(shop: Company) -> None:
    await play(shop, HERE / "chasing.txt")
    assert await shop.service.database.read(lambda uow: list(problems(uow))) == []
    states = await shop.service.database.read(
        lambda uow: [
            one.state for customer in uow.customers.all() for one in uow.promises.of_customer(customer.id)
        ]
    )
    assert states == ["renegotiated", "kept"]
