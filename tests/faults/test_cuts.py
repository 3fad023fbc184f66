"""The bot's connection cut and its owner killed: nothing booked or answered twice, nothing unanswered hidden."""

from __future__ import annotations

from pathlib import Path

from benchmarks.cuts import run


async def test_cuts_and_a_kill_double_nothing_and_hide_nothing(tmp_path: Path) -> None:
    assert await run(tmp_path, cuts=6, kills=1, seed=7) == 0
