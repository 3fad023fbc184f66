"""Days, periods and deadlines, said on Wednesday 2026-10-14 unless a test says otherwise."""

from __future__ import annotations

import time as clock
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.language.dates import as_past, find_dates
from handlers.language.datespan import DateSpan
from handlers.language.festivals import WORDS, last_festival, next_festival, nth_weekday
from handlers.language.lunar import lunar_day, next_lunar, prepare
from handlers.language.normalise import normalise
from handlers.language.workdays import add_workdays, is_workday, is_year_known


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("Asia/Shanghai"))  # type: ignore[misc, arg-type]


NOW = at(2026, 10, 14, 9, 30)


def only(text: str, now: datetime = NOW) -> DateSpan:
    (found,) = find_dates(normalise(text).text, now)
    return found


DAYS = (
    # by the calendar
    ("2026年11月3日还", "2026-11-03"),
    ("2026-11-03", "2026-11-03"),
    ("2026/11/3前", "2026-11-03"),
    ("2026.11.3", "2026-11-03"),
    ("20261103", "2026-11-03"),
    ("26-11-3", "2026-11-03"),
    ("11/3/26", "2026-11-03"),
    ("11-3", "2026-11-03"),
    ("11.30", "2026-11-30"),
    ("11/30付", "2026-11-30"),
    ("11月3号", "2026-11-03"),
    ("11 月 3 日", "2026-11-03"),
    ("十一月三号", "2026-11-03"),
    ("十一月三十", "2026-11-30"),
    ("二零二七年二月一号", "2027-02-01"),
    ("二〇二七年三月五日", "2027-03-05"),
    ("27年4月2号", "2027-04-02"),
    ("2月3号", "2027-02-03"),
    ("元月8号", "2027-01-08"),
    ("明年5月6号", "2027-05-06"),
    ("10月14号", "2026-10-14"),
    ("20号", "2026-10-20"),
    ("二十号", "2026-10-20"),
    ("廿号", "2026-10-20"),
    ("14号", "2026-11-14"),
    ("8号之前", "2026-11-08"),
    ("31日", "2026-10-31"),
    ("上次的8号", "2026-10-08"),
    ("欠三千五月底还", "2026-10-31"),
    ("欠3万12月底还", "2026-12-31"),
    ("两千零二十七年三月一日", "2027-03-01"),
    ("去年的今天", "2025-10-14"),
    ("2027年的最后一天", "2027-12-31"),
    ("下个月第一天", "2026-11-01"),
    ("年内", "2026-12-31"),
    ("一个半月后", "2026-11-29"),
    ("国庆节当天", "2027-10-01"),
    ("11月3日(含)前", "2026-11-03"),
    ("11月3日24点前", "2026-11-03"),
    ("本月28号", "2026-10-28"),
    ("下月31号", "2026-11-30"),
    ("下个月7", "2026-11-07"),
    ("下下个月2号", "2026-12-02"),
    ("上个月9号", "2026-09-09"),
    ("前年6月1号", "2024-06-01"),
    # ends and parts
    ("月底", "2026-10-31"),
    ("月末前", "2026-10-31"),
    ("下个月底", "2026-11-30"),
    ("12月底前", "2026-12-31"),
    ("2月底", "2027-02-28"),
    ("月中", "2026-10-15"),
    ("11月中旬", "2026-11-20"),
    ("11月上旬", "2026-11-10"),
    ("下旬", "2026-10-31"),
    ("年底", "2026-12-31"),
    ("明年年底前", "2027-12-31"),
    ("季度末", "2026-12-31"),
    ("下季度末", "2027-03-31"),
    ("2027年二季度末", "2027-06-30"),
    ("欠3000年底还", "2026-12-31"),
    ("欠4000元月底还", "2026-10-31"),
    # weekdays
    ("周五", "2026-10-16"),
    ("周三", "2026-10-21"),
    ("星期1", "2026-10-19"),
    ("礼拜天", "2026-10-18"),
    ("本周五前", "2026-10-16"),
    ("这周一", "2026-10-12"),
    ("下周一", "2026-10-19"),
    ("下个礼拜六", "2026-10-24"),
    ("下下周四", "2026-10-29"),
    ("上周五", "2026-10-09"),
    ("周末", "2026-10-18"),
    ("下周内", "2026-10-25"),
    ("11月第二个周五", "2026-11-13"),
    ("下个月最后一个星期一", "2026-11-30"),
    # from today
    ("今天", "2026-10-14"),
    ("明儿", "2026-10-15"),
    ("聽日", "2026-10-15"),
    ("大后天", "2026-10-17"),
    ("前天", "2026-10-12"),
    ("大前天", "2026-10-11"),
    ("今晚", "2026-10-14"),
    ("5天后", "2026-10-19"),
    ("十天之内", "2026-10-24"),
    ("45日内", "2026-11-28"),
    ("再过三天", "2026-10-17"),
    ("两周后", "2026-10-28"),
    ("一星期内", "2026-10-21"),
    ("三个月后", "2027-01-14"),
    ("半个月内", "2026-10-29"),
    ("半年后", "2027-04-14"),
    ("一年后", "2027-10-14"),
    ("6天前", "2026-10-08"),
    ("3-5天内", "2026-10-19"),
    ("两个工作日内", "2026-10-16"),
    ("4个工作日后", "2026-10-20"),
    # the lunar calendar and festivals
    ("腊月十八", "2027-01-25"),
    ("冬月初一", "2026-12-09"),
    ("农历九月初十", "2026-10-19"),
    ("正月十五", "2027-02-20"),
    ("大年初三", "2027-02-08"),
    ("八月十五", "2027-09-15"),
    ("年前", "2027-02-05"),
    ("除夕", "2027-02-05"),
    ("春节前", "2027-02-05"),
    ("春节前两周", "2027-01-23"),
    ("中秋", "2027-09-15"),
    ("端午节前", "2027-06-08"),
    ("清明", "2027-04-05"),
    ("冬至", "2026-12-22"),
    ("元旦", "2027-01-01"),
    ("欠5万元旦给", "2027-01-01"),
    ("国庆前", "2027-09-30"),
    ("五一", "2027-05-01"),
    ("去年中秋", "2025-10-06"),
    ("今年除夕", "2027-02-05"),
    ("大年三十", "2027-02-05"),
    ("农历二十", "2026-10-29"),
    # put together
    ("11月3号，星期二", "2026-11-03"),
    ("月底前两天", "2026-10-29"),
    ("元旦后三天", "2027-01-04"),
    ("20号左右", "2026-10-20"),
    ("明天下午三点半", "2026-10-15"),
)


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_date_is_read(text: str, day: str) -> None:
    assert only(text).day == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "first", "last", "kind"),
    [
        ("20号到25号", "2026-10-20", "2026-10-25", "range"),
        ("10-18号", "2026-10-10", "2026-10-18", "range"),
        ("11月1号到15号", "2026-11-01", "2026-11-15", "range"),
        ("11.20-12.5", "2026-11-20", "2026-12-05", "range"),
        ("周一到周五", "2026-10-12", "2026-10-16", "range"),
        ("25、26号", "2026-10-25", "2026-10-26", "range"),
        ("11月28日-12月3日", "2026-11-28", "2026-12-03", "range"),
        ("上个月", "2026-09-01", "2026-09-30", "period"),
        ("本周", "2026-10-12", "2026-10-18", "period"),
        ("上周", "2026-10-05", "2026-10-11", "period"),
        ("11月份", "2026-11-01", "2026-11-30", "period"),
        ("11月到12月", "2026-11-01", "2026-12-31", "period"),
        ("今年", "2026-01-01", "2026-12-31", "period"),
        ("三季度", "2026-07-01", "2026-09-30", "period"),
        ("上半年", "2026-01-01", "2026-06-30", "period"),
        ("最近20天", "2026-09-24", "2026-10-14", "period"),
        ("近两个月", "2026-08-14", "2026-10-14", "period"),
    ],
)
def test_ranges_and_periods_have_two_ends(text: str, first: str, last: str, kind: str) -> None:
    found = only(text)
    assert (str(found.from_day), str(found.to_day), found.kind) == (first, last, kind)
    assert found.day == found.to_day


