"""Reports as the owner, finance and a salesperson hear them, word for word."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.company import Company, company
from tests.dialogues.script import play


@pytest.fixture
async def shop(migrated_url: str, tmp_path: Path) -> AsyncIterator[Company]:
    async with company(migrated_url, files=tmp_path) as opened:
        yield opened


async def test_reports_read_as_people_would_write_them(shop: Company) -> None:
    await play(shop, Path(__file__).parent / "reports.txt")
