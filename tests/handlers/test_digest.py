"""“日报”, “周报”, “我的待办”: each answers as far as the asker may see."""

from __future__ import annotations

import pytest

from tests.handlers.cast import Chat


@pytest.fixture
def books(chat: Chat) -> Chat:
    chat.customer("永盛装饰")
    chat.customer("华泰机电", owner="li")
    chat.customer("没主的店", owner="")
    chat.says("zhou", "永盛10月1号拉的3.2万 账期30天")
    chat.says("li", "华泰10月20号拉的8000 账期30天")
    chat.says("sun", "没主的店11月1号拉的500 账期5天")
    return chat


@pytest.mark.parametrize(
    ("who", "words", "seen", "hidden"),
    [
        ("zhou", "日报", ("永盛装饰 32,000",), ("华泰",)),
        ("li", "我的待办", ("华泰机电 8,000",), ("永盛",)),
        ("zhao", "日报", ("永盛装饰 超期3.2万", "没主的店 超期500，最久25天：没人管，定个负责人"), ()),
        ("admin", "日报", ("永盛装饰 超期3.2万",), ()),
        ("lijie", "日报", ("财务日报", "永盛装饰 32,000.00，1笔，最久31天，老周"), ()),
        ("zhao", "我的待办", ("日报", "永盛装饰 超期3.2万"), ("都按时",)),
        ("lijie", "待办", ("财务日报", "永盛装饰 32,000.00"), ("都按时",)),
        ("zhao", "催款榜", ("老周 超期 3.2万 1家", "没人管的 超期 500 1家"), ("永盛",)),
        ("zhou", "月报", ("月报 2026年11月", "永盛装饰"), ("华泰",)),
        ("wu", "日报", ("看不了",), ("3.2万",)),
        ("sun", "周报", ("看不了",), ("3.2万",)),
    ],
)
def test_everybody_sees_his_own(
    books: Chat, who: str, words: str, seen: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    answer = books.says(who, words)
    assert [part for part in seen if part not in answer] == []
    assert [part for part in hidden if part in answer] == []


def test_what_is_silent_is_counted_with_its_reason(books: Chat) -> None:
    books.says("zhou", "永盛说12月10号付2万")
    answer = books.says("zhao", "日报")
    assert "没去催的1家 2万：说好了日子 2万" in answer
    assert "1 永盛装饰 12,000" in books.says("zhou", "我的待办")


def test_a_promise_that_was_not_kept_is_named(books: Chat) -> None:
    books.says("zhou", "永盛说明天付2万")
    books.clock.move(days=2)
    answer = books.says("zhao", "日报")
    assert "说好12月2日付没到，让老周问清楚" in answer
    assert "说了没付1家 2万：永盛装饰(12月2日)" in answer


def test_two_promises_of_one_customer_that_were_not_kept_are_both_named(books: Chat) -> None:
    books.says("zhou", "永盛说2号付1万，3号付2万")
    books.clock.move(days=3)
    answer = books.says("zhao", "日报")
    assert "说了没付1家 3万：永盛装饰(12月2日、12月3日)" in answer
    assert "说好12月2日、12月3日付没到，让老周问清楚" in answer
    assert "30,000.00，说好12月2日、12月3日" in books.says("lijie", "日报")
    assert "说好12月2日、12月3日付没到" in books.says("zhou", "我的待办")


def test_two_promises_for_today_are_one_customer_with_both_sums(books: Chat) -> None:
    books.says("zhou", "永盛说3号上午付1万，3号下午付2万")
    books.clock.move(days=2)
    assert "说好付1家 3万" in books.says("zhao", "日报")


def test_a_managers_answer_comes_with_the_picture(books: Chat) -> None:
    books.says("zhao", "日报")
    assert "<svg" in books.told("zhao")
    books.sets("digest_picture", "false")
    books.says("zhao", "日报")
    assert books.told("zhao") == ""


def test_a_dispute_past_its_day_is_something_to_do(books: Chat) -> None:
    books.says("zhou", "永盛说质量有问题 拒付3000")
    assert "异议" not in books.says("zhou", "我的待办").partition("先不催")[0]
    books.clock.move(days=9)
    assert "要办：永盛装饰的异议 3,000，说好12月8日有说法" in books.says("zhou", "我的待办")


def test_what_was_written_off_is_not_called_a_return(books: Chat) -> None:
    books.says("lijie", "永盛坏账核销 5000 老板跑了")
    books.says("zhao", "1")
    answer = books.says("zhao", "日报")
    assert "坏账核销 5,000" in answer
    assert "退货优惠" not in answer


def test_more_received_than_owed_is_not_a_debt_below_zero(books: Chat) -> None:
    books.customer("恒通物流")
    books.says("zhou", "收到恒通10万")
    answer = books.says("zhao", "日报")
    assert "净多收 6万，没抵；超期 4" in answer
    assert "净欠" not in answer


def test_a_month_gone_by_is_told_by_its_name(books: Chat) -> None:
    assert "月报 2026年10月" in books.says("zhao", "10月的月报")
    assert "月报 2026年11月" in books.says("zhao", "上个月月报")


def test_a_daily_digest_of_a_day_gone_by_is_not_passed_off_as_todays(books: Chat) -> None:
    answer = books.says("zhao", "昨天的日报")
    assert answer.startswith("11月30日")
    assert "永盛装饰 超期3.2万" in answer


def test_on_a_day_off_there_was_none(books: Chat) -> None:
    books.clock.move(days=5)  # a Sunday
    assert books.says("zhao", "昨天的日报").startswith("12月5日不发日报。现在的是：")


def test_a_colleagues_list_is_for_who_may_see_him(books: Chat) -> None:
    assert "永盛装饰" in books.says("zhao", "老周的待办")
    assert "不归你看" in books.says("li", "老周的待办")
    assert "没有叫老钱的同事" in books.says("zhao", "老钱的待办")
