"""A new customer takes goods on account: booked at once, then three short questions that may be left."""

from __future__ import annotations

from datetime import date

import pytest

from storage.customers import CustomerView
from tests.handlers.cast import Chat

FIRST = "新客户大同五金，问三句，不想填回“先不填”\n做哪行？1 建材装修 2 五金机电 3 食品日用，别的直接说"


def booked(chat: Chat, who: str = "zhou", yuan: str = "5千") -> str:
    chat.says(who, f"大同五金欠{yuan} 月底")
    return chat.says(who, "1")


def file(chat: Chat) -> CustomerView:
    found = chat.database.read_now(lambda uow: uow.customers.by_name("大同五金"))
    assert found is not None
    return found


def test_the_fact_is_booked_and_the_questions_come_one_by_one(chat: Chat) -> None:
    answer = booked(chat)
    assert answer.startswith("记好了 ✓ 新客户 大同五金 +5,000.00")
    assert answer.endswith(FIRST)
    assert chat.says("zhou", "2") == "认识多久了？1 刚认识 2 一年左右 3 三年以上"
    assert chat.says("zhou", "3") == "先给多少额度？1 2万 2 5万 3 款到发货\n或直接说数"
    assert chat.says("zhou", "2") == "记好了 ✓ 大同五金 额度 50,000，已问赵总，点头就算"
    kept = file(chat)
    assert (kept.industry, kept.known_since, kept.credit_limit) == ("五金机电", date(2023, 12, 2), None)
    chat.says("zhao", "1")
    assert file(chat).credit_limit == 5_000_000


def test_own_words_and_a_sum_of_ones_own(chat: Chat) -> None:
    booked(chat, "zhao")
    assert chat.says("zhao", "做汽配的").startswith("认识多久了")
    chat.says("zhao", "1")
    assert chat.says("zhao", "8万") == "记好了 ✓ 大同五金 额度 80,000"
    assert (file(chat).industry, file(chat).credit_limit) == ("汽配", 8_000_000)


def test_cash_first_is_kept_at_once(chat: Chat) -> None:
    booked(chat)
    for word in ("1", "1"):
        chat.says("zhou", word)
    assert chat.says("zhou", "3") == "记好了 ✓ 大同五金 款到发货"
    assert (file(chat).terms, file(chat).credit_limit) == ("before_delivery", 0)
    assert chat.says("wu", "大同五金来拉1千 能装车吗").startswith("先别装：超额度")


@pytest.mark.parametrize("word", ["先不填", "算了"])
def test_it_may_be_left_and_is_not_asked_again(chat: Chat, word: str) -> None:
    booked(chat)
    assert chat.says("zhou", word) == "好，先不填。大同五金先按额度2万看着，回过款再说"
    chat.clock.move(minutes=30)
    assert "问三句" not in chat.says("zhou", "大同五金又拿了3千 月底")
    assert "问三句" not in chat.says("zhou", "大同五金能发吗")


def test_another_command_goes_before_it(chat: Chat) -> None:
    booked(chat)
    assert chat.says("zhou", "大同五金") != ""
    assert "额度" not in file(chat).industry
    assert chat.says("zhou", "在吗").startswith("在")
    assert file(chat).industry == ""


def test_until_he_has_paid_a_cautious_limit_holds(chat: Chat) -> None:
    booked(chat)
    chat.says("zhou", "先不填")
    assert chat.says("wu", "大同五金来拉1万 能装车吗").startswith("可以装")
    assert chat.says("wu", "大同五金来拉3万 能装车吗") == "先别装：超额度1.5万，已问赵总。"
    chat.clock.move(minutes=30)
    chat.says("zhou", "大同五金打了5000")
    assert chat.says("wu", "大同五金来拉3万 能装车吗").startswith("可以装")


def test_goods_beyond_it_are_booked_and_the_manager_hears(chat: Chat) -> None:
    answer = booked(chat, yuan="3万")
    assert answer.startswith("记好了 ✓ 新客户 大同五金 +30,000.00")
    assert "超额度未批" in answer
    assert "大同五金 超额度未批" in chat.told("zhao")


def test_the_gate_asks_and_his_salesperson_is_asked_about_him(chat: Chat) -> None:
    chat.customer("大同五金")
    assert chat.says("wu", "大同五金来拉1万 能装车吗") == "可以装：大同五金没有超期，额度还够。"
    assert chat.told("zhou") == FIRST
    assert chat.says("zhou", "1").startswith("认识多久了")


def test_a_company_may_want_no_questions(chat: Chat) -> None:
    chat.sets("new_customer_questions", "false")
    assert "问三句" not in booked(chat)


def test_without_a_cautious_limit_nobody_is_held_up(chat: Chat) -> None:
    chat.sets("new_customer_limit", "0.00")
    booked(chat)
    assert chat.says("zhou", "先不填").startswith("好，先不填。想起来再补")
    assert chat.says("wu", "大同五金来拉30万 能装车吗").startswith("可以装")


def test_who_came_by_an_import_is_no_stranger(chat: Chat) -> None:
    def imported(uow: object) -> None:
        uow.customers.create(name="大同五金", owner="zhou", created_by="import")  # type: ignore[attr-defined]

    chat.database.write_now(imported)
    assert chat.says("wu", "大同五金来拉30万 能装车吗") == "可以装：大同五金没有超期。"
    assert chat.told("zhou") == ""


def test_who_took_goods_long_ago_is_no_stranger(chat: Chat) -> None:
    customer = chat.customer("大同五金")
    chat.owes(customer, 90_000, date(2026, 9, 1), date(2026, 12, 20))
    assert chat.says("wu", "大同五金来拉30万 能装车吗") == "可以装：大同五金没有超期。"
    assert chat.told("zhou") == ""


def test_the_words_of_a_choice_are_it(chat: Chat) -> None:
    booked(chat)
    for word in ("五金机电", "三年以上"):
        chat.says("zhou", word)
    assert chat.says("zhou", "款到发货") == "记好了 ✓ 大同五金 款到发货"
    assert file(chat).industry == "五金机电"
