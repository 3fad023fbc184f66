from __future__ import annotations

from datetime import date

from handlers import detail
from tests.handlers.desk import TODAY, Desk


def paid_in_part(desk: Desk) -> int:
    """#1001: 12,000 of 1 November with 8,000 paid by #1002 on 2 December."""
    customer = desk.books.customer("永盛装饰", owner="wang")
    debt = desk.books.debt(customer, 1_200_000, date(2026, 11, 1), date(2026, 12, 1))
    assert debt.receivable is not None
    desk.books.payment(customer, 800_000, date(2026, 12, 2), debt.receivable.id)
    return debt.receivable.id


def test_a_debt_tells_what_is_left_and_what_paid_it(desk: Desk) -> None:
    paid_in_part(desk)
    text = desk.asks(detail.run, number=1001)
    assert text.splitlines()[:4] == [
        "#1001 永盛装饰 12,000.00，还欠 4,000.00",
        "11月1日的货，老周经手",
        "12月1日(周二)到期，超2天",
        "冲：12月2日 回款 8,000.00 #1002（他说：抵这笔）",
    ]
    assert "09:00 老周记 12,000.00" in text


def test_a_correction_shows_in_the_history(desk: Desk) -> None:
    debt = paid_in_part(desk)
    desk.books.on(TODAY).run(lambda uow: uow.journal.correct_debt(debt, principal=1_250_000, actor="li"))
    text = desk.asks(detail.run, number=1001)
    assert "#1001 永盛装饰 12,500.00，还欠 4,500.00" in text
    assert "12月3日 09:00 李姐撤销 12,000.00" in text
    assert "12月3日 09:00 李姐记 12,500.00" in text


def test_a_receipt_tells_where_it_went(desk: Desk) -> None:
    paid_in_part(desk)
    text = desk.asks(detail.run, number=1002)
    assert text.startswith("#1002 永盛装饰 回款 8,000.00，已到账\n12月2日 对公")
    assert "冲 #1001 8,000.00" in text
    assert "老周报的" in text


def test_cash_says_in_whose_hand_it_is(desk: Desk) -> None:
    customer = desk.books.customer()
    desk.books.run(
        lambda uow: uow.receipts.report(
            customer, 500_000, TODAY, reported_by="wang", account="cash", holder="wang"
        )
    )
    assert "等财务确认\n12月3日 现金(老周)\n现金还在老周手上" in desk.asks(detail.run, number=1001)


def test_unclaimed_money_is_for_finance(desk: Desk) -> None:
    desk.books.run(
        lambda uow: uow.receipts.report(
            None, 5_000_000, TODAY, reported_by="li", state="unclaimed", payer="王德发"
        )
    )
    assert "待认领\n12月3日 对公，付款人王德发" in desk.asks(detail.run, by="li", number=1001)
    assert "看不了这个" in desk.asks(detail.run, number=1001)


def test_a_number_that_is_none(desk: Desk) -> None:
    assert desk.asks(detail.run, number=9999).startswith("没有 #9999 这笔")


def test_a_clerk_sees_what_he_recorded_and_nothing_else(desk: Desk) -> None:
    customer = desk.books.customer("永盛装饰", owner="wang")
    desk.books.debt(customer, 1_200_000, TODAY)
    desk.books.run(lambda uow: uow.receipts.report(customer, 100, TODAY, reported_by="sun"))
    assert "看不了这个" in desk.asks(detail.run, by="sun", number=1001)
    assert "#1002" in desk.asks(detail.run, by="sun", number=1002)
    assert desk.viewed(customer) == ["sun"]


def test_a_colleagues_number_is_answered_with_the_owner(desk: Desk) -> None:
    paid_in_part(desk)
    assert "是老周的客户" in desk.asks(detail.run, by="qian", number=1001)
    assert "12,000" not in desk.asks(detail.run, by="qian", number=1001)


def test_a_colleagues_receipt_is_answered_with_the_owner(desk: Desk) -> None:
    paid_in_part(desk)
    assert "是老周的客户" in desk.asks(detail.run, by="qian", number=1002)
