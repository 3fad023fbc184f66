"""Words that come late, from the wrong person, or for what became something else: fees, write-offs, merges, leavers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from storage.check import problems
from storage.staff import StaffView
from tests.handlers.cast import Chat

MERGES = "宏达五金 和 宏达建材 是一家，合并"


@pytest.fixture(autouse=True)
def _sound(chat: Chat) -> Iterator[None]:
    """Whatever was tried: the laws hold."""
    yield
    assert chat.database.read_now(lambda uow: list(problems(uow))) == []


@pytest.fixture
def owing(chat: Chat) -> int:
    """宏达五金 of 老周 owes 20,000 as #1001, 20 days late, with an agreed rate."""
    customer = chat.customer("宏达五金")
    chat.owes(customer, 20_000, date(2026, 10, 11), date(2026, 11, 11))
    chat.says("zhou", "宏达约定日万分之五")
    return customer


def becomes(chat: Chat, who: str, role: str) -> None:
    person = chat.database.read_now(lambda uow: uow.staff.get(who))
    assert person is not None
    chat.database.write_now(lambda uow: uow.staff.put(replace(person, role=role)))


@pytest.mark.parametrize("wish", ["给宏达记违约金", "宏达坏账核销 8000 老板跑了", "宏达额度改成50万"])
def test_who_asked_does_not_inherit_the_word_of_the_manager_who_left(
    chat: Chat, owing: int, wish: str
) -> None:
    chat.says("zhou", wish)
    chat.says("admin", "赵总不干了 客户给老周")
    chat.says("admin", "1")
    assert chat.told("zhou").startswith("没办成。赵总现在不管这件事了")
    chat.says("zhou", "1")
    assert chat.net(owing) == 2_000_000
    assert chat.look(owing).credit_limit is None


def test_a_managers_word_is_still_to_be_given_by_the_manager_after_him(chat: Chat, owing: int) -> None:
    chat.database.write_now(lambda uow: uow.staff.put(StaffView("an", "安总", "manager", reached=True)))
    becomes(chat, "li", "manager")
    chat.says("zhou", "宏达坏账核销 8000 老板跑了")
    chat.says("admin", "赵总不干了 客户给小李")
    chat.says("admin", "1")
    assert chat.told("li").startswith("老周要坏账核销：宏达五金 8,000.00")


def test_a_merge_agreed_to_late_takes_no_third_customer_along(chat: Chat, owing: int) -> None:
    chat.customer("宏达建材")
    third = chat.customer("永盛装饰")
    chat.says("zhou", MERGES)
    chat.says("zhou", "2")
    chat.says("lijie", "宏达五金 和 永盛装饰 是一家，合并")
    chat.says("lijie", "2")
    assert chat.says("zhao", "1") == "好，没合，还是两家"
    assert chat.look(third).name == "永盛装饰"
    assert chat.net(third) == 2_000_000


def test_who_is_no_manager_any_more_takes_no_merge_apart(chat: Chat, owing: int) -> None:
    other = chat.customer("宏达建材")
    for words in (MERGES, "2", "撤销合并 宏达五金"):
        chat.says("zhao", words)
    becomes(chat, "zhao", "sales")
    assert chat.says("zhao", "1").startswith("没拆")
    assert chat.net(other) == 2_000_000


def test_the_number_of_a_strangers_debt_starts_no_clock(chat: Chat, owing: int) -> None:
    other = chat.customer("永盛装饰", "li")
    number = chat.owes(other, 300, date(2026, 10, 11), date(2026, 11, 11))
    for what in ("对账单盖章了", "签收了催款函"):
        assert f"没有 #{number} 这笔" in chat.says("zhou", f"宏达 #{number} {what}")
    assert chat.database.read_now(lambda uow: list(uow.clock_restarts.of_customer(other))) == []


def test_a_wish_to_give_a_customer_lapses_when_he_went_elsewhere(chat: Chat, owing: int) -> None:
    chat.says("zhou", "把宏达转给小李")
    chat.says("admin", "把宏达转给赵总")
    assert chat.says("zhao", "1").startswith("没动")
    assert chat.look(owing).owner == "zhao"
    assert "没办成。赵总现在不管这件事了" in chat.told("zhou")


@pytest.mark.parametrize("wish", ["宏达坏账核销 8000 老板跑了", "宏达违约金免了", "宏达临时额度30万 到月底"])
def test_a_manager_of_another_team_is_not_asked(chat: Chat, owing: int, wish: str) -> None:
    chat.database.write_now(lambda uow: uow.staff.put(StaffView("an", "安总", "manager", reached=True)))
    chat.database.write_now(lambda uow: uow.customers.update(owing, credit_limit=100_000))
    chat.says("lijie", wish)
    assert chat.told("an") == ""
    assert "宏达五金" in chat.told("zhao")


