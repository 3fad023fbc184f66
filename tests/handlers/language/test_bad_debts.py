"""Debts given up: decided and told why, in whatever words; not yet decided, or paid after all."""

from __future__ import annotations

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("老曹打官司执行不了，八千认栽，核了吧", 800_000),
        ("青禾那3千2别追了，做呆账核销", 320_000),
        ("长乐前年的老账1,250元，总经理同意核销", 125_000),
        ("顾九的尾巴340块要不到了，按坏账走", 34_000),
        ("青禾破产清算只分到一点，余下五万一核销", 5_100_000),
        ("悦来那260块不值当跑一趟，销掉", 26_000),
        ("远洲欠的四千四报损，账销案存", 440_000),
        ("长乐那两千块，跟我扯皮一年了，我认了，坏账", 200_000),
        ("青禾那笔三万已确认无法收回，核销处理", 3_000_000),
        ("老曹儿子不认账，四千五我批了，按坏账核", 450_000),
    ],
)
def test_a_debt_is_given_up(text: str, fen: int) -> None:
    reading = heard(text)
    assert reading.question is None
    assert (reading.records[0].intent, reading.records[0].amount) == (Intent.WRITE_OFF, fen)


@pytest.mark.parametrize(
    "text",
    [
        "青禾5000别核销",
        "青禾那5万怕是要成坏账了",
        "青禾5000要不要做坏账",
        "青禾跑路了 5000核销 老板还没批",
        "青禾欠5000 快变死账了",
        "长乐倒闭清算 剩余 12,300 申请核销",
        "青禾5000坏账准备",
        "青禾破产了 5000先不核销",
    ],
)
def test_what_is_not_decided_gives_nothing_up(text: str) -> None:
    reading = heard(text)
    assert reading.question is not None or all(
        record.intent is not Intent.WRITE_OFF for record in reading.records
    )


@pytest.mark.parametrize("text", ["青禾还了5000 别催了 核销", "青禾5000到账 核销6月那笔", "青禾核销5000"])
def test_what_came_pays(text: str) -> None:
    assert heard(text).records[0].intent is Intent.RECORD_PAYMENT
