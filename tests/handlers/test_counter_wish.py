"""What a customer wants, by his words."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.counter.wish import Want, Wish, wish_of

NOON = datetime(2026, 12, 3, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        *(
            (text, Want.BALANCE)
            for text in ("我欠多少", "还差多少货款", "还有多少没付", "账上还有多少", "我们该付多少")
        ),
        *((text, Want.STATEMENT) for text in ("对账单", "11月明细发我", "对一下账")),
        *((text, Want.PAID) for text in ("已付", "转了", "款打过去了", "结清了", "钱已经汇了")),
        *(
            (text, Want.CONTESTS)
            for text in ("质量有问题", "数量不对", "账对不上", "少了两箱", "有争议", "单价高了")
        ),
        *((text, Want.AGREES) for text in ("对得上", "核对无误", "没有出入")),
        *((text, Want.WILL_PAY) for text in ("下周五付一半", "月底安排", "过几天给你打款")),
        *((text, Want.GREETS) for text in ("您好", "在吗？")),
        *((text, Want.THANKS) for text in ("谢谢", "好的", "收到！")),
        *(
            (text, Want.OTHER)
            for text in (
                "没付",
                "还没付款",
                "发票开了吗",
                "到账了吗",
                "账对不对？",
                "你们几点下班",
                "怎么付款",
                "你们老周电话多少",
                "这个砖多少钱一箱",
                "没问题",
            )
        ),
    ],
)
def test_words_mean(text: str, want: Want) -> None:
    assert wish_of(text, NOON).want is want


def test_a_sum_and_its_day_are_kept() -> None:
    assert wish_of("昨天转了8000", NOON) == Wish(Want.PAID, 800_000, date(2026, 12, 2))
    assert wish_of("下周五先付5000", NOON) == Wish(Want.WILL_PAY, 500_000, date(2026, 12, 11))


def test_of_two_sums_none_is_taken() -> None:
    assert wish_of("付了5000和3000", NOON).amount is None
