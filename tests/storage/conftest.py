"""A migrated database on each engine, and a Database on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database

NINE_O_CLOCK = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # in Shanghai


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NINE_O_CLOCK

    def __call__(self) -> datetime:
        return self.now

    def move(self, step: timedelta) -> None:
        self.now += step


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(migrated_url: str, clock: Clock) -> Iterator[Database]:
    with Database(migrated_url, clock=clock, process_number=1) as opened:
        yield opened
