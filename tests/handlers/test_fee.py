"""A fee is kept apart from what arrived, also when the sum is corrected."""

from __future__ import annotations

from tests.bot.company import company


async def test_a_corrected_payment_keeps_its_fee_apart(migrated_url: str) -> None:
    async with company(migrated_url) as shop:
        await shop.say("zhou", "永盛拿了5000 月底给")
        await shop.say("zhou", "永盛打了3000 手续费15")
        await shop.say("zhou", "改成2000")
        receipt = await shop.service.database.read(lambda uow: uow.receipts.by_number(1002))
        debt = await shop.service.database.read(lambda uow: uow.receivables.by_number(1001))
    assert receipt is not None
    assert debt is not None
    assert (receipt.amount, receipt.fee, debt.outstanding) == (2_000_00, 15_00, 2_985_00)
