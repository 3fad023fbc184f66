"""A rough quarter leaves what a calm one leaves: nothing twice, nothing lost, nobody disturbed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.aftermath import Outcome, faults_of
from benchmarks.quarter import days_of
from benchmarks.soak import quarter

DAYS = 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("soak")


async def lived(folder: Path, seed: int, *, is_rough: bool) -> Outcome:
    name = f"{'rough' if is_rough else 'calm'}-{seed}.db"
    return await quarter(f"sqlite:///{folder / name}", folder, seed, is_rough=is_rough, days=DAYS)


async def test_outages_kills_and_two_schedulers_lose_nothing_and_double_nothing(folder: Path) -> None:
    calm, rough = [await lived(folder, 3, is_rough=is_rough) for is_rough in (False, True)]
    assert rough.kills
    assert len(rough.rows) > 40
    assert faults_of(rough, calm) == []


async def test_the_soak_would_see_what_is_wrong(folder: Path) -> None:
    calm = await lived(folder, 4, is_rough=False)
    twice = replace(calm, shown=[*calm.shown, *(one for one in calm.shown if "content" in one[1])])
    assert faults_of(twice, calm)
    unseen = replace(calm, shown=[])
    assert faults_of(unseen, calm)
    lost = replace(calm, stages={})
    assert faults_of(lost, calm)


def test_a_seed_is_always_the_same_quarter() -> None:
    assert days_of(7) == days_of(7) != days_of(8)
    assert days_of(7)[0][0] == date(2026, 10, 9)
