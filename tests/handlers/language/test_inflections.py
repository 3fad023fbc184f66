"""Verbs with every ending, in dialect too; and goods that are called by a verb."""

from __future__ import annotations

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("青禾今朝拿脱两匹布 勿曾付 1180", Intent.RECORD_DEBT),
        ("老曹赊起走的 600", Intent.RECORD_DEBT),
        ("顾九差我们1200", Intent.RECORD_DEBT),
        ("长乐还冇畀钱 水泵两台 1800", Intent.RECORD_DEBT),
        ("远洲莫得给钱 角铁 930", Intent.RECORD_DEBT),
        ("悦来酒店画册送过去了 18600 月底付", Intent.RECORD_DEBT),
        ("顾九打进来了4300", Intent.RECORD_PAYMENT),
        ("青禾到款38600", Intent.RECORD_PAYMENT),
        ("老曹给咱2000", Intent.RECORD_PAYMENT),
    ],
)
def test_an_ending_does_not_hide_the_verb(text: str, intent: Intent) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (intent, None)


@pytest.mark.parametrize(
    "text",
    [
        "青禾交换机3台 6270 欠着",
        "长乐减震器 3150 挂账",
        "老曹拿扣子拉链 165 欠",
        "远洲打印机一台 1800 没给",
        "蓝鲸电器总水阀 300 赊的",
        "顾九抹光机两台 8200 月底付",
    ],
)
def test_goods_are_no_deeds(text: str) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (Intent.RECORD_DEBT, None)
