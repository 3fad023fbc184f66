"""What a customer does not accept, in chat."""

from __future__ import annotations

import pytest

from storage.disputes import DisputeView
from tests.handlers.cast import Chat


@pytest.fixture
def owing(chat: Chat) -> int:
    """永盛 owes 12,000 (#1001)."""
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠12000 12月20日")
    return customer


def disputes(chat: Chat, customer: int) -> list[DisputeView]:
    return list(chat.database.read_now(lambda uow: uow.disputes.of_customer(customer)))


def test_a_sum_is_disputed_and_the_rest_stays_due(chat: Chat, owing: int) -> None:
    assert chat.says("zhou", "永盛说质量有问题 拒付8000") == (
        "记下了 ✓ 永盛装饰 有异议：质量\n8,000.00（#1001），谈好前不催这些\n其余 4,000.00 照常\n12月8日(周二)前要有说法"
    )
    assert [(one.amount, one.owner, one.state) for one in disputes(chat, owing)] == [
        (800_000, "zhou", "open")
    ]
    assert chat.net(owing) == 1_200_000


def test_without_a_sum_the_whole_debt_is_disputed(chat: Chat, owing: int) -> None:
    assert "整笔 12,000.00（#1001）" in chat.says("zhou", "永盛说质量有问题不付")


