"""A month at 恒达建材: the exchanges that must feel like this, word for word."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

import pytest

from ledger.receivable import Part
from storage.check import problems
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company
from tests.dialogues.script import play

HERE = Path(__file__).parent
# number, customer, yuan, issued, due: what the company had on its books on the 3rd of December.
BEFORE = (
    (1003, "永盛装饰", 12_000, date(2026, 9, 20), date(2026, 10, 20)),
    (1005, "宏达五金", 11_000, date(2026, 9, 25), date(2026, 10, 25)),
    (1007, "宏达五金", 12_000, date(2026, 10, 9), date(2027, 1, 9)),
    (1009, "宏达五金", 13_000, date(2026, 10, 12), date(2027, 1, 12)),
    (1010, "华泰机电", 30_000, date(2026, 10, 13), date(2026, 12, 10)),
    (1011, "永盛装饰", 20_000, date(2026, 10, 15), date(2026, 11, 15)),
    (1013, "张三建材", 23_036, date(2026, 10, 16), date(2026, 12, 16)),
    (1015, "李四", 3_000, date(2026, 10, 17), date(2026, 12, 17)),
    (1019, "永盛装饰", 54_400, date(2026, 11, 25), date(2026, 12, 25)),
)
NEXT_NUMBER = 1042


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        for row in BEFORE:
            await opened.service.database.write(lambda uow, row=row: owe(uow, *row))
        await opened.service.database.write(from_number(NEXT_NUMBER))
        yield opened


def owe(uow: UnitOfWork, number: int, name: str, yuan: int, issued_on: date, due_on: date) -> None:
    from_number(number)(uow)
    customer = uow.customers.by_name(name)
    assert customer is not None
    uow.journal.debt(
        customer_id=customer.id,
        principal=yuan * 100,
        issued_on=issued_on,
        parts=[Part(yuan * 100, due_on)],
        actor="admin",
        salesperson=customer.owner,
    )


def from_number(number: int) -> Callable[[UnitOfWork], None]:
    """Numbers below it were given to records that are of no interest here."""

    def skip(uow: UnitOfWork) -> None:
        while uow.heads.head(uow.connection, uow.corp_id).next_number < number:
            uow.heads.take_number(uow.connection, uow.corp_id)

    return skip


async def test_a_month(shop: Company) -> None:
    await shop.service.database.write(
        lambda uow: uow.settings.put("confirmation_of_receipts", "true", by="admin")
    )
    await play(shop, HERE / "month.txt")
    assert await shop.service.database.read(lambda uow: list(problems(uow))) == []
