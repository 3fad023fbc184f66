"""What a clerk types with the number of a paper: a debt where the paper goes with goods, else asked about."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat


@pytest.mark.parametrize(
    "words",
    [
        "永盛装饰 5001 送货单8831",
        "永盛装饰5001单号8831",
        "永盛装饰 5001块单号8831",
        "永盛装饰单号8831 5001",
        "单号8831 永盛装饰 5001",
        "永盛装饰 5001 出库单号：8831",
        "永盛装饰 5001 开单号8831",
    ],
)
def test_a_paper_of_goods_is_a_delivery(chat: Chat, words: str) -> None:
    customer = chat.customer("永盛装饰")
    assert chat.says("sun", words).startswith("记好了 ✓ 永盛装饰 +5,001.00")
    assert chat.net(customer) == 5_001_00


@pytest.mark.parametrize(
    "words",
    [
        "永盛装饰 5001 收据8832",
        "永盛装饰 5001 回单8834",
        "永盛装饰 5001 银行回单号8834",
        "永盛装饰 5001 流水号88350",
        "永盛装饰 5001 凭证号8836",
        "永盛装饰 5001 单号8831 收据8832",
    ],
)
def test_a_paper_that_may_prove_money_is_asked_about(chat: Chat, words: str) -> None:
    customer = chat.customer("永盛装饰")
    assert chat.says("sun", words).endswith("1 欠的，记一笔 2 收到的")
    assert chat.net(customer) == 0
