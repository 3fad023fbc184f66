"""Money collected in WeChat under attack: refunds of what was meant for one debt, merged payers, statements sent late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.check import problems
from storage.unit_of_work import UnitOfWork
from tests.bot.jobs.test_reminders import owes
from tests.bot.kf.counter import LIU, KfShop
from tests.bot.kf.test_collected import TODAY, look, states


@pytest.fixture
async def till(shop: KfShop) -> KfShop:
    """永盛 owes 12,000; its accountant is known, and 对外收款 is looked at."""
    await owes(shop.shop, "永盛装饰", 1_200_000, TODAY - timedelta(5))
    await shop.link()
    await shop.shop.service.database.write(lambda uow: uow.settings.put("external_pay", "true", by="admin"))
    return shop


async def net(shop: KfShop, name: str = "永盛装饰") -> int:
    def read(uow: UnitOfWork) -> int:
        customer = uow.customers.by_name(name)
        assert customer is not None
        assert list(problems(uow)) == []
        return uow.customers.position(customer.id, uow.today()).net

    return await shop.shop.service.database.read(read)


async def test_a_sum_that_changed_while_finance_looked_is_not_confirmed_as_it_was(till: KfShop) -> None:
    payment = till.counter.till.pay(LIU, "zhou", 500_000)
    await look(till)
    await till.shop.say("lijie", "待到账")
    till.counter.till.refund(payment.transaction_id, 200_000)
    await look(till)
    await till.shop.say("lijie", "都到了")
    assert await states(till) == [("reported", 300_000)]
    assert await net(till) == 1_200_000


async def test_two_refunds_go_off_one_after_the_other(till: KfShop) -> None:
    payment = till.counter.till.pay(LIU, "zhou", 500_000)
    await look(till)
    for _ in range(2):
        till.counter.till.refund(payment.transaction_id, 100_000)
        await look(till)
    assert await states(till) == [("reported", 300_000)]
    till.counter.till.refund(payment.transaction_id, 300_000)
    await look(till)
    assert await states(till) == [("withdrawn", 300_000)]


async def test_money_of_a_payer_whose_customer_became_another_is_the_others(till: KfShop) -> None:
    await till.shop.say("zhao", "永盛装饰 和 宏达五金 是一家，合并")
    await till.shop.say("zhao", "2")
    till.counter.till.pay(LIU, "zhou", 500_000)
    await look(till)
    await till.shop.say("lijie", "待到账")
    await till.shop.say("lijie", "都到了")
    assert await net(till, "宏达五金") == 700_000


async def test_money_told_before_a_merge_and_confirmed_after_it_and_the_merge_undone(till: KfShop) -> None:
    till.counter.till.pay(LIU, "zhou", 500_000)
    await look(till)
    await till.shop.say("zhao", "永盛装饰 和 宏达五金 是一家，合并")
    await till.shop.say("zhao", "2")
    await till.shop.say("lijie", "待到账")
    await till.shop.say("lijie", "都到了")
    assert await net(till, "宏达五金") == 700_000
    await till.shop.say("zhao", "撤销合并 永盛装饰")
    await till.shop.say("zhao", "1")
    assert await net(till) + await net(till, "宏达五金") == 700_000


async def test_a_refund_of_money_that_was_given_back_to_nobody_changes_nothing(till: KfShop) -> None:
    payment = till.counter.till.pay(LIU, "zhou", 500_000)
    await look(till)
    await till.shop.say("lijie", "待到账")
    await till.shop.say("lijie", "都没到")
    till.counter.till.refund(payment.transaction_id, 500_000)
    await look(till)
    assert await states(till) == [("withdrawn", 500_000)]
    assert await net(till) == 1_200_000


async def test_a_refunded_payment_whose_confirmation_was_undone_is_not_confirmed_again_in_full(
    till: KfShop,
) -> None:
    payment = till.counter.till.pay(LIU, "zhou", 500_000)
    await look(till)
    await till.shop.say("lijie", "待到账")
    await till.shop.say("lijie", "都到了")
    till.counter.till.refund(payment.transaction_id, 500_000)
    await look(till)
    await till.shop.say("lijie", "撤销")
    for _ in range(2):
        await look(till)
    assert await states(till) == [("withdrawn", 500_000)]
    assert len([text for text in till.heard("lijie") if "退了" in text]) == 2


async def _hand_over(shop: KfShop, owner: str) -> None:
    def put(uow: UnitOfWork) -> None:
        customer = uow.customers.by_name("永盛装饰")
        assert customer is not None
        uow.customers.update(customer.id, owner=owner)

    await shop.shop.service.database.write(put)


async def test_a_statement_is_not_sent_by_who_has_the_customer_no_more(till: KfShop) -> None:
    await till.write("你好")
    assert "1" in await till.shop.say("zhou", "把对账单发给永盛")
    before = till.phone()
    await _hand_over(till, "li")
    assert "小李" in await till.shop.say("zhou", "1")
    await till.deliver()
    assert till.phone() == before


async def test_a_statement_that_is_no_longer_true_is_not_sent(till: KfShop) -> None:
    await till.write("你好")
    await till.shop.say("zhou", "把对账单发给永盛")
    await owes(till.shop, "永盛装饰", 300_000, TODAY - timedelta(5))
    before = till.phone()
    assert "15,000.00" in await till.shop.say("zhou", "1")
    await till.deliver()
    assert till.phone() == before
    await till.shop.say("zhou", "把对账单发给永盛")
    await till.shop.say("zhou", "1")
    await till.deliver()
    assert "15,000.00" in till.phone()[-1]
