"""Several things asked of one person in one morning: one message, answered line by line (P17)."""

from __future__ import annotations

import pytest

from handlers import promise_due
from storage.check import problems
from tests.handlers.cast import ZONE, Chat
from tests.handlers.mornings import DUE, ISSUED, WANTED, ask, net, notes, promises, three_of


@pytest.fixture
def three(chat: Chat) -> Chat:
    return three_of(chat)


@pytest.fixture
def asked(chat: Chat) -> Chat:
    assert len(ask(three_of(chat))) == 1
    return chat


def test_one_message_lists_all_that_is_asked(three: Chat) -> None:
    assert ask(three) == [
        (
            "zhou",
            "3家等你回话：\n1 永盛装饰王总说好11号付 8,000，没到\n2 宏达五金说好11号付 3,000，没到\n"
            "3 张三建材 5,000，11号的话术，对方怎么说\n一起回，如“1付了 2没回 3说月底”",
        )
    ]
    assert ask(three) == []


def test_each_person_hears_of_his_own(three: Chat) -> None:
    three.owes(three.customer("华泰机电", owner="li"), 900, ISSUED, DUE)
    three.says("li", "华泰说今天付900")
    three.clock.move(days=1)
    assert [(who, text.splitlines()[0]) for who, text in ask(three)] == [
        ("zhou", "3家等你回话："),
        ("li", "华泰机电说好14号付 900，到今天没到。"),
    ]


def test_one_thing_alone_is_asked_as_it_is(three: Chat) -> None:
    three.says("lijie", "永盛付了8000")
    three.says("lijie", "张三付了5000")
    assert [text for _, text in ask(three)] == [
        "宏达五金说好11号付 3,000，到今天没到。\n1 又改日子了 2 其实付了 3 他不认 4 还没问"
    ]


@pytest.fixture
def twice(chat: Chat) -> Chat:
    """永盛 promised two sums of his, for Friday and for Saturday; nothing came by the next Tuesday."""
    chat.owes(chat.customer("永盛装饰"), 8_000, ISSUED, DUE)
    chat.says("zhou", "永盛说11号付3000，12号付5000")
    chat.clock.move(days=12)
    return chat


def test_two_promises_of_one_customer_are_asked_about_in_one_line(twice: Chat) -> None:
    assert ask(twice) == [
        (
            "zhou",
            "永盛装饰说好11号付 3,000、12号付 5,000，到今天没到。\n1 又改日子了 2 其实付了 3 他不认 4 还没问",
        )
    ]
    assert ask(twice) == []


def test_two_promises_stand_in_a_line_among_others(twice: Chat) -> None:
    twice.owes(twice.customer("宏达五金"), 900, ISSUED, DUE)
    twice.says("zhou", "宏达说今天付900")
    twice.clock.move(days=1)
    [(_, text)] = ask(twice)
    assert "永盛装饰说好11号付 3,000、12号付 5,000，没到\n" in text


def test_another_day_is_a_word_about_both_promises(twice: Chat) -> None:
    ask(twice)
    assert "8,000" in twice.says("zhou", "1 20号")
    assert promises(twice, "永盛装饰")[-1] == ("open", "12-20")


def test_two_promises_nobody_asked_about_are_asked_about_again_together(twice: Chat) -> None:
    ask(twice)
    twice.says("zhou", "4")
    twice.clock.move(days=1)
    assert "11号付 3,000、12号付 5,000" in ask(twice)[0][1]


def test_two_promises_he_does_not_own_up_to_are_no_word_of_his(twice: Chat) -> None:
    ask(twice)
    twice.says("zhou", "3")
    assert {state for state, _ in promises(twice, "永盛装饰")} == {"withdrawn"}


def test_a_customer_is_one_line_whatever_is_open_of_him(three: Chat) -> None:
    three.says("zhou", "永盛说今天付1000，剩下的月底付")
    three.clock.move(days=1)
    [(_, text)] = ask(three)
    assert text.count("永盛装饰") == 1
    assert ask(three) == []


def test_what_he_promised_goes_before_what_he_was_sent(three: Chat) -> None:
    ask(three)
    three.says("zhou", "1没付")
    three.says("zhou", "永盛欠2000 今天到期")
    three.says("zhou", "永盛的发我")
    assert "转给永盛装饰了" in three.says("zhou", "转了")
    three.clock.move(days=1)
    now = three.clock.now.astimezone(ZONE)
    three.database.write_now(lambda uow: promise_due.settle(uow, now))
    [(_, text)] = ask(three)
    assert text.startswith("永盛装饰王总说好11号付 8,000，到今天没到。")


def test_no_promise_and_no_money_is_lost_or_made_by_an_answer(asked: Chat) -> None:
    answer = asked.says("zhou", "1 付了 2 没付 3 月底")
    assert answer.splitlines() == [
        "好，宏达五金 12月15日(周二)上午再问你",
        "记下了 ✓ 张三建材说好12月31日(周四)付",
        "没说数",
        "没记。永盛装饰 多少钱？发个准数，如 230",
        "他说好的是 8,000.00",
    ]
    assert [net(asked, name) for name in WANTED] == [8_000, 3_000, 5_000]
    assert "回款 8,000.00" in asked.says("zhou", "8000")
    assert [net(asked, name) for name in WANTED] == [0, 3_000, 5_000]
    assert promises(asked, "宏达五金") == [("open", "12-11")]
    assert promises(asked, "张三建材") == [("open", "12-31")]
    assert asked.database.read_now(lambda uow: list(problems(uow))) == []


