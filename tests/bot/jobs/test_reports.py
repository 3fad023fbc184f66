"""Reports made beside the chat: once, whole, for who asked, and within what he may see when they are made."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.outgoing import Kind, Outgoing
from handlers import report
from storage.aging_query import aging
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company


@pytest.fixture
async def shop(migrated_url: str, tmp_path: Path) -> AsyncIterator[Company]:
    async with company(migrated_url, files=tmp_path) as opened:
        for text in ("永盛拿了12000 月底给", "宏达11月1日拿了8600瓷砖 账期19天", "永盛打了2000"):
            await opened.say("zhou", text)
        await opened.say("li", "华泰拿了300 12月20日给")
        yield opened


async def tick(shop: Company) -> None:
    """What happens every two seconds."""
    await shop.service.scheduler.look()


async def files(shop: Company) -> list[tuple[str, Outgoing]]:
    rows = await shop.service.database.read(lambda uow: uow.outbox.list())
    told = [(row.target, Outgoing.decode(row.body)) for row in rows if row.unique_key.endswith(":told")]
    return [(target, message) for target, message in told if message.kind is Kind.FILE]


def cells(file: Path, sheet: int = 0) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(file).worksheets[sheet].iter_rows(values_only=True))


async def test_the_file_has_the_books_total(shop: Company, tmp_path: Path) -> None:
    assert await shop.say("lijie", "导出账龄") == "在做，约10秒，好了发你"
    await tick(shop)
    ((target, message),) = await files(shop)
    assert (target, message.name) == ("lijie", "逾期账龄_2026-12-03.xlsx")
    table = await shop.service.database.read(lambda uow: aging(uow, uow.today()))
    *_, total = cells(tmp_path / message.path)
    assert total[0] == "合计"
    assert round(total[9] * 100) == table.total.outstanding == 18_900_00
    assert round(total[10] * 100) == sum(table.total.amounts[1:]) == 8_600_00


async def test_it_is_made_once_however_often_the_job_runs(shop: Company) -> None:
    await shop.say("lijie", "导出应收明细")
    for _ in range(2):
        await tick(shop)
    await shop.service.scheduler.tick()
    assert len(await files(shop)) == 1


async def test_a_cut_between_the_file_and_its_row_makes_it_again(shop: Company, tmp_path: Path) -> None:
    await shop.say("lijie", "导出应收明细")
    (work,) = await shop.service.database.read(lambda uow: uow.timers.due())
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / f"{work.id}.xlsx").write_bytes(b"half of it")
    await tick(shop)
    ((_, message),) = await files(shop)
    assert cells(tmp_path / message.path)[0][0] == "应收明细 12月3日"


async def test_a_salesperson_s_file_has_his_customers_only(shop: Company, tmp_path: Path) -> None:
    await shop.say("li", "导出应收明细")
    await tick(shop)
    ((_, message),) = await files(shop)
    rows = cells(tmp_path / message.path)
    assert [row[0] for row in rows[3:-1]] == ["华泰机电"]


async def test_who_left_meanwhile_gets_no_file(shop: Company) -> None:
    await shop.say("zhou", "导出应收明细")

    def leave(uow: UnitOfWork) -> None:
        person = uow.staff.get("zhou")
        assert person is not None
        uow.staff.put(replace(person, active=False))

    await shop.service.database.write(leave)
    await tick(shop)
    assert await files(shop) == []


async def test_large_books_are_told_when_they_are_summed(
    shop: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "QUICK", 1)
    assert await shop.say("zhao", "账龄") == "在做，约10秒，好了发你"
    shop.platform.sent.clear()
    await tick(shop)
    while await shop.service.delivery.drain():
        continue
    told = [text.splitlines()[0] for to, text in shop.platform.sent if to == "zhao"]
    assert {"逾期账龄：共欠 1.9万，超期 8,600(46%)", "[image]"} <= set(told)


async def test_a_number_goes_into_what_came_later(shop: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "QUICK", 1)
    await shop.say("lijie", "账龄")
    await tick(shop)
    monkeypatch.setattr(report, "QUICK", 10_000)
    assert (await shop.say("lijie", "1")).startswith("永盛装饰 没收的1笔，共 10,000.00")


async def test_the_file_leaves_as_a_file(shop: Company) -> None:
    await shop.say("lijie", "导出欠款前十")
    await tick(shop)
    while await shop.service.delivery.drain():
        continue
    assert ("lijie", "[file]") in shop.platform.sent
