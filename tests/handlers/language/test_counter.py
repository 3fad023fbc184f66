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
