"""Money of unknown payers, in chat."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat


@pytest.fixture
def owing(chat: Chat) -> int:
    """永盛, with 60,000 outside in two debts."""
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠2万 月底")
    chat.clock.move(minutes=10)
    chat.says("zhou", "永盛欠4万 下月底")
    chat.clock.move(minutes=10)
    return customer


def test_unknown_money_is_kept_and_sales_are_asked(chat: Chat, owing: int) -> None:
    chat.customer("李四", "li")
    answer = chat.says("lijie", "对公收到5万 王德发 不知道谁的")
    assert answer.startswith("记好了 ✓ 待认领 50,000.00 #1003")
    assert "付款人：王德发" in chat.told("zhou")
    assert "是你哪家客户的？" in chat.told("li")
    assert chat.net(owing) == 6_000_000


def test_a_claim_is_booked_by_finances_word(chat: Chat, owing: int) -> None:
    chat.says("lijie", "对公收到5万 王德发 不知道谁的")
    assert chat.says("zhou", "永盛王总的小舅子").startswith("报给李姐了")
    assert "老周认领：50,000.00（王德发" in chat.told("lijie")
    assert chat.net(owing) == 6_000_000
    assert chat.says("lijie", "对") == (
        "永盛装饰 回款 50,000.00：#1001 结清，#1002 余 10,000.00。净欠 10,000.00，超期 0。"
    )
    assert chat.told("zhou").endswith("净欠 10,000.00，超期 0。")
    assert chat.net(owing) == 1_000_000


def test_who_has_no_customers_is_not_asked_whose_money_it_is(chat: Chat, owing: int) -> None:
    assert "已问1位同事" in chat.says("lijie", "对公收到5万 王德发 不知道谁的")
    assert chat.told("li") == ""


def test_a_claim_made_twice_is_asked_once(chat: Chat, owing: int) -> None:
    chat.says("lijie", "对公收到5万 王德发 不知道谁的")
    chat.says("zhou", "那5万是永盛的")
    chat.told("lijie")
    assert chat.says("zhou", "那5万是永盛的").startswith("报给李姐了")
    assert chat.told("lijie") == ""
    assert "永盛装饰 回款 50,000.00" in chat.says("lijie", "对")


def test_a_claim_taken_back_is_money_of_an_unknown_payer_again(chat: Chat, owing: int) -> None:
    chat.says("lijie", "对公收到5万 王德发 不知道谁的")
    chat.says("lijie", "那5万是永盛的")
    assert "钱没丢：又排进待认领了" in chat.says("lijie", "撤销")
    assert chat.net(owing) == 6_000_000
    assert chat.says("lijie", "待认领").splitlines()[1].startswith("1 50,000.00 王德发")


def test_the_payer_is_learnt_and_proposed_the_next_time(chat: Chat, owing: int) -> None:
    chat.says("lijie", "对公收到2万 王德发 不知道谁的")
    chat.says("lijie", "那2万是永盛的")
    assert chat.says("lijie", "对公收到1万 王德发 不知道谁的").startswith("王德发 以前是替永盛装饰付的")
    assert chat.net(owing) == 4_000_000
    assert chat.says("lijie", "1").startswith("永盛装饰 回款 10,000.00")
    assert chat.net(owing) == 3_000_000


def test_finance_may_say_no(chat: Chat, owing: int) -> None:
    chat.says("lijie", "对公收到5万 王德发 不知道谁的")
    chat.says("zhou", "是永盛的")
    assert chat.says("lijie", "不对").startswith("好，没入账")
    assert "李姐说不对" in chat.told("zhou")
    assert chat.says("lijie", "待认领").splitlines()[1].startswith("1 50,000.00 王德发")


def test_the_first_claim_wins(chat: Chat, owing: int) -> None:
    chat.customer("宏达五金", owner="li")
    chat.says("lijie", "对公收到5万 王德发 不知道谁的")
    chat.says("zhou", "是永盛的")
    chat.says("li", "是宏达五金的")
    assert "是回哪条？" in chat.says("lijie", "1")
    assert chat.says("lijie", "2").startswith("永盛装饰 回款")
    assert chat.says("lijie", "1").startswith("#1003 早有着落了")


def test_the_same_unknown_money_is_asked_about(chat: Chat) -> None:
    chat.says("lijie", "对公收到5万 王德发 不知道谁的")
    assert chat.says("lijie", "对公收到5万 王德发 不知道谁的").startswith("先没记。待认领里有一样的（#1001）")
    assert chat.says("lijie", "1").startswith("算同一笔 #1001")
    assert "待认领 1笔" in chat.says("lijie", "待认领")


def test_a_new_debt_is_not_taken_for_a_claim(chat: Chat, owing: int) -> None:
    chat.says("lijie", "对公收到5万 王德发 不知道谁的")
    assert chat.says("zhou", "永盛拿了3千的货 月底").startswith("记好了")
    assert chat.net(owing) == 6_300_000


def test_which_of_several_is_asked(chat: Chat, owing: int) -> None:
    chat.says("lijie", "对公收到5万 王德发 不知道谁的")
    chat.says("lijie", "对公收到3万 刘大海 不知道谁的")
    assert "2 30,000.00 刘大海" in chat.says("lijie", "是永盛的")
    assert chat.says("lijie", "2").startswith("永盛装饰 回款 30,000.00")


def test_unknown_money_never_changes_a_balance_by_itself(chat: Chat, owing: int) -> None:
    chat.says("zhou", "微信收到5000 不知道谁的")
    assert chat.net(owing) == 6_000_000
    assert "待认领 1笔" in chat.says("lijie", "待认领")


def test_a_bare_answer_is_never_for_the_question_whose_money_it_is(chat: Chat, owing: int) -> None:
    chat.customer("宏达五金")
    chat.says("zhou", "大同五金欠3千 月底")
    chat.says("lijie", "对公收到5万 王德发 不知道谁的")
    assert "记好了 ✓ 新客户 大同五金" in chat.says("zhou", "1")


@pytest.mark.parametrize(
    ("answer", "heard"), [("1", "报给李姐了，点头就入账"), ("2", "改好了 ✓ 宏达五金 #1001")]
)
def test_money_that_waits_comes_before_money_that_is_booked(chat: Chat, answer: str, heard: str) -> None:
    chat.customer("永盛装饰")
    chat.customer("宏达五金")
    chat.says("zhou", "永盛装饰11月20号打了8000")
    chat.says("lijie", "对公收到8000 王德发 不知道谁的")
    assert chat.says("zhou", "那8000是宏达五金的 不是永盛装饰的").splitlines() == [
        "先没动。宏达五金的是哪笔？",
        "1 8,000.00 王德发 12月1日",
        "2 8,000.00 已记在永盛装饰 11月20日",
    ]
    assert chat.says("zhou", answer).startswith(heard)
