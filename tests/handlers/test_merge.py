"""Two customers that are one, in chat: shown with their sums, agreed to, done, and undone."""

from __future__ import annotations

from datetime import date

import pytest

from storage.check import problems
from tests.handlers.cast import Chat

ONE = "永盛装饰 和 永盛建材 是一家，合并"
NOV, DEC = date(2026, 11, 1), date(2026, 12, 20)


@pytest.fixture
def two(chat: Chat) -> tuple[int, int]:
    """永盛装饰 owes 500, limit 1,000; 永盛建材 owes 300, 100 overdue, limit 2,000, with 刘姐 and a promise."""
    first = chat.customer("永盛装饰", credit_limit=1_000_00)
    second = chat.customer("永盛建材", credit_limit=2_000_00, industry="建材")
    chat.owes(first, 500, NOV, DEC)
    chat.owes(second, 100, NOV, date(2026, 11, 20))
    chat.owes(second, 200, NOV, DEC)
    chat.says("zhou", "永盛建材会计刘姐 13800138000")
    return first, second


def books_hold(chat: Chat) -> bool:
    return chat.database.read_now(lambda uow: list(problems(uow))) == []


def test_the_manager_sees_both_chooses_name_and_limit_and_they_are_one(
    chat: Chat, two: tuple[int, int]
) -> None:
    assert chat.says("zhao", ONE).splitlines() == [
        "永盛装饰 净欠 500，额度 1,000，老周",
        "永盛建材 净欠 300，超期 100，额度 2,000，老周",
        "合成一家，名字留哪个？",
        "1 永盛装饰 2 永盛建材 3 不合并",
    ]
    assert chat.says("zhao", "1") == "合并后额度用哪个？\n1 3,000（加起来） 2 1,000 3 2,000"
    assert chat.says("zhao", "1").splitlines()[:2] == [
        "合并好了 ✓ 永盛建材 → 永盛装饰",
        "净欠 800，额度 3,000，赵总点的头",
    ]
    assert (chat.net(two[0]), chat.net(two[1])) == (800_00, 0)
    assert books_hold(chat)


def united(chat: Chat) -> None:
    for words in (ONE, "1", "1"):
        chat.says("zhao", words)


def test_the_other_name_and_his_people_are_the_ones_who_stay(chat: Chat, two: tuple[int, int]) -> None:
    united(chat)
    assert "净欠 800" in chat.says("zhou", "永盛建材").replace("净欠 800.00", "净欠 800")
    assert "刘姐（会计） 13800138000" in chat.says("zhou", "永盛建材的电话是多少")
    assert chat.look(two[0]).industry == "建材"
    assert chat.look(two[0]).credit_limit == 3_000_00


def test_what_is_booked_on_the_old_name_is_his(chat: Chat, two: tuple[int, int]) -> None:
    united(chat)
    assert chat.says("zhou", "永盛建材拿了50块砖钱 月底").startswith("记好了 ✓ 永盛装饰")
    assert books_hold(chat)


def test_sales_ask_and_the_manager_agrees(chat: Chat, two: tuple[int, int]) -> None:
    chat.says("zhou", ONE)
    chat.says("zhou", "永盛建材")
    assert chat.says("zhou", "3") == "先没合。已问赵总，点头就合成“永盛建材”"
    assert chat.net(two[0]) == 500_00
    assert chat.told("zhao").splitlines()[0] == "老周说这两家是一家，想合成“永盛建材”"
    assert chat.says("zhao", "1").startswith("合并好了 ✓ 永盛装饰 → 永盛建材")
    assert chat.told("zhou").startswith("合并好了 ✓ 永盛装饰 → 永盛建材")
    assert chat.net(two[1]) == 800_00


def test_the_manager_says_no(chat: Chat, two: tuple[int, int]) -> None:
    for words in (ONE, "1", "1"):
        chat.says("zhou", words)
    assert chat.says("zhao", "2").startswith("没合")
    assert chat.told("zhou").startswith("没合")
    assert (chat.net(two[0]), chat.net(two[1])) == (500_00, 300_00)


def test_two_persons_agree_where_set(chat: Chat, two: tuple[int, int]) -> None:
    chat.sets("merge_two_persons", "true")
    chat.says("zhao", ONE)
    chat.says("zhao", "1")
    assert "已问李姐" in chat.says("zhao", "1")
    assert chat.net(two[0]) == 500_00
    assert chat.says("lijie", "1").startswith("合并好了")


def test_it_is_dropped(chat: Chat, two: tuple[int, int]) -> None:
    chat.says("zhao", ONE)
    assert chat.says("zhao", "3") == "好，没合，还是两家"


