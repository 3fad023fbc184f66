"""Days that the calendar decides: year turns, working days, lunar months, festivals, and no text breaks it."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.language.dates import as_past, find_dates
from handlers.language.festivals import WORDS, last_festival, next_festival, nth_weekday
from handlers.language.lunar import lunar_day, months, next_lunar, prepare, solar_term
from handlers.language.normalise import normalise
from handlers.language.workdays import add_workdays, is_workday, is_year_known
from tests.handlers.language.circle import heard
from tests.handlers.language.test_dates import NOW, at, only


def test_a_month_of_a_report_is_the_last_one() -> None:
    found = as_past(only("12月份"), NOW)
    assert (str(found.from_day), str(found.to_day)) == ("2025-12-01", "2025-12-31")


def test_the_year_turns() -> None:
    december = at(2026, 12, 28, 9)
    assert str(only("1月15号", december).day) == "2027-01-15"
    assert str(only("下周五", december).day) == "2027-01-08"
    assert str(only("下月底", december).day) == "2027-01-31"


def test_the_29th_of_february_waits_for_a_leap_year() -> None:
    assert str(only("2月29号").day) == "2028-02-29"
    assert str(only("29号", at(2027, 2, 3)).day) == "2027-03-29"


def test_a_weekday_that_does_not_fit_its_date_is_shown() -> None:
    assert only("11月3号周五").weekday_differs
    assert not only("11月3号周二").weekday_differs


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("两年后的3月8号", "2028-03-08"),
        ("四个月后的15号", "2027-02-15"),
        ("三周后的周五", "2026-11-06"),
        ("下周的今天", "2026-10-21"),
        ("2027年 3.8", "2027-03-08"),
        ("元旦第二天", "2027-01-02"),
        ("20号的前一天", "2026-10-19"),
        ("元旦假期后第一个工作日", "2027-01-04"),
        ("下周第一个工作日", "2026-10-19"),
        ("这个月最后一个工作日", "2026-10-30"),
        ("下个工作日", "2026-10-15"),
        ("下月头一天", "2026-11-01"),
        ("七日后", "2026-10-21"),
        ("25日后", "2026-10-25"),
        ("二十八日以后", "2026-10-28"),
        ("11月7日后", "2026-11-07"),
        ("两日前", "2026-10-12"),
        ("年廿六", "2027-02-02"),
        ("农历新年", "2027-02-06"),
        ("农历2026年腊月初八", "2027-01-15"),
        ("七月半", "2027-08-16"),
        ("7月半", "2027-07-15"),
        ("五月节", "2027-06-09"),
        ("5-8-27", "2027-05-08"),
        ("二十分钟后", "2026-10-14"),
    ],
)
def test_a_day_said_of_another_time(said: str, day: str) -> None:
    assert str(only(said).day) == day


def test_the_clock_is_kept() -> None:
    assert only("明天下午3点20").at == time(15, 20)
    assert only("晚上8点半").at == time(20, 30)
    assert (only("15:05").kind, only("15:05").day) == ("time", None)


def test_flags_say_how_the_day_was_meant() -> None:
    assert only("20号之前").before
    assert only("20号以后").after
    assert only("昨天").past
    assert only("5天后").future
    assert (only("5天后").days, only("5天后").unit) == (5, "day")
    assert only("每周五").every == "week"
    assert only("每月8号").every == "month"
    assert only("11.30").weak
    assert only("二十号前后").approximate


def test_spans_stand_in_the_text() -> None:
    text = "昨天拉的货，下月10号前给一半，余款年底"
    assert [span.text for span in find_dates(text, NOW)] == ["昨天", "下月10号前", "年底"]
    for span in find_dates(text, NOW):
        assert text[span.start : span.end] == span.text


def test_working_days_follow_the_calendar() -> None:
    # The 10th of October 2026 is worked for the holiday of the 1st to the 7th.
    assert not is_workday(date(2026, 10, 5))
    assert is_workday(date(2026, 10, 10))
    assert add_workdays(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert add_workdays(date(2026, 10, 8), -1) == date(2026, 9, 30)


def test_the_prepared_days_of_a_year_to_come_are_off_and_provisional() -> None:
    found = only("三个工作日内", at(2027, 2, 4))
    assert (str(found.day), found.workday_year_known) == ("2027-02-11", False)


def test_an_unpublished_year_counts_monday_to_friday_and_says_so() -> None:
    far = at(2035, 5, 4)
    found = only("三个工作日内", far)
    assert (str(found.day), found.workday_year_known) == ("2035-05-09", False)
    assert not is_year_known(2035)


def test_prepared_years_need_no_further_work() -> None:
    prepare(date(2026, 10, 14))
    worked_out = (months.cache_info().misses, solar_term.cache_info().misses)
    assert str(only("腊月十八").day) == "2027-01-25"
    assert str(only("冬至").day) == "2026-12-22"
    assert (months.cache_info().misses, solar_term.cache_info().misses) == worked_out


def test_lunar_days_know_leap_months_and_short_months() -> None:
    assert lunar_day(2025, -6, 1) == date(2025, 7, 25)
    assert lunar_day(2026, -6, 1) is None
    assert lunar_day(2026, 12, 0) == date(2027, 2, 5)
    assert lunar_day(2026, 12, 31) is None
    assert next_lunar(12, 30, date(2026, 3, 1)) == date(2027, 2, 5)
    assert next_lunar(-6, 15, date(2026, 3, 1)) is None
    assert next_lunar(1, 1, date(2026, 2, 17)) == date(2026, 2, 17)


def test_every_festival_has_a_next_and_a_last_day() -> None:
    today = date(2026, 10, 14)
    for word in WORDS:
        coming, gone = next_festival(word, today), last_festival(word, today)
        assert coming is not None
        assert gone is not None
        assert gone <= today <= coming


def test_the_fifth_weekday_may_be_missing() -> None:
    assert nth_weekday(2026, 11, 0, 5) == date(2026, 11, 30)
    assert nth_weekday(2026, 11, 1, 5) is None
    assert nth_weekday(2026, 12, 3, -1) == date(2026, 12, 31)


TIME_WORDS = (
    "下 上 个 月 周 星期 年 号 日 底 初 前 后 内 3 15 31 三 十 二十 到 - / . 天 工作日 农历 腊月 闰 正月 初五 除夕 "
    "中秋 春节 明年 去年 每 半 过 最近 ， 5000 点 :"
)
WORDS_OF_TIME = st.sampled_from(TIME_WORDS.split())


@settings(deadline=None)  # the first sight of a lunar year costs 10 ms
@given(
    st.lists(WORDS_OF_TIME, max_size=10).map("".join),
    st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2060-01-01")),
)
def test_no_row_of_words_breaks_the_calendar(text: str, now: datetime) -> None:
    end = 0
    for span in find_dates(normalise(text).text, now):
        assert end <= span.start < span.end <= len(text)
        assert (span.day is None) == (span.kind in ("impossible", "vague", "time"))
        as_past(span, now)
        end = span.end


@given(st.text(max_size=200))
def test_no_text_breaks_the_search(text: str) -> None:
    find_dates(normalise(text).text, NOW)


def test_a_long_paste_is_read_to_its_end() -> None:
    found = find_dates("下个月15号前 3天后 2026-10-1 " * 300 + "1" * 3000 + "月" * 2000 + "下" * 2000, NOW)
    assert len(found) >= 900


@pytest.mark.parametrize(
    ("text", "fen", "day"),
    [
        ("青禾欠6000 十五给", 600000, "2026-12-15"),
        ("青禾欠6000十五给", 600000, None),
        ("青禾欠四千 十五给", 400000, "2026-12-15"),
        ("青禾欠6000 这个月20几号给", 600000, "2026-12-31"),
        ("青禾欠6000 1月十几号给", 600000, "2027-01-20"),
        ("青禾欠6000 下个月头给", 600000, "2027-01-01"),
        ("青禾欠6000 春节后初八付", 600000, "2027-02-13"),
        ("青禾欠6000 明年开年给", 600000, None),
        ("青禾拿货6000 次月结30天", 600000, "2027-01-30"),
    ],
)
def test_a_day_beside_a_sum_is_no_part_of_it(text: str, fen: int, day: str | None) -> None:
    record = heard(text).records[0]
    assert (record.amount, record.due_on and record.due_on.isoformat()) == (fen, day)
