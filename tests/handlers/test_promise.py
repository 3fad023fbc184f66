"""What customers say they will pay, in chat."""

from __future__ import annotations

from datetime import date

import pytest

from storage.promises import PromiseView
from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import Chat


@pytest.fixture
def owing(chat: Chat) -> int:
    """永盛 owes 24,000 overdue and 65,640 not due yet; 老周 has just spoken of him."""
    customer = chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠24000 12月5日付")
    chat.clock.move(days=6)
    chat.says("zhou", "永盛欠65640 下月底")
    return customer


def promises(chat: Chat, customer: int) -> list[PromiseView]:
    return list(chat.database.read_now(lambda uow: uow.promises.of_customer(customer)))


def test_a_half_is_asked_about_with_its_figures(chat: Chat, owing: int) -> None:
    assert chat.says("zhou", "王总说下周五先打一半") == (
        "永盛装饰王总，12月18日(周五)。一半是：1 超期的 12,000 2 全部的 44,820？"
    )
    assert chat.says("zhou", "1").startswith("记下了 ✓ 永盛装饰王总说好12月18日(周五)付\n12,000.00")
    assert [(one.amount, one.contact, one.state) for one in promises(chat, owing)] == [
        (1_200_000, "王总", "open")
    ]
    assert chat.net(owing) == 8_964_000


@pytest.mark.parametrize(
    ("words", "said_by"),
    [
        ("永盛王总说下周五先打一半", "王总"),
        ("永盛老板说下周五先打一半", "老板"),
        ("永盛那边说下周五先打一半", ""),
    ],
)
def test_who_spoke_for_the_customer_is_said_back(chat: Chat, owing: int, words: str, said_by: str) -> None:
    assert chat.says("zhou", words).startswith(f"永盛装饰{said_by}，12月18日(周五)。")


def test_a_whole_sum_needs_no_question(chat: Chat, owing: int) -> None:
    assert "89,640.00" in chat.says("zhou", "永盛说下月10号付清")


