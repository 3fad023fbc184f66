"""A day at the desk and on the road, as people in a hurry type it."""

from __future__ import annotations

from pathlib import Path

from storage.check import problems
from tests.bot.company import Company
from tests.dialogues.script import play
from tests.dialogues.test_month import shop

__all__ = ["shop"]
DESK = Path(__file__).with_name("desk.txt")


async def test_a_day_at_the_desk(shop: Company) -> None:
    await play(shop, DESK)
    assert await shop.service.database.read(lambda uow: list(problems(uow))) == []
