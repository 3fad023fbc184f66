"""A denial, a modal or a verb that no table knows turns a fact about: asked, and never in plain cases."""

from __future__ import annotations

import pytest

from handlers.language.facts import MONEY
from tests.handlers.language.circle import heard


def _posts(text: str) -> bool:
    reading = heard(text)
    return reading.question is None and any(record.intent in MONEY for record in reading.records)


@pytest.mark.parametrize(
    "text",
    [
        "青禾该欠5000 到月底",
        "我没有讲青禾欠3000",
        "远洲提高到20万 到年底",
        "长乐升到8万 下月底",
        "老曹要欠2000",
        "顾九应欠1500 月底",
        "青禾会欠6000 下周五",
        "远洲没那回事欠3000",
        "长乐拟欠9000 月底",
        "老曹降为4000 月底",
        "青禾涨价500 下月起",
        "长乐那3万 按进度还 一次8000",
    ],
)
def test_what_nobody_has_read_is_asked(text: str) -> None:
    assert not _posts(text), text


@pytest.mark.parametrize(
    "text",
    [
        "青禾拿了2600的会议桌 月底给",
        "远洲欠不锈钢款3000",
        "长乐太阳能板8000 没付 月底结",
        "老曹付了5000 没错",
        "顾九欠减震器款1200 月底",
        "青禾付了5000 要开票",
        "远洲免漆板4000 欠着",
        "老曹欠1500 不急",
        "长乐欠差旅用品2000 下周五给",
        "青禾老板娘把6400拿来了 真不容易",
        "远洲给了800 不好意思才记",
        "老曹退了三箱临期的 抵欠款540",
    ],
)
def test_goods_and_asides_are_no_verbs(text: str) -> None:
    assert _posts(text), text