def test_another_day_puts_the_earlier_one_off(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说下月10号付清")
    assert "原来说1月10日，改过1次了" in chat.says("zhou", "永盛说下月20号付清")
    assert [one.state for one in promises(chat, owing)] == ["renegotiated", "open"]


def test_another_day_without_a_sum_is_of_the_sum_promised(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说月底付5000")
    chat.clock.move(days=1)
    assert chat.says("zhou", "永盛说下月10号付").startswith(
        "记下了 ✓ 永盛装饰说好1月10日(周日)付\n5,000.00\n原来说"
    )
    assert [one.amount for one in promises(chat, owing) if one.state == "open"] == [500_000]


def test_nobody_known_is_asked_for(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    assert chat.says("zhou", "王总说下周五打5000").startswith("先没记。")
    chat.says("zhou", "永盛装饰")
    assert [one.amount for one in promises(chat, customer)] == [500_000]


def test_a_colleagues_customer_is_his(chat: Chat, owing: int) -> None:
    assert chat.says("li", "永盛说下月10号付清") == "没改。永盛装饰是老周的客户，找他"
    assert promises(chat, owing) == []


def test_forwarded_words_book_nothing_and_are_asked_about(chat: Chat, owing: int) -> None:
    assert "1 永盛装饰" in chat.says("zhou", "周哥我下周五先给你转一半")
    assert chat.says("zhou", "1").endswith("1 说好了要付 2 钱到了 3 有出入")
    assert chat.net(owing) == 8_964_000
    assert chat.says("zhou", "1").startswith("永盛装饰，12月18日(周五)。一半是：")
    chat.says("zhou", "2")
    assert [one.amount for one in promises(chat, owing)] == [4_482_000]


def test_forwarded_words_may_be_money(chat: Chat, owing: int) -> None:
    chat.says("zhou", "周哥我给你转了5000过去")
    chat.says("zhou", "1")
    assert "回款 5,000.00" in chat.says("zhou", "2")
    assert chat.net(owing) == 8_464_000


def test_money_that_was_claimed_keeps_the_promise(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛王总说18号打12000")
    chat.says("lijie", "对公收到5万 王德发 不知道谁的")
    assert "说好12月18日的 12,000.00 已兑现。" in chat.says("lijie", "那5万是永盛的")
    assert [one.state for one in promises(chat, owing)] == ["kept"]


def test_an_ordinary_payment_keeps_the_promise(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛王总说18号打12000")
    assert "说好12月18日的" not in chat.says("zhou", "收到永盛5000")
    chat.clock.move(minutes=10)
    assert "说好12月18日的 12,000.00 已兑现" in chat.says("zhou", "收到永盛7000")
    assert [one.state for one in promises(chat, owing)] == ["kept"]


def test_money_that_waits_keeps_the_promise_when_it_is_confirmed(chat: Chat, owing: int) -> None:
    chat.sets("confirmation_of_receipts", "true")
    chat.says("zhou", "永盛王总说18号打12000")
    chat.says("zhou", "收到永盛12000")
    assert [one.state for one in promises(chat, owing)] == ["open"]
    chat.says("lijie", "待到账")
    chat.says("lijie", "都到了")
    assert "说好12月18日的 12,000.00 已兑现" in chat.told("zhou")
    assert [one.state for one in promises(chat, owing)] == ["kept"]


def test_money_behind_the_last_day_does_not_keep_it(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛王总说9号打12000")
    chat.says("zhou", "收到永盛5000")
    chat.clock.move(days=9)
    chat.says("zhou", "收到永盛7000")
    assert [one.state for one in promises(chat, owing)] == ["open"]  # the next morning's job judges it


def test_one_payment_keeps_one_of_two_promises(chat: Chat, owing: int) -> None:
    def promise_twice(uow: UnitOfWork) -> None:
        for day in (date(2026, 12, 10), date(2026, 12, 20)):
            uow.promises.add(owing, day, made_by="zhou", amount=500_000)

    chat.database.write_now(promise_twice)
    chat.says("zhou", "收到永盛8000")
    assert [one.state for one in promises(chat, owing)] == ["kept", "open"]


def test_all_of_it_means_what_its_debts_still_owe(chat: Chat, owing: int) -> None:
    def promise_all(uow: UnitOfWork) -> None:
        items = [one.receivable_id for one in uow.receivables.open_items(owing)]
        uow.promises.add(owing, date(2026, 12, 20), made_by="zhou", fraction="all", items=items)

    chat.says("zhou", "收到永盛1000")
    chat.clock.move(minutes=10)
    chat.database.write_now(promise_all)
    chat.says("zhou", f"收到永盛{chat.net(owing) // 100}")
    assert [one.state for one in promises(chat, owing)] == ["kept"]


def test_the_same_word_twice_is_one(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说下月10号付5000")
    assert chat.says("zhou", "永盛说下月10号付5000").startswith("记过了。")
    assert len(promises(chat, owing)) == 1


def put_off_twice(chat: Chat) -> None:
    for day in ("10", "20", "25"):
        chat.says("zhou", f"永盛王总说下月{day}号付清")


def test_the_third_time_a_day_is_moved_the_manager_decides(chat: Chat, owing: int) -> None:
    put_off_twice(chat)
    assert chat.says("zhou", "永盛王总说下月28号付清") == "先按1月25日。永盛装饰改第3次了，已问赵总"
    assert chat.told("zhao").startswith(
        "永盛装饰王总又要改日子（第3次）\n1月25日 → 1月28日(周四)，89,640.00，老周报的"
    )
    assert chat.says("zhao", "1") == "好，永盛装饰按1月28日，已告诉老周"
    assert chat.told("zhou") == "赵总同意：永盛装饰改到1月28日"
    assert [one.state for one in promises(chat, owing)] == ["renegotiated"] * 3 + ["open"]


def test_the_manager_may_leave_it_at_the_day_before(chat: Chat, owing: int) -> None:
    put_off_twice(chat)
    chat.says("zhou", "永盛王总说下月28号付清")
    chat.says("zhao", "2")
    assert chat.told("zhou") == "赵总没同意：永盛装饰还按1月25日"
    assert [str(one.day) for one in promises(chat, owing) if one.state == "open"] == ["2027-01-25"]


def test_a_promise_of_another_debt_puts_nothing_off(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说下月10号付5000")
    chat.says("zhou", "永盛说下月20号付清")
    assert [one.state for one in promises(chat, owing)] == ["renegotiated", "open"]


def test_undo_brings_the_earlier_word_back(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说下月10号付清")
    chat.says("zhou", "永盛说下月20号付清")
    assert chat.says("zhou", "撤销") == "撤了 ✓ 那句说好的不算了"
    assert [one.state for one in promises(chat, owing)] == ["open", "withdrawn"]


def test_open_ones_are_listed_and_withdrawn(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛王总说下月10号付5000")
    assert chat.says("zhou", "谁说好了付") == "说好要付的1家\n1 永盛装饰王总 1月10日 5,000.00"
    assert chat.says("li", "谁说好了付") == "没有说好还没付的"
    assert chat.says("zhou", "取消永盛的承诺") == "好，永盛装饰说1月10日付的不算了"
    assert [one.state for one in promises(chat, owing)] == ["withdrawn"]


def test_a_payment_taken_back_leaves_the_promise_open_again(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛王总说18号打12000")
    chat.says("zhou", "收到永盛12000")
    assert [one.state for one in promises(chat, owing)] == ["kept"]
    chat.says("zhou", "撤销")
    assert [one.state for one in promises(chat, owing)] == ["open"]
    chat.says("zhou", "收到永盛12000")
    assert [one.state for one in promises(chat, owing)] == ["kept"]


def test_a_correction_right_behind_it_means_the_promise(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说下月10号付5000")
    assert chat.says("zhou", "改成6000").startswith("记下了 ✓ 永盛装饰说好1月10日(周日)付\n6,000.00")
    assert "1月20日" in chat.says("zhou", "改到1月20号")
    assert [one.state for one in promises(chat, owing)] == ["withdrawn", "withdrawn", "open"]
    assert chat.net(owing) == 8_964_000


def test_a_part_and_what_is_left_are_two_promises(chat: Chat, owing: int) -> None:
    answer = chat.says("zhou", "永盛说12月20号先付5000 剩下的下个月")
    assert "说好12月20日(周日)付\n5,000.00" in answer
    assert "说好1月31日(周日)付" in answer
    assert "改过" not in answer
    assert "说好要付的2笔" in chat.says("zhou", "永盛的承诺")


def test_what_is_left_without_a_day_is_said_to_be_left_out(chat: Chat, owing: int) -> None:
    assert "剩下的没记：没说哪天付" in chat.says("zhou", "永盛说12月20号先付5000 剩下的再说")
    assert "说好1月15日" in chat.says("zhou", "永盛剩下的下月15号付")
    assert "说好要付的2笔" in chat.says("zhou", "永盛答应了什么")


@pytest.mark.parametrize("words", ["刚才那个永盛的不对 是1月10号全给", "永盛的承诺改到1月10号 全给"])
def test_the_customer_named_means_his_promise(chat: Chat, owing: int, words: str) -> None:
    chat.says("zhou", "永盛说12月20号先付5000")
    chat.says("zhou", "宏达五金欠多少")
    assert "说好1月10日(周日)付" in chat.says("zhou", words)
    assert "说好要付的1家" in chat.says("zhou", "永盛说好哪天付")


def test_a_booking_after_the_promise_is_meant(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说12月20号先付5000")
    chat.clock.move(minutes=1)
    chat.says("zhou", "永盛欠800 月底")
    assert "1 #1003 欠款 800.00" in chat.says("zhou", "永盛那个错了 是900")


def test_the_promises_of_a_colleagues_customer_are_his_to_tell(chat: Chat, owing: int) -> None:
    chat.says("zhou", "永盛说12月20号先付5000")
    assert "5,000" not in chat.says("li", "永盛的承诺")
