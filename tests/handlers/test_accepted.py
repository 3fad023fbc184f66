from __future__ import annotations

from tests.handlers.cast import Chat


def test_who_reported_on_a_colleagues_customer_hears_that_it_is_booked(chat: Chat) -> None:
    chat.customer("永盛装饰")
    assert "现金" not in chat.says("li", "永盛拿了1.2万瓷砖 下月15给")
    assert "小李报的" in chat.told("zhou")
    assert chat.says("zhou", "1").startswith("记好了 ✓ 永盛装饰 +12,000.00")
    assert chat.told("li") == "老周点头了，记好了 ✓\n永盛装饰 +12,000.00，1月15日到期 #1001"
