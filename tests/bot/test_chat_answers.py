"""The answers to what was booked, word for word where the month at 恒达建材 gives them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.render import Renderer
from ledger.receivable import Part
from ledger.terms import Terms

TODAY = date(2026, 12, 3)
DUE = date(2027, 1, 15)
HOSTILE = "**张三** {{ 7*7 }}\n1 记 <x>\u202e" + "长" * 200
QUARTERS = tuple(Part(300_000, date(2027, month, 1)) for month in (1, 2, 3, 4))
BOOKED: dict[str, Any] = {
    "today": TODAY,
    "instead_of": None,
    "customer": "永盛装饰",
    "may_see": True,
    "net": 9_840_000,
    "overdue": 3_200_000,
    "unallocated": 0,
}
DEBT: dict[str, Any] = {
    **BOOKED,
    "fact": "debt",
    "template": "debt/booked.txt",
    "changed": False,
    "is_new": False,
    "amount": 1_200_000,
    "number": 1042,
    "issued_on": TODAY,
    "due_on": DUE,
    "due_source": "said",
    "terms": None,
    "parts": (Part(1_200_000, DUE),),
    "document_no": "",
    "over_limit": False,
}
PAYMENT: dict[str, Any] = {
    **BOOKED,
    "fact": "payment",
    "template": "payment/booked.txt",
    "changed": False,
    "number": 1050,
    "amount": 800_000,
    "fee": 0,
    "received_on": date(2026, 12, 2),
    "account": "bank",
    "waits": True,
    "shares": [{"number": 1003, "amount": 800_000, "left": 400_000}],
    "left": 0,
    "payer": "",
    "holder": "",
    "named": "",
    "cash_in_hand": 0,
    "confirmer": "李姐",
    "rounding": 0,
    "reported": 800_000,
    "after_confirming": 9_040_000,
}
CREDIT: dict[str, Any] = {
    **BOOKED,
    "fact": "credit_note",
    "template": "credit_note/booked.txt",
    "net": 8_964_000,
    "overdue": 0,
    "amount": 126_000,
    "reason": "return",
    "shares": [{"number": 1042, "amount": 126_000, "left": 1_074_000}],
}
LINE = {"fact": "payment", "customer": "宏达五金", "amount": 500_000, "day": date(2026, 12, 2)}


def says(template: str, context: dict[str, Any], **other: Any) -> str:
    return Renderer().render(f"chat/{template}.txt", {"today": TODAY, **context, **other})


def test_a_debt_is_said_as_in_the_month() -> None:
    assert says("debt/booked", DEBT).splitlines() == [
        "记好了 ✓ 永盛装饰 +12,000.00",
        "1月15日(周五)到期 · #1042",
        "净欠 98,400.00，其中超期 32,000.00",
        "错了回“撤销”",
    ]


def test_a_message_that_replaces_an_unbooked_one_says_so() -> None:
    first = says("debt/booked", DEBT, instead_of=12_000_000).splitlines()[0]
    assert first == "12万还没记。按这条记：永盛装饰 +12,000.00，1月15日(周五)到期 #1042"
    assert says("payment/booked", PAYMENT, instead_of=8_000_000).startswith("8万还没记。按这条记：永盛装饰")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"changed": True}, "改好了 ✓ 永盛装饰 12,000.00"),
        ({"is_new": True}, "记好了 ✓ 新客户 永盛装饰 +12,000.00"),
        ({"terms": Terms("net", 30)}, "账期30天：1月15日(周五)到期 · #1042"),
        ({"due_source": "company", "terms": Terms("net", 30)}, "没说日子，按账期30天：1月15日(周五)到期"),
        ({"due_source": "customer", "terms": Terms("net", 45)}, "没说日子，按这家的账期45天"),
        ({"due_source": "company", "terms": Terms("month_end_plus", 30)}, "月结30=当月货次月底付"),
        ({"due_on": None, "terms": Terms("after_event", 30, event="delivery")}, "到期日等：货到后30天付 · #"),
        ({"issued_on": date(2026, 12, 1)}, "12月1日的货，1月15日(周五)到期 · #1042"),
        ({"due_on": date(2026, 12, 1)}, "12月1日(周二)已超期"),
        ({"document_no": "8831"}, "#1042 单号8831"),
        ({"over_limit": True}, "其中超期 32,000.00，超额度未批"),
        ({"overdue": 0}, "净欠 98,400.00，超期 0"),
        ({"net": 0, "overdue": 0}, "账清了，不欠了"),
        ({"net": -50_000, "unallocated": 50_000}, "不欠了，多付的 500.00 先存着"),
        ({"unallocated": 50_000}, "，多付的 500.00 先存着"),
        ({"parts": QUARTERS}, "分4批付：1月1日 3,000，2月1日 3,000，3月1日 3,000……最后4月1日"),
        ({"due_on": date(2028, 1, 1)}, "2028年1月1日"),
    ],
)
def test_what_was_not_said_is_said_back(changes: dict[str, Any], expected: str) -> None:
    text = says("debt/booked", DEBT, **changes)
    assert expected in text
    assert len(text.splitlines()) == 4


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (Terms("net"), "当天付"),
        (Terms("month_end_plus"), "月结=当月底付"),
        (Terms("month_end_plus", 45), "月结45=当月底再加45天付"),
        (Terms("month_end_issue", 30), "月结30=拿货后30天付"),
        (Terms("month_end_same_day", 60), "月结60=2个月后同一天付"),
        (Terms("day_of_month", day=15), "每月15号付"),
        (Terms("day_of_month", day=15, months=1), "次月15号付"),
        (Terms("after_event", event="invoice"), "票到付"),
        (Terms("with_next_delivery"), "压批，下批货来付这批"),
        (Terms("before_delivery"), "款到发货"),
    ],
)
def test_terms_are_said_in_words(terms: Terms, words: str) -> None:
    assert words in says("debt/booked", DEBT, due_source="company", terms=terms, due_on=None)


def test_who_may_not_see_figures_gets_none() -> None:
    for template, context in (("debt/booked", DEBT), ("payment/booked", PAYMENT)):
        assert "净欠" not in says(template, context, may_see=False)


def test_money_that_waits_is_said_as_in_the_month() -> None:
    text = says("payment/booked", PAYMENT)
    assert "回款 8,000.00（12月2日），冲最早的 #1003。等李姐确认到账后净欠 90,400.00" in text


def test_cash_in_hand_is_said_as_in_the_month() -> None:
    context = {**PAYMENT, "customer": "张三建材", "amount": 500_000, "received_on": TODAY, "shares": []}
    text = says("payment/booked", context, account="cash", cash_in_hand=500_000)
    assert text.startswith("张三建材 回款 5,000.00 现金，待确认。")
    assert "你手上现金共 5,000.00，交李姐后她点确认。" in text


def test_settled_debts_come_before_what_stays_open() -> None:
    left = {1003: 0, 1011: 0, 1019: 2_840_000}
    shares = [{"number": number, "amount": 1, "left": fen} for number, fen in left.items()]
    context = {**PAYMENT, "amount": 5_000_000, "received_on": TODAY, "waits": False, "shares": shares}
    text = says("payment/booked", context, net=6_964_000, overdue=0)
    assert "永盛装饰 回款 50,000.00：#1003、#1011 结清，#1019 余 28,400.00。净欠 69,640.00，超期 0" in text


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"waits": False}, "冲最早的 #1003，余 4,000.00。净欠 98,400.00，其中超期 32,000.00"),
        ({"waits": False, "named": "3月那笔"}, "，冲 #1003，余 4,000.00"),
        ({"waits": False, "fee": 3_000}, "手续费 30.00 也算他付的"),
        ({"waits": False, "rounding": 3_600}, "抹掉 36.00"),
        ({"waits": False, "rounding": 8_000, "rounding_asked": True}, "差的 80.00 已去问"),
        ({"waits": False, "may_see": False, "left": 50_000}, "多付的 500.00 先存着"),
        ({"account": "bill"}, "8,000.00 承兑"),
        ({"changed": True}, "改好了 ✓ 永盛装饰 回款 8,000.00"),
    ],
)
def test_a_payment_says_what_it_did(changes: dict[str, Any], expected: str) -> None:
    assert expected in says("payment/booked", PAYMENT, **changes)


def test_a_return_is_said_as_in_the_month() -> None:
    text = says("credit_note/booked", CREDIT)
    assert text == "永盛装饰 退货 1,260.00，冲 #1042，净欠 89,640.00，超期 0。不对就回单号。"
    assert "没有可冲的账，先存着" in says("credit_note/booked", CREDIT, shares=[])


def test_several_facts_are_one_answer() -> None:
    asked = {**CREDIT, "template": "credit_note/asked.txt", "asked": True}
    merged = {**DEBT, "template": "booking/merged.txt", "customer": "宏达"}
    lines = [DEBT, {**PAYMENT, "customer": "李四"}, CREDIT, asked, merged]
    text = says("booking/many", {"lines": lines, "heard": False})
    assert text.splitlines()[0] == "记好了 ✓ 5笔"
    assert "永盛装饰 +12,000.00，1月15日到期 #1042" in text
    assert "李四 回款 8,000.00，等确认到账" in text
    assert text.endswith("错了回“撤销”，5笔一起撤")
    assert says("booking/accepted", {"lines": lines, "by": "老王"}).startswith("老王点头了，记好了 ✓")


@pytest.mark.parametrize(
    ("template", "context", "expected"),
    [
        ("booking/dropped", {"lines": [LINE]}, "好，没记：宏达五金 回款 5,000"),
        ("booking/dropped", {"lines": [LINE, {**LINE, "amount": None}]}, "宏达五金 回款 多少没说"),
        (
            "booking/proposed",
            {"lines": [LINE], "customer": "宏达五金", "owner": "小李"},
            "是小李的客户，现金先收着，别退",
        ),
        ("booking/unbooked", {"lines": [LINE]}, "还有1笔没记，等你一句话"),
        ("booking/merged", {**DEBT, "document_no": "8831"}, "12,000.00，补上单号8831"),
        ("credit_note/asked", {**CREDIT, "reason": "rounding", "asked": True}, "还没记：永盛装饰 抹零 1,260"),
        ("credit_note/asked", {**CREDIT, "asked": False}, "没人能批"),
        ("refusal/role", {"fact": "debt", "role": "warehouse"}, "没记。你是仓库，记不了账"),
        ("refusal/role", {"fact": "debt", "role": "none"}, "你还没开通"),
        ("refusal/mixed_owners", {"customers": ["宏达", "永盛"]}, "宏达、永盛"),
        ("refusal/no_owner", {"customer": "宏达"}, "宏达的负责人不在岗"),
        (
            "debt/over_limit",
            {**DEBT, "over": 2_000_000, "limit": 5_000_000, "by": "老周"},
            "额度 5万，超 2万",
        ),
    ],
)
def test_other_answers(template: str, context: dict[str, Any], expected: str) -> None:
    assert expected in says(template, context)


@pytest.mark.parametrize(
    "template", ["debt/booked", "debt/over_limit", "credit_note/booked", "booking/merged"]
)
def test_a_hostile_name_stays_one_short_line(template: str) -> None:
    text = says(template, {**CREDIT, **DEBT, "customer": HOSTILE}, over=1, limit=1, by=HOSTILE)
    assert "{{ 7*7 }}" in text
    assert "\u202e" not in text
    assert "长" not in text
    assert not any(line.startswith("1 记") for line in text.splitlines())