def test_what_was_not_paid_is_asked_again_the_next_morning(asked: Chat) -> None:
    assert asked.says("zhou", "都没付").splitlines() == [
        "好，永盛装饰、宏达五金 12月15日(周二)上午再问你",
        "记下了 ✓ 张三建材没付",
        "下次打个电话，打了告诉我一声",
    ]
    assert notes(asked) == [("没付", "no_answer")]
    asked.clock.move(days=1)
    assert [text.splitlines()[:3] for _, text in ask(asked)] == [
        ["2家等你回话：", "1 永盛装饰王总说好11号付 8,000，没到", "2 宏达五金说好11号付 3,000，没到"]
    ]


def test_payments_of_one_answer_are_booked_together_or_not_at_all(asked: Chat) -> None:
    assert asked.says("zhou", "都付了") == (
        "没记。永盛装饰 多少钱？发个准数，如 230\n说好的是 永盛装饰 8,000.00，宏达五金 3,000.00"
    )
    asked.says("zhou", "8000")
    asked.says("zhou", "3000")
    assert [net(asked, name) for name in WANTED] == [8_000, 3_000, 5_000]
    assert asked.says("zhou", "2000").startswith("记好了 ✓ 3笔")
    assert [net(asked, name) for name in WANTED] == [0, 0, 3_000]
    asked.says("zhou", "撤销")
    assert [net(asked, name) for name in WANTED] == [8_000, 3_000, 5_000]


def test_a_sum_is_booked_at_once_as_it_would_be_by_name(asked: Chat) -> None:
    assert "2笔" in asked.says("zhou", "1付了5000 2付了3000微信 3没回")
    assert [net(asked, name) for name in WANTED] == [3_000, 0, 5_000]


def test_what_nothing_was_said_of_stays_open_and_is_named(asked: Chat) -> None:
    assert asked.says("zhou", "2 说18号").splitlines()[-1] == "还差 1 永盛装饰、3 张三建材，问到了再回"
    assert asked.says("zhou", "1 下周五先打5000").splitlines()[-1] == "还差 3 张三建材，问到了再回"
    assert asked.says("zhou", "没回").splitlines()[0] == "记下了 ✓ 张三建材没回"
    assert promises(asked, "永盛装饰") == [("renegotiated", "12-11"), ("open", "12-25")]


def test_by_their_names(asked: Chat) -> None:
    answer = asked.says("zhou", "永盛付了 宏达说月底")
    assert promises(asked, "宏达五金") == [("renegotiated", "12-11"), ("open", "12-31")]
    assert answer.splitlines()[-3:] == [
        "还差 3 张三建材，问到了再回",
        "没记。永盛装饰 多少钱？发个准数，如 230",
        "他说好的是 8,000.00",
    ]


def test_a_number_alone_asks_about_its_line(asked: Chat) -> None:
    assert asked.says("zhou", "1").splitlines() == [
        "永盛装饰王总说好11号付 8,000，到今天没到。",
        "1 又改日子了 2 其实付了 3 他不认 4 还没问",
    ]
    assert "说了哪天" in asked.says("zhou", "1")
    assert "12月18日" in asked.says("zhou", "18号")
    assert asked.says("zhou", "1付了").startswith("永盛装饰你说过了")
    assert asked.says("zhou", "2没付3没付").startswith("好，宏达五金 12月15日")


def test_a_line_that_was_asked_about_alone_can_be_answered_in_the_list(asked: Chat) -> None:
    asked.says("zhou", "2")
    assert "回款" not in asked.says("zhou", "2付了")
    assert "宏达五金 回款 3,000.00" in asked.says("zhou", "3000")


def test_one_thing_is_asked_at_a_time_and_the_rest_follows(asked: Chat) -> None:
    first = asked.says("zhou", "1付了 2说了日子 3有异议")
    assert first.splitlines()[:2] == [
        "宏达五金、张三建材，答完下面这句接着记",
        "没记。永盛装饰 多少钱？发个准数，如 230",
    ]
    assert "宏达五金说了哪天" in asked.says("zhou", "8000")
    assert asked.says("zhou", "18号").splitlines()[3] == "记下了 ✓ 张三建材 有异议"


def test_who_denies_his_promise_contests_the_debt(asked: Chat) -> None:
    assert "记下了 ✓ 宏达五金 有异议" in asked.says("zhou", "2不认")
    assert promises(asked, "宏达五金") == [("withdrawn", "12-11")]


def test_a_reason_of_the_delay_stands_on_the_debt(asked: Chat) -> None:
    assert "没付的原因：没钱，#1002" in asked.says("zhou", "2 没钱")
    assert ("宏达五金没钱", "宏达五金没钱") in notes(asked)


def test_the_third_re_dating_is_the_managers(asked: Chat) -> None:
    for day in ("18号", "19号"):
        asked.says("zhou", f"永盛说{day}付8000")
        asked.says("zhou", f"宏达说{day}付3000")
    asked.clock.move(days=7)
    assert ask(asked)[0][1].splitlines()[2] == "2 宏达五金说好19号付 3,000，没到"
    assert "赵总" in asked.says("zhou", "2 说30号")
    assert promises(asked, "宏达五金")[-1] == ("open", "12-19")
