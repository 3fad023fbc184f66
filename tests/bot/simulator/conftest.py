"""The simulator, at rest and at work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.bot.simulator.played import Played, listening, unstarted


@pytest_asyncio.fixture
async def still(tmp_path: Path) -> AsyncIterator[Played]:
    async with unstarted(tmp_path) as played:
        yield played


@pytest_asyncio.fixture
async def live(tmp_path: Path) -> AsyncIterator[Played]:
    async with listening(tmp_path) as played:
        yield played
