"""A morning's lines beside what was asked since, and money told of a line that was answered before (P17)."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat
from tests.handlers.mornings import DUE, ISSUED, WANTED, ask, net, promises, three_of


@pytest.fixture
def asked(chat: Chat) -> Chat:
    assert len(ask(three_of(chat))) == 1
    return chat


def debts(chat: Chat) -> list[int]:
    return [net(chat, name) for name in WANTED]


def test_an_option_copied_with_its_number_is_for_the_question_that_shows_it(asked: Chat) -> None:
    asked.says("zhou", "1")
    assert "永盛装饰 多少钱" in asked.says("zhou", "2其实付了")
    asked.says("zhou", "8000")
    assert debts(asked) == [0, 3_000, 5_000]


def test_another_line_is_answered_by_words_that_are_no_option_of_that_number(asked: Chat) -> None:
    asked.says("zhou", "1")
    assert asked.says("zhou", "3没回").startswith("记下了 ✓ 张三建材没回")
    assert "永盛装饰 多少钱" in asked.says("zhou", "2 其实付了")


def test_a_sum_behind_the_number_of_an_option_is_booked_for_nobody_else(asked: Chat) -> None:
    asked.says("zhou", "1")
    assert "永盛装饰" in asked.says("zhou", "2付了8000")
    assert net(asked, "宏达五金") == 3_000


@pytest.mark.parametrize("text", ["2其实付了", "3付了5000"])
def test_a_list_of_yesterday_does_not_take_what_is_said_to_the_question_of_today(
    asked: Chat, text: str
) -> None:
    asked.says("zhou", "1没付")
    asked.owes(asked.customer("华泰机电"), 900, ISSUED, DUE)
    asked.says("zhou", "华泰说今天付900")
    asked.says("zhou", "永盛月底付")
    asked.clock.move(days=1)
    [(_, text_asked)] = ask(asked)
    assert text_asked.startswith("华泰机电")
    asked.says("zhou", text)
    asked.says("zhou", "700")
    assert debts(asked) == [8_000, 3_000, 5_000]


@pytest.mark.parametrize(
    ("said", "owes"),
    [
        (("1付了", "1付了8000"), [0, 3_000, 5_000]),
        (("1付了6000", "撤销", "1付了8000"), [0, 3_000, 5_000]),
        (("1付了 2付了3000", "不记了", "2付了3000"), [8_000, 0, 5_000]),
        (("1付了7000", "1又付了500", "2"), [500, 3_000, 5_000]),
    ],
)
def test_a_sum_told_of_a_line_answered_before_is_booked(
    asked: Chat, said: tuple[str, ...], owes: list[int]
) -> None:
    for text in said:
        asked.says("zhou", text)
    assert debts(asked) == owes


def test_the_sum_asked_for_may_be_told_with_the_number_and_is_not_asked_for_again(asked: Chat) -> None:
    asked.says("zhou", "1付了")
    asked.says("zhou", "1付了8000")
    assert "多少钱" not in asked.says("zhou", "2没付")
    asked.says("zhou", "8000")
    assert debts(asked) == [0, 3_000, 5_000]


def test_of_two_sums_asked_for_one_told_with_its_number_leaves_the_other(asked: Chat) -> None:
    asked.says("zhou", "1付了 2付了")
    assert "没记。宏达五金 多少钱" in asked.says("zhou", "1付了8000")
    asked.says("zhou", "3000")
    assert debts(asked) == [0, 0, 5_000]


def test_the_same_payment_told_twice_is_asked_about(asked: Chat) -> None:
    asked.says("zhou", "1付了5000")
    assert "记好了" not in asked.says("zhou", "1付了5000")
    assert debts(asked) == [3_000, 3_000, 5_000]


def test_a_line_of_no_list_is_no_sum(asked: Chat) -> None:
    asked.says("zhou", "1没付 2没付 3没回")
    asked.clock.move(days=1)
    asked.says("zhou", "张三付了")
    assert "回款 3" not in asked.says("zhou", "3他不认")
    assert net(asked, "张三建材") == 5_000


def test_what_was_kept_is_done_after_the_answer_whatever_was_asked_in_between(asked: Chat) -> None:
    asked.says("li", "永盛付了500")
    asked.says("zhou", "1付了 2有异议")
    assert "宏达五金 有异议" in asked.says("zhou", "8000")
    assert promises(asked, "宏达五金") == [("withdrawn", "12-11")]


def test_what_was_kept_overnight_means_the_days_it_was_said_on(asked: Chat) -> None:
    asked.says("zhou", "1 说会先打一半 3昨天付了5000")
    assert net(asked, "张三建材") == 5_000
    asked.clock.move(days=1)
    assert "张三建材 回款 5,000.00（12月13日）" in asked.says("zhou", "18号")


def test_a_sum_that_is_still_asked_for_is_told_by_its_line_on_another_day(asked: Chat) -> None:
    asked.says("zhou", "1和3付了 2没回")
    asked.clock.move(days=1)
    asked.says("zhou", "1付了8000")
    asked.says("zhou", "3付了2000")
    assert debts(asked) == [0, 3_000, 3_000]


@pytest.fixture
def alone(chat: Chat) -> Chat:
    """On Tuesday morning 老周 is asked about 华泰, which was sent a text, and nobody else."""
    chat.owes(chat.customer("华泰机电"), 5_000, ISSUED, DUE)
    chat.says("zhou", "华泰的发我")
    chat.says("zhou", "转了")
    chat.clock.move(days=1)
    [(_, text)] = ask(chat)
    assert text.startswith("华泰机电：对方怎么说？")
    return chat


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("没回", "记下了 ✓ 华泰机电没回"),
        ("都没回", "记下了 ✓ 华泰机电没回"),
        ("付了", "没记。华泰机电 多少钱？发个准数，如 230"),
        ("1付了", "没记。华泰机电 多少钱？发个准数，如 230"),
        ("对方说质量有问题", "记下了 ✓ 华泰机电 有异议：质量"),
        ("说下周五", "记下了 ✓ 华泰机电说好"),
        ("没人接电话", "记下了 ✓ 华泰机电"),
    ],
)
def test_one_customer_alone_is_told_of_in_words_as_among_others(alone: Chat, said: str, first: str) -> None:
    assert alone.says("zhou", said).startswith(first)


@pytest.mark.parametrize("said", ["付了3000", "1付了3000"])
def test_a_sum_told_of_the_one_that_is_asked_about_is_booked(alone: Chat, said: str) -> None:
    alone.says("zhou", said)
    assert net(alone, "华泰机电") == 2_000


@pytest.mark.parametrize("said", ["收到", "好的收到", "没有"])
def test_what_is_said_to_any_message_is_no_word_of_the_one_asked_about(alone: Chat, said: str) -> None:
    assert alone.says("zhou", said) == ""


def test_money_after_another_customer_was_spoken_of_is_not_his(alone: Chat) -> None:
    alone.owes(alone.customer("永盛装饰"), 900, ISSUED, DUE)
    alone.says("zhou", "永盛欠多少")
    alone.says("zhou", "付了3000")
    assert net(alone, "华泰机电") == 5_000
