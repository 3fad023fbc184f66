"""Corrections, in chat."""

from __future__ import annotations

from datetime import date

import pytest

from tests.handlers.cast import Chat


@pytest.fixture
def owing(chat: Chat) -> int:
    """永盛, who took goods for 5,000 (#1001) just now."""
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5千 月底")
    return customer


@pytest.mark.parametrize("words", ["改成5200", "不对，是5200", "#1001 改成5200", "1001 改成5200"])
def test_an_amount_is_changed_and_the_number_stays(chat: Chat, owing: int, words: str) -> None:
    assert chat.says("zhou", words).splitlines()[:2] == [
        "改好了 ✓ 永盛装饰 #1001",
        "5,000.00 → 5,200.00",
    ]
    assert chat.net(owing) == 520_000


def test_a_due_day_is_moved(chat: Chat, owing: int) -> None:
    answer = chat.says("zhou", "日期改到下月20号")
    assert "12月31日(周四) → 1月20日(周三)" in answer
    assert chat.net(owing) == 500_000


def test_a_due_day_is_put_off_by_so_many_days(chat: Chat, owing: int) -> None:
    assert "12月31日(周四) → 1月7日(周四)" in chat.says("zhou", "永盛那5000到期往后挪一周")


def test_the_customer_named_means_his_record(chat: Chat, owing: int) -> None:
    chat.customer("宏达五金")
    chat.says("zhou", "宏达欠3千二 月底")
    assert "永盛装饰 #1001" in chat.says("zhou", "永盛那笔到期日改到下月20号")


def test_the_customer_is_changed_and_owes_instead(chat: Chat, owing: int) -> None:
    other = chat.customer("李四建材")
    assert "永盛装饰 → 李四建材" in chat.says("zhou", "客户改成李四建材")
    assert (chat.net(owing), chat.net(other)) == (0, 500_000)


def test_a_payment_is_changed(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛打了2000")
    assert "2,000.00 → 2,500.00" in chat.says("zhou", "改成2500")
    assert chat.net(owing) == 250_000


def test_a_quoted_reply_means_its_record(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    chat.customer("宏达五金")
    answer = chat.says("zhou", "永盛欠5千 月底")
    chat.says("zhou", "宏达欠3千二 月底")
    assert "永盛装饰 #1001" in chat.says("zhou", "改成12500", quote=answer)
    assert chat.net(customer) == 1_250_000


def test_one_of_several_is_asked_for(chat: Chat) -> None:
    customers = [chat.customer("永盛装饰"), chat.customer("宏达五金")]
    chat.says("zhou", "永盛欠5千 宏达欠3千二 都是月底")
    assert chat.says("zhou", "改成5200").startswith("先不动。改哪笔？")
    assert chat.says("zhou", "1").startswith("改好了 ✓ 宏达五金")
    assert [chat.net(one) for one in customers] == [500_000, 520_000]


def test_an_older_record_needs_its_number(chat: Chat, owing: int) -> None:
    chat.clock.move(hours=25)
    assert chat.says("zhou", "改成5200").startswith("没改")
    assert "5,200.00" in chat.says("zhou", "1001 改成5200")


def test_a_colleagues_record_is_changed_by_finances_word(chat: Chat, owing: int) -> None:
    assert chat.says("li", "1001 改成5200").startswith("先没改，已问李姐")
    assert chat.net(owing) == 500_000
    assert "5,000.00 → 5,200.00" in chat.told("lijie")
    assert chat.says("lijie", "1").startswith("改好了")
    assert chat.told("li").startswith("李姐同意了")
    assert chat.net(owing) == 520_000


def test_a_very_large_amount_is_confirmed(chat: Chat, owing: int) -> None:
    assert chat.says("zhou", "改成60万").startswith("先没改")
    assert chat.says("zhou", "1").startswith("改好了")
    assert chat.net(owing) == 60_000_000


def test_a_new_customer_is_confirmed_first(chat: Chat, owing: int) -> None:
    assert chat.says("zhou", "客户改成大同五金").startswith("先没改。“大同五金”是哪家？")
    assert "永盛装饰 → 大同五金" in chat.says("zhou", "1")
    assert chat.net(owing) == 0


def test_a_changed_record_may_still_be_taken_back(chat: Chat, owing: int) -> None:
    chat.says("zhou", "改成5200")
    assert chat.says("zhou", "撤销 #1001").startswith("撤销了 ✓ 永盛装饰 欠款 5,200.00")
    assert chat.net(owing) == 0


def test_a_name_that_fits_several_means_none_but_theirs(chat: Chat, owing: int) -> None:
    chat.customer("恒通建材")
    chat.customer("恒通电器")
    answer = chat.says("zhou", "恒通那个错了 是两百六")
    assert answer.startswith("没改")
    assert chat.net(owing) == 500_000


@pytest.mark.parametrize("words", ["李老板说他账上没钱 让缓两天", "永盛那边结清了没", "永盛全结了"])
def test_words_about_something_else_are_no_answer(chat: Chat, owing: int, words: str) -> None:
    for name in ("恒通建材", "恒通电器", "李四"):
        chat.customer(name)
    chat.says("zhou", "恒通退了两桶漆 360")
    answer = chat.says("zhou", words)
    assert "恒通”是李四" not in answer
    assert chat.net(owing) == 500_000
    assert "恒通 退货/优惠 360" in answer  # still waits for its customer


@pytest.mark.parametrize("words", ["永盛那笔改成福满楼的", "把永盛的5000改到福满楼头上"])
def test_the_customer_it_was_booked_for_says_which_record(chat: Chat, owing: int, words: str) -> None:
    other, third = chat.customer("福满楼"), chat.customer("宏达五金")
    chat.says("zhou", "宏达欠5000 月底")
    assert chat.says("zhou", words).startswith("改好了 ✓")
    assert [chat.net(one) for one in (owing, other, third)] == [0, 500_000, 500_000]


@pytest.mark.parametrize("words", ["1001改冲 #1003", "#1001改冲 #1003", "1001改冲1003", "#1001 改冲到#1003"])
def test_money_that_shall_pay_another_debt_keeps_its_sum(chat: Chat, words: str) -> None:
    customer = chat.customer("永盛装饰")
    chat.says("lijie", "永盛装饰昨天打了3000")
    for day in (2, 3):
        chat.owes(customer, 3000, date(2026, 11, day), date(2026, 11, day + 13))
    assert chat.says("lijie", words).splitlines() == [
        "没改。记好的回款不能改冲别的单",
        "先发“撤销 #1001”，再发“客户名 打了多少 冲 #单号”",
    ]
    assert chat.net(customer) == 3_000_00
