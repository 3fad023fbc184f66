"""Texts to pass on, why nothing is said, and what was said, in chat (P17, P18)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.handlers.cast import Chat


@pytest.fixture
def late(chat: Chat) -> int:
    """华泰 owes 25,000 of October and 30,000 of November, due on 30 November."""
    customer = chat.customer("华泰机电")
    chat.owes(customer, 25_000, date(2026, 10, 15), date(2026, 11, 30))
    chat.owes(customer, 30_000, date(2026, 11, 3), date(2026, 11, 30))
    chat.says("zhou", "华泰欠多少")
    return customer


def test_the_bubble_has_only_the_customers_text(chat: Chat, late: int) -> None:
    chat.database.write_now(lambda uow: uow.contacts.put(late, "刘会计", role="accountant"))
    chat.sets("payment_account", "建行 6222 恒达建材")
    chat.says("zhou", "我的电话13800001111")
    assert chat.says("zhou", "华泰的发我") == (
        "刘会计您好，我是老周。10、11月货款 55,000.00 元（2笔）约定11月30日付，麻烦您安排一下。"
        "账户：建行 6222 恒达建材。有出入随时说，谢谢。电话 13800001111"
    )


def test_before_the_due_day_nothing_sounds_like_a_debt(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠12000 12月5日")
    bubble = chat.says("zhou", "永盛的发我")
    assert "约定12月5日付，先跟您说一声" in bubble
    assert not any(word in bubble for word in ("欠", "逾期", "催", "超期"))


def test_only_what_is_not_disputed_and_not_promised_is_asked_for(chat: Chat, late: int) -> None:
    chat.says("zhou", "#1002 质量有问题 拒付8000")
    assert "货款里的 47,000.00 元" in chat.says("zhou", "华泰的发我")
    chat.says("zhou", "华泰王总说下周五打25000")
    assert "货款里的 22,000.00 元" in chat.says("zhou", "华泰的发我")


def test_without_a_name_it_is_the_customer_talked_of_last(chat: Chat, late: int) -> None:
    assert chat.says("zhou", "发我话术").startswith("您好，我是老周。")


def test_passed_on_it_is_logged_and_is_too_recent_for_another(chat: Chat, late: int) -> None:
    chat.says("zhou", "华泰的发我")
    assert chat.says("zhou", "转了") == "记下了 ✓ 转给华泰机电了\n12月2日(周三)上午问你对方怎么说"
    assert chat.says("zhou", "转了") == ""
    assert chat.says("zhou", "催一下华泰") == "先没给。华泰机电刚催过，等到12月4日\n还要就回1"
    assert chat.says("zhou", "1").startswith("您好，我是老周。")


def test_a_word_that_is_no_answer_to_a_text_means_nothing(chat: Chat, late: int) -> None:
    assert chat.says("zhou", "转了") == ""


@pytest.mark.parametrize(
    ("before", "heard"),
    [
        ("华泰先别催", "先没给。华泰机电先别催，等到12月8日\n还要就回1"),
        ("华泰请律师了", "先没给。华泰机电他有律师，只能您出面"),
        ("华泰别联系了", "先没给。华泰机电说过别联系他"),
    ],
)
def test_the_contact_policy_holds_for_it(chat: Chat, late: int, before: str, heard: str) -> None:
    chat.says("zhou", before)
    assert chat.says("zhou", "催一下华泰") == heard


def test_imported_balances_wait_for_finance(chat: Chat) -> None:
    chat.owes(chat.customer("永盛装饰", released=False), 12_000, date(2026, 11, 1), date(2026, 11, 30))
    assert chat.says("zhou", "永盛的发我").endswith("对完账说“开启 永盛装饰 提醒”")


def test_late_in_the_evening_it_waits(chat: Chat, late: int) -> None:
    chat.clock.move(hours=12, minutes=30)
    assert "这个点不打扰客户" in chat.says("zhou", "华泰的发我")


def test_who_was_asked_often_enough_this_week_is_let_be(chat: Chat, late: int) -> None:
    chat.sets("remind_gap_days", "1")
    for _ in range(2):
        chat.says("zhou", "华泰的发我")
        chat.says("zhou", "转了")
        chat.clock.move(days=1)
    assert chat.says("zhou", "催一下华泰") == "先没给。华泰机电这阵子催得够多了，等到12月8日\n还要就回1"
    chat.clock.move(days=5)
    assert chat.says("zhou", "催一下华泰").startswith("您好，我是老周。")


def test_what_waits_for_a_day_off_waits_for_the_workday_after_it(chat: Chat, late: int) -> None:
    chat.clock.move(days=2)
    chat.says("zhou", "华泰的发我")
    chat.says("zhou", "转了")
    assert "刚催过，等到12月7日" in chat.says("zhou", "催一下华泰")
    assert "#1001 25,000.00 刚催过，等到12月7日" in chat.says("zhou", "为什么没催华泰")


def test_nothing_owed_is_said(chat: Chat) -> None:
    chat.customer("永盛装饰")
    assert chat.says("zhou", "永盛的发我") == "永盛装饰没有要催的"


def test_why_nothing_was_said_is_told_item_by_item(chat: Chat, late: int) -> None:
    chat.says("zhou", "#1001 质量有问题 拒付25000")
    heard = chat.says("zhou", "为什么没催华泰").splitlines()
    assert heard[0] == "华泰机电，还没催过"
    assert heard[1] == "#1001 25,000.00 有异议，还在谈"
    assert heard[2] == "#1002 30,000.00 今天该催"


def test_a_promise_is_a_reason(chat: Chat, late: int) -> None:
    chat.says("zhou", "华泰王总说下周五付清")
    assert "#1001 25,000.00 说好了日子，等到12月14日" in chat.says("zhou", "为什么没催华泰")


def test_what_was_done_is_listed_newest_first(chat: Chat, late: int) -> None:
    chat.says("zhou", "华泰电话没人接")
    chat.clock.move(days=1)
    chat.says("zhou", "华泰的发我")
    chat.says("zhou", "转了")
    assert chat.says("zhou", "华泰的催收记录") == (
        "华泰机电 催收记录\n12月2日 老周 转了话术 55,000.00\n12月1日 老周 电话 华泰电话没人接"
    )


def test_what_was_put_right_is_listed_in_its_own_words(chat: Chat, late: int) -> None:
    chat.says("zhou", "华泰王总说15号付一半")
    chat.says("zhou", "1")
    chat.says("zhou", "改到18号")
    chat.says("zhou", "华泰先别催，等到月底")
    chat.says("zhao", "1")
    lines = chat.says("zhou", "华泰的催收记录").splitlines()[1:]
    assert lines == [
        "12月1日 老周 华泰先别催，等到月底",
        "12月1日 老周 改到18号",
        "12月1日 老周 华泰王总说15号付一半",
    ]


def test_a_colleagues_customer_shows_no_figures(chat: Chat, late: int) -> None:
    for words in ("华泰的发我", "为什么没催华泰", "华泰的催收记录"):
        assert chat.says("li", words) == "华泰机电是老周的客户\n账上的数问老周，他能看"


def test_what_is_passed_on_tells_nothing_of_what_is_unbooked(chat: Chat, late: int) -> None:
    chat.says("zhou", "华泰拿了货 月底给")
    assert "没记" not in chat.says("zhou", "华泰对账单")
    assert "没记" in chat.says("zhou", "华泰欠多少")


def test_send_it_to_him_means_the_customer_spoken_of_last(chat: Chat) -> None:
    chat.customer("永盛装饰")
    chat.says("zhou", "永盛欠5000 月底")
    assert "5,000.00" in chat.says("zhou", "剩下的呢")
    assert chat.says("zhou", "发给他").startswith("您好，我是老周。")
