"""Whether goods may leave at 恒达建材, word for word: whole, a part, no, expired, a deputy's word, nobody's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage.check import problems
from storage.unit_of_work import UnitOfWork
from tests.bot.company import company
from tests.dialogues.script import play
from tests.dialogues.test_month import owe

HERE = Path(__file__).parent


def limited(uow: UnitOfWork) -> None:
    owe(uow, 1001, "永盛装饰", 69_600, date(2026, 11, 20), date(2026, 12, 31))
    customer = uow.customers.by_name("永盛装饰")
    assert customer is not None
    uow.customers.update(customer.id, credit_limit=10_000_000)


@pytest.mark.parametrize("script", ["credit.txt"])
async def test_may_goods_leave(migrated_url: str, script: str) -> None:
    async with company(migrated_url) as shop:
        await shop.service.database.write(limited)
        await play(shop, HERE / script)
        assert await shop.service.database.read(lambda uow: list(problems(uow))) == []
