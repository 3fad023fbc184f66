"""Late fees let go by chat, and what becomes of them when that is taken back."""

from __future__ import annotations

from datetime import date

import pytest

from storage.check import problems
from tests.handlers.cast import Chat


@pytest.fixture
def customer(chat: Chat) -> int:
    """宏达 owes 20,000 since 11 November at 0.05 % a day; 200 are booked on 1 December, 20 have run up by the 3rd."""
    customer = chat.customer("宏达五金")
    chat.owes(customer, 20_000, date(2026, 10, 11), date(2026, 11, 11))
    for words in ("宏达约定日万分之五", "给宏达记违约金", "1"):
        chat.says("zhao", words)
    chat.clock.move(days=2)
    return customer


def holds(chat: Chat) -> bool:
    return chat.database.read_now(lambda uow: list(problems(uow))) == []


def test_a_waiver_is_taken_back_with_what_was_booked_and_what_had_run_up(chat: Chat, customer: int) -> None:
    before = chat.says("zhao", "宏达违约金多少")
    chat.says("zhao", "宏达违约金免了")
    chat.says("zhao", "1")
    assert chat.net(customer) == 2_000_000
    assert chat.says("zhao", "撤销").startswith("撤销了 ✓ 宏达五金 违约金 220.00不免了")
    assert chat.net(customer) == 2_020_000
    assert chat.says("zhao", "宏达违约金多少") == before
    assert holds(chat)


def test_what_had_run_up_is_charged_once_after_it(chat: Chat, customer: int) -> None:
    for words in ("宏达违约金免了", "1", "撤销", "给宏达记违约金", "1"):
        chat.says("zhao", words)
    assert chat.net(customer) == 2_022_000
    assert "没有要算的" in chat.says("zhao", "给宏达记违约金")
    assert holds(chat)


def test_a_second_undo_takes_nothing_more_back(chat: Chat, customer: int) -> None:
    for words in ("宏达违约金免了", "1", "撤销"):
        chat.says("zhao", words)
    assert not chat.says("zhao", "撤销").startswith("撤销了")
    assert chat.net(customer) == 2_020_000


def test_waived_taken_back_and_waived_again(chat: Chat, customer: int) -> None:
    for words in ("宏达违约金免了", "1", "撤销", "宏达违约金免了"):
        chat.says("zhao", words)
    assert "免掉了 ✓ 宏达五金 逾期违约金 220.00" in chat.says("zhao", "1")
    assert chat.net(customer) == 2_000_000
    assert "没有要算的" in chat.says("zhao", "宏达违约金多少")
    chat.says("zhao", "撤销")
    assert chat.net(customer) == 2_020_000
    assert holds(chat)


def test_who_may_decide_no_more_cannot_take_it_back(chat: Chat, customer: int) -> None:
    for words in ("宏达违约金免了", "1"):
        chat.says("zhao", words)
    chat.says("admin", "赵总 改成仓库")
    chat.says("zhao", "撤销")
    assert chat.net(customer) == 2_000_000
