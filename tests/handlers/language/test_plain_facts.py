"""Plain facts of the trade in other words: what came and what is owed at once, the day said afterwards, parts of a plan."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("青禾还了1万4 又赊了6千 下月底给", [(Intent.RECORD_PAYMENT, 1400000), (Intent.RECORD_DEBT, 600000)]),
        (
            "远洲今天付5千2 又拉了一车砂9千 账期20天",
            [(Intent.RECORD_PAYMENT, 520000), (Intent.RECORD_DEBT, 900000)],
        ),
        ("周一到账 长乐 4,300", [(Intent.RECORD_PAYMENT, 430000)]),
        ("银行入账提醒 青禾建材 ¥7,200.00", [(Intent.RECORD_PAYMENT, 720000)]),
        ("青禾先付了3万2 刚好一半", [(Intent.RECORD_PAYMENT, 3200000)]),
        ("远洲 2680 到账了 勾掉", [(Intent.RECORD_PAYMENT, 268000)]),
        ("老曹可算掏钱了 900", [(Intent.RECORD_PAYMENT, 90000)]),
        ("老曹60块茶钱免了 不用他给", [(Intent.WRITE_OFF, 6000)]),
        ("长乐裂了三块 折让180元", [(Intent.RETURN_OR_DISCOUNT, 18000)]),
        ("青禾今天的货 3 万 4 没付", [(Intent.RECORD_DEBT, 3400000)]),
        ("登记：远洲 应收 5,600 元 付款日 12.20", [(Intent.RECORD_DEBT, 560000)]),
        ("顾九拿货1500 赊俩月", [(Intent.RECORD_DEBT, 150000)]),
        ("青禾拿货9600 现付600", [(Intent.RECORD_DEBT, 960000), (Intent.RECORD_PAYMENT, 60000)]),
        ("顾九赊 35 块 5 毛", [(Intent.RECORD_DEBT, 3550)]),
        ("青禾付了 2 万货款", [(Intent.RECORD_PAYMENT, 2000000)]),
        ("远洲那2680勾掉 他们付了", [(Intent.RECORD_PAYMENT, 268000)]),
        ("老曹欠的860记成坏账吧", [(Intent.WRITE_OFF, 86000)]),
        ("青禾退了3块板 扣360", [(Intent.RETURN_OR_DISCOUNT, 36000)]),
        ("青禾给了8600 少400 说下次补", [(Intent.RECORD_PAYMENT, 860000)]),
        ("青禾8600减退货600 收8000", [(Intent.RECORD_PAYMENT, 800000), (Intent.RETURN_OR_DISCOUNT, 60000)]),
        ("远洲5020 收5000 抹20", [(Intent.RECORD_PAYMENT, 500000), (Intent.RETURN_OR_DISCOUNT, 2000)]),
        (
            "青禾又拿了4600没给 顺便把上次的3400付了",
            [(Intent.RECORD_DEBT, 460000), (Intent.RECORD_PAYMENT, 340000)],
        ),
        (
            "远洲前账5000清了 今天3200下月给",
            [(Intent.RECORD_PAYMENT, 500000), (Intent.RECORD_DEBT, 320000)],
        ),
        ("青禾新提3200 老账结了5000", [(Intent.RECORD_DEBT, 320000), (Intent.RECORD_PAYMENT, 500000)]),
        ("老曹赊 三 千 五", [(Intent.RECORD_DEBT, 350000)]),
        ("老曹欠 一 万 三 下个月15", [(Intent.RECORD_DEBT, 1300000)]),
        ("老曹把三 万 二打过来了👍", [(Intent.RECORD_PAYMENT, 3200000)]),
        ("远洲欠1.36 万 12月下旬付", [(Intent.RECORD_DEBT, 1360000)]),
        ("远洲欠15 万 12月20日付", [(Intent.RECORD_DEBT, 15000000)]),
        ("远洲欠8 万 8，季度末付", [(Intent.RECORD_DEBT, 8800000)]),
        ("老曹欠的180免了 谢谢", [(Intent.WRITE_OFF, 18000)]),
        ("老曹拿来3500块两清了", [(Intent.RECORD_PAYMENT, 350000)]),
        ("老曹 1 千 8 百 未付", [(Intent.RECORD_DEBT, 180000)]),
        ("老曹赊 350 块 5", [(Intent.RECORD_DEBT, 35050)]),
        ("长乐 挂 1280", [(Intent.RECORD_DEBT, 128000)]),
        ("长乐差三百二 等发工资", [(Intent.RECORD_DEBT, 32000)]),
        ("给远洲发了12箱 8640 款没到", [(Intent.RECORD_DEBT, 864000)]),
        ("送远洲3500的货", [(Intent.RECORD_DEBT, 350000)]),
        ("远洲3500 没带现金", [(Intent.RECORD_DEBT, 350000)]),
        ("顾九跟我借了500 后天还我", [(Intent.RECORD_DEBT, 50000)]),
        ("顾九借支500", [(Intent.RECORD_DEBT, 50000)]),
        ("新客户 汇源达灯饰 赊货6500 20号付", [(Intent.RECORD_DEBT, 650000)]),
        ("追回远洲8600欠款", [(Intent.RECORD_PAYMENT, 860000)]),
        ("老曹刚发红包还了200", [(Intent.RECORD_PAYMENT, 20000)]),
        ("顾九来店里给了我五千块让我从他账上减掉", [(Intent.RECORD_PAYMENT, 500000)]),
        ("远洲先付1万 还剩2.3万", [(Intent.RECORD_PAYMENT, 1000000)]),
        (
            "远洲今天打26000，剩下14000说下月10号",
            [(Intent.RECORD_PAYMENT, 2600000), (Intent.PROMISE, 1400000)],
        ),
        ("远洲还了500 青禾还没还", [(Intent.RECORD_PAYMENT, 50000)]),
        ("青禾 42.5水泥40吨 每吨355 挂账 月底", [(Intent.RECORD_DEBT, 1420000)]),
        ("远洲那台电机63800，发票号24418807，货款没到", [(Intent.RECORD_DEBT, 6380000)]),
        ("收远洲余款2700 货已提走", [(Intent.RECORD_PAYMENT, 270000)]),
        ("青禾三千货款 后付", [(Intent.RECORD_DEBT, 300000)]),
        ("长乐8600 交货了", [(Intent.RECORD_DEBT, 860000)]),
        ("远洲付违约金320", [(Intent.RECORD_PAYMENT, 32000)]),
        (
            "老曹结了账一共780我抹了30只收了750",
            [(Intent.RECORD_PAYMENT, 75000), (Intent.RETURN_OR_DISCOUNT, 3000)],
        ),
        ("把远洲的8600记成坏账 他们公司倒闭了", [(Intent.WRITE_OFF, 860000)]),
        ("青禾8600 远洲3200 以上月底付", [(Intent.RECORD_DEBT, 860000), (Intent.RECORD_DEBT, 320000)]),
        ("客户：青禾建材 金额：8600 到期：2026-12-31", [(Intent.RECORD_DEBT, 860000)]),
        ("青禾8600、远洲3200，都是今天送的货", [(Intent.RECORD_DEBT, 860000), (Intent.RECORD_DEBT, 320000)]),
        ("远洲抹零后付3200", [(Intent.RECORD_PAYMENT, 320000)]),
        ("远洲现金折扣后付3136", [(Intent.RECORD_PAYMENT, 313600)]),
        ("财务查了 远洲3200到了", [(Intent.RECORD_PAYMENT, 320000)]),
        ("老曹送钱来了 3200", [(Intent.RECORD_PAYMENT, 320000)]),
        ("长乐 现金475 已交李姐", [(Intent.RECORD_PAYMENT, 47500)]),
        ("远洲 补付差额 456.78", [(Intent.RECORD_PAYMENT, 45678)]),
        ("远洲二十一万 分两笔 都到账了", [(Intent.RECORD_PAYMENT, 21000000)]),
        ("老曹180 人跑了 做死账", [(Intent.WRITE_OFF, 18000)]),
        ("长乐付了30%定金 9000", [(Intent.RECORD_PAYMENT, 900000)]),
    ],
)
def test_what_came_what_is_owed_and_what_is_let_go(text: str, facts: list[tuple[Intent, int]]) -> None:
    reading = heard(text)
    assert [(record.intent, record.amount) for record in reading.records] == facts
    assert reading.question is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("上周的回款周报发我", Intent.REPORT),
        ("老曹微信回我 周六打款", Intent.PROMISE),
        ("青禾会计讲 款子25号能下来", Intent.PROMISE),
        ("后天别忘了提醒我去远洲收款", Intent.REMIND),
        ("谁有空帮我取个快递", Intent.NONE),
        ("长乐打款了没 6800那个", Intent.QUERY_BALANCE),
        ("远洲那4200约的几号", Intent.QUERY_DUE),
        ("顾九拖了几天了", Intent.QUERY_OVERDUE),
        ("周六到账 长乐 4,300", Intent.AMBIGUOUS),
        ("上午给远洲卸了一车砖 1980 没收着钱", Intent.RECORD_DEBT),
        ("年底前要回款的有哪些", Intent.QUERY_DUE),
        ("导一份二季度的欠款明细", Intent.EXPORT),
        ("上面那条不算", Intent.UNDO),
        ("老曹拍胸脯 月底一分不少", Intent.PROMISE),
        ("顾九最近生意不好", Intent.FOLLOW_UP_NOTE),
        ("青禾到期前两天跟我说声", Intent.REMIND),
        ("你能帮我干点啥", Intent.HELP),
    ],
)
def test_what_is_said_around_money(text: str, intent: Intent) -> None:
    reading = heard(text)
    assert (Intent.AMBIGUOUS if reading.question else reading.intent) is intent


@pytest.mark.parametrize(
    "text", ["青禾那笔是上周五打的", "刚才那笔是上周五送的货", "老曹那笔钱是上周五到账的"]
)
def test_the_day_of_a_record_is_said_afterwards(text: str) -> None:
    record = heard(text).records[0]
    assert (record.intent, record.extra["booked_on"]) == (Intent.CORRECT, date(2026, 11, 27))


@pytest.mark.parametrize("text", ["年初到现在收了多少", "今年年初到目前回款", "今年以来回款多少"])
def test_a_period_may_run_until_now(text: str) -> None:
    extra = heard(text).records[0].extra
    assert (extra["period_from"], extra["period_to"]) == (date(2026, 1, 1), date(2026, 12, 3))


def test_a_day_of_the_month_asked_about_is_the_last_one() -> None:
    record = heard("20号记了哪些").records[0]
    assert (record.intent, record.happened_on) == (Intent.DAY_BOOK, date(2026, 11, 20))


def test_two_that_owe_different_sums_share_the_day_behind_them() -> None:
    records = heard("老曹、顾九 分别欠 1800 和 2600 周五结").records
    assert [(one.amount, one.due_on) for one in records] == [
        (180000, date(2026, 12, 4)),
        (260000, date(2026, 12, 4)),
    ]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("青禾8600 下月结", [date(2027, 1, 31)]),
        ("青禾8600 次月结", [date(2027, 1, 31)]),
        ("青禾8600 月结", [date(2026, 12, 31)]),
        ("青禾8600 工程验收付", [None]),
        ("【欠】远洲五金/8400元/12-20", [date(2026, 12, 20)]),
        ("青禾赊5千6 远洲赊3千 下月15", [date(2027, 1, 15), date(2027, 1, 15)]),
        ("青禾赊5千6，远洲赊3千下月15", [None, date(2027, 1, 15)]),
    ],
)
def test_when_a_debt_falls_due(text: str, due: list[date | None]) -> None:
    reading = heard(text)
    assert [record.due_on for record in reading.records] == due
    assert (reading.intent, reading.question) == (Intent.RECORD_DEBT, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("青禾欠我们1万5 我们欠他3千", "meant"),
        ("青禾 3.5个 月底", "missing_amount"),
        ("青禾5000 开票加6个点", "debt_or_payment"),
        ("青禾付5000提3200", "debt_or_payment"),
        ("青禾3236抹零付3200", "two_amounts"),
        ("青禾给了3300 找回100", "said_paid"),
        ("老曹说他弟弟把钱打过来了1200", "said_paid"),
        ("青禾欠一千 二", "vague_amount"),
        ("青禾赊1 980 元", "vague_amount"),
        ("青禾赊2.5万6月底前付清", "vague_amount"),
        ("青禾赊八千六45天", "vague_amount"),
        ("青禾欠七十六块五周一给", "vague_amount"),
        ("青禾赊64010个工作日付", "vague_amount"),
        ("青禾欠99.9礼拜天给", "vague_amount"),
        ("青禾赊26000五一前给", "vague_amount"),
        ("青禾欠一千 二 月底给", "vague_amount"),
        ("青禾拿3200 勉强付了1000", "which_customer"),
        ("青禾付了1000 空调拿了3200", "which_customer"),
        ("青禾发了12箱 款没到", "missing_amount"),
    ],
)
def test_what_is_only_half_said_is_asked_about(text: str, kind: str) -> None:
    question = heard(text).question
    assert question is not None
    assert question.kind == kind


def test_parts_that_are_not_the_same_are_added_up() -> None:
    asked = heard("青禾欠5000 分两次 先3000后5000").question
    assert asked is not None
    assert asked.data["summed"] == 800000
    assert "each" not in heard("青禾8000 分两次 先3000后5000").records[0].extra


def test_a_sum_behind_a_name_is_no_number_of_a_record() -> None:
    record = heard("青禾5000改为下月15号付").records[0]
    assert (record.extra["field"], record.extra["old_amount"], record.due_on) == (
        "due_date", "5000", date(2027, 1, 15),
    )  # fmt: skip


def _named(text: str) -> list[str]:
    return [record.customer.text for record in heard(text).records if record.customer]


def test_an_unknown_word_before_the_verb_of_a_new_clause_is_somebody_else() -> None:
    assert _named("青禾拿货1100 旺达拿货1200") == ["青禾", "旺达"]


def test_what_goes_on_in_a_new_clause_is_of_the_customer_before() -> None:
    assert _named("青禾付了1100 顺便拿了1200的货") == ["青禾", "青禾"]
    assert _named("青禾拿货9600 当场付了3600") == ["青禾", "青禾"]
    assert _named("青禾拿货9600 他老婆付了3600") == ["青禾", "青禾"]
    assert _named("青禾拿货9600 人家付了3600") == ["青禾", "青禾"]


def test_the_day_of_the_goods_is_not_the_day_of_the_money() -> None:
    assert heard("青禾5号那单3200付了").records[0].happened_on is None
    assert heard("青禾1号打了3200").records[0].happened_on == date(2026, 12, 1)


def test_what_we_borrow_and_buy_is_no_debt_of_his() -> None:
    assert heard("我跟长乐借了500").intent is Intent.NONE
    assert heard("跟长乐买了8600的料").intent is Intent.NONE


def test_a_key_that_is_put_away_lets_no_goods_go() -> None:
    assert heard("仓库钥匙放前台抽屉了").intent is Intent.NONE
