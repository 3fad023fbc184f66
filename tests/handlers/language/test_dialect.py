"""Facts with a touch of dialect, and sums that are left over: what was not paid is never read as paid."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.facts import MONEY
from handlers.language.names import NameEntry, NameIndex
from handlers.language.reader import read
from handlers.language.reading import Intent, Reading
from tests.handlers.language.circle import NOW, heard


def _posts(reading: Reading) -> bool:
    return reading.question is None and any(record.intent in MONEY for record in reading.records)


@pytest.mark.parametrize(
    "text",
    [
        "老曹木给钱 960",
        "老曹960还木结",
        "老曹960不曾给",
        "老曹960弗曾付",
        "老曹拿了960的货没掏钱",
        "老曹960 没得钱给",
        "老曹960没现结",
        "老曹960未支付",
        "老曹货款960没交",
        "老曹这车玉米刨去早先的定金，净欠15800，年底给",
        "老曹这批货扣除预付款 还欠15800",
        "老曹货款减去定金还差15800 月底结",
    ],
)
def test_what_was_not_paid_is_owed(text: str) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [record.intent for record in reading.records] == [Intent.RECORD_DEBT]


@pytest.mark.parametrize(
    "text",
    [
        "老曹960冇还",
        "老曹960木收到",
        "老曹960木付清",
        "老曹唔俾960",
        "老曹960忘给了",
        "老曹960不现结",
        "青禾的积木给钱了300",
        "老曹付了一部分 还欠5000",
        "老曹给了些 还差5000 月底给",
        "老曹结了一部分账 还短5000",
        "老曹交了定金 剩下5000月底给",
        "老曹定金付了 尾款5000提货时付",
        "老曹退了货 还欠5000",
        "青禾清了老账 又欠3000",
        "青禾老账清了 还欠新账3000",
        "青禾付完这笔还有3000",
        "青禾合同3万 定金付了 还差2万",
        "老曹8000的货付了一部分还欠5000",
        "老曹货款20000扣掉定金4200 净欠15800",
    ],
)
def test_what_may_be_in_the_books_already_is_not_booked(text: str) -> None:
    assert not _posts(heard(text)), text


@pytest.mark.parametrize(
    "text", ["老曹结了尾款5000", "老曹付了剩下的5000", "老曹还剩5000今天付了", "老曹还了上次欠的3000"]
)
def test_the_rest_may_be_what_was_paid(text: str) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (Intent.RECORD_PAYMENT, None)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("青禾18,700的账 先收回11,000", 1100000),
        ("青禾四万的账 今日还上两万五", 2500000),
        ("老曹2万的欠款 结掉1万", 1000000),
        ("老曹把剩下九百一十二一把付清", 91200),
        ("老曹九百一十二一次付清", 91200),
        ("老曹五百二一次给清", 52000),
        ("老曹的1,555 一分不少给齐了", 155500),
        ("青禾尾款6180付讫 这家没尾巴了", 618000),
    ],
)
def test_one_payment_however_it_is_told(text: str, fen: int) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [(one.intent, one.amount) for one in reading.records] == [(Intent.RECORD_PAYMENT, fen)]


@pytest.mark.parametrize("text", ["老曹2万的款到了 又付1万", "老曹那笔3200清了 又付1000"])
def test_a_debt_that_was_paid_itself_is_not_only_a_name(text: str) -> None:
    assert [one.intent for one in heard(text).records] == [Intent.RECORD_PAYMENT] * 2


def test_the_second_sum_is_not_paid_where_it_is_denied() -> None:
    assert not _posts(heard("老曹四万的账 没还上两万五"))


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("老曹还短我1700 十号给", [(170000, date(2026, 12, 10))]),
        ("老曹该咱三万整 月底前给齐", [(3000000, date(2026, 12, 31))]),
        ("老曹喊先记账 一千三百五十 月底", [(135000, date(2026, 12, 31))]),
        ("青禾名下挂应收款两万，几号还没说死", [(2000000, None)]),
        ("老曹又赊走三千三的酒，说好腊月二十三小年给", [(330000, date(2027, 1, 30))]),
        ("老曹欠3300 正月十五元宵给", [(330000, date(2027, 2, 20))]),
        ("缆绳12万6 先赊给青禾 两个月的期", [(12600000, date(2027, 2, 1))]),
        ("青禾-欠设备款-¥68,000-2026.12.31", [(6800000, date(2026, 12, 31))]),
        ("青禾—欠货款—6800元—12月31日", [(680000, date(2026, 12, 31))]),
        ("青禾欠4千1，月底；远洲差2千2，15号", [(410000, date(2026, 12, 31)), (220000, date(2026, 12, 15))]),
        ("今天出货都没收钱：青禾3300，远洲8800，一律30天", [(330000, date(2027, 1, 2)), (880000, date(2027, 1, 2))]),
        ("借：应收账款—青禾 15,000.00 贷：主营业务收入 15,000.00", [(1500000, None)]),
    ],
)  # fmt: skip
def test_debts_in_the_words_of_every_region(text: str, facts: list[tuple[int, date | None]]) -> None:
    reading = heard(text)
    assert reading.question is None
    assert {one.intent for one in reading.records} == {Intent.RECORD_DEBT}
    assert [(one.amount, one.due_on) for one in reading.records] == facts


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("青禾过咗6千6入公司户口", 660000),
        ("老曹缴来叁佰壹拾圆", 31000),
        ("老曹上缴了2000", 200000),
        ("老曹付了5000 短我200", 500000),
        ("青禾 780 拿现金来的", 78000),
        ("青禾的款下来了 2.35w", 2350000),
        ("借：银行存款 8000 贷：应收账款—青禾 8000", 800000),
    ],
)
def test_payments_in_the_words_of_every_region(text: str, fen: int) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [(one.intent, one.amount) for one in reading.records] == [(Intent.RECORD_PAYMENT, fen)]


@pytest.mark.parametrize(
    "text",
    [
        "借：应收账款—青禾 15,000.00 贷：主营业务收入 16,000.00",
        "借：应收账款—青禾 -15,000.00 贷：主营业务收入 -15,000.00",
        "借：坏账准备 3000 贷：应收账款—青禾 3000",
        "借：应付账款—青禾 5000 贷：银行存款 5000",
        "贷：应收账款 青禾建材 15000",
        "12-31 青禾-680",
        "老曹差200够一吨",
        "老曹差3000就齐了",
        "老曹还多3000",
        "老曹讲 钱过两日送来 3000",
        "老曹没交货 3000",
        "老曹2万的款 付了1万给厂家",
        "借：应收账款—青禾 3000 贷：主营业务收入 3000 对吗",
        "借：银行存款 8000 贷：应收账款—青禾 8000 未到账",
        "这样写：借：应收账款—青禾 3000 贷：主营业务收入 3000",
    ],
)
def test_what_is_no_fact_of_his_books_nothing(text: str) -> None:
    assert not _posts(heard(text)), text


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("刚那笔客户搞岔了 应该记青禾头上", Intent.CORRECT),
        ("下周二提我一声去青禾收钱", Intent.REMIND),
        ("后天招呼我一声找老曹要钱", Intent.REMIND),
        ("青禾没付是因为还没给人家开票", Intent.FOLLOW_UP_NOTE),
        ("青禾拖着不给是因为票没开", Intent.FOLLOW_UP_NOTE),
        ("把全部客户欠款导成Excel", Intent.EXPORT),
        ("老曹讲明朝一定还450", Intent.PROMISE),
        ("老曹中午喝酒不", Intent.NONE),
    ],
)
def test_what_else_is_said_in_dialect(text: str, intent: Intent) -> None:
    reading = heard(text)
    assert (Intent.AMBIGUOUS if reading.question else reading.intent) is intent


def test_yesterday_and_the_first_half_of_the_year_have_other_words() -> None:
    assert heard("夜来后晌老曹给了3k2").records[0].happened_on == date(2026, 12, 2)
    extra = heard("今年头半年赊销走势 做个表").records[0].extra
    assert (extra["period_from"], extra["period_to"]) == (date(2026, 1, 1), date(2026, 6, 30))


def test_a_debt_is_no_name_in_the_file() -> None:
    asked = heard("青荷建材欠八千二 十天")
    assert (asked.records[0].amount, asked.records[0].customer and asked.records[0].customer.name) == (
        820000,
        "青禾建材",
    )


def test_the_end_of_a_name_may_be_that_name() -> None:
    index = NameIndex([NameEntry(1, "龙口粉丝厂")])
    asked = read("粉丝厂今天还上两万五", now=NOW, index=index).question
    assert asked is not None
    assert asked.data["name"] == "龙口粉丝厂"


@pytest.mark.parametrize(
    "text",
    [
        "老曹打家具3000",
        "老曹打了20方混凝土 3000",
        "老曹补了3000的货",
        "老曹补了一车沙 3000",
        "老曹转货3000",
        "老曹还桶3000",
        "老曹收麦3000",
        "老曹结婚用酒3000",
        "老曹给工地要了3000的料",
        "老曹给店里进货3000",
        "老曹还得给3000",
        "老曹1300 迟早给",
        "老曹1300 一定给",
        "老曹1300 拿粮食还",
        "老曹3000没给吧",
    ],
)
def test_a_bare_verb_may_have_moved_no_money(text: str) -> None:
    assert not _posts(heard(text)), text


@pytest.mark.parametrize(
    "text",
    [
        "老曹还店里3000",
        "老曹付树苗钱3000",
        "老曹付第一期3000",
        "老曹打了两笔 一共3000",
        "老曹打我卡3000",
        "老曹3000 刚付",
        "老曹3000 微信付",
        "老曹给咧3000",
        "老曹补了3000的货款",
        "收老曹3000",
        "青禾还借支3000",
        "老曹撂下3000走了",
    ],
)
def test_a_bare_verb_with_its_sum_is_a_payment(text: str) -> None:
    reading = heard(text)
    assert [(one.intent, one.amount) for one in reading.records] == [(Intent.RECORD_PAYMENT, 300000)]
    assert reading.question is None


@pytest.mark.parametrize(
    "text",
    [
        "老曹这趟货钱先搁着，3000，过了十五给",
        "老曹补货3000",
        "老曹3000 下趟来给",
        "老曹3000 赶明给",
        "老曹3000 款未清",
        "给老曹送了5方沙 合计3000 先不收钱",
    ],
)
def test_what_will_be_paid_one_day_is_owed(text: str) -> None:
    reading = heard(text)
    assert [(one.intent, one.amount) for one in reading.records] == [(Intent.RECORD_DEBT, 300000)]
    assert reading.question is None
