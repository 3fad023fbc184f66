"""A company that has nothing but an AI bot, on both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.aibot.shop import Shop, bot_shop


@pytest.fixture
async def shop(migrated_url: str, tmp_path: Path) -> AsyncIterator[Shop]:
    async with bot_shop(migrated_url, tmp_path) as opened:
        yield opened
