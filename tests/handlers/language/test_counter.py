"""What is said at the counter: goods, money and the talk beside them, one fact or several."""

from __future__ import annotations

import pytest

from tests.handlers.language.circle import heard


def told(text: str) -> tuple[list[tuple[str, str | None, int | None]], str | None]:
    reading = heard(text)
    records = [
        (record.intent.value, record.customer and record.customer.name, record.amount)
        for record in reading.records
    ]
    return records, reading.question.kind if reading.question else None


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("青禾拉了三车沙 2,100 没开票 月底结", 210000),
        ("老曹今天来扯了两匹布 640 身上没那么多现金", 64000),
        ("顾九拿了8箱油 960 熟人没好意思要钱", 96000),
        ("给我把老曹那桌1360记上 签的单", 136000),
        ("长乐的面包车在我这加了防冻液 260 挂账", 26000),
        ("给远洲垫的吊车费900 挂他账上", 90000),
        ("远洲这批运费差价我们垫的620，记他欠", 62000),
        ("周小满改裤子 45 先欠着", 4500),
        ("远洲又叫了一车水泥 7600 钱未付", 760000),
        ("青禾赊刀头1,150", 115000),
    ],
)
def test_goods_that_went_out_with_a_word_beside_them(text: str, amount: int) -> None:
    records, question = told(text)
    assert ([(intent, fen) for intent, _, fen in records], question) == ([("record_debt", amount)], None)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("老曹那420还我了 给的现金", 42000),
        ("青禾的水泥款1,880拿到手了", 188000),
        ("远洲货款回笼6000", 600000),
        ("长乐3300已经打卡上了", 330000),
        ("顾九把5000还回来了", 500000),
        ("长乐昨天把那笔2600付了，说不好意思拖这么久", 260000),
        ("青禾还了4100，把他那笔划掉", 410000),
        ("顾九两百六他自己送到店里了", 26000),
        ("长乐给了1750角铁的钱", 175000),
        ("远洲付了900毛毯钱", 90000),
        ("收青禾承兑 票号2207****6612 面额18000", 1800000),
    ],
)
def test_money_that_came_with_a_word_beside_it(text: str, amount: int) -> None:
    records, question = told(text)
    assert ([(intent, fen) for intent, _, fen in records], question) == ([("record_payment", amount)], None)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("青禾还3000 退了两袋水泥抵掉80", [("record_payment", 300000), ("return_or_discount", 8000)]),
        ("跑了两家 青禾收2000 远洲又赊了1500", [("record_payment", 200000), ("record_debt", 150000)]),
        ("长乐付了8600，远洲讲他那5200月底打", [("record_payment", 860000), ("promise", 520000)]),
        ("青禾结了9600 扣了5%质保金", [("record_payment", 960000)]),
        ("青禾付了9600 扣了480质保金", [("record_payment", 960000)]),
        ("顾九多打了50 一共4200", [("record_payment", 420000)]),
        ("远洲到1万2", [("record_payment", 1200000)]),
        ("远洲设备款先到4万", [("record_payment", 4000000)]),
        ("长乐首付款26400到账 合同总价8万8", [("record_payment", 2640000)]),
        ("老曹欠的酒钱六百他给了三百", [("record_payment", 30000)]),
        ("青禾水泥的两万一，他付了两万一", [("record_payment", 2100000)]),
        ("顾九付了一万，让了200零头", [("record_payment", 1000000), ("return_or_discount", 20000)]),
        ("远洲人工1200，配件860，总2060，欠着", [("record_debt", 206000)]),
        ("青禾300包腻子粉 一包22 共6600 赊", [("record_debt", 660000)]),
        ("长乐这个月布钱1万3 说1月5号结", [("record_debt", 1300000)]),
        ("远洲瓷砖30平 65一平 共1950 没收到钱", [("record_debt", 195000)]),
        ("顾九搬了5箱油 680 说房款下来再给", [("record_debt", 68000)]),
        ("11/28 远洲 轮胎保养 880 挂账", [("record_debt", 88000)]),
        ("青禾还差我130", [("record_debt", 13000)]),
    ],
)
def test_what_each_sum_is(text: str, facts: list[tuple[str, int]]) -> None:
    records, question = told(text)
    assert ([(intent, fen) for intent, _, fen in records], question) == (facts, None)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("远洲讨回5000的货", "debt_or_payment"),
        ("远洲下次一起付5000", "debt_or_payment"),
        ("远洲货款没到5000", "debt_or_payment"),
        ("收远洲保证金5000", "said_paid"),
        ("远洲拿两箱酒抵了500", "said_paid"),
    ],
)
def test_what_may_be_either_is_asked(text: str, question: str) -> None:
    assert told(text)[1] == question


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "青禾打款5200，另外他讲上次那批颜色不对，1800不认",
            [("record_payment", 520000), ("dispute", 180000)],
        ),
        ("远洲这车纸板1940挂账，他们反映上一批有受潮的", [("record_debt", 194000), ("dispute", None)]),
        ("青禾的16000到了。顾九说他的9500明天转", [("record_payment", 1600000), ("promise", 950000)]),
        ("兄弟面馆拿了两袋米 欠360", [("record_debt", 36000)]),
        ("长乐 鲜花款 7k8 赊 12.15结", [("record_debt", 780000)]),
    ],
)
def test_what_is_said_of_another_thing_stays_apart(text: str, facts: list[tuple[str, int | None]]) -> None:
    records, question = told(text)
    assert ([(intent, fen) for intent, _, fen in records], question) == (facts, None)


