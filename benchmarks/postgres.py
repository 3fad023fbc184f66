"""A PostgreSQL that waits for the disk, as one in use does; the tests' own does not."""

from __future__ import annotations

import importlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def durable_postgres() -> Iterator[str]:
    """Yield the URL of an empty database. Raises RuntimeError when it would not wait for the disk."""
    # In /tmp itself: a socket's path may have 107 bytes.
    home = Path(tempfile.mkdtemp(prefix="qz-pg-"))
    os.environ["XDG_RUNTIME_DIR"] = str(home)  # pgserver warns at import without it, and locks its folder
    pgserver = importlib.import_module("pgserver")
    running = pgserver.get_server(home / "data", cleanup_mode="delete")
    try:
        url: str = running.get_uri()
        with psycopg.connect(url) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                row = connection.execute(f"SHOW {setting}").fetchone()
                if row != ("on",):
                    raise RuntimeError(f"{setting} is {row}")
        yield url
    finally:
        running.cleanup()
        shutil.rmtree(home, ignore_errors=True)
