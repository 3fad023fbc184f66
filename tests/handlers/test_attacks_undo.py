"""“撤销” behind a change, twice, behind something else, and of a message that others have worked on since."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.check import problems
from tests.handlers.cast import Chat


@pytest.fixture(autouse=True)
def _sound(chat: Chat) -> Iterator[None]:
    """Whatever was done and undone: the laws hold."""
    yield
    assert chat.database.read_now(lambda uow: list(problems(uow))) == []


@pytest.fixture
def owing(chat: Chat) -> int:
    """永盛 owes 12,000 by the end of the month, as #1001."""
    customer = chat.customer("永盛装饰", "zhou")
    chat.customer("张三建材", "zhou")
    assert "#1001" in chat.says("zhou", "永盛拿了1.2万 月底给")
    return customer


@pytest.mark.parametrize("words", ["改成5200", "日期改到下月15号", "客户改成张三建材", "#1001 改成12500"])
def test_a_change_goes_back_and_the_record_stays(chat: Chat, owing: int, words: str) -> None:
    before = chat.says("zhou", "永盛")
    chat.says("zhou", words)
    assert chat.says("zhou", "撤销").startswith("改回去了 ✓ 永盛装饰 #1001")
    assert chat.says("zhou", "永盛") == before


@pytest.mark.parametrize("words", ["#1001 改成800", "#1001 客户改成张三建材"])
def test_money_that_a_change_set_free_goes_back_on_its_debt(chat: Chat, owing: int, words: str) -> None:
    chat.says("zhou", "收到永盛1000")
    before = chat.says("zhou", "永盛")
    chat.says("zhou", words)
    chat.says("zhou", "撤销")
    assert chat.says("zhou", "永盛") == before


def test_a_changed_payment_goes_back(chat: Chat, owing: int) -> None:
    chat.says("zhou", "收到永盛1000")
    chat.says("zhou", "改成1100")
    assert "金额 1,100.00 → 1,000.00" in chat.says("zhou", "撤销")
    assert chat.net(owing) == 1_100_000


def test_a_retyped_record_goes_back_to_what_it_was(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛拿了1.3万 月底给")
    chat.says("zhou", "1")
    assert chat.says("zhou", "撤销").startswith("改回去了")
    assert chat.net(owing) == 1_200_000


def test_a_change_by_a_quoted_reply_goes_back_also_later(chat: Chat, owing: int) -> None:
    answer = chat.says("zhou", "改成5200")
    chat.says("zhou", "张三建材拿了900 月底")
    assert chat.says("zhou", "撤销", quote=answer).startswith("改回去了")
    assert chat.net(owing) == 1_200_000


def test_what_somebody_changed_again_is_left(chat: Chat, owing: int) -> None:
    chat.says("zhou", "改成5200")
    chat.says("lijie", "#1001 改成6000")
    assert chat.says("zhou", "撤销").startswith("没撤。#1001 后来又动过")
    assert chat.net(owing) == 600_000


def test_twice_never_takes_back_an_older_posting_silently(chat: Chat, owing: int) -> None:
    other = chat.says("zhou", "张三建材拿了900 月底")
    assert "#1002" in other
    assert chat.says("zhou", "撤销").startswith("撤销了 ✓ 张三建材")
    assert chat.says("zhou", "撤销").startswith("先没动")
    assert chat.net(owing) == 1_200_000
    assert chat.says("zhou", "1").startswith("撤销了 ✓ 永盛装饰")
    assert chat.net(owing) == 0


@pytest.mark.parametrize("act", ["永盛 账期60天", "永盛额度改成5万"])
def test_behind_something_that_is_no_booking_the_booking_before_is_asked_about(
    chat: Chat, owing: int, act: str
) -> None:
    chat.says("zhou", act)
    assert chat.says("zhou", "撤销").startswith("先没动")
    assert chat.net(owing) == 1_200_000


def test_a_whole_message_goes_back_with_what_was_corrected_of_it(chat: Chat) -> None:
    customers = [chat.customer(name, "zhou") for name in ("永盛装饰", "宏达五金", "张三建材")]
    said = "永盛欠5千 宏达欠3千二 张三建材欠900 都是月底"
    chat.says("zhou", said)
    chat.says("zhou", "#1002 改成3500")
    chat.says("zhou", "收到永盛1000")
    assert chat.says("zhou", "撤销", quote=said).startswith("撤销了这条的3笔")
    assert [chat.net(one) for one in customers] == [-100_000, 0, 0]


def test_a_colleague_undoes_nothing_by_a_bare_word(chat: Chat, owing: int) -> None:
    for who in ("li", "lijie", "zhao", "sun"):
        assert chat.says(who, "撤销").startswith("没有可撤的")
    assert chat.net(owing) == 1_200_000


def test_a_retyped_payment_that_still_waits_is_changed(chat: Chat, owing: int) -> None:
    chat.sets("confirmation_of_receipts", "true")
    chat.says("zhou", "永盛打了500")
    chat.says("zhou", "永盛打了600")
    assert chat.says("zhou", "1").startswith("改好了 ✓ 永盛装饰 回款 600.00")
    chat.says("lijie", "待到账")
    chat.says("lijie", "都到了")
    assert chat.net(owing) == 1_140_000


def test_a_plan_goes_back(chat: Chat, owing: int) -> None:
    before = chat.says("zhou", "永盛")
    chat.says("zhou", "永盛那1.2万分三期付 每月15号")
    assert "分3批付" in chat.says("zhou", "1")
    assert chat.says("zhou", "撤销").startswith("改回去了 ✓ 永盛装饰 #1001")
    assert chat.says("zhou", "永盛") == before


def test_behind_a_question_its_draft_is_dropped_and_no_booking(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛欠几千")
    assert chat.says("zhou", "撤销").startswith("好，没记")
    assert chat.net(owing) == 1_200_000


def test_a_bare_digit_is_no_sum(chat: Chat, owing: int) -> None:
    chat.says("zhou", "张三建材欠几千")
    assert chat.says("zhou", "1").startswith("没听准。先答这条：\n没记。“几千”是多少钱？")
    assert chat.says("zhou", "3500").startswith("记好了 ✓ 张三建材 +3,500.00")
