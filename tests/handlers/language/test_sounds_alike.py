"""What only looks like the words around it: paid for goods handed over, struck off one's own list, not due yet."""

from __future__ import annotations

import pytest

from handlers.language.reading import Intent
from tests.handlers.language.circle import heard

PAID, OWED, LESS = Intent.RECORD_PAYMENT, Intent.RECORD_DEBT, Intent.RETURN_OR_DISCOUNT


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("远洲交货款5000", [(PAID, 500_000)]),
        ("远洲交了货款5000", [(PAID, 500_000)]),
        ("青禾5000给了 划掉", [(PAID, 500_000)]),
        ("青禾8000的款没付 付5000", [(OWED, 800_000), (PAID, 500_000)]),
        ("青禾8000的账付了 5000的也付了", [(PAID, 800_000), (PAID, 500_000)]),
        ("青禾还了3000 今天2000下周给", [(PAID, 300_000), (Intent.PROMISE, 200_000)]),
        ("青禾上次忘给的5000今天付了", [(PAID, 500_000)]),
        ("青禾拿货5000 免费送货", [(OWED, 500_000)]),
        ("青禾赊5000 赠品一箱", [(OWED, 500_000)]),
        ("收了青禾5000 昨天忘记记了 补上", [(PAID, 500_000)]),
        ("远洲付5000 剩下下次一起结", [(PAID, 500_000)]),
        ("青禾双十一买5000货", [(OWED, 500_000)]),
        ("青禾拖欠的5000付了", [(PAID, 500_000)]),
        ("青禾欠5000是不锈钢款", [(OWED, 500_000)]),
        ("远洲拿3000提 2元", [(OWED, 600_000)]),
        ("青禾付完首付还欠12万8 年前付清", [(OWED, 12_800_000)]),
    ],
)
def test_what_was_said_is_booked(text: str, facts: list[tuple[Intent, int]]) -> None:
    reading = heard(text)
    assert [(record.intent, record.amount) for record in reading.records] == facts
    assert reading.question is None


@pytest.mark.parametrize(
    "text",
    [
        "青禾累计欠1400 过年前要收回来",
        "青禾一共欠1400 过年前要收回来",
        "远洲跟我们签了一单5万的合同",
        "远洲没带钱 微信转了5000",
        "远洲忘带现金 刷卡5000",
        "远洲货款没到期 5000",
        "送远洲500的酒",
        "青禾拉一下5000的货",
        "青禾5000要不回",
        "青禾没说要不回5000",
        "青禾20块那笔抹了",
        "青禾付5000 备注写运费",
        "青禾这批应该记5000",
        "发远洲5000的材料钱",
    ],
)
def test_what_may_be_otherwise_is_asked(text: str) -> None:
    reading = heard(text)
    assert reading.question is not None or not reading.records, text


@pytest.mark.parametrize("text", ["明天9点以后别催客户", "周末10点以后别发给客户", "晚上8点前别催客户"])
def test_what_holds_once_is_no_setting(text: str) -> None:
    assert heard(text).intent is not Intent.SETTING


@pytest.mark.parametrize(
    "text",
    ["搞混了 刚刚那条作废", "口误 撤销", "看错了 撤销刚才那笔", "记岔了 撤回", "刚才那笔划掉"],
)
def test_a_slip_that_is_taken_back_corrects_nothing(text: str) -> None:
    assert heard(text).intent is Intent.UNDO
