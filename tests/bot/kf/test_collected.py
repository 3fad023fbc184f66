"""对外收款: each transaction once, matched by its payer, confirmed by finance; refunds are seen afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.jobs import collected
from storage.receipts import ReceiptView
from storage.unit_of_work import UnitOfWork
from tests.bot.jobs.test_reminders import owes
from tests.bot.kf.counter import LIU, STRANGER, KfShop

TODAY = date(2026, 12, 3)


@pytest.fixture
async def till(shop: KfShop) -> KfShop:
    """永盛 owes 12,000; its accountant is known, and 对外收款 is looked at."""
    await owes(shop.shop, "永盛装饰", 1_200_000, TODAY - timedelta(5))
    await shop.link()
    await shop.shop.service.database.write(lambda uow: uow.settings.put("external_pay", "true", by="admin"))
    return shop


async def look(shop: KfShop, *, after: timedelta = timedelta(minutes=11)) -> None:
    await shop.shop.clock.advance(after)
    await collected.run(shop.shop.service.scheduler._context)
    await shop.deliver()


async def receipts(shop: KfShop) -> list[ReceiptView]:
    def read(uow: UnitOfWork) -> list[ReceiptView]:
        customer = uow.customers.by_name("永盛装饰")
        assert customer is not None
        return [*uow.receipts.of_customer(customer.id), *uow.receipts.unclaimed()]

    return await shop.shop.service.database.read(read)


async def states(shop: KfShop) -> list[tuple[str, int]]:
    return [(one.state, one.amount) for one in await receipts(shop)]


async def test_a_payment_waits_for_finance_once_however_often_it_is_listed(till: KfShop) -> None:
    till.counter.till.pay(LIU, "zhou", 500_000)
    for _ in range(3):
        await look(till)
    assert await states(till) == [("reported", 500_000)]
    assert till.heard("lijie") == ["微信收款：永盛装饰 5,000.00（12月3日）\n#1002 待您确认，没确认前不冲账"]
    await till.shop.say("lijie", "待到账")
    await till.shop.say("lijie", "都到了")
    assert await states(till) == [("confirmed", 500_000)]


async def test_a_sum_that_a_colleague_told_of_is_the_same_money(till: KfShop) -> None:
    await till.shop.say("zhou", "收到永盛微信5000")
    till.counter.till.pay(LIU, "zhou", 500_000)
    await look(till)
    assert len(await receipts(till)) == 1
    assert "当成同一笔" in till.heard("zhou")[-1]
    till.counter.till.pay(LIU, "zhou", 500_000)  # and then another
    await look(till)
    assert len(await receipts(till)) == 2


async def test_money_of_a_person_nobody_knows_is_asked_of_who_took_it(till: KfShop) -> None:
    till.counter.till.pay(STRANGER, "li", 300_000)
    await look(till)
    assert await states(till) == [("unclaimed", 300_000)]
    assert till.heard("li") == [
        "微信/支付宝收到 3,000.00（12月3日）\n付款人：阳光\n是你哪家客户的？发客户名，不是不用回"
    ]
    assert till.heard("zhou") == []


async def test_who_pays_for_two_customers_is_matched_by_the_sum(till: KfShop) -> None:
    await till.link("宏达五金")
    till.counter.till.pay(LIU, "zhou", 1_200_000)
    till.counter.till.pay(LIU, "zhou", 777)
    await look(till)
    assert sorted(await states(till)) == [("reported", 1_200_000), ("unclaimed", 777)]


@pytest.mark.parametrize(
    ("refund", "left"), [(200_000, [("reported", 300_000)]), (500_000, [("withdrawn", 500_000)])]
)
async def test_what_goes_back_before_it_was_booked_is_taken_off(
    till: KfShop, refund: int, left: list[tuple[str, int]]
) -> None:
    payment = till.counter.till.pay(LIU, "zhou", 500_000)
    await look(till)
    till.counter.till.refund(payment.transaction_id, refund)
    for _ in range(2):
        await look(till)
    assert await states(till) == left
    assert len([text for text in till.heard("lijie") if "退了" in text]) == 1


async def test_what_goes_back_later_is_told_to_finance_and_booked_by_nobody(till: KfShop) -> None:
    payment = till.counter.till.pay(LIU, "zhou", 500_000)
    await look(till)
    await till.shop.say("lijie", "待到账")
    await till.shop.say("lijie", "都到了")
    till.counter.till.refund(payment.transaction_id, 500_000)
    await look(till, after=timedelta(days=20))  # seen again by the look over a month
    assert await states(till) == [("confirmed", 500_000)]
    assert "没自动改。请核对后回“退票 #1002”" in till.heard("lijie")[-1]
    await till.shop.say("lijie", "退票 #1002")
    assert await states(till) == [("bounced", 500_000)]


async def test_nothing_is_asked_of_the_platform_while_it_is_off(shop: KfShop) -> None:
    await look(shop)
    assert [name for name, _ in shop.counter.asked if name.startswith("externalpay")] == []
