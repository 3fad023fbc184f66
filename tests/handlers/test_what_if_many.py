"""Several customers supposed at once: each account, and all together, with nothing booked."""

from __future__ import annotations

from datetime import date

import pytest

from storage.check import problems
from tests.handlers.cast import Chat


@pytest.fixture
def shop(chat: Chat) -> Chat:
    """宏达 owes 500,000, of it 100,000 overdue; 永盛 owes 200,000 due in January; both of 老周."""
    hongda, yongsheng = chat.customer("宏达五金"), chat.customer("永盛装饰")
    chat.owes(hongda, 100_000, date(2026, 10, 1), date(2026, 11, 1))
    chat.owes(hongda, 400_000, date(2026, 11, 1), date(2027, 1, 31))
    chat.owes(yongsheng, 200_000, date(2026, 11, 1), date(2027, 1, 10))
    chat.owes(chat.customer("华泰机电", "li"), 50_000, date(2026, 11, 1), date(2026, 12, 10))
    return chat


def test_each_account_and_all_together(shop: Chat) -> None:
    heard = shop.says("zhao", "如果宏达月底付50万、永盛付20万").splitlines()
    assert heard == [
        "只算一算，没记账：",
        "宏达五金 12月31日付 50万：净欠 50万 → 0",
        "永盛装饰 12月31日付 20万：净欠 20万 → 0",
        "2家合计 净欠 70万 → 0，超期 10万 → 0（看到12月31日）",
    ]
    assert shop.net(shop.database.read_now(lambda uow: uow.customers.by_name("宏达五金")).id) == 50_000_000  # type: ignore[union-attr]
    assert shop.database.read_now(lambda uow: list(problems(uow))) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("要是宏达和永盛月底各付10万呢", "2家合计 净欠 70万 → 50万，超期 10万 → 0（看到12月31日）"),
        ("如果宏达这周付10万，永盛月底付5万", "2家合计 净欠 70万 → 55万，超期 10万 → 0（看到12月31日）"),
        ("假如宏达和永盛都付一半", "2家合计 净欠 70万 → 35万，超期 10万 → 0"),
        ("假如宏达和永盛都拖到1月底", "2家合计 净欠 70万 → 70万，超期 10万 → 30万（看到1月31日）"),
    ],
)
def test_what_is_said_of_both_or_of_each(shop: Chat, text: str, line: str) -> None:
    assert line in shop.says("zhao", text).splitlines()


def test_more_goods_for_two(shop: Chat) -> None:
    shop.says("zhao", "宏达额度60万")
    heard = shop.says("zhao", "宏达再发20万、永盛再发3万会不会超")
    assert "额度 60万，会超 10万" in heard
    assert "永盛装饰 再拿 3万" in heard


def test_a_colleagues_customer_among_them_shows_no_figure(shop: Chat) -> None:
    heard = shop.says("zhou", "如果宏达月底付50万、华泰付2万")
    assert "小李" in heard
    assert "50" not in heard


def test_who_owes_nothing_is_left_out_of_the_sum(shop: Chat) -> None:
    shop.customer("张三建材")
    heard = shop.says("zhao", "如果张三建材月底付1万、永盛付20万").splitlines()
    assert heard[1].startswith("永盛装饰")


def test_everybody_is_asked_for_by_name(shop: Chat) -> None:
    assert shop.says("zhao", "如果大家都拖到春节").startswith("要算哪几家")


def test_what_one_pays_too_much_is_not_the_others(shop: Chat) -> None:
    heard = shop.says("zhao", "如果永盛月底付25万、宏达付20万").splitlines()
    assert heard[1].endswith("净欠 20万 → 多付 5万")
    assert heard[3].startswith("2家合计 净欠 70万 → 30万")
