"""Everyday wordings of what is no debt and no payment, and of what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("青禾建材临时提额到15万 到月底", Intent.CREDIT_LIMIT),
        ("给远洲五金降额到3万", Intent.CREDIT_LIMIT),
        ("老曹拍了胸脯 下周五一定付清", Intent.PROMISE),
        ("长乐装饰松口了 月底先给5000", Intent.PROMISE),
        ("悦来酒店说杯子裂了两个 那笔1200不认", Intent.DISPUTE),
        ("顾九那批板子起泡 那2600先不给", Intent.DISPUTE),
        ("后天上午提示我找老曹对账", Intent.REMIND),
        ("老曹那条360别记了 发错人了", Intent.UNDO),
        ("远洲的8600刚才打成6800了", Intent.CORRECT),
        ("你会些什么", Intent.HELP),
        ("20号前该进账的有哪些", Intent.QUERY_DUE),
        ("过了约定还没给的列一下", Intent.QUERY_OVERDUE),
        ("青禾1200全部结清", Intent.RECORD_PAYMENT),
        ("老曹这回忘带钱 记240", Intent.RECORD_DEBT),
        ("还有一车是送青禾的 2000", Intent.RECORD_DEBT),
        ("青禾铝材款3万6 欠着 验收后两个月付", Intent.RECORD_DEBT),
        ("长乐首付三万已到账 余款看合同", Intent.RECORD_PAYMENT),
    ],
)
def test_what_is_wanted(text: str, intent: Intent) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (intent, None)


@pytest.mark.parametrize("text", ["对方原话：你们那3200我上周就付过了", "客户微信回复：那笔1800早转了"])
def test_quoted_words_of_a_customer_are_asked_about(text: str) -> None:
    question = heard(text).question
    assert question is not None
    assert question.kind == "who_said"


def test_who_pays_up_without_a_figure_is_asked_for_it() -> None:
    question = heard("长乐装饰打钱了").question
    assert question is not None
    assert question.kind == "missing_amount"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("老曹那3600是给清了还是没给", Intent.QUERY_BALANCE),
        ("长乐同意下周三先付一半", Intent.PROMISE),
        ("顾九讲根本没收到这批货", Intent.DISPUTE),
        ("青禾那单账期不是45天 是60天", Intent.CORRECT),
        ("给远洲送货 8200 没付款 估计下月10号给", Intent.RECORD_DEBT),
        ("老曹3600核掉 款到账了", Intent.RECORD_PAYMENT),
        ("青禾回来3.2万", Intent.RECORD_PAYMENT),
        ("长乐第二笔4万打进来了", Intent.RECORD_PAYMENT),
    ],
)
def test_what_is_meant(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent, heard(text)


def test_what_the_bank_keeps_is_a_fee() -> None:
    (record,) = heard("顾九转来3200 银行扣了5块手续费").records
    assert (record.intent, record.amount, record.extra.get("fee")) == (Intent.RECORD_PAYMENT, 320_000, "5")


def test_a_payment_only_recalled_is_asked_about() -> None:
    reading = heard("老曹好像还了几百")
    assert reading.question is not None
    assert reading.intent is Intent.AMBIGUOUS


def test_every_month_is_the_next_such_day() -> None:
    (record,) = heard("每月2号提醒我跟青禾对账").records
    assert (record.intent, record.due_on, record.extra["day_of_month"]) == (
        Intent.REMIND,
        date(2027, 1, 2),
        2,
    )


def test_the_last_figures_of_a_bill_are_no_sum() -> None:
    records = heard("承兑到了 青禾 8万 票号后四位2266").records
    assert [record.amount for record in records] == [8_000_000]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("刚才那条不要记了", Intent.UNDO),
        ("就当没说", Intent.UNDO),
        ("别给远洲记账", Intent.NONE),
        ("刚才的数不对 5200才对", Intent.CORRECT),
        ("青禾会计休产假了", Intent.FOLLOW_UP_NOTE),
        ("跟顾九喝了茶 提了一嘴欠款", Intent.FOLLOW_UP_NOTE),
    ],
)
def test_what_is_waved_away_or_noted(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent


def test_a_plan_of_days_without_a_sum_is_no_error() -> None:
    assert heard("青禾分三期 月底 下月底").intent is Intent.AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("给我翻一下青禾的账", Intent.QUERY_BALANCE),
        ("今天的账报一下", Intent.REPORT),
        ("按业务员列一下欠款", Intent.REPORT),
        ("到期没给钱的都有谁", Intent.QUERY_OVERDUE),
        ("长期不还的有哪些", Intent.QUERY_OVERDUE),
        ("你是干啥的", Intent.HELP),
        ("10号记得让我去青禾", Intent.REMIND),
    ],
)
def test_what_is_looked_up_or_asked_for(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent
