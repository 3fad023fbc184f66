"""Reports and exports under attack: rights that changed while they were made, steps inwards afterwards, odd names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handlers.report import WORK
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company
from tests.bot.jobs.test_reports import cells, files, shop, tick

__all__ = ["shop"]


async def hand_over(shop: Company, name: str, owner: str) -> None:
    def put(uow: UnitOfWork) -> None:
        customer = uow.customers.by_name(name)
        assert customer is not None
        uow.customers.update(customer.id, owner=owner)

    await shop.service.database.write(put)


async def person(shop: Company, userid: str, **changes: object) -> None:
    def put(uow: UnitOfWork) -> None:
        found = uow.staff.get(userid)
        assert found is not None
        uow.staff.put(replace(found, **changes))  # type: ignore[arg-type]

    await shop.service.database.write(put)


async def test_a_customer_who_went_to_a_colleague_is_not_in_the_file(shop: Company, tmp_path: Path) -> None:
    await shop.say("zhou", "导出应收明细")
    await hand_over(shop, "永盛装饰", "li")
    await tick(shop)
    ((_, message),) = await files(shop)
    assert [row[0] for row in cells(tmp_path / message.path)[3:-1]] == ["宏达五金"]


@pytest.mark.parametrize("changes", [{"active": False}, {"role": "none"}, {"role": "warehouse"}])
async def test_who_lost_his_right_meanwhile_gets_no_file(shop: Company, changes: dict[str, object]) -> None:
    await shop.say("lijie", "导出应收明细")
    await person(shop, "lijie", **changes)
    await tick(shop)
    assert await files(shop) == []


async def test_one_that_brings_us_down_is_told_and_stands_in_nobodys_way(shop: Company) -> None:
    def poisoned(uow: UnitOfWork) -> None:
        uow.timers.put(WORK, "bad", uow.now, {"by": "zhao", "do": "file", "ask": {}})

    await shop.service.database.write(poisoned)
    await shop.say("lijie", "导出应收明细")
    await tick(shop)
    assert [who for who, _ in await files(shop)] == ["lijie"]
    row = await shop.service.database.read(lambda uow: uow.outbox.find("bad:failed"))
    assert row is not None
    assert (row.target, row.template) == ("zhao", "chat/failed.txt")


async def test_a_manager_who_became_a_seller_gets_his_own_alone(shop: Company, tmp_path: Path) -> None:
    await shop.say("zhao", "导出应收明细")
    await person(shop, "zhao", role="sales")
    await tick(shop)
    ((_, message),) = await files(shop)
    assert "华泰机电" not in [row[0] for row in cells(tmp_path / message.path)]


async def test_a_number_after_a_hand_over_goes_no_step_further_in(shop: Company) -> None:
    listed = await shop.say("zhou", "欠款前十")
    assert "永盛" in listed
    await hand_over(shop, "永盛装饰", "li")
    await hand_over(shop, "宏达五金", "li")
    for number in ("1", "2"):
        assert "12,000" not in await shop.say("zhou", number)


async def test_a_name_that_is_a_formula_or_a_path_is_a_name_in_the_file(
    shop: Company, tmp_path: Path
) -> None:
    hostile = '=HYPERLINK("http://e")/../..\\x'

    def rename(uow: UnitOfWork) -> None:
        customer = uow.customers.by_name("永盛装饰")
        assert customer is not None
        uow.customers.update(customer.id, name=hostile, region="../../东")

    await shop.service.database.write(rename)
    await shop.say("lijie", "导出应收明细")
    await shop.say("lijie", "导出../../东的应收明细")
    await tick(shop)
    for _, message in await files(shop):
        assert "/" not in message.name
        assert "\\" not in message.name
        for row in cells(tmp_path / message.path):
            assert not str(row[0] or "").startswith("=")
