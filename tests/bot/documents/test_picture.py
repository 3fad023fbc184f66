"""Pictures: crisp on a phone, light on bytes, the same every time, whatever the names are."""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.documents.picture import keep, png
from bot.render import Renderer
from ledger.aging import BY_DUE

DAY = date(2026, 12, 3)
HOSTILE = "{{ 7*7 }}</text><script>&\u202e\x00*永盛*"


def aging(*fen: int) -> dict[str, Any]:
    buckets = [{"label": label, "fen": amount} for label, amount in zip(BY_DUE.labels, fen, strict=True)]
    return {
        "today": DAY,
        "buckets": buckets,
        "overdue": sum(fen[1:]),
        "outstanding": sum(fen),
        "kind": "daily",
    }


def top(name: str) -> dict[str, Any]:
    lines = [{"customer": name, "fen": 1_234_500, "days": days} for days in (0, 5, 45, 75, 120, 200, 400)]
    return {"today": DAY, "lines": lines, "total": 8_641_500, "left": 0, "left_fen": 0}


def drawn(template: str, context: dict[str, Any]) -> bytes:
    return png(Renderer().render(template, context))


def size(picture: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


@pytest.mark.parametrize("fen", [(0,) * 7, (1, 0, 0, 0, 0, 0, 0), (10**12, 1, 10**9, 0, 5, 7, 10**11)])
def test_an_aging_picture_is_light_and_of_one_size(fen: tuple[int, ...]) -> None:
    picture = drawn("pictures/aging.svg", aging(*fen))
    assert size(picture) == (750, 590)
    assert len(picture) < 60_000


def test_every_figure_stands_on_its_bar() -> None:
    svg = Renderer().render(
        "pictures/aging.svg", aging(1_872_000_00, 231_000_00, 0, 98_000_00, 0, 0, 65_123_00)
    )
    for figure in ("187.2万", "23.1万", "9.8万", "6.5万", "226.6万"):
        assert figure in svg


def test_the_same_figures_are_the_same_bytes() -> None:
    context = aging(5_000_00, 4_000_00, 3_000_00, 2_000_00, 1_000_00, 0, 7)
    assert drawn("pictures/aging.svg", context) == drawn("pictures/aging.svg", context)


def test_a_longer_bar_has_more_ink() -> None:
    assert drawn("pictures/aging.svg", aging(1, 9, 0, 0, 0, 0, 0)) != drawn(
        "pictures/aging.svg", aging(9, 1, 0, 0, 0, 0, 0)
    )


def test_hostile_names_are_only_names() -> None:
    svg = Renderer().render("pictures/top.svg", top(HOSTILE))
    assert "<script>" not in svg
    assert "49" not in svg.replace("1.2万", "")[:400]
    assert size(png(svg))[0] == 750


def test_lines_over_time_are_drawn_with_one_point_and_with_many() -> None:
    for points in (1, 2, 13):
        series = [{"name": "实收", "fen": [0] * points}, {"name": "预计", "fen": [10**8] * points}]
        labels = [f"{number}周" for number in range(points)]
        context = {"today": DAY, "title": "回款", "subtitle": "", "labels": labels, "series": series}
        assert size(drawn("pictures/trend.svg", context)) == (750, 600)


def test_a_picture_is_kept_once(tmp_path: Path) -> None:
    svg = Renderer().render("pictures/aging.svg", aging(1, 2, 3, 4, 5, 6, 7))
    first, second = keep(svg, tmp_path), keep(svg, tmp_path)
    assert first == second
    assert [path.name for path in (tmp_path / "pictures").iterdir()] == [Path(first).name]


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r".+"):
        keep("no picture", tmp_path)
    assert list((tmp_path / "pictures").iterdir()) == []


def supposed(before: int, after: int, name: str = HOSTILE) -> dict[str, Any]:
    return {
        "today": DAY,
        "day": date(2027, 2, 6),
        "customer": name,
        "kind": "pays",
        "before": {"net": before, "overdue": before},
        "after": {"net": after, "overdue": max(0, after)},
        "buckets": [{"label": label, "before": before, "after": 0} for label in BY_DUE.labels],
    }


@pytest.mark.parametrize(("before", "after"), [(0, 0), (62_000_000, -8_000_000), (10**12, 1)])
def test_before_and_after_stand_side_by_side(before: int, after: int) -> None:
    picture = drawn("pictures/what_if.svg", supposed(before, after))
    assert size(picture) == (750, 1136)
    assert len(picture) < 80_000


def test_money_too_much_is_an_empty_bar_with_its_sum() -> None:
    svg = Renderer().render("pictures/what_if.svg", supposed(62_000_000, -8_000_000))
    assert "多付 8万" in svg
    assert "stroke-dasharray" in svg


@pytest.mark.parametrize("fen", [0, 1, 500_000, 10**9, 10**12])
@pytest.mark.parametrize("count", [1, 13])
def test_weeks_stand_below_each_other(fen: int, count: int) -> None:
    weeks = [{"start": DAY, "fen": fen, "low": fen // 2, "high": 2 * fen}] * count
    context = {
        "today": DAY,
        "customer": HOSTILE,
        "count": count,
        "expected": fen,
        "low": fen // 2,
        "high": 2 * fen,
        "band": 80,
        "past": [{"start": DAY, "fen": fen}],
        "weeks": weeks,
    }
    picture = drawn("pictures/weeks.svg", context)
    assert size(picture) == (750, 206 + 46 * (count + 1))
    assert "<script>" not in Renderer().render("pictures/weeks.svg", context)