def test_a_manager_who_has_the_customer_no_more_gives_no_word_about_him(chat: Chat, owing: int) -> None:
    chat.database.write_now(lambda uow: uow.staff.put(StaffView("an", "安总", "manager", reached=True)))
    chat.says("zhou", "宏达坏账核销 8000 老板跑了")
    chat.says("admin", "把宏达转给安总")
    assert chat.says("zhao", "1").startswith("没动")
    assert chat.net(owing) == 2_000_000


def test_a_write_off_wanted_twice_is_written_off_once(chat: Chat, owing: int) -> None:
    for _ in range(2):
        chat.says("zhou", "宏达坏账核销 8000 老板跑了")
    chat.says("zhao", "1")
    chat.says("zhao", "1")
    assert chat.says("zhao", "1").startswith("没核销。宏达五金的账后来动过：欠 20,000.00 → 12,000.00")
    assert chat.net(owing) == 1_200_000


def test_a_write_off_agreed_to_late_takes_no_new_debt(chat: Chat, owing: int) -> None:
    for words in ("宏达坏账核销 8000 老板跑了", "收到宏达20000", "宏达拿了9000 月底给"):
        chat.says("zhou", words)
    assert chat.says("zhao", "1").startswith("没核销")
    assert chat.told("zhou").startswith("没核销")
    assert chat.net(owing) == 900_000


@pytest.mark.parametrize("wish", ["宏达五金临时额度30万 到月底", "宏达五金额度改成9万"])
def test_a_limit_agreed_to_late_is_not_the_one_of_both(chat: Chat, owing: int, wish: str) -> None:
    other = chat.customer("宏达建材", credit_limit=100_000)
    chat.database.write_now(lambda uow: uow.customers.update(owing, credit_limit=500_000))
    chat.says("zhou", wish)
    for words in (MERGES, "2", "1"):
        chat.says("lijie", words)
    assert chat.says("zhao", "1").startswith("没改。宏达五金合并到宏达建材了")
    assert chat.told("zhou").splitlines()[-1].startswith("还要改就说宏达建材")
    assert chat.look(other).credit_limit == 600_000


def test_what_was_written_off_is_still_claimed_of_the_one_who_goes_on(chat: Chat, owing: int) -> None:
    chat.customer("宏达建材")
    for words in ("宏达五金坏账核销 20000 老板跑了", "1", MERGES, "2"):
        chat.says("zhao", words)
    assert chat.says("zhou", "收回坏账 宏达五金 2000").startswith("收回坏账 宏达建材 2,000.00")
    assert "1 宏达建材 20,000.00（12月1日），收回 2,000.00" in chat.says("zhao", "核销过的")


@pytest.mark.parametrize("who", ["li", "sun", "wu"])
@pytest.mark.parametrize(
    "words",
    ["给宏达记违约金", "宏达违约金免了", "宏达坏账核销 8000 老板跑了", "宏达约定日万分之九", "计提坏账准备"],
)
def test_a_strangers_word_moves_no_money(chat: Chat, owing: int, who: str, words: str) -> None:
    answer = chat.says(who, words)
    assert "20,000" not in answer
    assert "200.00" not in answer
    assert chat.told("zhao") == ""
    assert "日万分之九" not in chat.says("lijie", "宏达逾期利息多少")


@pytest.mark.parametrize("sum_", ["-500", "99999999999999", "１２３.４５６", "1e9", "{{ 7*7 }}", "<b>5</b>"])
def test_an_odd_sum_for_a_fee_is_shown_before_it_is_anything(chat: Chat, owing: int, sum_: str) -> None:
    answer = chat.says("zhao", f"给宏达记违约金 {sum_}")
    assert chat.net(owing) == 2_000_000
    assert "49" not in answer


def test_what_came_on_a_claim_stays_with_whose_it_is_when_they_part(chat: Chat, owing: int) -> None:
    chat.customer("宏达建材")
    for words in ("宏达五金坏账核销 20000 老板跑了", "1", MERGES, "2"):
        chat.says("zhao", words)
    chat.says("zhou", "收回坏账 宏达建材 2000")
    for words in ("撤销合并 宏达五金", "1"):
        chat.says("zhao", words)
    assert "1 宏达五金 20,000.00（12月1日），收回 2,000.00" in chat.says("zhao", "核销过的")


@pytest.mark.parametrize("words", ["撤销 #1001", "#1001 改成1000", "#1001 客户改成永盛装饰"])
def test_a_debt_that_was_written_off_leaves_no_money_behind(chat: Chat, owing: int, words: str) -> None:
    chat.customer("永盛装饰")
    for said in ("宏达坏账核销 20000 老板跑了", "1"):
        chat.says("zhao", said)
    assert "核销过" in chat.says("lijie", words)
    assert chat.net(owing) == 0


def test_a_fee_that_was_written_off_is_not_waived_into_money(chat: Chat, owing: int) -> None:
    for said in ("给宏达记违约金", "1", "宏达坏账核销 20200 老板跑了", "1", "宏达违约金免了", "1"):
        chat.says("zhao", said)
    assert chat.net(owing) == 0
