"""One quarter of a company, to the last word that anybody heard, and then the books are checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.check import problems
from tests.bot.company import company
from tests.dialogues.diary import Told, live, read_diary

QUARTER = Path(__file__).with_name("quarter.txt")


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_a_quarter_of_a_company(migrated_url: str, tmp_path: Path) -> None:
    async with company(migrated_url, files=tmp_path, digests=True) as shop:
        await live(shop, QUARTER)
        database = shop.service.database
        assert await database.read(lambda uow: list(problems(uow, uow.anchors.told()))) == []
        counts = await database.read(lambda uow: uow.outbox.counts())
        assert set(counts) <= {"sent", "cancelled"}


def test_a_diary_is_read_line_by_line() -> None:
    steps = read_diary(QUARTER)
    assert (steps[1].who, steps[1].answer[0]) == ("老周", "记好了 ✓ 永盛装饰 +12,000.00")
    line = next(line for step in steps for line in step.told if line.rest)
    assert line.fits(Told(line.day, line.who, "\n".join([line.first, *line.rest])))
    assert not line.fits(Told(line.day, line.who, line.first))
