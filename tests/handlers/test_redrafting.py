"""Corrections of what is not booked yet, in chat."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat


@pytest.fixture
def two(chat: Chat) -> tuple[int, int]:
    """恒通建材 and 恒通电器: the short name alone is asked about."""
    return chat.customer("恒通建材"), chat.customer("恒通电器")


@pytest.mark.parametrize(
    "words", ["记错了 恒通那车是2100", "记错了 恒通建材那笔是2100", "不对 是2100", "改成2100"]
)
def test_what_waits_is_mended_and_asked_again(chat: Chat, two: tuple[int, int], words: str) -> None:
    chat.says("zhou", "恒通建材 2000")
    answer = chat.says("zhou", words)
    assert answer.startswith("改好了，还没记：恒通建材 2,100\n没听准。")
    chat.says("zhou", "1")
    assert chat.net(two[0]) == 210_000


def test_which_customer_is_asked_again_with_the_new_sum(chat: Chat, two: tuple[int, int]) -> None:
    chat.says("zhou", "恒通 欠360")
    assert "哪家" in chat.says("zhou", "恒通那个错了 是两百六")
    chat.says("zhou", "2")
    assert chat.net(two[1]) == 26_000


def test_the_whole_name_tells_which_customer_too(chat: Chat, two: tuple[int, int]) -> None:
    chat.says("zhou", "恒通 欠360")
    assert "恒通电器 +260.00" in chat.says("zhou", "恒通电器那个错了 是两百六")


def test_a_later_booking_is_meant_rather_than_what_waits(chat: Chat, two: tuple[int, int]) -> None:
    chat.says("zhou", "恒通建材 2000")
    chat.clock.move(minutes=6)
    chat.says("zhou", "恒通建材欠3000 月底")
    assert "3,000.00 → 3,100.00" in chat.says("zhou", "恒通建材那笔改成3100")


def test_a_correction_of_somebody_else_leaves_what_waits(chat: Chat, two: tuple[int, int]) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5000 月底")
    chat.says("zhou", "恒通建材 2000")
    assert "5,000.00 → 5,200.00" in chat.says("zhou", "永盛那笔错了 是5200")


def test_a_sum_for_the_customer_that_waits_for_one(chat: Chat, two: tuple[int, int]) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "恒通建材拿了货")
    chat.says("zhou", "永盛欠800 月底")
    assert "恒通建材 +2,300.00" in chat.says("zhou", "恒通建材那个是2300")


def test_that_one_is_what_he_has_just_told_of_the_customer(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠3000 月底")
    assert "3,000.00 → 3,300.00" in chat.says("zhou", "永盛那笔是3300")
    assert chat.net(customer) == 330_000


@pytest.mark.parametrize("words", ["恒通那个是建材", "建材", "是建材那家"])
def test_what_tells_two_names_apart_is_enough(chat: Chat, two: tuple[int, int], words: str) -> None:
    chat.says("zhou", "恒通 欠360 月底")
    assert "恒通建材 +360.00" in chat.says("zhou", words)
