"""Money that is late, and money that is given up, word for word."""

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
    (1003, "宏达五金", 20_000, date(2026, 10, 11), date(2026, 11, 11)),
    (1010, "永盛装饰", 8_000, date(2023, 12, 10), date(2024, 1, 10)),
)


def owing(row: tuple[int, str, int, date, date]) -> Callable[[UnitOfWork], None]:
    return lambda uow: owe(uow, *row)


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        for row in BEFORE:
            await opened.service.database.write(owing(row))
        yield opened


async def test_bad_money(shop: Company) -> None:
    await play(shop, HERE / "bad_debts.txt")
    assert await shop.service.database.read(lambda uow: list(problems(uow))) == []
