from __future__ import annotations

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from config.problems import InvalidSettings
from config.secret_key import secret_key
from config.settings import Settings

EMBEDDED = Settings(database_url="sqlite:///data/qingzhang.db", secret_key=None)
SHARED = Settings(database_url="postgresql://u@h/d", secret_key=None)


def test_the_first_start_makes_a_key_and_the_second_finds_it(tmp_path: Path) -> None:
    first = secret_key(EMBEDDED, tmp_path / "data")
    assert len(first.get_secret_value()) >= 43
    assert secret_key(EMBEDDED, tmp_path / "data") == first


def test_two_houses_have_two_keys(tmp_path: Path) -> None:
    assert secret_key(EMBEDDED, tmp_path / "a") != secret_key(EMBEDDED, tmp_path / "b")


def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    secret_key(EMBEDDED, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_given_key_is_used_and_nothing_written(tmp_path: Path) -> None:
    given = EMBEDDED.model_copy(update={"secret_key": SecretStr("given by hand")})
    assert secret_key(given, tmp_path).get_secret_value() == "given by hand"
    assert list(tmp_path.iterdir()) == []


def test_processes_on_many_machines_must_be_given_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match="QINGZHANG_SECRET_KEY is not set"):
        secret_key(SHARED, tmp_path)
