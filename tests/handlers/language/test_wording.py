"""Ways of saying it: dialects, bank wording, an owner's short orders, shorthand. Customers are those of the circle."""

from __future__ import annotations

import pytest

from handlers.language.reading import Intent, Reading
from tests.handlers.language.circle import heard

DEBT, PAYMENT, LESS = Intent.RECORD_DEBT, Intent.RECORD_PAYMENT, Intent.RETURN_OR_DISCOUNT


def facts(reading: Reading) -> list[tuple[Intent, str | None, int | None]]:
    """Intent, customer, yuan of each record."""
    return [
        (
            record.intent,
            record.customer.name if record.customer else None,
            record.amount // 100 if record.amount else None,
        )
        for record in reading.records
    ]


@pytest.mark.parametrize(
    ("text", "customer"),
    [
        ("青禾拉走一批管子 3200", "青禾建材"),
        ("顾九捎走三箱货 一千八", "顾九"),
        ("老曹搁我这儿赊了900", "老曹"),
        ("郝建军找我拿了货600", "郝建军"),
        ("qhjc拿货3000", "青禾建材"),
        ("长乐瓷砖两车 1.8万 没付", "长乐装饰"),
        ("青禾水泥50吨 没付 5000", "青禾建材"),
    ],
)
def test_what_follows_a_name_is_no_part_of_it(text: str, customer: str) -> None:
    reading = heard(text)
    assert reading.question is None
    assert facts(reading)[0][:2] == (DEBT, customer)


@pytest.mark.parametrize("text", ["顾九明欠300", "长乐达欠500", "小顾九欠500", "yz拿货3000"])
def test_a_longer_name_may_be_another(text: str) -> None:
    question = heard(text).question
    assert question is not None
    assert question.kind == "similar_customer"


@pytest.mark.parametrize(
    "text",
    [
        "青禾 材料款5000 放假前付清",
        "青禾拿了5000的货 卖完粮食给",
        "青禾 工程款5000 等甲方回款了付",
        "青禾 5000 开春还",
        "青禾 5000 发工资还",
        "青禾 5000 付款期限1月31日",
        "青禾5000 开业后第一天给钱 先欠着",
        "青禾欠5000呢",
        "青禾拿了5000的货 没给钱呢",
        "青禾逾期利息5000",
        "青禾爭我哋5000",
        "青禾攞咗货 五千蚊 未俾钱",
        "青禾5000 仲未找数",
        "青禾运费5000 我先垫的 记他账上 今天月底前还我",
    ],
)
def test_it_is_owed_and_not_yet_paid(text: str) -> None:
    reading = heard(text)
    assert reading.question is None
    assert facts(reading) == [(DEBT, "青禾建材", 5000)]


@pytest.mark.parametrize(
    "text",
    [
        "青禾卖完房子付了5000",
        "青禾打完电话就转了5000",
        "青禾发工资了还了5000",
        "银行承兑5000 青禾 到期日2027-05-20",
        "青禾承兑5000 2027年3月31日到期",
        "那8000青禾先还5000",
        "青禾那笔坏账9000今天收回5000",
        "应收青禾6000 实收5000",
        "青禾过咗数 五千蚊",
        "青禾头先俾咗五千",
        "青禾刚甩过来5000",
        "青禾 wx 5000 收到",
        "【收款通知】付款方：青禾建材 金额：5,000.00元",
        "青禾zfb到账5000",
    ],
)
def test_it_has_come(text: str) -> None:
    reading = heard(text)
    assert reading.question is None
    assert facts(reading) == [(PAYMENT, "青禾建材", 5000)]


@pytest.mark.parametrize(
    "text",
    [
        "收到青禾5000 抵3月那笔",
        "收到青禾5000 付8月份货款",
        "收青禾承兑5000 到期日2027-05-20",
        "青禾付了10月那单的5000",
    ],
)
def test_the_day_of_something_else_is_not_the_day_it_came(text: str) -> None:
    assert heard(text).records[0].happened_on is None


def test_a_day_in_a_note_does_not_beat_the_day_that_was_said() -> None:
    day = heard("青禾 昨日来款5000 备注9月").records[0].happened_on
    assert day is not None
    assert day.isoformat() == "2026-12-02"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青禾退返两箱货 480蚊", [(LESS, "青禾建材", 480)]),
        ("青禾那800唔使还喇", [(LESS, "青禾建材", 800)]),
        ("青禾让他2000 老客户了", [(LESS, "青禾建材", 2000)]),
        ("青禾退货-680", [(LESS, "青禾建材", 680)]),
        ("青禾应付12836 实付12800 抹零36", [(PAYMENT, "青禾建材", 12800), (LESS, "青禾建材", 36)]),
        ("青禾打来15000还有5000说月底打", [(PAYMENT, "青禾建材", 15000), (Intent.PROMISE, "青禾建材", 5000)]),
        (
            "青禾付了一万 剩下两万说下月底付",
            [(PAYMENT, "青禾建材", 10000), (Intent.PROMISE, "青禾建材", 20000)],
        ),
        ("青禾付了2100 又给他做了3400的喷绘", [(PAYMENT, "青禾建材", 2100), (DEBT, "青禾建材", 3400)]),
        ("老曹同顾九每人欠500蚊", [(DEBT, "老曹", 500), (DEBT, "顾九", 500)]),
        ("<b>顾九</b>欠￥1,200", [(DEBT, "顾九", 1200)]),
        ("收青禾现金5000已交小周", [(PAYMENT, "青禾建材", 5000)]),
        ("不是我客户 顾九给了现金800", [(PAYMENT, "顾九", 800)]),
    ],
)
def test_each_fact_is_heard(text: str, expected: list[tuple[Intent, str, int]]) -> None:
    reading = heard(text)
    assert reading.question is None
    assert facts(reading) == expected


