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
        ("青禾财务说他们账上只有3万 我们这边是3万6", "对不上账"),
    ],
)
def test_an_objection(text: str, reason: str) -> None:
    reading = heard(text)
    assert reading.question is None
    assert (reading.intent, reading.records[0].extra["reason"]) == (Intent.DISPUTE, reason)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("青禾拿了3000的货 月底给", Intent.RECORD_DEBT),
        ("老曹退了两箱 少了一箱 算360", Intent.RETURN_OR_DISCOUNT),
        ("刚才那笔写错了 是3600", Intent.CORRECT),
        ("远洲说下周五先打一万", Intent.PROMISE),
        ("顾九付了5000", Intent.RECORD_PAYMENT),
    ],
)
def test_no_objection(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent
