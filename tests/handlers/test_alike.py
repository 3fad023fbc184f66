"""A message that leaves to the one before it what is the same, and one answer for all that was told too shortly."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat


@pytest.fixture
def books(chat: Chat) -> Chat:
    for name in ("永盛装饰", "宏达五金", "胖子火锅"):
        chat.customer(name, owner="zhou")
    return chat


@pytest.mark.parametrize("words", ["宏达同上", "宏达也是", "宏达一样", "宏达也一样", "宏达也是9600"])
def test_the_same_again_for_another(books: Chat, words: str) -> None:
    books.says("zhou", "永盛昨天送水泥 9600 下月15给")
    assert books.says("zhou", words).splitlines()[:2] == [
        "记好了 ✓ 宏达五金 +9,600.00",
        "11月30日的货，1月15日(周五)到期 · #1002",
    ]


def test_the_same_with_another_sum(books: Chat) -> None:
    books.says("zhou", "永盛打了500")
    assert books.says("zhou", "宏达也是60").startswith("宏达五金 回款 60.00")


def test_one_after_the_other(books: Chat) -> None:
    books.says("zhou", "永盛昨天送水泥 9600 下月15给")
    books.says("zhou", "宏达也是4800")
    assert books.says("zhou", "胖子同上").startswith("记好了 ✓ 胖子火锅 +4,800.00")


@pytest.mark.parametrize(
    "before",
    [
        "撤销",
        "改成5200",
        "永盛王总说下周五付",
        "永盛先别催",
        "永盛欠多少",
        "永盛有异议 质量问题",
        "永盛账期改成月结60",
    ],
)
def test_what_was_taken_back_or_changed_is_no_model(books: Chat, before: str) -> None:
    books.says("zhou", "永盛昨天送水泥 9600 下月15给")
    books.says("zhou", before)
    assert books.says("zhou", "宏达同上").startswith("没记，这句没看懂")


def test_the_number_of_a_paper_is_of_one_record_only(books: Chat) -> None:
    books.says("zhou", "永盛欠9600 送货单8831 月底")
    assert books.says("zhou", "宏达同上").startswith("没记，这句没看懂")


def test_yesterday_is_no_model(books: Chat) -> None:
    books.says("zhou", "永盛昨天送水泥 9600 下月15给")
    books.clock.move(days=1)
    assert books.says("zhou", "宏达同上").startswith("没记，这句没看懂")


def test_one_answer_for_all_that_wait(books: Chat) -> None:
    for words in ("永盛 500", "宏达 60", "胖子 45"):
        books.says("zhou", words)
    assert books.says("zhou", "都是欠的").splitlines()[0] == "记好了 ✓ 3笔"
    assert books.says("zhou", "撤销").splitlines()[0] == "撤销了这条的3笔 ✓"


def test_received_by_all(books: Chat) -> None:
    books.says("zhou", "永盛 500")
    books.says("zhou", "宏达 60")
    assert "宏达五金 回款 60.00" in books.says("zhou", "这两笔都是收的")


def test_one_answer_for_all_leaves_other_questions_open(books: Chat) -> None:
    books.says("zhou", "老王欠300 月底")
    books.says("zhou", "宏达 60")
    assert books.says("zhou", "都是欠的").startswith("记好了 ✓ 宏达五金 +60.00")
    assert books.says("zhou", "1").startswith("记好了 ✓ 新客户 老王 +300.00")


@pytest.mark.parametrize("words", ["上面三笔都写到昨天", "我名下哪个欠得最狠啊真是", "11月的承诺兑现了几个"])
def test_what_is_asked_about_the_books_is_never_met_with_silence(books: Chat, words: str) -> None:
    assert books.says("zhou", words)


@pytest.mark.parametrize("words", ["今天路上堵 车还没到", "辛苦了各位", "中午吃啥"])
def test_small_talk_is(books: Chat, words: str) -> None:
    assert books.says("zhou", words) == ""


def test_a_retyped_message_of_a_name_nobody_has_waits_once(books: Chat) -> None:
    books.says("zhou", "老王欠300 月底")
    books.says("zhou", "老王欠3000 月底")
    assert "还有1笔没记，等你一句话：\n老王 欠 3,000" in books.says("zhou", "永盛欠多少")


def test_what_waits_since_yesterday_is_no_part_of_all(books: Chat) -> None:
    books.says("zhou", "永盛 500")
    books.clock.move(days=1)
    books.says("zhou", "宏达 60")
    assert books.says("zhou", "都是收的").splitlines()[0].startswith("宏达五金 回款 60.00")
