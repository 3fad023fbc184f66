"""Late fees by chat: shown by their rule, booked with a word, never twice for a day, waived, taken back."""

from __future__ import annotations

from datetime import date

import pytest

from storage.check import problems
from tests.handlers.cast import Chat


@pytest.fixture
def customer(chat: Chat) -> int:
    """宏达 owes 20,000, due on 11 November: 20 days late on 1 December."""
    customer = chat.customer("宏达五金")
    chat.owes(customer, 20_000, date(2026, 10, 11), date(2026, 11, 11))
    return customer


def hold(chat: Chat) -> bool:
    return chat.database.read_now(lambda uow: list(problems(uow))) == []


def test_the_agreed_rate_is_kept_and_shown_with_days_and_base(chat: Chat, customer: int) -> None:
    assert "每天0.05%（一年18.25%）" in chat.says("zhou", "宏达约定日万分之五")
    shown = chat.says("lijie", "宏达逾期利息多少").splitlines()
    assert shown[0] == "宏达五金 逾期违约金 200.00，算到12月1日"
    assert shown[2] == "#1001 20,000 晚20天 200.00"


def test_without_an_agreement_it_follows_the_lpr(chat: Chat, customer: int) -> None:
    assert "按LPR加三到五成，年3.9%" in chat.says("lijie", "宏达违约金多少")
    assert "42.74" in chat.says("lijie", "宏达违约金多少")


def test_finance_books_it_and_no_day_twice(chat: Chat, customer: int) -> None:
    chat.says("lijie", "宏达约定日万分之五")
    assert "1 记 2 不记" in chat.says("lijie", "给宏达记违约金")
    assert chat.says("lijie", "1").startswith("记好了 ✓ 宏达五金 逾期违约金 +200.00")
    assert chat.net(customer) == 2_020_000
    assert "没有要算的" in chat.says("lijie", "给宏达记违约金")
    chat.clock.move(days=10)
    assert "逾期违约金 100.00" in chat.says("lijie", "给宏达记违约金")
    assert hold(chat)


def test_sales_ask_and_finance_or_the_manager_decides(chat: Chat, customer: int) -> None:
    chat.says("zhou", "宏达约定日万分之五")
    assert "已问赵总" in chat.says("zhou", "给宏达记逾期违约金")
    assert chat.told("zhao").startswith("老周要给宏达五金记逾期违约金 200.00")
    assert chat.net(customer) == 2_000_000
    chat.says("zhao", "1")
    assert chat.net(customer) == 2_020_000
    assert "记好了" in chat.told("zhou")


def test_undone_it_may_be_charged_again(chat: Chat, customer: int) -> None:
    chat.says("zhao", "宏达约定日万分之五")
    chat.says("zhao", "给宏达记违约金")
    chat.says("zhao", "1")
    assert chat.says("zhao", "撤销").startswith("撤销了")
    assert chat.net(customer) == 2_000_000
    assert "200.00" in chat.says("zhao", "宏达违约金多少")
    chat.says("zhao", "给宏达记违约金")
    chat.says("zhao", "1")
    assert chat.net(customer) == 2_020_000
    assert hold(chat)


def test_waived_it_is_gone_and_its_days_with_it(chat: Chat, customer: int) -> None:
    chat.says("zhao", "宏达约定日万分之五")
    chat.says("zhao", "给宏达记违约金")
    chat.says("zhao", "1")
    chat.clock.move(days=2)
    assert "已记 200.00，没记 20.00" in chat.says("zhao", "宏达违约金免了")
    assert "免掉了 ✓ 宏达五金 逾期违约金 220.00" in chat.says("zhao", "1")
    assert chat.net(customer) == 2_000_000
    assert "没有要算的" in chat.says("zhao", "宏达违约金多少")
    assert hold(chat)


def test_two_persons_where_the_company_wants_them(chat: Chat, customer: int) -> None:
    chat.sets("late_fee_two_persons", "true")
    chat.says("lijie", "给宏达记违约金")
    assert "已问赵总" in chat.says("lijie", "1")
    assert chat.net(customer) == 2_000_000
    chat.says("zhao", "1")
    assert chat.net(customer) > 2_000_000


def test_a_corrected_debt_is_not_charged_again_for_the_same_days(chat: Chat, customer: int) -> None:
    chat.says("zhao", "宏达约定日万分之五")
    chat.says("zhao", "给宏达记违约金")
    chat.says("zhao", "1")
    chat.says("zhao", "#1001 改成30000")
    chat.says("zhao", "1")
    assert "没有要算的" in chat.says("zhao", "宏达违约金多少")


def test_a_part_payment_lowers_the_base(chat: Chat, customer: int) -> None:
    chat.says("zhao", "宏达约定日万分之五")
    chat.says("zhou", "宏达11月21日打了10000")
    assert "150.00" in chat.says("zhao", "宏达违约金多少")


def test_a_rate_far_above_the_loss_is_warned_about(chat: Chat, customer: int) -> None:
    chat.says("zhao", "宏达约定日千分之三")
    assert "打官司多半只支持到" in chat.says("zhao", "宏达违约金多少")


def test_a_mistyped_rate_is_not_kept(chat: Chat, customer: int) -> None:
    assert chat.says("zhao", "宏达约定每天5%").startswith("没记")


