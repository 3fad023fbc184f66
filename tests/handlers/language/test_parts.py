"""A sum in parts: into how many, how much each time, from which day, however often, and what was paid so already."""

from __future__ import annotations

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    ("text", "fen", "schedule"),
    [
        (
            "青禾9万：首付3万12月5日，余6万1月5日、2月5日各付一半",
            9000000,
            [["30000", "2026-12-05"], ["30000", "2027-01-05"], ["30000", "2027-02-05"]],
        ),
        (
            "长乐6,600元 拆3期，每期2,200，每隔10天一次，首期12月8日",
            660000,
            [["2200", "2026-12-08"], ["2200", "2026-12-18"], ["2200", "2026-12-28"]],
        ),
        ("顾九那400块 每天还200 明天开始", 40000, [["200", "2026-12-04"], ["200", "2026-12-05"]]),
        (
            "远洲7200分两趟付，每半个月3600，12月10号头一趟",
            720000,
            [["3600", "2026-12-10"], ["3600", "2026-12-25"]],
        ),
        (
            "悦来4500分三次，12月8号、1月8号、2月8号，每次1500",
            450000,
            [["1500", "2026-12-08"], ["1500", "2027-01-08"], ["1500", "2027-02-08"]],
        ),
        (
            "青禾8万分两笔，月底3万，剩下5万元旦前",
            8000000,
            [["30000", "2026-12-31"], ["50000", "2026-12-31"]],
        ),
        (
            "长乐43000：年前两笔 12月15日3万 1月15日1万3",
            4300000,
            [["30000", "2026-12-15"], ["13000", "2027-01-15"]],
        ),
        ("青禾#1038分两期：12月18日一半，元月18日一半", None, [[None, "2026-12-18"], [None, "2027-01-18"]]),
    ],
)
def test_each_part_has_its_day(text: str, fen: int | None, schedule: list[list[str | None]]) -> None:
    reading = heard(text)
    record = reading.records[0]
    assert (reading.intent, reading.question, record.amount) == (Intent.INSTALLMENT, None, fen)
    assert record.extra["schedule"] == schedule


@pytest.mark.parametrize(
    ("text", "fen", "each", "periods"),
    [
        ("老曹说拿不出，那三千拆成三个礼拜，每周五一千", 300000, "1000", 3),
        ("周小满3600 一月还九百 分四个月 发薪日8号", 360000, "900", 4),
        ("青禾1万2掰成三份 每月20号4000", 1200000, "4000", 3),
        ("顾九那2400 一个月还600", 240000, "600", 4),
    ],
)
def test_so_much_each_time(text: str, fen: int, each: str, periods: int) -> None:
    record = heard(text).records[0]
    assert (record.intent, record.amount) == (Intent.INSTALLMENT, fen)
    assert (record.extra["each"], record.extra["periods"]) == (each, periods)


@pytest.mark.parametrize(
    "text",
    [
        "悦来每天拿货300 明天结",
        "青禾二期工程款50000",
        "青禾分三次给的 一共6000",
        "长乐拿了三期的货9000",
        "长乐分期能分几期",
    ],
)
def test_no_plan(text: str) -> None:
    assert heard(text).intent is not Intent.INSTALLMENT


def test_parts_that_were_paid_are_asked_for_their_sum() -> None:
    reading = heard("青禾今天付了3期 每期2000")
    assert reading.question is not None
    assert reading.question.options == ({"amount": 600000}, {"amount": 200000})


def test_a_share_to_begin_with_is_asked_about() -> None:
    reading = heard("青禾 36000 首付30% 余款分6个月")
    assert reading.question is not None
    assert reading.question.data["text"] == "首付30%"


def test_what_is_taken_off_every_month_is_a_plan() -> None:
    record = heard("顾九 9000 每月15号扣1500").records[0]
    assert (record.intent, record.extra["each"]) == (Intent.INSTALLMENT, "1500")
