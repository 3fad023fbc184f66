"""The staff file wins for the people it names, and a mistake in it changes nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.commands.database import open_books
from bot.staff_file import StaffFile
from tests.bot.company import company

GOOD = '[[staff]]\nuserid = "ma"\nname = "小马"\nrole = "sales"\nmanager = "zhao"\n'


async def test_people_are_read_and_read_again_after_a_change(migrated_url: str, tmp_path: Path) -> None:
    path = tmp_path / "staff.toml"
    path.write_text(GOOD)
    async with company(migrated_url) as shop:
        file = StaffFile(path)
        assert await file.load(shop.service.database)
        assert not await file.load(shop.service.database)
        path.write_text(GOOD.replace("sales", "clerk"))
        os.utime(path, (1, 1))
        assert await file.load(shop.service.database)
        person = await shop.service.database.read(lambda uow: uow.staff.get("ma"))
    assert person is not None
    assert (person.role, person.manager, person.source) == ("clerk", "zhao", "file")


async def test_a_mistake_is_logged_and_changes_nothing(migrated_url: str, tmp_path: Path) -> None:
    path = tmp_path / "staff.toml"
    path.write_text(GOOD.replace("sales", "wizard"))
    async with company(migrated_url) as shop:
        assert not await StaffFile(path).load(shop.service.database)
        assert await shop.service.database.read(lambda uow: uow.staff.get("ma")) is None


async def test_customers_imported_for_a_name_are_his_once_he_is_known(
    migrated_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "staff.toml"
    path.write_text(GOOD)
    async with company(migrated_url) as shop:
        database = shop.service.database
        made = await database.write(
            lambda uow: uow.customers.create(name="大同五金", owner="小马", created_by="admin")
        )
        await StaffFile(path).load(database)
        found = await database.read(lambda uow: uow.customers.get(made.id))
        await StaffFile(path).load(database)
        (note,) = await database.read(lambda uow: uow.audit.of("staff:ma"))
    assert found is not None
    assert found.owner == "ma"
    assert (note.actor, note.action) == ("file", "customers.owner")
    told = {"from": "小马", "to": "ma", "count": 1, "source": "file", "customers": [str(made.id)]}
    assert note.details == told


async def test_customers_of_a_name_that_two_have_stay_as_they_are_written(
    migrated_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "staff.toml"
    path.write_text(GOOD + GOOD.replace('"ma"', '"ma2"'))
    async with company(migrated_url) as shop:
        database = shop.service.database
        await StaffFile(path).load(database)
        made = await database.write(
            lambda uow: uow.customers.create(name="大同五金", owner="小马", created_by="admin")
        )
        path.write_text(GOOD.replace("sales", "clerk") + GOOD.replace('"ma"', '"ma2"'))
        os.utime(path, (1, 1))
        await StaffFile(path).load(database)
        found = await database.read(lambda uow: uow.customers.get(made.id))
    assert found is not None
    assert found.owner == "小马"


def test_a_command_knows_its_people_before_anything_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "staff.toml").write_text(GOOD)
    monkeypatch.setenv("QINGZHANG_DATABASE_URL", f"sqlite:///{tmp_path / 'books.db'}")
    monkeypatch.setenv("QINGZHANG_STAFF_FILE", str(tmp_path / "staff.toml"))
    with open_books() as database:
        assert database.read_now(lambda uow: uow.staff.by_name("小马")[0].userid) == "ma"
