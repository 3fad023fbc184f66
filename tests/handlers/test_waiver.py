"""Late fees let go by chat, and what becomes of them when that is taken back."""

from __future__ import annotations

from datetime import date

import pytest

from storage.check import problems
from tests.handlers.cast import Chat


@pytest.fixture
def customer(chat: Chat) -> int:
    """宏达 owes 20,000 since 11 November at 0.05 % a day; 200 are booked on 1 December, 20 have run up by the 3rd."""
    customer = chat.customer("宏达五金")
    chat.owes(customer, 20_000, date(2026, 10, 11), date(2026, 11, 11))
    for words in ("宏达约定日万分之五", "给宏达记违约金", "1"):
        chat.says("zhao", words)
    chat.clock.move(days=2)
    return customer


def holds(chat: Chat) -> bool:
    return chat.database.read_now(lambda uow: list(problems(uow))) == []


def test_a_waiver_is_taken_back_with_what_was_booked_and_what_had_run_up(chat: Chat, customer: int) -> None:
    before = chat.says("zhao", "宏达违约金多少")
    chat.says("zhao", "宏达违约金免了")
    chat.says("zhao", "1")
    assert chat.net(customer) == 2_000_000
    assert chat.says("zhao", "撤销").startswith("撤销了 ✓ 宏达五金 违约金 220.00不免了")
    assert chat.net(customer) == 2_020_000
    assert chat.says("zhao", "宏达违约金多少") == before
    assert holds(chat)


def test_what_had_run_up_is_charged_once_after_it(chat: Chat, customer: int) -> None:
    for words in ("宏达违约金免了", "1", "撤销", "给宏达记违约金", "1"):
        chat.says("zhao", words)
    assert chat.net(customer) == 2_022_000
    assert "没有要算的" in chat.says("zhao", "给宏达记违约金")
    assert holds(chat)


def test_a_second_undo_takes_nothing_more_back(chat: Chat, customer: int) -> None:
    for words in ("宏达违约金免了", "1", "撤销"):
        chat.says("zhao", words)
    assert not chat.says("zhao", "撤销").startswith("撤销了")
    assert chat.net(customer) == 2_020_000


def test_waived_taken_back_and_waived_again(chat: Chat, customer: int) -> None:
    for words in ("宏达违约金免了", "1", "撤销", "宏达违约金免了"):
        chat.says("zhao", words)
    assert "免掉了 ✓ 宏达五金 逾期违约金 220.00" in chat.says("zhao", "1")
    assert chat.net(customer) == 2_000_000
    assert "没有要算的" in chat.says("zhao", "宏达违约金多少")
    chat.says("zhao", "撤销")
    assert chat.net(customer) == 2_020_000
    assert holds(chat)


def test_who_may_decide_no_more_cannot_take_it_back(chat: Chat, customer: int) -> None:
    for words in ("宏达违约金免了", "1"):
        chat.says("zhao", words)
    chat.says("admin", "赵总 改成仓库")
    chat.says("zhao", "撤销")
    assert chat.net(customer) == 2_000_000


@pytest.mark.parametrize(
    "words",
    [
        "宏达违约金免50",
        "宏达违约金减免50",
        "宏达违约金免50块",
        "免宏达50违约金",
        "宏达的违约金少收50",
        "宏达违约金减50",
    ],
)
def test_a_part_is_waived_by_its_sum_and_no_more(chat: Chat, customer: int, words: str) -> None:
    assert "只免 50.00，还剩 170.00" in chat.says("zhao", words)
    assert chat.net(customer) == 2_020_000
    assert chat.says("zhao", "1").startswith("免掉了 ✓ 宏达五金 逾期违约金 50.00\n还剩违约金 170.00")
    assert chat.net(customer) == 2_015_000
    assert "以前记过 150.00" in chat.says("zhao", "宏达违约金多少")
    assert holds(chat)


def test_a_part_is_taken_back_and_every_day_is_charged_once(chat: Chat, customer: int) -> None:
    before = chat.says("zhao", "宏达违约金多少")
    for words in ("宏达违约金免50", "1"):
        chat.says("zhao", words)
    assert chat.says("zhao", "撤销").startswith("撤销了 ✓ 宏达五金 违约金 50.00不免了")
    assert chat.net(customer) == 2_020_000
    assert chat.says("zhao", "宏达违约金多少") == before
    assert holds(chat)


def test_a_part_of_what_was_not_booked_leaves_the_rest_on_the_books(chat: Chat, customer: int) -> None:
    before = chat.says("zhao", "宏达违约金多少")
    assert "只免 210.00，还剩 10.00，剩下的记到账上" in chat.says("zhao", "宏达违约金免210")
    assert "还剩违约金 10.00，已记到账上" in chat.says("zhao", "1")
    assert chat.net(customer) == 2_001_000
    assert "没有要算的" in chat.says("zhao", "给宏达记违约金")
    chat.says("zhao", "宏达违约金多少")
    chat.says("zhao", "撤销")
    assert chat.net(customer) == 2_020_000
    assert chat.says("zhao", "宏达违约金多少") == before
    assert holds(chat)


