"""Writers of one SQLite file come in turn, also beside one that never rests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import turnstile
from storage.database import Database
from storage.schema import migrate
from storage.turnstile import Turnstile
from storage.unit_of_work import UnitOfWork
from tests.storage.conftest import Clock


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'books.db'}"
    migrate(url)
    return url


@pytest.fixture
def restless(url: str, clock: Clock) -> Iterator[Database]:
    """A process that writes one batch after the other."""
    goes_on = True

    def writes(uow: UnitOfWork) -> None:
        uow.take_number()
        until = time.monotonic() + 0.01
        while time.monotonic() < until:
            pass
        if goes_on:
            database.submit(writes)

    with Database(url, clock=clock, process_number=1) as database:
        database.submit(writes)
        database.submit(writes)
        yield database
        goes_on = False
        database.write_now(lambda uow: None)
        database.write_now(lambda uow: None)


def test_whoever_waits_comes_next(url: str, clock: Clock, restless: Database) -> None:
    with Database(url, clock=clock, process_number=2) as other:
        before = restless.statistics.commits
        for _ in range(10):
            other.write_now(lambda uow: uow.take_number())
        assert 5 <= restless.statistics.commits - before <= 20


def test_a_turn_ends_with_who_had_it(tmp_path: Path) -> None:
    first, second = (Turnstile(str(tmp_path / "books.db")) for _ in range(2))
    first.take()
    waiting = threading.Thread(target=second.take)
    waiting.start()
    first.close()
    waiting.join(5)
    assert not waiting.is_alive()


def test_nobody_is_kept_out_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turnstile, "PATIENCE_SECONDS", 0.01)
    first, second = (Turnstile(str(tmp_path / "books.db")) for _ in range(2))
    first.take()
    second.take()
    second.give()