def test_a_new_lpr_counts_from_its_day(chat: Chat, customer: int) -> None:
    assert "起 2.5%" in chat.says("lijie", "LPR 2026年10月20日 2.5")
    assert "年3.25%" in chat.says("lijie", "宏达违约金多少")


def test_a_colleagues_customer_is_not_shown(chat: Chat, customer: int) -> None:
    chat.owes(chat.customer("小李的店", owner="li"), 1_000, date(2026, 10, 1), date(2026, 11, 1))
    assert "1,000" not in chat.says("zhou", "小李的店违约金多少")


def test_a_sum_that_was_agreed_on_stands_for_the_same_days(chat: Chat, customer: int) -> None:
    chat.says("zhao", "宏达约定日万分之五")
    assert "说好的数，按规则算是 200.00" in chat.says("zhao", "给宏达记违约金500")
    assert "+500.00" in chat.says("zhao", "1")
    assert chat.net(customer) == 2_050_000
    assert "没有要算的" in chat.says("zhao", "宏达违约金多少")
    assert hold(chat)


def test_a_fee_that_was_paid_is_a_payment(chat: Chat, customer: int) -> None:
    assert "回款 500.00" in chat.says("zhou", "宏达付了违约金500")


def test_the_companys_rule_is_set_without_a_customer(chat: Chat, customer: int) -> None:
    assert "全公司" in chat.says("lijie", "违约金按条例")
    assert "按802号令每天0.05%" in chat.says("lijie", "宏达违约金多少")
    assert "全公司" not in chat.says("zhou", "违约金按LPR")


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("-500", "没记。违约金不能是负的"),
        ("负500", "没记。违约金不能是负的"),
        ("0", "没记。0元不用记"),
        ("0元", "没记。0元不用记"),
        ("1e9", "没记。没看准要记多少"),
        ("100000000", "没记。没看准要记多少"),
        ("几百", "没记。没看准要记多少"),
        ("500-600", "没记。"),
        ("一亿", "没记。违约金 100,000,000.00 比超期的本金 20,000.00 还多"),
    ],
)
def test_a_sum_that_is_none_is_refused_and_nothing_is_offered_instead(
    chat: Chat, customer: int, typed: str, heard: str
) -> None:
    assert chat.says("lijie", f"给宏达记违约金 {typed}").startswith(heard)
    chat.says("lijie", "1")
    assert chat.net(customer) == 2_000_000


def test_a_sum_for_who_owes_nothing_late_is_not_passed_over(chat: Chat) -> None:
    chat.customer("宏达五金")
    assert "500.00 记不上" in chat.says("lijie", "给宏达记违约金500")


def test_a_day_in_the_words_is_no_sum(chat: Chat, customer: int) -> None:
    assert "1 记 2 不记" in chat.says("lijie", "给宏达记11月的违约金")


@pytest.mark.parametrize(
    "words", ["给宏达记11月的违约金", "给宏达记上个月的违约金", "给宏达记违约金算到11月30日"]
)
def test_a_months_fee_ends_with_the_month_and_the_next_goes_on_from_there(
    chat: Chat, customer: int, words: str
) -> None:
    chat.says("zhao", "宏达约定日万分之五")
    chat.clock.move(days=4)
    assert "逾期违约金 190.00，算到11月30日" in chat.says("zhao", words)
    assert "+190.00（1笔账，算到11月30日）" in chat.says("zhao", "1")
    assert "没有要算的逾期违约金（算到11月30日）" in chat.says("zhao", words)
    assert "逾期违约金 50.00，算到12月5日" in chat.says("zhao", "给宏达记12月的违约金")
    assert hold(chat)


def test_the_month_that_is_not_over_is_charged_until_today(chat: Chat, customer: int) -> None:
    chat.says("zhao", "宏达约定日万分之五")
    assert "200.00，算到12月1日" in chat.says("zhao", "给宏达记这个月的违约金")


def test_a_months_fee_is_shown_and_booked_for_a_sum_as_well(chat: Chat, customer: int) -> None:
    chat.says("zhao", "宏达约定日万分之五")
    shown = chat.says("zhao", "宏达11月的违约金多少")
    assert shown.startswith("宏达五金 逾期违约金 190.00，算到11月30日")
    assert shown.endswith("要记回“给宏达五金记11月的违约金”")
    assert "按规则算是 190.00" in chat.says("zhao", "给宏达记11月的违约金150")
    chat.says("zhao", "1")
    assert chat.net(customer) == 2_015_000
    assert "10.00" in chat.says("zhao", "宏达违约金多少")


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("宏达合同账期60天 违约金日万分之五", "合同账期60天"),
        ("宏达 违约金日万分之五，等级C", "等级C"),
    ],
)
def test_another_term_said_with_the_rate_is_not_lost(chat: Chat, words: str, left: str) -> None:
    chat.customer("宏达五金")
    heard = chat.says("zhao", words).splitlines()
    assert heard[0] == "改好了 ✓ 宏达五金 逾期违约金"
    assert heard[-1] == f"“{left}”还没改，另发一句“宏达五金{left}”"
    assert "改好了" in chat.says("zhao", f"宏达五金{left}")