@pytest.mark.parametrize(
    ("text", "name", "question"),
    [
        ("水暖店拿了300的管子", "蓝鲸水暖店", "similar_customer"),
        ("酒店还了500", "悦来酒店", "similar_customer"),
        ("奶茶店付500", None, "missing_customer"),
        ("长乐付一半", "长乐装饰", "missing_amount"),
        ("长乐答应给5000 免了零头", "长乐装饰", "said_paid"),
    ],
)
def test_what_is_left_out_is_asked(text: str, name: str | None, question: str) -> None:
    records, asked = told(text)
    assert (records[0][1], asked) == (name, question)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("借：应收账款-青禾建材 12,600 贷：主营业务收入", ("record_debt", 1260000)),
        ("借 银行存款 15000 贷 应收账款 远洲五金", ("record_payment", 1500000)),
        ("确认收入 长乐装饰 8,800 未收款", ("record_debt", 880000)),
        ("远洲那边3个w到位了", ("record_payment", 3000000)),
        ("悦来酒店刷了2400的卡", ("record_payment", 240000)),
        ("老曹让儿子捎来六百", ("record_payment", 60000)),
        ("我刚把货送到远洲了 三千二 他说下礼拜给", ("record_debt", 320000)),
        ("老曹挂的账一共2600，今天清了1000", ("record_payment", 100000)),
    ],
)
def test_bookkeepers_shopkeepers_and_drivers(text: str, fact: tuple[str, int]) -> None:
    records, question = told(text)
    assert ([(intent, fen) for intent, _, fen in records], question) == ([fact], None)


@pytest.mark.parametrize("text", ["冲应收 远洲五金 2000", "预收转应收 青禾建材 3000"])
def test_an_entry_of_which_only_a_half_is_told_is_asked(text: str) -> None:
    assert told(text)[1] == "debt_or_payment"


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("老曹收了两百现金两百微信", [20000, 20000]),
        ("远洲付了300 又付了300", [30000, 30000]),
        ("远洲付了5000 现金5000", [500000]),
        ("青禾总算松口 先还了我三千 剩下的再磨", [300000]),
        ("跟远洲要到三千", [300000]),
    ],
)
def test_sums_that_came(text: str, sums: list[int]) -> None:
    records, question = told(text)
    assert ([(intent, fen) for intent, _, fen in records], question) == (
        [("record_payment", one) for one in sums],
        None,
    )


@pytest.mark.parametrize("text", ["远洲现金提货 460", "青禾 名片 350 现结"])
def test_goods_bought_for_cash_are_asked_about(text: str) -> None:
    assert told(text)[1] == "meant"


def test_several_papers_of_one_sum_each_are_asked_about() -> None:
    assert told("青禾来承兑两张 各5万")[1] == "said_paid"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("远洲货款12800 优惠800 实付12000", [("record_payment", 1200000), ("return_or_discount", 80000)]),
        ("长乐 20袋 * 95 = 1900 已付1000", [("record_debt", 190000), ("record_payment", 100000)]),
        ("青禾 3台 每台2,300 已付定金2000", [("record_debt", 690000), ("record_payment", 200000)]),
    ],
)
def test_a_sum_of_which_a_part_was_paid(text: str, facts: list[tuple[str, int]]) -> None:
    records, question = told(text)
    assert ([(intent, fen) for intent, _, fen in records], question) == (facts, None)
