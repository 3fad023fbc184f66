"""“预测准不准”: past weeks as they would have been forecast, beside what came."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ledger.receivable import Part
from storage.unit_of_work import UnitOfWork
from tests.handlers.cast import Chat

TODAY = date(2026, 12, 1)


def pay(uow: UnitOfWork, customer: int, day: date) -> None:
    receipt = uow.receipts.report(customer, 1_000_000, day, reported_by="lijie", state="confirmed")
    uow.journal.payment(
        customer_id=customer, amount=1_000_000, effective_on=day, receipt_id=receipt.id, actor="lijie"
    )


@pytest.fixture
def shop(chat: Chat) -> Chat:
    """永盛 of 老周 buys for 10,000 each week on 14 days and pays 3 days late, but the last one came a week early."""
    customer = chat.customer("永盛装饰")
    chat.customer("华泰机电", "li")

    def trade(uow: UnitOfWork) -> None:
        for week in range(30, 0, -1):
            issued = TODAY - timedelta(7 * week)
            due = issued + timedelta(14)
            uow.journal.debt(
                customer_id=customer, principal=1_000_000, issued_on=issued, parts=[Part(1_000_000, due)],
                actor="admin", salesperson="zhou",
            )  # fmt: skip
            paid = due + timedelta(3)
            if paid < TODAY:
                pay(uow, customer, paid)

    chat.database.write_now(trade)
    return chat


@pytest.mark.parametrize(
    "text", ["预测准不准", "上次预测准吗", "回款预测准不准", "之前估的准吗", "预测和实际差多少"]
)
def test_past_weeks_stand_beside_what_came(shop: Chat, text: str) -> None:
    heard = shop.says("zhao", text).splitlines()
    assert heard[0] == "过去13周里13周落在估的范围内（该有80%左右）"
    assert heard[1:5] == [f"11月{day}日起 估 1万，来了 1万" for day in (3, 10, 17, 24)]
    assert heard[-1] == "只比当时已经欠着的，按那天知道的重估"


def test_of_one_customer_and_of_who_has_none(shop: Chat) -> None:
    assert shop.says("zhao", "永盛预测准吗").startswith("永盛装饰 过去13周里13周")
    assert shop.says("li", "预测准不准") == "账还太新，没有能比的：收过几周款再问"
    assert "看不了" in shop.says("wu", "预测准不准")


def test_a_week_outside_its_band_is_marked(shop: Chat) -> None:
    shop.says("lijie", "11月30日永盛打了20000")
    heard = shop.says("zhao", "预测准不准").splitlines()
    assert heard[0].startswith("过去13周里12周")
    assert heard[4].endswith("来了 2万 ✗")