def test_money_that_comes_passes_over_what_is_disputed(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说质量有问题 拒付8000")
    assert "多付的 1,000.00 先存着" in chat.says("lijie", "永盛打了5000")


def test_of_several_debts_the_one_is_asked_for(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛欠2万 下月底")
    assert chat.says("zhou", "永盛说质量有问题 拒付8000") == (
        "先没记。永盛装饰有异议的是哪笔？\n1 #1002 20,000.00 12月1日的货\n2 #1001 12,000.00 12月1日的货"
    )
    chat.says("zhou", "2")
    assert [one.amount for one in disputes(chat, owing)] == [800_000]


def test_the_debt_of_exactly_that_sum_is_meant(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛欠8000 下月底")
    assert "8,000.00（#1002）" in chat.says("zhou", "永盛说质量有问题 拒付8000")


def test_a_number_names_the_debt(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛欠2万 下月底")
    assert "（#1001）" in chat.says("zhou", "#1001 质量有问题 拒付8000")


def test_the_same_told_twice_is_one(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说质量有问题 拒付8000")
    assert chat.says("sun", "永盛说质量不行 拒付8000").startswith("记过了。永盛装饰 #1001 有异议 8,000.00")
    assert len(disputes(chat, owing)) == 1


@pytest.mark.parametrize(("word", "left"), [("1", [500_000]), ("2", [800_000, 400_000])])
def test_another_sum_on_it_is_asked_about(chat: Chat, owing: int, word: str, left: list[int]) -> None:
    chat.says("zhou", "永盛说质量有问题 拒付8000")
    wanted = "5000" if word == "1" else "4000"
    assert "1 改成" in chat.says("zhou", f"永盛说质量有问题 拒付{wanted}")
    chat.says("zhou", word)
    assert [one.amount for one in disputes(chat, owing)] == left


def test_a_debt_paid_while_it_was_asked_about_has_nothing_to_dispute(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛欠2万 下月底")
    chat.says("zhou", "永盛说质量有问题 拒付8000")
    chat.says("lijie", "永盛打了32000")
    assert "账上没欠着的" in chat.says("zhou", "1")
    assert disputes(chat, owing) == []


def test_an_old_answer_changes_no_dispute_that_is_over(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说质量有问题 拒付8000")
    chat.says("zhou", "永盛说色差 拒付9000")
    chat.says("lijie", "永盛异议解决了 退8000")
    assert "9,000" not in chat.says("zhou", "1")
    assert [(one.amount, one.state) for one in disputes(chat, owing)] == [
        (800_000, "resolved"),
        (400_000, "open"),
    ]


@pytest.mark.parametrize(("word", "left"), [("1", [1_200_000]), ("2", [800_000, 400_000])])
def test_no_more_is_disputed_than_is_owed(chat: Chat, owing: int, word: str, left: list[int]) -> None:
    chat.says("zhou", "永盛说质量有问题 拒付8000")
    assert "1 改成 12,000 2 另外还有 4,000" in chat.says("zhou", "永盛说色差 拒付60000")
    chat.says("zhou", word)
    assert [one.amount for one in disputes(chat, owing)] == left


def test_an_answer_after_the_customer_was_handed_over_changes_nothing(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说质量有问题 拒付8000")
    chat.says("zhou", "永盛说色差 拒付9000")
    chat.says("zhao", "把永盛转给小李")
    chat.says("zhao", "1")
    assert chat.look(owing).owner == "li"
    assert "小李的客户" in chat.says("zhou", "1")
    assert [one.amount for one in disputes(chat, owing)] == [800_000]


def test_settled_with_a_credit_the_rest_is_due_again(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说质量有问题 拒付8000")
    heard = chat.says("zhou", "永盛异议解决了 退1000 其余照付")
    assert heard.startswith("永盛装饰 退货 1,000.00，冲 #1001")
    assert heard.endswith("永盛装饰 #1001 的异议了结 ✓\n其余 7,000.00 照付，接着催")
    assert [(one.state, one.outcome, one.credited) for one in disputes(chat, owing)] == [
        ("resolved", "credited", 100_000)
    ]
    assert chat.net(owing) == 1_100_000


def test_settled_without_a_credit_everything_is_due_again(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说质量有问题 拒付8000")
    assert chat.says("zhou", "永盛异议解决了") == "永盛装饰 #1001 的异议了结 ✓\n8,000.00 照付，接着催"


def test_all_of_it_may_be_let_go(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说质量有问题 拒付8000")
    chat.says("zhou", "永盛异议解决了 全免")
    assert chat.net(owing) == 400_000


def test_nothing_is_settled_where_nothing_is_disputed(chat: Chat, owing: int) -> None:
    assert chat.says("zhou", "永盛异议解决了 退1000 其余照付").startswith("永盛装饰没有记着的异议")
    assert chat.net(owing) == 1_200_000


def test_undo_takes_the_dispute_back_and_no_booking(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说质量有问题 拒付8000")
    assert chat.says("zhou", "撤销") == "撤了 ✓ 那条异议不算了，账照常催"
    assert [one.state for one in disputes(chat, owing)] == ["withdrawn"]
    assert chat.net(owing) == 1_200_000


def test_the_list_shows_ones_own(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说质量有问题 拒付8000")
    assert chat.says("zhou", "有哪些异议") == (
        "有异议的1笔，共 8,000.00\n1 永盛装饰 #1001 8,000.00 质量 12月8日前"
    )
    assert chat.says("li", "有哪些异议") == "没有挂着的异议"
    assert "内勤" in chat.says("sun", "有哪些异议")


def test_a_colleagues_customer_is_his(chat: Chat, owing: int) -> None:
    assert chat.says("li", "永盛说质量有问题 拒付8000") == "没改。永盛装饰是老周的客户，找他"
    assert disputes(chat, owing) == []


def test_without_a_debt_it_is_a_note(chat: Chat) -> None:
    chat.customer("鑫源商贸")
    assert (
        chat.says("zhou", "鑫源说质量有问题 拒付8000") == "记下了 ✓ 鑫源商贸 有异议\n账上没欠着的，没有要停的"
    )


def test_whose_it_is_is_asked_and_the_sum_is_kept(chat: Chat, owing: int) -> None:
    chat.customer("永盛建材")
    assert chat.says("zhou", "永盛说质量有问题 拒付8000").startswith("没记。")
    assert "8,000.00（#1001）" in chat.says("zhou", "永盛装饰")


def test_a_correction_right_behind_it_means_the_dispute(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说质量有问题 拒付8000")
    assert "5,000.00（#1001）" in chat.says("zhou", "改成5000")
    assert [(one.amount, one.state) for one in disputes(chat, owing)] == [
        (800_000, "withdrawn"),
        (500_000, "open"),
    ]
    assert chat.net(owing) == 1_200_000


def test_the_disputes_of_one_customer(chat: Chat) -> None:
    chat.customer("永盛装饰")
    assert chat.says("zhou", "永盛的异议") == "永盛装饰没有挂着的异议"
