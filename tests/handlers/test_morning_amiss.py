"""What is answered to a morning's question amiss, twice, late, by others, or about what is over (P17)."""

from __future__ import annotations

import pytest

from handlers import promise_due
from tests.handlers.cast import ZONE, Chat
from tests.handlers.mornings import WANTED, ask, net, notes, promises, three_of


@pytest.fixture
def asked(chat: Chat) -> Chat:
    assert len(ask(three_of(chat))) == 1
    return chat


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("5付了", "没动。单子上是1到3，没有5，再回一遍"),
        ("4没付 1付了", "没动。单子上是1到3，没有4，再回一遍"),
        ("付了", "哪家？回“1付了”，都一样就回“都付了”"),
        ("月底", "哪家？回“1月底”，都一样就回“都月底”"),
        ("1宏达付了", "1 永盛装饰没听准\n2 宏达五金没听准\n回“1付了”“1没回”，或说哪天付"),
        ("1付了 1没付", "1 永盛装饰没听准\n回“1付了”“1没回”，或说哪天付"),
        ("1哈哈", "没听准。先答这条："),
        ("都转了", ""),
        ("收到", ""),
    ],
)
def test_what_is_not_understood_changes_nothing(asked: Chat, text: str, answer: str) -> None:
    said = asked.says("zhou", text)
    assert said == "" if not answer else said.startswith(answer)
    assert notes(asked) == []
    assert asked.says("zhou", "1 2 3 没付").startswith("好，永盛装饰、宏达五金 12月15日")


def test_of_an_answer_understood_in_part_the_rest_is_asked(asked: Chat) -> None:
    answer = asked.says("zhou", "1没付 2哈哈").splitlines()
    assert answer[1:] == [
        "2 宏达五金没听准",
        "回“2付了”“2没回”，或说哪天付",
        "还差 3 张三建材，问到了再回",
    ]


def test_what_is_booked_in_between_is_no_answer(asked: Chat) -> None:
    assert asked.says("zhou", "张三建材 1.2万 下月15号还").startswith("记好了 ✓ 张三建材 +12,000.00")
    assert asked.says("zhou", "光华置业 3万 下月底").startswith("先没记。“光华置业”没见过")
    asked.says("zhou", "不记")
    assert promises(asked, "永盛装饰") == [("open", "12-11")]
    assert "12月31日" in asked.says("zhou", "1 月底")


def test_a_number_is_for_the_list_and_no_sum_for_what_was_asked_since(asked: Chat) -> None:
    asked.says("zhou", "1付了")
    assert asked.says("zhou", "2 没付").startswith("好，宏达五金 12月15日")
    assert net(asked, "永盛装饰") == 8_000
    assert "永盛装饰 回款 8,000.00" in asked.says("zhou", "8000")


def test_words_without_a_number_are_asked_of_which_line(chat: Chat) -> None:
    three_of(chat).says("zhou", "光华置业 3万")
    ask(chat)
    assert chat.says("zhou", "没付") == "哪家？回“1没付”，都一样就回“都没付”"
    chat.says("zhou", "1没付 2没付")
    assert chat.says("zhou", "没回").startswith("记下了 ✓ 张三建材没回")


def test_said_twice_it_is_done_once(asked: Chat) -> None:
    asked.says("zhou", "都说月底")
    assert asked.says("zhou", "1付了").startswith("永盛装饰你说过了")
    assert asked.says("zhou", "2说18号").startswith("宏达五金你说过了")
    assert promises(asked, "永盛装饰") == [("renegotiated", "12-11"), ("open", "12-31")]


def test_who_had_not_paid_may_have_by_now(asked: Chat) -> None:
    asked.says("zhou", "都没信")
    assert asked.says("zhou", "2付了").startswith("没记。宏达五金 多少钱？")
    assert "3 " not in asked.says("zhou", "3000").splitlines()[-1]
    assert "12月18日" in asked.says("zhou", "1说18号")


def test_what_was_paid_in_between_is_over(asked: Chat) -> None:
    asked.says("lijie", "宏达付了3000")
    asked.says("lijie", "张三付了5000")
    now = asked.clock.now.astimezone(ZONE)
    asked.database.write_now(lambda uow: promise_due.settle(uow, now))
    assert asked.says("zhou", "1没付") == "好，永盛装饰 12月15日(周二)上午再问你"
    assert asked.says("zhou", "2付了").startswith("宏达五金你说过了")


def test_paid_in_between_and_answered_all_the_same(asked: Chat) -> None:
    asked.says("lijie", "张三付了5000")
    assert asked.says("zhou", "3付了").splitlines()[0] == "不用了，张三建材这件事已经有结果了"
    assert net(asked, "张三建材") == 0


def test_told_otherwise_a_line_waits_no_more(asked: Chat) -> None:
    asked.says("zhou", "今天去了宏达，说18号付3000")
    assert asked.says("zhou", "1没付").splitlines()[-1] == "还差 3 张三建材，问到了再回"


def test_after_midnight_and_after_days_it_is_still_answered(asked: Chat) -> None:
    asked.clock.move(hours=15)
    assert "12月16日(周三)上午再问你" in asked.says("zhou", "1没付 2没付")
    asked.clock.move(days=3)
    assert "张三建材没回" in asked.says("zhou", "3没回")


def test_only_whoever_was_asked_answers(asked: Chat) -> None:
    for who in ("li", "zhao", "lijie", "wu"):
        asked.says(who, "1付了 2没付 3月底")
        asked.says(who, "都付了")
    assert [net(asked, name) for name in WANTED] == [8_000, 3_000, 5_000]
    assert promises(asked, "张三建材") == []
    assert asked.says("zhou", "3没回").splitlines()[-1] == "还差 1 永盛装饰、2 宏达五金，问到了再回"


def test_a_customer_who_is_a_colleagues_by_now_is_not_touched(asked: Chat) -> None:
    asked.says("zhao", "宏达给小李管")
    asked.says("zhao", "1")
    answer = asked.says("zhou", "1没付 2说月底")
    assert answer.startswith("好，永盛装饰 12月15日")
    assert promises(asked, "宏达五金") == [("open", "12-11")]


def test_two_questions_and_a_bare_number_ask_which_is_meant(asked: Chat) -> None:
    asked.says("zhou", "宏达拿了12万 月底")
    assert asked.says("zhou", "2没付").startswith("好，宏达五金 12月15日")


def test_a_sum_that_was_dictated_is_confirmed_first(asked: Chat) -> None:
    assert asked.says("zhou", "1付了8000", heard=True).splitlines()[-1].endswith("记吗？")
    assert net(asked, "永盛装饰") == 8_000
    assert "永盛装饰 回款 8,000.00" in asked.says("zhou", "对")
