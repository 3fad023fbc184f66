"""A migrated database on each engine, and a Database on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.database import Database
from storage.schema import claim_mode, migrate
from tests.servers import Postgres

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


def found(url: str) -> None:
    migrate(url)
    claim_mode(url, "live")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "qingzhang.db"
    found(f"sqlite:///{file}")
    return file


@pytest.fixture
def migrated_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with all its tables and its company, nothing else; once on each engine."""
    if engine_name == "sqlite":
        file = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "migrated.db")
        yield f"sqlite:///{file}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url = postgres.fresh(postgres.template("company", found))
    yield url
    postgres.drop(url)


@pytest.fixture
def database(migrated_url: str, clock: Clock) -> Iterator[Database]:
    with Database(migrated_url, clock=clock, process_number=1) as opened:
        yield opened
