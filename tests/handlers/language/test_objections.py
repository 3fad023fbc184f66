"""What a customer holds against a bill is a dispute in whatever words; a fact of our own beside it is none."""

from __future__ import annotations

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("青禾说那车砖少了六块", "对不上账"),
        ("长乐反映柜门装歪了 要我们返工", "质量"),
        ("长乐反映布少了三匹 核实后再付", "对不上账"),
        ("老曹说他从来没签过这单", "对不上账"),
        ("远洲说价钱跟合同不一样", "对不上账"),
        ("顾九说给他算贵了", "对不上账"),
        ("悦来酒店对9月那笔有疑问", "对不上账"),
        ("沈二木业嫌板子太薄 拖着不结", "质量"),
        ("蓝鲸电器说水泵用不了", "质量"),
        ("郝建军说那2400他早付过了", "对不上账"),
        ("悦来说那箱酸奶离过期没几天，不收", "质量"),
        ("顾九说单价讲的是36不是38", "对不上账"),
        ("青禾：三张板开裂，换了再谈钱", "质量"),
        ("远洲反映合格率太低，拒绝支付余款", "对不上账"),
        ("长乐说油漆甲醛超标 要求降价才肯结", "质量"),
        ("老曹讲账上那个8月的5200他付过了，有截图", "对不上账"),
        ("青禾要求对账，说我们算的比他们多出1300", "对不上账"),
        ("悦来：说分量不足，少了三十多斤，钱扣着", "对不上账"),
        ("刚从长乐回来，人家把坏灯摆了一地，说这钱没法给", "对不上账"),
        ("远洲对那5800有不同意见，认为运费该我们承担", "对不上账"),
        ("长乐说灯只亮一半，工费只认一半", "对不上账"),
        ("青禾退回对账函 盖章处写“不符”", "对不上账"),
        ("沈二木业说磅单差三百斤", "对不上账"),
        ("顾九说货是他表弟拿的 跟他没关系", "对不上账"),
        ("悦来说虾发臭了 退一半钱", "质量"),
        ("老曹说漆掉皮 扣他五百他才结", "质量"),
        ("青禾财务说他们账上只有3万 我们这边是3万6", "对不上账"),
    ],
)
def test_an_objection(text: str, reason: str) -> None:
    reading = heard(text)
    assert reading.question is None
    assert (reading.intent, reading.records[0].extra["reason"]) == (Intent.DISPUTE, reason)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("青禾说那6650里有800不是他们的", 80000),
        ("长乐对账差500 说我们多算了一车", 50000),
        ("悦来说变质的要退，1300那单先不结", 130000),
        ("老曹讲那4200他付过了", 420000),
        ("远洲说合同写的七千七 不是八千八", None),
        ("顾九说单价应该是36", None),
    ],
)
def test_the_sum_that_is_disputed(text: str, fen: int | None) -> None:
    reading = heard(text)
    assert (reading.intent, reading.records[0].amount) == (Intent.DISPUTE, fen)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("青禾拿了3000的货 月底给", Intent.RECORD_DEBT),
        ("老曹退了两箱 少了一箱 算360", Intent.RETURN_OR_DISCOUNT),
        ("刚才那笔写错了 是3600", Intent.CORRECT),
        ("远洲说下周五先打一万", Intent.PROMISE),
        ("顾九付了5000", Intent.RECORD_PAYMENT),
        ("青禾说下周付8600 不是6800", Intent.PROMISE),
        ("长乐说单价是35 拿了100个", Intent.RECORD_DEBT),
        ("老曹欠8600 不是6800", Intent.RECORD_DEBT),
    ],
)
def test_no_objection(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent
