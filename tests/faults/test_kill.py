"""A server killed in mid-work loses nothing that it acknowledged and books nothing twice."""

from __future__ import annotations

from pathlib import Path

from benchmarks.kill import run

ROUNDS = 2


def test_kills_under_load_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    assert run(f"sqlite:///{tmp_path / 'books.db'}", tmp_path, rounds=ROUNDS, seed=7) == 0
