"""Provisions by chat: computed by bucket, posted with a word, followed by the next month, held by check."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from storage.check import problems
from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import Chat

NOVEMBER = date(2026, 11, 30)


@pytest.fixture
def customer(chat: Chat) -> int:
    """The published example: 15,000 not due, 7,500 up to 30 days late, 4,000 up to 60, 2,500 up to 90."""
    customer = chat.customer("永盛装饰")
    for yuan, late in ((15_000, -20), (7_500, 10), (4_000, 45), (2_500, 75)):
        due = NOVEMBER - timedelta(days=late)
        chat.owes(customer, yuan, min(due, NOVEMBER) - timedelta(days=30), due)
    chat.clock.move(minutes=5)
    return customer


def found_wrong(chat: Chat) -> list[str]:
    return chat.database.read_now(lambda uow: [one.check for one in problems(uow)])


def test_the_published_example_of_the_matrix_by_days_overdue(chat: Chat, customer: int) -> None:
    assert "按逾期账龄" in chat.says("lijie", "坏账准备按逾期账龄")
    assert chat.says("lijie", "坏账准备").splitlines() == [
        "坏账准备 460.50（11月30日，按逾期账龄）",
        "未到期 15,000.00 × 0.5% = 75.00",
        "超期1-30天 7,500.00 × 2.2% = 165.00",
        "超期31-60天 4,000.00 × 2.7% = 108.00",
        "超期61-90天 2,500.00 × 4.5% = 112.50",
        "上次 0.00，要补提 460.50",
        "要入账回“计提”",
    ]


def test_years_since_issue_are_the_default(chat: Chat, customer: int) -> None:
    assert "1年内 29,000.00 × 5% = 1,450.00" in chat.says("lijie", "坏账准备")


def test_it_is_posted_with_a_word_and_the_books_hold(chat: Chat, customer: int) -> None:
    assert chat.says("lijie", "计提").endswith("1 计提 2 先不")
    assert chat.says("lijie", "1").splitlines()[0] == "计提好了 ✓ 11月坏账准备 1,450.00"
    assert "已经计提" in chat.says("lijie", "计提")
    assert found_wrong(chat) == []


def test_the_next_month_posts_the_difference_less_what_was_written_off(chat: Chat, customer: int) -> None:
    chat.says("lijie", "计提")
    chat.says("lijie", "1")
    chat.says("zhao", "永盛坏账核销 1000 老板跑了")
    chat.says("zhao", "1")
    chat.clock.move(days=31)
    shown = chat.says("lijie", "坏账准备").splitlines()
    assert shown[-2] == "上次 1,450.00，核销用掉 1,000.00，要补提 950.00"
    chat.says("lijie", "计提")
    chat.says("lijie", "1")
    assert found_wrong(chat) == []
    assert chat.says("lijie", "坏账准备历史").splitlines()[1:] == [
        "2026年12月 1,400.00（补提 950.00）",
        "2026年11月 1,450.00（补提 1,450.00）",
    ]


def test_it_says_what_was_known_then(chat: Chat, customer: int) -> None:
    chat.says("lijie", "计提")
    chat.says("lijie", "1")
    chat.clock.move(days=1)
    chat.owes(customer, 9_000, date(2026, 11, 1), date(2026, 11, 20))
    assert "补提 450.00" in chat.says("lijie", "坏账准备")
    assert found_wrong(chat) == []


def test_a_changed_row_is_found(chat: Chat, customer: int) -> None:
    chat.says("lijie", "计提")
    chat.says("lijie", "1")
    chat.clock.move(days=1)

    def forge(uow: UnitOfWork) -> None:
        uow.connection.exec_driver_sql("UPDATE provision SET total = total + 1")

    chat.database.write_now(forge)
    assert found_wrong(chat) == ["provision_adds_up", "provision_adds_up"]


def test_two_persons_where_the_company_wants_them(chat: Chat, customer: int) -> None:
    chat.sets("provision_two_persons", "true")
    chat.says("lijie", "计提")
    assert "已问赵总" in chat.says("lijie", "1")
    assert "还没计提过" in chat.says("lijie", "坏账准备历史")
    chat.says("zhao", "1")
    assert "1,450.00" in chat.says("lijie", "坏账准备历史")
    assert "计提好了" in chat.told("lijie")


def test_own_percentages_need_one_a_bucket(chat: Chat, customer: int) -> None:
    assert "要6个比例" in chat.says("lijie", "坏账准备比例改成 5,10,30")
    assert "只发了3个" in chat.says("lijie", "坏账准备比例改成 5,10,30")
    assert "1年内1%" in chat.says("lijie", "坏账准备比例改成1,10,30,50,80,100")
    assert "× 1% = 290.00" in chat.says("lijie", "坏账准备")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("-5", "比例不能是负的"),
        ("-5,10,30,50,80,100", "比例不能是负的"),
        ("5,10,30,-50,80,100", "比例不能是负的"),
        ("负5", "比例不能是负的"),
        ("5", "只发了1个"),
        ("5,10", "只发了2个"),
        ("5,10,30,50,80,100,100", "发了7个，多了"),
        ("120,10,30,50,80,100", "比例要在0到100之间"),
        ("五个点", "没看懂比例"),
        ("", "没看懂比例"),
    ],
)
def test_odd_percentages_are_refused_with_what_to_type(
    chat: Chat, customer: int, typed: str, why: str
) -> None:
    before = chat.says("lijie", "坏账准备")
    heard = chat.says("lijie", f"坏账准备比例改成{typed}").splitlines()
    assert heard[0] == f"没改。{why}"
    assert heard[-1] == "这样发：“坏账准备比例改成5,10,30,50,80,100”"
    assert chat.says("lijie", "坏账准备") == before


def test_young_books_have_no_roll_rates(chat: Chat, customer: int) -> None:
    chat.says("lijie", "坏账准备按迁徙率")
    assert "算不出迁徙率，先按逾期账龄" in chat.says("lijie", "坏账准备")


def test_books_of_thirteen_months_roll(chat: Chat) -> None:
    customer = chat.customer("永盛装饰")
    for month in range(15):
        due = NOVEMBER - timedelta(days=30 * month + 5)
        chat.owes(customer, 1_000, due - timedelta(days=30), due)
    chat.clock.move(minutes=5)
    chat.says("lijie", "坏账准备按迁徙率")
    shown = chat.says("lijie", "坏账准备")
    assert "按迁徙率" in shown.splitlines()[0]
    chat.says("lijie", "计提")
    chat.says("lijie", "1")
    assert found_wrong(chat) == []


def test_this_month_is_an_estimate_of_today(chat: Chat, customer: int) -> None:
    assert "这是按今天估的" in chat.says("lijie", "本月坏账准备")


def test_sales_and_the_warehouse_see_nothing_of_it(chat: Chat, customer: int) -> None:
    for who in ("zhou", "wu", "sun"):
        assert "1,450" not in chat.says(who, "坏账准备")
