"""Answers that come late, twice, for another question, or from somebody who may no longer give them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import Chat

REPORT = "永盛拿了1200 月底给"


@pytest.fixture
def mine(chat: Chat) -> int:
    return chat.customer("永盛装饰", "zhou")


def becomes(chat: Chat, who: str, role: str) -> None:
    def write(uow: UnitOfWork) -> None:
        person = uow.staff.get(who)
        assert person is not None
        uow.staff.put(replace(person, role=role))

    chat.database.write_now(write)


def goes_to(chat: Chat, customer: int, owner: str) -> None:
    chat.database.write_now(lambda uow: uow.customers.update(customer, owner=owner))


def test_a_refused_report_is_closed_and_its_reporter_hears(chat: Chat, mine: int) -> None:
    chat.says("li", REPORT)
    assert chat.says("zhou", "2").startswith("好，没记")
    assert chat.told("li").startswith("没记，老周没点头")
    assert chat.says("zhou", "1") == ""
    assert chat.net(mine) == 0


def test_a_report_goes_to_the_owner_of_now(chat: Chat, mine: int) -> None:
    chat.customer("李四", "li")
    chat.says("sun", "李四 1200 单号77 月底")
    chat.says("li", REPORT)
    goes_to(chat, mine, "zhao")
    assert "赵总" in chat.says("zhou", "1")
    assert chat.net(mine) == 0
    assert "小李报的" in chat.told("zhao")
    chat.says("zhao", "1")
    assert chat.net(mine) == 120_000


def test_who_may_book_no_longer_passes_the_report_on(chat: Chat, mine: int) -> None:
    chat.says("li", REPORT)
    becomes(chat, "zhou", "warehouse")
    assert "赵总" in chat.says("zhou", "1")
    assert chat.net(mine) == 0


def test_a_customer_made_by_a_colleague_meanwhile_is_his(chat: Chat) -> None:
    for who in ("zhou", "li"):
        assert "没见过" in chat.says(who, "宝利来五金 欠4500 月底")
    assert "新客户" in chat.says("li", "1")
    chat.says("li", "先不填")
    assert chat.says("zhou", "1").startswith("先报给小李了")
    assert "同一笔" in chat.says("li", "1")  # and the owner is shown that he has it already


def test_a_one_for_ones_own_list_is_not_taken_for_a_report_that_came_in(chat: Chat, mine: int) -> None:
    for text in (REPORT, "永盛拿了3000 月底", "2", "撤销 永盛"):
        asked = chat.says("zhou", text)
    assert "撤哪笔" in asked
    chat.says("li", "永盛打了500")
    assert "是回哪条" in chat.says("zhou", "1")
    assert chat.net(mine) == 420_000
    assert chat.says("zhou", "2").startswith("撤销了 ✓ 永盛装饰 欠款 3,000.00")


def test_a_number_typed_the_next_day_moves_no_return(chat: Chat, mine: int) -> None:
    chat.says("zhou", REPORT)
    chat.clock.move(minutes=6)
    chat.says("zhou", "永盛拿了3000 月底")
    assert "#1002" in chat.says("zhou", "永盛退了500")
    chat.clock.move(hours=15)
    assert chat.says("zhou", "1001").startswith("#1001 永盛装饰 1,200.00，还欠 1,200.00")


def test_a_late_one_passes_over_an_offer(chat: Chat, mine: int) -> None:
    chat.says("zhou", REPORT)
    assert "没见过" in chat.says("zhou", "宝利来五金 欠4500 月底")
    assert "不对就回单号" in chat.says("zhou", "永盛退了500")
    assert chat.says("zhou", "1").startswith("记好了 ✓ 新客户 宝利来五金")


@pytest.mark.parametrize(
    ("said", "answer"), [("宝利来五金 欠4500 月底", "不是，是宏达五金"), ("宏达欠几千 月底", "不是，是4500")]
)
def test_a_no_with_what_is_right_behind_it_is_no_refusal(chat: Chat, said: str, answer: str) -> None:
    hongda = chat.customer("宏达五金", "zhou")
    chat.says("zhou", said)
    assert chat.says("zhou", answer).startswith("记好了 ✓ 宏达五金")
    assert chat.net(hongda) == 450_000


@pytest.mark.parametrize("nonsense", ["3", "第三个", "－5", "呵呵", "0", "第9个", "{{ 7*7 }}", "]]>", "🙂"])
def test_nonsense_books_nothing_and_the_question_stays(chat: Chat, mine: int, nonsense: str) -> None:
    chat.says("zhou", REPORT)
    assert "改上一条" in chat.says("zhou", "永盛拿了1300 月底给")
    chat.says("zhou", nonsense)
    assert chat.net(mine) == 120_000
    assert "改好了" in chat.says("zhou", "1")
    assert chat.net(mine) == 130_000


@pytest.mark.parametrize("word", ["1", "１", "第一个", "1。", "1 ", "选1"])
def test_one_is_one_however_it_is_written(chat: Chat, mine: int, word: str) -> None:
    chat.says("zhou", REPORT)
    chat.says("zhou", "永盛拿了1300 月底给")
    chat.clock.move(days=1)
    assert "改好了" in chat.says("zhou", word)
    assert chat.net(mine) == 130_000


def test_the_same_word_twice_answers_once(chat: Chat, mine: int) -> None:
    chat.says("zhou", REPORT)
    chat.says("zhou", "永盛拿了1300 月底给")
    chat.says("zhou", "2")
    assert chat.says("zhou", "2") == ""
    assert chat.net(mine) == 250_000


def test_a_retyped_record_that_was_taken_back_meanwhile_is_not_changed(chat: Chat, mine: int) -> None:
    chat.says("zhou", REPORT)
    chat.says("zhou", "永盛拿了1300 月底给")
    chat.says("lijie", "撤销 #1001")
    assert chat.says("zhou", "1")
    assert chat.net(mine) == 0


@pytest.mark.parametrize("words", ["面馆欠260", "欠260"])
def test_what_somebody_owes_is_no_sum_that_another_paid(chat: Chat, words: str) -> None:
    chat.customer("老刘面馆")
    assert "多少钱" in chat.says("zhou", "老刘面馆给了一些")
    assert "老刘面馆 回款 多少没说" in chat.says("zhou", words)


@pytest.mark.parametrize("words", ["三个月没下单的客户", "半年没拿货的客户有哪些"])
def test_who_buys_no_more_is_not_answered_with_who_is_late(chat: Chat, words: str) -> None:
    chat.customer("永盛装饰")
    answer = chat.says("zhou", words)
    assert answer
    assert "超期" not in answer


@pytest.mark.parametrize(
    "words", ["有什么要我批的", "有没有等我点头的", "待我审批", "审批列表", "还有哪些没批"]
)
def test_what_waits_for_his_word_is_shown_again(chat: Chat, words: str) -> None:
    chat.customer("永盛装饰")
    assert chat.says("lijie", words) == "没有等你点头的"
    chat.says("zhou", "永盛欠5千 月底")
    chat.says("zhou", "永盛让利200")
    assert chat.says("lijie", words).startswith("老周问：永盛装饰让利 200.00，行吗？")
    assert "让利 200.00" in chat.says("lijie", "1")
