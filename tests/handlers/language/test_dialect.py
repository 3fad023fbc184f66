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