def test_equal_limits_are_not_asked_about(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.customer("永盛建材")
    chat.says("zhao", ONE)
    assert chat.says("zhao", "1").startswith("合并好了")


@pytest.mark.parametrize("words", ["撤销合并 永盛建材", "永盛建材和永盛装饰不是一家 拆开", "撤销"])
def test_it_is_taken_back(chat: Chat, two: tuple[int, int], words: str) -> None:
    united(chat)
    assert chat.says("zhao", words).splitlines()[0] == "把永盛建材从永盛装饰里拆出来？"
    assert chat.says("zhao", "1").startswith("拆开了 ✓ 永盛建材和永盛装饰又是两家")
    assert (chat.net(two[0]), chat.net(two[1])) == (500_00, 300_00)
    assert (chat.look(two[0]).credit_limit, chat.look(two[0]).industry) == (1_000_00, "")
    assert "净欠 300" in chat.says("zhou", "永盛建材")
    assert "刘姐" in chat.says("zhou", "永盛建材资料")
    assert books_hold(chat)


def test_a_claim_on_which_money_came_is_said_to_stay(chat: Chat, two: tuple[int, int]) -> None:
    united(chat)
    for words in ("永盛坏账核销 700 老板跑了", "1", "永盛收回坏账600", "撤销合并 永盛建材"):
        chat.says("zhao", words)
    assert chat.says("zhao", "1").splitlines()[-1] == "核销过还没收回的 100.00 记在永盛装饰名下"
    assert books_hold(chat)


def test_it_stays_when_that_is_said(chat: Chat, two: tuple[int, int]) -> None:
    united(chat)
    chat.says("zhao", "撤销合并")
    assert chat.says("zhao", "2").startswith("好，没拆")
    assert chat.net(two[0]) == 800_00


def test_sales_cannot_take_it_back(chat: Chat, two: tuple[int, int]) -> None:
    united(chat)
    assert chat.says("zhou", "撤销合并 永盛建材").startswith("没拆")


def test_a_colleagues_customer_is_not_his_to_merge(chat: Chat, two: tuple[int, int]) -> None:
    assert "老周" in chat.says("li", ONE)
    assert chat.net(two[1]) == 300_00


def test_one_name_is_no_pair(chat: Chat, two: tuple[int, int]) -> None:
    assert chat.says("zhao", "永盛装饰合并").startswith("没合。哪两家？")
    united(chat)
    assert chat.says("zhao", ONE).startswith("没合。这两个名字已经是永盛装饰一家")


def test_money_reported_for_the_old_name_is_booked_on_the_new(chat: Chat, two: tuple[int, int]) -> None:
    chat.sets("confirmation_of_receipts", "true")
    chat.says("zhou", "永盛建材打了100")
    united(chat)
    chat.says("lijie", "待到账")
    chat.says("lijie", "1到了")
    assert chat.net(two[0]) == 700_00
    assert books_hold(chat)


def test_a_question_left_open_about_the_old_name_goes_to_the_new(chat: Chat, two: tuple[int, int]) -> None:
    chat.says("zhou", "永盛建材拿了100万瓷砖 月底")  # asked about its size
    united(chat)
    chat.says("zhou", "1")
    assert chat.net(two[1]) == 0
    assert books_hold(chat)


@pytest.mark.parametrize("words", ["永盛装饰 永盛建材 同一个老板 合成一家吧", "永盛装饰和永盛建材其实是一家"])
def test_it_is_said_in_other_words(chat: Chat, two: tuple[int, int], words: str) -> None:
    assert "合成一家，名字留哪个？" in chat.says("zhao", words)


def test_a_question_whether_they_are_one_merges_nothing(chat: Chat, two: tuple[int, int]) -> None:
    assert "名字留哪个" not in chat.says("zhao", "永盛装饰和永盛建材是不是一家")


def test_a_late_rate_agreed_with_the_one_goes_with_him_and_comes_back(
    chat: Chat, two: tuple[int, int]
) -> None:
    chat.says("zhao", "永盛建材约定日万分之五")
    without = chat.says("zhao", "永盛装饰违约金多少")
    united(chat)
    assert "按约定每天0.05%" in chat.says("zhao", "永盛装饰违约金多少")
    chat.says("zhao", "撤销合并 永盛建材")
    chat.says("zhao", "1")
    assert chat.says("zhao", "永盛装饰违约金多少") == without
    assert "按约定每天0.05%" in chat.says("zhao", "永盛建材违约金多少")


def test_the_own_late_rate_of_who_stays_is_kept(chat: Chat, two: tuple[int, int]) -> None:
    chat.says("zhao", "永盛建材约定日万分之五")
    chat.says("zhao", "永盛装饰约定日万分之三")
    united(chat)
    assert "按约定每天0.03%" in chat.says("zhao", "永盛装饰违约金多少")


def test_what_was_written_off_is_claimed_through_a_merge_and_back(chat: Chat, two: tuple[int, int]) -> None:
    chat.says("zhao", "永盛建材坏账核销 50 老板跑了")
    chat.says("zhao", "1")
    before = (chat.net(two[0]), chat.net(two[1]))
    united(chat)
    assert "永盛装饰" in chat.says("zhao", "核销过的")
    chat.says("zhao", "撤销合并 永盛建材")
    chat.says("zhao", "1")
    assert (chat.net(two[0]), chat.net(two[1])) == before
    assert "永盛建材" in chat.says("zhao", "核销过的")
    assert books_hold(chat)
