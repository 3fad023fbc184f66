"""A company whose customers write to its service account: the platform's part is the simulator's, over the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.company import company
from tests.bot.kf.counter import Counter, KfShop


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[KfShop]:
    async with company(migrated_url) as opened:
        yield KfShop(opened, Counter.beside(opened))