def test_a_part_then_another_and_then_the_whole(chat: Chat, customer: int) -> None:
    for words in ("宏达违约金免50", "1", "宏达违约金免30.5", "1"):
        chat.says("zhao", words)
    assert chat.net(customer) == 2_011_950
    assert (
        "免掉了 ✓ 宏达五金 逾期违约金 139.50"
        in [chat.says("zhao", one) for one in ("宏达违约金免了", "1")][1]
    )
    assert chat.net(customer) == 2_000_000
    chat.says("zhao", "撤销")
    assert chat.net(customer) == 2_011_950
    assert holds(chat)


def test_never_more_than_there_is(chat: Chat, customer: int) -> None:
    assert chat.says("zhao", "宏达违约金免500").startswith(
        "没免。宏达五金 违约金一共才 220.00，免不了 500.00"
    )
    chat.says("zhao", "1")
    assert chat.net(customer) == 2_020_000


def test_the_same_sum_is_the_whole(chat: Chat, customer: int) -> None:
    assert "这些天以后不再算" in chat.says("zhao", "宏达违约金免220")


@pytest.mark.parametrize(
    "words",
    ["宏达违约金免一半", "宏达违约金免-50", "宏达违约金免0", "宏达违约金打5折", "宏达违约金只收50，其余免了"],
)
def test_what_is_no_sum_is_refused_with_what_to_type(chat: Chat, customer: int, words: str) -> None:
    assert chat.says("zhao", words).startswith("没免。没看准免多少，发个准数，如“宏达五金违约金免500”")
    chat.says("zhao", "1")
    assert chat.net(customer) == 2_020_000


def test_two_persons_waive_a_part_where_the_company_wants_them(chat: Chat, customer: int) -> None:
    chat.sets("late_fee_two_persons", "true")
    chat.says("zhou", "宏达违约金免50")
    assert "只免 50.00" in chat.told("zhao")
    assert "50.00 还没免" in chat.says("zhao", "1")
    assert chat.net(customer) == 2_020_000
    chat.says("lijie", "1")
    assert chat.net(customer) == 2_015_000


def test_a_part_of_a_fee_that_was_paid_leaves_the_rest_paid(chat: Chat, customer: int) -> None:
    chat.says("lijie", "宏达付了20200")
    for words in ("宏达违约金免50", "1"):
        chat.says("zhao", words)
    assert chat.net(customer) == -5_000
    assert "以前记过 150.00" in chat.says("zhao", "宏达违约金多少")
    assert holds(chat)
    chat.says("zhao", "撤销")
    assert chat.net(customer) == 0
    assert holds(chat)


@pytest.mark.parametrize(
    "words", ["宏达欠5000，违约金免了", "宏达开票5000，违约金免了", "宏达付了500违约金免了"]
)
def test_the_sum_of_something_else_is_not_waived(chat: Chat, customer: int, words: str) -> None:
    assert "只免" not in chat.says("zhao", words)
    assert "免了 ✓" not in chat.says("zhao", "1")


def test_without_a_customer_it_is_asked_whose(chat: Chat, customer: int) -> None:
    assert chat.says("zhao", "违约金免50").startswith("没动。哪家客户？")


@pytest.fixture
def by_months(chat: Chat) -> int:
    """宏达 owes 20,000 since 31 October at 10 a day. November was booked on 1 December; it is the 3rd."""
    customer = chat.customer("宏达五金")
    chat.owes(customer, 20_000, date(2026, 9, 30), date(2026, 10, 31))
    for words in ("宏达约定日万分之五", "给宏达记11月的违约金", "1"):
        chat.says("zhao", words)
    chat.clock.move(days=2)
    return customer


@pytest.mark.parametrize(
    "words", ["宏达11月的违约金免了", "宏达上个月的违约金免了", "宏达的违约金免到11月30日"]
)
def test_of_a_month_only_its_days_are_waived(chat: Chat, by_months: int, words: str) -> None:
    assert "免到11月30日，这些天以后不再算，后面的照算" in chat.says("zhao", words)
    assert chat.says("zhao", "1").startswith("免掉了 ✓ 宏达五金 逾期违约金 300.00")
    assert chat.net(by_months) == 2_000_000
    assert "30.00" in chat.says("zhao", "宏达违约金多少")
    chat.says("zhao", "撤销")
    assert chat.net(by_months) == 2_030_000
    assert holds(chat)


def test_another_months_fee_stays_when_one_is_waived(chat: Chat, by_months: int) -> None:
    chat.clock.move(days=30)
    for words in ("给宏达记12月的违约金", "1", "宏达12月的违约金免了"):
        heard = chat.says("zhao", words)
    assert "已记 310.00" in heard
    chat.says("zhao", "1")
    assert chat.net(by_months) == 2_030_000
    assert holds(chat)


def test_a_part_of_a_month_is_waived(chat: Chat, by_months: int) -> None:
    assert "只免 100.00，到11月30日的还剩 200.00" in chat.says("zhao", "宏达11月的违约金免100")
    chat.says("zhao", "1")
    assert chat.net(by_months) == 2_020_000
    assert holds(chat)


def test_a_month_that_nothing_is_charged_for_waives_nothing(chat: Chat, by_months: int) -> None:
    assert "不用免" in chat.says("zhao", "宏达10月的违约金免了")
    chat.says("zhao", "1")
    assert chat.net(by_months) == 2_030_000
