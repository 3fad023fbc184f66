"""Facts with a touch of dialect, and sums that are left over: what was not paid is never read as paid."""

from __future__ import annotations

import pytest

from handlers.language.facts import MONEY
from handlers.language.reading import Intent, Reading
from tests.handlers.language.circle import heard


def _posts(reading: Reading) -> bool:
    return reading.question is None and any(record.intent in MONEY for record in reading.records)


@pytest.mark.parametrize(
    "text",
    [
        "老曹木给钱 960",
        "老曹960还木结",
        "老曹960不曾给",
        "老曹960弗曾付",
        "老曹拿了960的货没掏钱",
        "老曹960 没得钱给",
        "老曹960没现结",
        "老曹960未支付",
        "老曹货款960没交",
        "老曹这车玉米刨去早先的定金，净欠15800，年底给",
        "老曹这批货扣除预付款 还欠15800",
        "老曹货款减去定金还差15800 月底结",
    ],
)
def test_what_was_not_paid_is_owed(text: str) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [record.intent for record in reading.records] == [Intent.RECORD_DEBT]


@pytest.mark.parametrize(
    "text",
    [
        "老曹960冇还",
        "老曹960木收到",
        "老曹960木付清",
        "老曹唔俾960",
        "老曹960忘给了",
        "老曹960不现结",
        "青禾的积木给钱了300",
        "老曹付了一部分 还欠5000",
        "老曹给了些 还差5000 月底给",
        "老曹结了一部分账 还短5000",
        "老曹交了定金 剩下5000月底给",
        "老曹定金付了 尾款5000提货时付",
        "老曹退了货 还欠5000",
        "老曹8000的货付了一部分还欠5000",
        "老曹货款20000扣掉定金4200 净欠15800",
    ],
)
def test_what_may_be_in_the_books_already_is_not_booked(text: str) -> None:
    assert not _posts(heard(text)), text


@pytest.mark.parametrize("text", ["老曹结了尾款5000", "老曹付了剩下的5000", "老曹还剩5000今天付了"])
def test_the_rest_may_be_what_was_paid(text: str) -> None:
    reading = heard(text)
    assert (reading.intent, reading.question) == (Intent.RECORD_PAYMENT, None)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("青禾18,700的账 先收回11,000", 1100000),
        ("青禾四万的账 今日还上两万五", 2500000),
        ("老曹2万的欠款 结掉1万", 1000000),
        ("老曹把剩下九百一十二一把付清", 91200),
        ("老曹九百一十二一次付清", 91200),
        ("老曹五百二一次给清", 52000),
        ("老曹的1,555 一分不少给齐了", 155500),
        ("青禾尾款6180付讫 这家没尾巴了", 618000),
    ],
)
def test_one_payment_however_it_is_told(text: str, fen: int) -> None:
    reading = heard(text)
    assert reading.question is None
    assert [(one.intent, one.amount) for one in reading.records] == [(Intent.RECORD_PAYMENT, fen)]


@pytest.mark.parametrize("text", ["老曹2万的款到了 又付1万", "老曹那笔3200清了 又付1000"])
def test_a_debt_that_was_paid_itself_is_not_only_a_name(text: str) -> None:
    assert [one.intent for one in heard(text).records] == [Intent.RECORD_PAYMENT] * 2


def test_the_second_sum_is_not_paid_where_it_is_denied() -> None:
    assert not _posts(heard("老曹四万的账 没还上两万五"))
