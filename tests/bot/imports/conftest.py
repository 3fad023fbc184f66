"""The office that imports happen in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.imports.office import Office, opened


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return opened(tmp_path, f"sqlite:///{tmp_path / 'books.db'}", monkeypatch)
