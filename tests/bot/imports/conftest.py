"""The office that imports happen in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.imports.office import Office, opened
from tests.storage.conftest import migrated_url, sqlite_template

__all__ = ["migrated_url", "sqlite_template"]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return opened(tmp_path, f"sqlite:///{tmp_path / 'books.db'}", monkeypatch)
