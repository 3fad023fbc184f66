"""Fixtures that every test may ask for: fresh databases on both engines, and a Redis."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import structlog
from hypothesis import HealthCheck, settings

from storage.schema import claim_mode, migrate
from tests.servers import Postgres, running_postgres, running_redis

ENGINES = ("sqlite", "postgresql")

# "ci" is the size of an ordinary run; QINGZHANG_TEST_PROFILE=long looks harder.
settings.register_profile("ci", max_examples=50, deadline=None, print_blob=True)
settings.register_profile(
    "long", max_examples=2_000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("QINGZHANG_TEST_PROFILE", "ci"))

# Tracebacks as the program prints them: with the values of every frame one takes longer than an answer may.
structlog.configure(
    processors=[
        structlog.processors.TimeStamper("%H:%M:%S"),
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """A command sets up logging for its process, which here goes on: to a stream that is closed by then."""
    root = logging.getLogger()
    handlers, level, usual = root.handlers[:], root.level, structlog.get_config()
    yield
    root.handlers, root.level = handlers, level
    structlog.configure(**usual)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The PostgreSQL of this test process; see its `fresh` and `template`."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A new, empty PostgreSQL database: `postgresql+psycopg://…`."""
    url = postgres.fresh()
    yield url
    postgres.drop(url)


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Which engine this run of the test is on: sqlite | postgresql."""
    return str(request.param)


@pytest.fixture
def database_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database; the test runs once on SQLite (a file) and once on PostgreSQL."""
    if engine_name == "sqlite":
        return f"sqlite:///{tmp_path / 'qingzhang.db'}"
    return str(request.getfixturevalue("postgres_url"))


def found(url: str) -> None:
    """A company on a new database: all its tables, nothing else."""
    migrate(url)
    claim_mode(url, "live")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "qingzhang.db"
    found(f"sqlite:///{file}")
    return file


@pytest.fixture
def migrated_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with all its tables and its company; once on each engine. Copied, so quicker than migrating."""
    if engine_name == "sqlite":
        file = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "migrated.db")
        yield f"sqlite:///{file}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url = postgres.fresh(postgres.template("company", found))
    yield url
    postgres.drop(url)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    with running_redis() as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """A Redis with nothing in it: `redis://…`."""
    with redis.Redis.from_url(redis_server) as client:
        client.flushdb()
    return redis_server
