"""Sums that are asked about: larger than anybody books unasked, or left out."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat


@pytest.mark.parametrize("words", ["永盛拿了60万 月底", "永盛打了60万"])
def test_the_first_large_sum_of_a_customer_is_asked_about_with_the_limit(chat: Chat, words: str) -> None:
    chat.customer("永盛装饰", owner="zhou")
    asked = chat.says("zhou", words)
    assert asked.startswith("先没记。永盛装饰 600,000")
    assert "过50万的都问一句" in asked
    assert "600,000.00" in chat.says("zhou", "1")


@pytest.mark.parametrize("words", ["永盛拿了瓷砖 月底给", "永盛拉了货 月底结", "永盛送了水泥 月底打款"])
def test_goods_whose_sum_is_asked_for_are_owed(chat: Chat, words: str) -> None:
    chat.customer("永盛装饰", owner="zhou")
    assert "多少" in chat.says("zhou", words)
    assert chat.says("zhou", "3000").startswith("记好了 ✓ 永盛装饰 +3,000.00")
