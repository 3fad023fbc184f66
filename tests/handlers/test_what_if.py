"""What if: the account as it would stand, and the books as they were."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from handlers import conversation
from storage.tables import metadata
from tests.handlers.cast import CHANNEL, Chat

# What a question leaves behind: the message, what was talked about, who looked, and the picture.
TALK = {"inbox", "conversation", "audit", "outbox", "corp_head", "timer", "process_number", "lease"}


@pytest.fixture
def shop(chat: Chat) -> Chat:
    hongda = chat.customer("宏达五金")
    chat.owes(hongda, 200_000, date(2026, 8, 1), date(2026, 9, 1))
    chat.owes(hongda, 300_000, date(2026, 9, 1), date(2026, 10, 20))
    chat.owes(hongda, 120_000, date(2026, 11, 10), date(2026, 12, 20))
    return chat


def rows(chat: Chat) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that is no talk."""
    tables = [table for table in metadata.sorted_tables if table.name not in TALK]
    return chat.database.read_now(
        lambda uow: {
            table.name: sorted((tuple(row) for row in uow.connection.execute(select(table))), key=repr)
            for table in tables
        }
    )


def test_a_payment_at_the_end_of_the_month(shop: Chat) -> None:
    assert shop.says("zhou", "如果宏达月底付50万").splitlines() == [
        "只算一算，没记账：",
        "宏达五金 12月31日(周四)付 500,000.00",
        "净欠 620,000.00 → 120,000.00",
        "超期 620,000.00 → 120,000.00（看到那天），最久11天",
        "61-90天 30万→0；91-180天 20万→0",
        "#1001、#1002 能清",
    ]


def test_the_owner_reads_ten_thousands(shop: Chat) -> None:
    assert "净欠 62万 → 12万" in shop.says("zhao", "如果宏达月底付50万")


def test_the_picture_comes_after_the_text(shop: Chat) -> None:
    shop.says("zhou", "如果宏达月底付50万")
    picture = shop.told("zhou")
    assert picture.startswith("<svg")
    assert "宏达五金" in picture


def test_half_of_what_is_asked_once(shop: Chat) -> None:
    asked = shop.says("zhou", "要是宏达这周付一半呢")
    assert asked == "宏达五金一半是：1 超期的 250,000 2 全部的 310,000？"
    assert "付 250,000.00" in shop.says("zhou", "1")


def test_the_overdue_paid_leaves_nothing_overdue(shop: Chat) -> None:
    assert "超期 500,000.00 → 0" in shop.says("zhou", "如果宏达把超期的都付了").splitlines()


def test_put_off_until_spring(shop: Chat) -> None:
    answer = shop.says("zhou", "假如宏达拖到春节").splitlines()
    assert answer[1:4] == [
        "宏达五金 拖到2月6日(周六)还不付",
        "净欠 620,000.00，不变",
        "超期 500,000.00 → 620,000.00，最久158天",
    ]


def test_a_sum_too_large_is_kept(shop: Chat) -> None:
    answer = shop.says("zhou", "如果宏达今天付70万")
    assert "净欠 620,000.00 → 多付 80,000.00" in answer
    assert "多出 80,000.00 存着" in answer


@pytest.mark.parametrize(
    ("said", "asked", "answer", "heard"),
    [
        ("如果宏达付款", "宏达五金付多少？发个数，如 5万。只算，不记账", "50万", "付 500,000.00"),
        (
            "要是宏达不付了呢",
            "宏达五金拖到哪天？发个日子，如 春节、1月底。只算，不记账",
            "1月底",
            "拖到1月31日",
        ),
        ("如果付50万", "查哪家？发客户名就行", "宏达", "付 500,000.00"),
    ],
)
def test_what_is_missing_is_asked_in_one_short_question(
    shop: Chat, said: str, asked: str, answer: str, heard: str
) -> None:
    assert shop.says("zhou", said) == asked
    assert heard in shop.says("zhou", answer)


def test_a_no_drops_it(shop: Chat) -> None:
    shop.says("zhou", "如果宏达付款")
    assert shop.says("zhou", "算了") == "好，不算了"


def test_the_question_is_off_the_table_with_the_next_command(shop: Chat) -> None:
    shop.says("zhou", "如果宏达付款")
    shop.says("zhou", "宏达欠多少")
    assert "付 500,000.00" not in shop.says("zhou", "50万")


def test_more_goods_against_the_limit(chat: Chat) -> None:
    chat.owes(
        chat.customer("华泰机电", credit_limit=12_000_000), 100_000, date(2026, 11, 10), date(2026, 12, 20)
    )
    assert chat.says("zhou", "华泰再发3万会不会超").splitlines()[1:] == [
        "华泰机电 再拿 30,000.00",
        "净欠 100,000.00 → 130,000.00",
        "额度 12万，会超 10,000.00",
    ]
    assert "不超，还剩 10,000.00" in chat.says("zhou", "华泰再发1万会不会超")
    assert chat.told("zhao") == ""


def test_who_owes_nothing(chat: Chat) -> None:
    chat.customer("宏达五金")
    assert chat.says("zhou", "如果宏达月底付50万") == "宏达五金现在不欠钱，没什么可算的"


def test_a_colleagues_customer_has_no_figures(shop: Chat) -> None:
    assert "万" not in shop.says("li", "如果宏达月底付50万")
    assert shop.says("wu", "如果宏达月底付50万").startswith("你是仓库")


@pytest.mark.parametrize(
    "said",
    [
        *(
            "如果宏达月底付50万",
            "要是宏达这周付一半呢",
            "假如宏达拖到春节",
            "宏达付50万的话账龄怎么样",
            "如果宏达付款",
        ),
        *(
            "宏达再发10万会不会超",
            "如果宏达全付了",
            "要是宏达和永盛都付5万",
            "如果付50万",
            "未来13周回款预测",
            "哪些账最悬",
        ),
        *("下个月会有哪些逾期", "过年前能收回多少"),
    ],
)
@pytest.mark.parametrize("then", ["1", "50万", "月底"])
def test_the_books_are_as_they_were(shop: Chat, said: str, then: str) -> None:
    before = rows(shop)
    shop.says("zhou", said)
    after_asking = shop.database.read_now(lambda uow: uow.conversations.load(CHANNEL, "", "zhou"))
    shop.says("zhou", then)
    assert rows(shop) == before
    assert list(conversation.unbooked(after_asking)) == []
