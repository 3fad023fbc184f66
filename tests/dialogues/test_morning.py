"""A morning at 恒达建材, word for word."""

from __future__ import annotations

from pathlib import Path

from storage.check import problems
from tests.bot.company import company
from tests.bot.jobs.test_morning import owe
from tests.dialogues.script import play


async def test_a_morning(migrated_url: str) -> None:
    async with company(migrated_url) as shop:
        await shop.service.database.write(owe)
        await play(shop, Path(__file__).parent / "morning.txt")
        assert await shop.service.database.read(lambda uow: list(problems(uow))) == []