@pytest.mark.parametrize(
    "text", ["2月30号", "13月2号", "11月31日", "32号", "2026-02-29", "2026年4月31日", "0号"]
)
def test_an_impossible_date_is_found_and_not_guessed(text: str) -> None:
    assert (only(text).kind, only(text).day) == ("impossible", None)


@pytest.mark.parametrize(
    "text", ["过几天", "过两天", "改天", "年后", "这两天", "发工资", "两三天后", "十来天", "个把月", "节后"]
)
def test_a_vague_time_has_no_day(text: str) -> None:
    assert (only(text).kind, only(text).day) == ("vague", None)


@pytest.mark.parametrize(
    "text",
    [
        "5号楼",
        "3号店",
        "30天",
        "三台",
        "8500",
        "今日头条",
        "5.5万",
        "3.8折",
        "11.5元",
        "欠11.20",
        "一周三次",
        "12箱",
        "二十一块",
        "老周五金",
    ],
)
def test_other_words_are_no_dates(text: str) -> None:
    assert find_dates(text, NOW) == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3号打的", "2026-10-03"),
        ("14号打的", "2026-10-14"),
        ("周五送的", "2026-10-09"),
        ("周三拉的", "2026-10-14"),
        ("11月3号拿的货", "2025-11-03"),
        ("月底结的", "2026-09-30"),
        ("中秋拿的", "2026-09-25"),
        ("腊月十八拿的", "2026-02-05"),
        ("昨天打的", "2026-10-13"),
    ],
)
def test_the_same_words_of_a_fact_mean_the_last_such_day(text: str, day: str) -> None:
    assert as_past(only(text), NOW).day == date.fromisoformat(day)


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


def test_an_unpublished_year_counts_monday_to_friday_and_says_so() -> None:
    far = at(2035, 5, 4)
    found = only("三个工作日内", far)
    assert (str(found.day), found.workday_year_known) == ("2035-05-09", False)
    assert not is_year_known(2035)


def test_prepared_years_need_no_further_work() -> None:
    prepare(date(2026, 10, 14))
    started = clock.perf_counter()
    assert str(only("腊月十八").day) == "2027-01-25"
    assert str(only("冬至").day) == "2026-12-22"
    assert clock.perf_counter() - started < 0.005


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


def test_a_long_paste_takes_time_in_proportion() -> None:
    started = clock.perf_counter()
    find_dates("下个月15号前 3天后 2026-10-1 " * 300 + "1" * 3000 + "月" * 2000 + "下" * 2000, NOW)
    assert clock.perf_counter() - started < 2
