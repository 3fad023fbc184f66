"""The time a digest speaks of: since the last one, last week, or last month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from config.company import CompanySettings
from handlers.digest_setting import WEEK
from handlers.language.workdays import add_workdays, is_workday, is_year_known
from storage.unit_of_work import UnitOfWork

_DAY = timedelta(1)
_SOON = timedelta(3)  # as the ladder's `owner` as shipped


@dataclass(frozen=True, slots=True)
class Period:
    """`kind`: daily | weekly | monthly. The books are shown on `day` and compared with `then`.

    A daily one compares with what was known at `since`, the last digest; the others with what counted on `then`.
    """

    kind: str
    day: date
    then: date
    since: datetime | None = None

    @property
    def first(self) -> date:
        """The first day whose facts are new in it."""
        return self.then if self.kind == "daily" else self.then + _DAY

    @property
    def soon(self) -> tuple[date, date]:
        """The due days that are spoken of as near: each in one daily digest, as the ladder does it."""
        first = max(self.then, self.day - _SOON) + _DAY
        return first + _SOON, self.day + _SOON


def daily(today: date, now: datetime, uow: UnitOfWork) -> Period:
    """Since the last digest; without one since the beginning of the last workday. `now` gives the zone."""
    anchor = uow.anchors.before(today)
    if anchor is not None:
        return Period("daily", today, anchor.taken_at.astimezone(now.tzinfo).date(), anchor.taken_at)
    then = add_workdays(today, -1)
    return Period("daily", today, then, datetime.combine(then, time(), now.tzinfo))


def weekly(today: date) -> Period:
    """The last whole week, Monday to Sunday."""
    sunday = today - timedelta(today.weekday() + 1)
    return Period("weekly", sunday, sunday - timedelta(7))


def monthly(today: date) -> Period:
    """The last whole month."""
    last = today.replace(day=1) - _DAY
    return Period("monthly", last, last.replace(day=1) - _DAY)


def whole(which: str, of: date | None, today: date) -> Period:
    """The week or month of 周报 or 月报 that the day is of; the last whole one for no day, or one that still runs."""
    if which == "周报":
        monday = of - timedelta(of.weekday()) + timedelta(7) if of is not None else today
        return weekly(min(monday, today))
    following = (of.replace(day=1) + timedelta(32)).replace(day=1) if of is not None else today
    return monthly(min(following, today))


def goes_on(settings: CompanySettings, day: date) -> bool:
    """Is this a day of digests?"""
    if WEEK[day.weekday()] in settings.several("digest_days_off"):
        return False
    return settings.choice("digest_days") == "every_day" or is_workday(day)


def is_first_workday_of_week(day: date) -> bool:
    """Monday, or the first workday after it; a week without one has none."""
    return is_workday(day) and not any(
        is_workday(day - timedelta(back)) for back in range(1, day.weekday() + 1)
    )


def is_first_workday_of_month(day: date) -> bool:
    return is_workday(day) and not any(is_workday(day.replace(day=number)) for number in range(1, day.day))


def is_provisional(day: date) -> bool:
    """Its year's days off are not published: workdays are Monday to Friday, and a digest says so."""
    return not is_year_known(day.year)
