"""Reports are asked for by a name and what narrows them; a message with more in it is something else."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.language.names import NameEntry, NameIndex
from handlers.language.reader import read
from handlers.language.reading import Intent, Reading
from handlers.language.reports import topic_of

NOW = datetime(2026, 12, 3, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
INDEX = NameIndex([NameEntry(1, "永盛装饰", ()), NameEntry(2, "小李建材", ())], 1)


def reading(text: str) -> Reading:
    return read(text, now=NOW, role="manager", index=INDEX)


@pytest.mark.parametrize(
    ("text", "report", "by"),
    [
        ("账龄", "aging", None),
        ("按行业看账龄", "aging", "industry"),
        ("各销售的账龄", "aging", "salesperson"),
        ("交易频率账龄", "aging", "frequency"),
        ("按金额段账龄", "aging", "amount"),
        ("各地区拖欠原因", "delays", "region"),
        ("卡在哪个环节", "delays", "step"),
        ("哪个行业变差了", "trend", "industry"),
        ("哪个行业超期在涨", "trend", "industry"),
        ("这个月谁回款最多", "receipts", "salesperson"),
        ("哪个业务员超期最多", "aging", "salesperson"),
        ("每个人手上多少超期", "aging", "salesperson"),
        ("哪个地区逾期涨得最快", "trend", "region"),
        ("超期走势", "trend", None),
        ("欠款前十", "debtors", None),
        ("欠款排行榜", "debtors", None),
        ("上个月回款明细", "receipts", None),
        ("今年回款", "receipts", None),
        ("本月新增应收", "debts", None),
        ("新超期的", "fresh", None),
        ("哪些没在催", "silent", None),
        ("没人跟进的客户", "silent", None),
        ("本周催收记录", "log", None),
        ("承诺兑现率", "words", None),
        ("谁说话不算数", "words", None),
        ("DSO", "rates", None),
        ("上季度催收回款率", "rates", None),
        ("账龄迁徙率", "rolls", None),
        ("台账", "items", None),
    ],
)
def test_a_report_is_known_by_its_name(text: str, report: str, by: str | None) -> None:
    found = reading(text)
    assert found.intent is Intent.REPORT
    assert (found.records[0].extra["report"], found.records[0].extra.get("by")) == (report, by)


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("小李的账龄", "小李"),
        ("华东账龄", "华东"),
        ("销售小李的账龄", "小李"),
        ("我的业绩", "我"),
        ("永盛的账龄", "永盛"),
    ],
)
def test_what_is_left_says_whose(text: str, whose: str) -> None:
    assert reading(text).records[0].extra["whose"] == whose


def test_the_days_are_those_gone_by() -> None:
    extra = reading("10月回款明细").records[0].extra
    assert (extra["period_from"], extra["period_to"]) == (date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("这个月比上个月多收了多少", date(2026, 12, 1), date(2026, 12, 31)),
        ("本月回款比上月怎么样", date(2026, 12, 1), date(2026, 12, 31)),
        ("这个月和上个月的回款", date(2026, 11, 1), date(2026, 12, 31)),
    ],
)
def test_of_two_periods_the_one_compared_is_told_or_both(text: str, first: date, last: date) -> None:
    extra = reading(text).records[0].extra
    assert (extra["period_from"], extra["period_to"]) == (first, last)
    assert "whose" not in extra


@pytest.mark.parametrize("text", ["导出应收明细", "把账龄导成excel", "导出欠款前十", "账龄 按行业 导出"])
def test_an_export_is_an_export(text: str) -> None:
    found = reading(text)
    assert found.intent is Intent.EXPORT
    assert found.records[0].extra["export"]


@pytest.mark.parametrize(
    "text",
    [
        "永盛还了8000回款记录一下",
        "永盛欠5万账龄60天",
        "永盛不付款原因是质量",
        "永盛不行了",
        "永盛不催了",
        "永盛先不催",
        "永盛说话不算数",
        "永盛的催收记录",
        "没催",
        "回款了",
        "永盛回款了",
        "收款账户改成 6222",
        "永盛10月回款5000",
        "新增客户 大成包装",
    ],
)
def test_more_than_a_report_is_none(text: str) -> None:
    found = reading(text)
    assert not any("report" in record.extra for record in found.records)


@pytest.mark.parametrize(
    ("text", "has_period", "report"),
    [
        ("上周收了多少钱 出个表", True, "receipts"),
        ("3月份销售欠款汇总", True, "debts"),
        ("账龄帮我弄弄", False, "aging"),
        ("排名", False, "debtors"),
        ("报表", False, ""),
    ],
)
def test_words_that_name_none_plainly_mean_the_nearest(text: str, has_period: bool, report: str) -> None:
    assert topic_of(text, has_period=has_period) == report
