"""Which way money went, and what was only named: asked in doubt, never booked the wrong way round."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard

DEBT, PAYMENT, BACK, PROMISE = (
    Intent.RECORD_DEBT,
    Intent.RECORD_PAYMENT,
    Intent.RETURN_OR_DISCOUNT,
    Intent.PROMISE,
)


@pytest.mark.parametrize(
    "text",
    [
        "顾九给他打了500",
        "今天给青禾转了2000运费",
        "远洲寄样品花了38块我垫的",
        "我先垫了200给青禾交的过路费",
        "顾九那300从他押金里扣",
        "青禾多打的500转到下个月",
        "长乐下午带3000块来",
        "青禾货款9000 上月已经付过4000",
        "青禾付过2000 又拿了5000的货",
        "老曹微信红包500还货款",
        "老曹欠四千 还了一千 还剩两千",
        "给老曹退了500",
        "老曹退我500",
        "退青禾押金2000",
        "悦来订房押金500 退了",
        "帮青禾代收了800快递费",
        "青禾还有5000没到账 3000到了",
        "青禾问我要5600的收据",
    ],
)
def test_in_doubt_whose_money_it_is_it_is_asked(text: str) -> None:
    assert heard(text).question is not None


@pytest.mark.parametrize(
    "text",
    [
        "郝建军随了800的礼",
        "老曹家喝喜酒 红包600",
        "各位客户：12月6日起停止发货，满3000包邮",
        "祝各位老板新年发财 多赚100万",
        "老曹跟顾九吵架 三千块钱的事",
        "谁说青禾打了5000 没有的事",
    ],
)
def test_presents_notices_and_gossip_are_not_for_the_books(text: str) -> None:
    assert heard(text).intent is Intent.NONE


@pytest.mark.parametrize(
    ("text", "intent", "yuan"),
    [
        ("青禾欠的900今天结了", PAYMENT, 900),
        ("长乐没给的那笔1200打过来了", PAYMENT, 1200),
        ("长乐下午带了3000块来", PAYMENT, 3000),
        ("周小满送五千过来了", PAYMENT, 5000),
        ("青禾 货3200 现结已付", PAYMENT, 3200),
        ("青禾收货2300 未付", DEBT, 2300),
        ("送货单0031 青禾 共4500 收货人李工", DEBT, 4500),
        ("我替青禾垫了200 记他账上", DEBT, 200),
        ("青禾让我们代付运费300 算他账上", DEBT, 300),
        ("青禾 扣掉质保金5% 实付9500", PAYMENT, 9500),
        ("老曹还清了3000 欠条给他了", PAYMENT, 3000),
        ("蓝鲸电器货到了 12000 月结", DEBT, 12000),
        ("青禾去年欠的4万今年还了1万5", PAYMENT, 15000),
        ("老曹欠3000打算月底还", DEBT, 3000),
        ("青禾到了3000 还有5000没到", PAYMENT, 3000),
        ("悦来退货款350 从欠款里扣", BACK, 350),
        ("老曹元旦前给8千，剩下的年后再说", PROMISE, 8000),
    ],
)
def test_the_way_is_told_by_what_stands_beside(text: str, intent: Intent, yuan: int) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [(fact.intent, fact.amount) for fact in reading.records] == [(intent, yuan * 100)]


def test_two_days_to_pay_are_two_promises() -> None:
    facts = heard("青禾下周三付2万，再下周三再付1万").records
    assert [(fact.intent, fact.due_on) for fact in facts] == [
        (PROMISE, date(2026, 12, 9)),
        (PROMISE, date(2026, 12, 16)),
    ]


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("【农业银行】您尾号3321账户12月2日收到转账5000.00元，对方：青禾建材，余额128,331.20", 5000),
        ("到账4000加上上次的2000一共6000 青禾", 4000),
        ("老曹今天又还1000，连上回的500一共1500", 1000),
        ("老曹欠五百吧对五百 周五给", 500),
    ],
)
def test_a_figure_said_beside_it_is_no_second_fact(text: str, yuan: int) -> None:
    (fact,) = heard(text).records
    assert fact.amount == yuan * 100


def test_a_correction_changes_the_sum_and_no_name_said_later() -> None:
    facts = heard("远洲今天打了三千哦不对是三千二微信转的然后顾九说下周一给两千").records
    assert [(fact.customer and fact.customer.name, fact.amount) for fact in facts] == [
        ("远洲五金", 320000),
        ("顾九", 200000),
    ]


def test_a_deposit_and_the_contract_are_two_facts() -> None:
    facts = heard("青禾定金5k已收，合同3.2万，交货后付清").records
    assert [(fact.intent, fact.amount) for fact in facts] == [(PAYMENT, 500000), (DEBT, 3200000)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("顾九不是老曹 欠三百", "顾九"),
        ("老曹欠800 不对是顾九欠800", "顾九"),
        ("老曹 不是顾九 还了200", "老曹"),
    ],
)
def test_a_name_denied_is_not_meant(text: str, name: str) -> None:
    (fact,) = heard(text).records
    assert fact.customer is not None
    assert fact.customer.name == name
