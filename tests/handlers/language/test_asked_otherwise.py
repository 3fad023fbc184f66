"""Questions, reports, corrections and undos in other words than the commands'."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        # what is owed, and what was paid
        ("青禾还欠好多", Intent.QUERY_BALANCE),
        ("青禾还差好多", Intent.QUERY_BALANCE),
        ("青禾最近付过钱没", Intent.QUERY_BALANCE),
        ("青禾还有没有欠款", Intent.QUERY_BALANCE),
        ("青禾打款了没 7500那个", Intent.QUERY_BALANCE),
        ("青禾最近一笔是什么时候付的", Intent.QUERY_BALANCE),
        ("哪几家欠我们", Intent.QUERY_BALANCE),
        ("超过一万的有哪些", Intent.QUERY_BALANCE),
        ("#1042付了没", Intent.DETAIL),
        # when it falls due
        ("青禾4600是不是月底付", Intent.QUERY_DUE),
        ("青禾那笔是15号给还是月底给", Intent.QUERY_DUE),
        ("青禾多会儿给", Intent.QUERY_DUE),
        ("明天该找谁要钱", Intent.QUERY_DUE),
        ("最近谁该给了", Intent.QUERY_DUE),
        # who is late
        ("哪几家拖过日子了还没付", Intent.QUERY_OVERDUE),
        ("青禾晚了多少天", Intent.QUERY_OVERDUE),
        ("半年没付的", Intent.QUERY_OVERDUE),
        ("一年以上的老账", Intent.QUERY_OVERDUE),
        ("过期半个月还没给的", Intent.QUERY_OVERDUE),
        # reports and papers
        ("青禾的对账单给我一份", Intent.STATEMENT),
        ("把青禾的对账单发给我", Intent.STATEMENT),
        ("9月到11月各客户欠款 做个表", Intent.REPORT),
        ("前10大欠款", Intent.REPORT),
        ("上个月卖了多少", Intent.REPORT),
        ("出一份应收账款月报", Intent.DIGEST),
        ("今天的日报发我看看", Intent.DIGEST),
        # put right, taken back
        ("8836那张是13000", Intent.CORRECT),
        ("刚才报的8000是80000", Intent.CORRECT),
        ("刚才那笔是微信收的", Intent.CORRECT),
        ("上一笔备注 月底结", Intent.CORRECT),
        ("上笔备注写工地自提", Intent.CORRECT),
        ("多打了一个零 是1200", Intent.CORRECT),
        ("上一条错了 是1880", Intent.CORRECT),
        ("上一条不算", Intent.UNDO),
        ("1042那笔撤了", Intent.UNDO),
        # what he holds against it
        ("青禾反映少了三匹布 要核实后再付", Intent.DISPUTE),
        ("青禾说那4470没这回事", Intent.DISPUTE),
        ("青禾说返利没扣", Intent.DISPUTE),
        ("要是青禾欠5000你咋办", Intent.NONE),
    ],
)
def test_what_is_meant(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent


def test_the_day_that_is_denied_is_not_the_new_one() -> None:
    assert heard("不是月底 是月中").records[0].due_on == date(2026, 12, 15)


@pytest.mark.parametrize(
    ("text", "of"), [("11月月报", date(2026, 11, 30)), ("昨天的日报", date(2026, 12, 2))]
)
def test_a_digest_of_days_gone_by_is_asked_for_by_its_last_day(text: str, of: date) -> None:
    assert heard(text).records[0].extra["of"] == of


def test_how_long_a_debt_is_late_may_be_said_as_half_a_month() -> None:
    assert heard("过期半个月还没给的").records[0].extra["days_over"] == 15


def test_a_slip_is_named_by_its_number() -> None:
    extra = heard("8836那张是13000").records[0].extra
    assert (extra["of_document"], extra["field"]) == ("8836", "amount")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        # notes: the leading word decides
        ("备注 青禾要先开票再付款", Intent.FOLLOW_UP_NOTE),
        ("青禾备注一下 要先开票", Intent.FOLLOW_UP_NOTE),
        ("记一下 青禾以后找他儿子对账", Intent.FOLLOW_UP_NOTE),
        ("记下 青禾每月25号对账", Intent.FOLLOW_UP_NOTE),
        ("对账单给青禾发过了", Intent.FOLLOW_UP_NOTE),
        ("青禾对账对上了", Intent.FOLLOW_UP_NOTE),
        ("青禾会计休产假了", Intent.FOLLOW_UP_NOTE),
        ("青禾要求月结", Intent.FOLLOW_UP_NOTE),
        ("记一下 青禾账期30天", Intent.CUSTOMER_UPDATE),
        # reminders and holds
        ("设个闹钟 明天找老曹要钱", Intent.REMIND),
        ("周五提个醒 青禾该给钱", Intent.REMIND),
        ("先别找青禾要钱", Intent.HOLD),
        ("青禾过完年再催", Intent.HOLD),
        # goods
        ("怎么不给远洲发货", Intent.MAY_DELIVER),
        ("远洲 5万 帮我批一下", Intent.MAY_DELIVER),
        ("远洲是老客户了 先发", Intent.MAY_DELIVER),
        # settings
        ("关12月的账", Intent.SETTING),
        ("12月的账关了", Intent.SETTING),
        ("日报只看总额和超期", Intent.SETTING),
        ("每周最多催几次", Intent.SETTING),
        # customers and who looks after them
        ("青禾给小陈", Intent.HAND_OVER),
        ("老周的远洲给小李", Intent.HAND_OVER),
        ("远洲业务员改成小陈", Intent.HAND_OVER),
        ("小陈接老周的客户", Intent.HAND_OVER),
        ("青禾改成月结30天", Intent.CUSTOMER_UPDATE),
    ],
)
def test_what_is_told_or_ordered(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent


def test_a_habit_is_no_day_to_come_back_to() -> None:
    assert heard("备注 青禾周末不收货").records[0].due_on is None


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("青禾先别催三天", date(2026, 12, 6)),
        ("先别催青禾 一个星期", date(2026, 12, 10)),
        ("两周内别催青禾", date(2026, 12, 17)),
        ("青禾缓半个月", date(2026, 12, 18)),
    ],
)
def test_how_long_nobody_shall_be_chased(text: str, until: date) -> None:
    assert heard(text).records[0].due_on == until


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("晚上9点以后不要打扰客户", [("quiet_from", "21:00")]),
        ("早上8点前别给客户发", [("quiet_to", "08:00")]),
        ("安静时间改成晚上9点到早上9点", [("quiet_from", "21:00"), ("quiet_to", "09:00")]),
    ],
)
def test_the_hours_in_which_no_customer_is_written_to(text: str, said: list[tuple[str, str]]) -> None:
    assert [(one.extra["key"], one.extra["time"]) for one in heard(text).records] == said


@pytest.mark.parametrize(
    "text",
    [
        "客户王总说晚上9点以后别打扰",
        "客户王总晚上9点以后别打扰",
        "有个客户要求晚上9点以后别催",
        "客户说早上8点前别发消息",
        "安静时间改成晚上25点到早上8点",
        "安静时间改成晚上9点75到早上8点",
    ],
)
def test_what_one_customer_wishes_or_no_clock_shows_sets_no_hours(text: str) -> None:
    assert [one for one in heard(text).records if one.extra.get("time")] == []


@pytest.mark.parametrize("text", ["11月关账", "把11月的账关了", "上个月的账关掉"])
def test_a_month_is_closed_by_its_name(text: str) -> None:
    assert heard(text).records[0].extra["day"] == date(2026, 11, 30)


def test_a_new_customer_is_filed_with_who_looks_after_him() -> None:
    extra = heard("新增客户 青源门窗 业务员老周 额度2万 账期30天").records[0].extra
    assert (extra["create"], extra["owner_name"], extra["limit"]) == ("青源门窗", "老周", "20000")


def test_customers_are_given_away_together() -> None:
    given = heard("青禾和远洲都给小陈").records
    assert [one.customer.name for one in given if one.customer] == ["青禾建材", "远洲五金"]
