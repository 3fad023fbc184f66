"""Small companies to ask and to tell things, each on a fresh SQLite database (storage tests cover both engines)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.schema import claim_mode, migrate
from tests.handlers.cast import Chat, Clock
from tests.handlers.desk import Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Ask one handler something: `desk.asks(balance.run, customer)`."""
    with open_desk(f"sqlite:///{tmp_path / 'desk.db'}") as desk:
        yield desk


@pytest.fixture(scope="session")
def chat_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("chat") / "qingzhang.db"
    migrate(f"sqlite:///{file}")
    claim_mode(f"sqlite:///{file}", "live")
    return file


@pytest.fixture
def chat(chat_template: Path, tmp_path: Path) -> Iterator[Chat]:
    """Say something as somebody and read the answer: `chat.says("zhou", "撤销")`."""
    file = shutil.copy(chat_template, tmp_path / "chat.db")
    with Database(f"sqlite:///{file}", clock=(clock := Clock()), process_number=1) as database:
        yield Chat(database, clock)
