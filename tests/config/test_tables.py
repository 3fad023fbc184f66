"""aging.toml and calendar.toml."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from lunar_python import Lunar, Solar

from config.aging import load_buckets
from config.calendar import CalendarYear, load_calendar, published

YEARS = load_calendar()


def lunar(year: int, month: int, day: int) -> date:
    return date.fromisoformat(Lunar.fromYmd(year, month, day).getSolar().toYmd())


def test_the_buckets_of_the_interface() -> None:
    names = [bucket.name for bucket in load_buckets()["due"].buckets]
    assert names == ["not_due", "1-30", "31-60", "61-90", "91-180", "181-365", ">365"]


GAPS = [
    "{name='a', up_to=5}",
    "{name='a'}, {name='b'}",
    "{name='a', up_to=5}, {name='b', up_to=1}, {name='c'}",
]


@pytest.mark.parametrize("ends", GAPS)
def test_buckets_that_leave_a_gap_are_refused(tmp_path: Path, ends: str) -> None:
    (tmp_path / "aging.toml").write_text(f"[due]\nunit='days'\nbuckets=[{ends}]")
    with pytest.raises(ValueError, match="only the last bucket has none"):
        load_buckets(tmp_path / "aging.toml")


@pytest.mark.parametrize("year", YEARS)
def test_a_provisional_year_holds_the_days_of_the_law(year: int) -> None:
    spring = lunar(year, 1, 1)
    clear_bright = Solar.fromYmd(year, 4, 4).getLunar().getJieQiTable()["清明"].toYmd()
    law = {date(year, 1, 1), *(spring + timedelta(days) for days in range(-1, 3))}
    law |= {date.fromisoformat(clear_bright), date(year, 5, 1), date(year, 5, 2), lunar(year, 5, 5)}
    law |= {lunar(year, 8, 15), *(date(year, 10, day) for day in (1, 2, 3))}
    assert YEARS[year].rest_days == law or not YEARS[year].provisional


def test_a_day_under_the_wrong_year_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("[2027]\nprovisional=true\nrest_days=[2026-01-01]\nworkdays=[]")
    with pytest.raises(ValueError, match="2026-01-01 cannot stand here"):
        load_calendar(tmp_path / "c.toml")


def test_the_file_wins_over_the_library() -> None:
    year = CalendarYear(provisional=False, rest_days=frozenset({date(2026, 3, 3)}), workdays=frozenset())
    days = published({2026: year})
    assert {day for day in days.rest_days if day.year == 2026} == {date(2026, 3, 3)}
    assert date(2025, 10, 1) in days.rest_days
    assert 2026 in days.announced


def test_a_provisional_year_is_not_announced() -> None:
    days = published(load_calendar())
    assert date(2027, 2, 8) in days.rest_days
    assert 2027 not in days.announced
