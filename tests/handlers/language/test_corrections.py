"""A record put right: which sum, day or name takes the place of which, however it is worded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("顾九那单是一万五 我多按了个0", 1_500_000),
        ("长乐少算了 应该是3200 原来写的是3020", 320_000),
        ("老曹那个其实是¥940，刚才打成¥490", 94_000),
        ("刚刚青禾的1万8写反了，8万1才是", 8_100_000),
        ("手抖了 是730", 73_000),
        ("上面那笔1500改1800，他又补给我300", 180_000),
        ("青禾7300打成3700了", 730_000),
        ("刚记的青禾7300 应该3700", 370_000),
        ("刚才那个2000是200", 20_000),
        ("订正一下：青禾2.5w", 2_500_000),
        ("更正：借方应为8,640.00，原记6,840.00，客户老曹", 864_000),
        ("刚刚那个数我眼花了 是三百八不是八百三", 38_000),
        ("青禾那单重新算过了，按8200记", 820_000),
        ("青禾那个数不对，应该是6600", 660_000),
        ("唔系啊，系四千二，顾九嗰笔", 420_000),
    ],
)
def test_the_right_sum_takes_the_place_of_the_wrong_one(text: str, fen: int) -> None:
    (record,) = heard(text).records
    assert (record.intent, record.amount) == (Intent.CORRECT, fen)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("青禾那笔还款日挪到12月20号，跟老板说好了的", date(2026, 12, 20)),
        ("顾九的账期我记错了，到期应该是1月15号", date(2027, 1, 15)),
        ("青禾的账期延到下周五", date(2026, 12, 11)),
        ("长乐那笔别写月底，是12月22号", date(2026, 12, 22)),
        ("老曹到期日不是30号 是12月8号 麻烦改改", date(2026, 12, 8)),
    ],
)
def test_the_day_of_a_debt_is_put_right(text: str, due: date) -> None:
    (record,) = heard(text).records
    assert (record.intent, record.due_on, record.extra["field"]) == (Intent.CORRECT, due, "due_date")


@pytest.mark.parametrize(
    ("text", "extra"),
    [
        ("刚才那笔是顾九的，我记到青禾头上去了", {"field": "customer", "old_customer": "青禾建材"}),
        ("顾九那笔3300记到青禾名下了", {"old_customer": "青禾建材", "old_amount": "3300"}),
        ("#1103 名字有误，正确为顾九", {"field": "customer", "number": 1103}),
        ("刚才那笔的账期改30天", {"field": "terms", "terms_days": 30}),
        ("青禾的送货单号8831", {"field": "doc_no", "doc_no": "8831"}),
        ("刚那单少算两箱 加460", {"field": "amount", "delta": "460"}),
        ("刚那笔多算了运费 减80", {"field": "amount", "delta": "-80"}),
        ("上一笔票号写错了 是 04417723", {"field": "invoice_no", "invoice_no": "04417723"}),
        ("昨儿记的长乐那单日子不对 是19号送的", {"field": "booked_on", "booked_on": date(2026, 11, 19)}),
        ("刚才那笔日期不对 是30号收的", {"field": "paid_on", "paid_on": date(2026, 11, 30)}),
    ],
)
def test_a_name_terms_or_number_is_put_right(text: str, extra: dict[str, Any]) -> None:
    (record,) = heard(text).records
    assert record.intent is Intent.CORRECT
    assert extra.items() <= record.extra.items()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("青禾说金额不对 应该是8600", Intent.DISPUTE),
        ("青禾账期改成45天", Intent.CUSTOMER_UPDATE),
        ("青禾说推迟到15号付", Intent.PROMISE),
        ("青禾欠5000 不对 是8000", Intent.RECORD_DEBT),
        ("青禾昨天的货按3500算 月底付", Intent.RECORD_DEBT),
    ],
)
def test_what_looks_like_a_correction_stays_what_it_is(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent
