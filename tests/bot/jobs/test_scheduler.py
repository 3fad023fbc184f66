"""A tick asks once what is due, and does no more than that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from bot.jobs import AWAITED, JOBS
from bot.jobs import scheduler as scheduling
from tests.bot.company import Company, company


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        await opened.service.scheduler.tick()
        while await opened.service.delivery.drain():
            continue
        yield opened


async def test_with_nothing_to_do_nothing_is_written(shop: Company) -> None:
    before = shop.service.database.statistics.commands
    await shop.service.scheduler.tick()
    await shop.service.scheduler.look()
    await shop.service.delivery.drain()
    assert shop.service.database.statistics.commands == before


def test_every_job_says_whether_it_is_due() -> None:
    assert [job.NAME for job in (*JOBS, *AWAITED) if not hasattr(job, "is_due")] == []


async def test_a_job_that_cannot_be_looked_at_fails_alone(
    shop: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def job(name: str, *, looks: bool = True) -> Any:
        async def run(_: object) -> None:
            ran.append(name)
            if not looks:
                raise LookupError

        return SimpleNamespace(NAME=name, run=run, is_due=lambda *_: True if looks else 1 // 0)

    monkeypatch.setattr(scheduling, "JOBS", (job("first"), job("blind", looks=False), job("last")))
    await shop.service.scheduler.tick()
    assert ran == ["first", "blind", "last"]