def test_a_day_put_off_is_the_day_promised() -> None:
    (record,) = heard("青禾王总说这个月紧张要推迟到下个月十五号才能付那三万").records
    assert (record.intent, str(record.due_on)) == (Intent.PROMISE, "2027-01-15")


def test_the_rest_of_goods_half_paid_keeps_its_day() -> None:
    debt = heard("青禾拿了800的货 给了300 剩500月底").records[0]
    assert debt.due_on is not None
    assert debt.due_on.isoformat() == "2026-12-31"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("顾九还了...嗯...大概两千吧", "vague_amount"),
        ("顾九欠500 她弟还欠300", "which_customer"),
        ("青禾9000已入账 实付8990", "two_amounts"),
        ("顾九欠三千还是三千四来着 你先记三千四吧", "meant"),
        ("顾九还清了 又拿货2000", "debt_or_payment"),
        ("昨天那家的2千到了", "missing_customer"),
        ("我给青禾付了3000运费", "debt_or_payment"),
        ("付青禾运费3000", "debt_or_payment"),
        ("青禾还要付5000", "debt_or_payment"),
        ("青禾少付了200", "debt_or_payment"),
    ],
)
def test_what_cannot_be_certain_is_asked(text: str, kind: str) -> None:
    question = heard(text).question
    assert question is not None
    assert question.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "青禾打了3万给对家",
        "顾九给我送来1500的货 该我给他钱",
        "该我们给青禾3000",
        "示例：顾九 100元",
        "格式：顾九 100元",
        "例：顾九欠100",
        "顾九欠我一顿饭",
        "从青禾进货5000",
        "买了青禾的管子5000",
        "青禾下周要拿3万的货",
        "青禾要5000的货 明天送",
        "顾九欠我个人情",
    ],
)
def test_what_is_no_debt_of_a_customer_is_left_alone(text: str) -> None:
    assert heard(text).intent is Intent.NONE


@pytest.mark.parametrize(
    ("text", "intent", "customer"),
    [
        ("青禾停货", Intent.HOLD, "青禾建材"),
        ("先别给青禾发货", Intent.HOLD, "青禾建材"),
        ("青禾停货 先把钱收回来再说", Intent.HOLD, "青禾建材"),
        ("青禾唔使催住", Intent.HOLD, "青禾建材"),
        ("青禾额度砍一半", Intent.CREDIT_LIMIT, "青禾建材"),
        ("青禾以后让小孙跟", Intent.HAND_OVER, "青禾建材"),
        ("青禾那边谁去盯一下", Intent.TASK, "青禾建材"),
        ("给青禾打电话 今天必须要个说法", Intent.TASK, "青禾建材"),
        ("青禾再发10万会不会超", Intent.WHAT_IF, "青禾建材"),
        ("青禾再拿3万行不行", Intent.MAY_DELIVER, "青禾建材"),
        ("青禾说想退170 我还没答应", Intent.FOLLOW_UP_NOTE, "青禾建材"),
        ("青禾让我们便宜500", Intent.FOLLOW_UP_NOTE, "青禾建材"),
        ("青禾手机号改成13912345678", Intent.CUSTOMER_UPDATE, "青禾建材"),
        ("每天早上8点给我报一次数", Intent.SETTING, None),
        ("外面总共多少钱", Intent.QUERY_BALANCE, None),
        ("谁欠我钱最多", Intent.QUERY_BALANCE, None),
        ("哪个客户欠得最多", Intent.QUERY_BALANCE, None),
        ("查账", Intent.HELP, None),
        ("怎么导入", Intent.HELP, None),
        ("大禹陶瓷欠多少", Intent.QUERY_BALANCE, "大禹陶瓷"),
        ("年前还有哪几家要盯", Intent.QUERY_DUE, None),
        ("超15天的有哪些", Intent.QUERY_OVERDUE, None),
        ("青禾还了980没", Intent.QUERY_BALANCE, "青禾建材"),
        ("刚记的不要", Intent.UNDO, None),
        ("头先嗰单唔啱 系6800", Intent.CORRECT, None),
        ("汇款被退回了：青禾 9,000 账号错误", Intent.CONFIRM_RECEIPTS, "青禾建材"),
        ("这bot咋玩", Intent.HELP, None),
        ("日报别发了", Intent.SETTING, None),
        ("现金交李姐了", Intent.CONFIRM_RECEIPTS, None),
        ("对一下青禾的账", Intent.STATEMENT, "青禾建材"),
        ("青禾老板跑路了", Intent.FOLLOW_UP_NOTE, "青禾建材"),
    ],
)
def test_short_orders_and_questions_book_nothing(text: str, intent: Intent, customer: str | None) -> None:
    reading = heard(text)
    (record,) = reading.records
    assert (reading.intent, record.customer.name if record.customer else None) == (intent, customer)


@pytest.mark.parametrize(
    "text", ["#1042 分三期 每月1号", "#1042 先别催", "#1042 改成5000", "#1042 有异议", "撤销#1042"]
)
def test_an_order_on_a_number_carries_it(text: str) -> None:
    reading = heard(text)
    assert reading.records[0].extra["number"] == 1042
    assert reading.question is None
