"""Lunar days (农历) on the common calendar."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from lunar_python import LunarYear, Solar

# date.toordinal() of a day is its Julian day less this.
JULIAN = 1721425
FIRST, LAST = 1900, 2099
LAST_MONTH = 12  # 腊月
SEARCHED = 3  # years; a leap month further off is no date that people mean


@lru_cache(maxsize=256)
def months(year: int) -> dict[int, tuple[date, int]]:
    """Of a lunar year: month (negative: leap) → its first day and its length. Empty outside 1900–2099."""
    if not FIRST <= year <= LAST:
        return {}
    found = {}
    for month in LunarYear.fromYear(year).getMonthsInYear():
        if month.getYear() == year:
            first = date.fromordinal(int(month.getFirstJulianDay() + 0.5) - JULIAN)
            found[month.getMonth()] = (first, month.getDayCount())
    return found


def lunar_day(year: int, month: int, day: int) -> date | None:
    """The common day of a lunar one; None where there is no such day. Day 0 is the month's last."""
    first = months(year).get(month)
    if first is None or not 0 <= day <= first[1]:
        return None
    return first[0] + timedelta(days=(day or first[1]) - 1)


def lunar_year_of(day: date) -> int:
    """The lunar year that `day` lies in."""
    first = lunar_day(day.year, 1, 1)
    return day.year if first is None or day >= first else day.year - 1


def lunar_month_of(day: date) -> int:
    """The lunar month that `day` lies in; negative in a leap month."""
    found = months(lunar_year_of(day))
    return next(
        (month for month, (first, size) in found.items() if first <= day < first + timedelta(size)), 0
    )


def next_lunar(month: int, day: int, after: date) -> date | None:
    """The next such lunar day within `SEARCHED` years, `after` itself included; 腊月三十 is 除夕 in every year."""
    year = lunar_year_of(after)
    if (month, day) == (12, 30):
        day = 0
    for candidate in range(year, year + SEARCHED):
        found = lunar_day(candidate, month, day)
        if found is not None and found >= after:
            return found
    return None


def prepare(today: date) -> None:
    """Work out the lunar years and terms a message of `today` may speak of; each costs 10 ms the first time."""
    for year in range(today.year - 1, today.year + SEARCHED):
        months(year)
        solar_term(year, "清明")
        solar_term(year, "冬至")


def next_lunar_day_of_month(day: int, after: date) -> date | None:
    """The next 初五 or 十六 of whatever lunar month comes first, `after` itself included."""
    year = lunar_year_of(after)
    days = (
        first + timedelta(days=day - 1)
        for candidate in (year, year + 1)
        for first, length in months(candidate).values()
        if day <= length
    )
    return min((found for found in days if found >= after), default=None)


@lru_cache(maxsize=64)
def solar_term(year: int, name: str) -> date | None:
    """The day of a 节气 in the common year (清明, 冬至 …); None for another word."""
    # The table of a lunar year begins with the 冬至 before it, so the end of the year stands in the next one.
    for anchor in (year, year + 1):
        found = Solar.fromYmd(anchor, 6, 1).getLunar().getJieQiTable().get(name)
        if found is not None and found.getYear() == year:
            return date(found.getYear(), found.getMonth(), found.getDay())
    return None
