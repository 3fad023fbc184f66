"""The staff file wins for the people it names, and a mistake in it changes nothing."""

from __future__ import annotations

import os
from pathlib import Path

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
