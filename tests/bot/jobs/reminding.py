"""What tests of the day's reminders do with the company: debts, payments, a run, and what is heard of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from ledger.receivable import Part
from storage.customers import CustomerView
from storage.outbox import OutboxView
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company

TODAY = date(2026, 12, 3)  # a Thursday, noon
DAY = timedelta(1)


def named(uow: UnitOfWork, name: str) -> CustomerView:
    customer = uow.customers.by_name(name)
    assert customer is not None
    return customer


async def owes(shop: Company, name: str, fen: int, due_on: date, *, days: int = 60) -> None:
    def write(uow: UnitOfWork) -> None:
        customer = named(uow, name)
        uow.journal.debt(
            customer_id=customer.id, principal=fen, issued_on=due_on - timedelta(days), actor="sun",
            parts=[Part(fen, due_on)], salesperson=customer.owner,
        )  # fmt: skip

    await shop.service.database.write(write)


async def paid(shop: Company, name: str, fen: int) -> None:
    def write(uow: UnitOfWork) -> None:
        customer, today = named(uow, name), uow.today()
        receipt = uow.receipts.report(customer.id, fen, today, reported_by="lijie", state="confirmed")
        uow.journal.payment(
            customer_id=customer.id, amount=fen, effective_on=today, actor="lijie", receipt_id=receipt.id
        )

    await shop.service.database.write(write)


async def rows(shop: Company) -> list[OutboxView]:
    found = await shop.service.database.read(lambda uow: list(uow.outbox.list()))
    return [row for row in found if row.unique_key.startswith("remind:")]


async def deliver(shop: Company) -> list[tuple[str, str]]:
    """Who hears what of the reminders within a quarter of an hour."""
    shop.platform.sent.clear()
    await shop.clock.advance(timedelta(minutes=17))
    while await shop.service.delivery.drain():
        continue
    bodies = {(row.target, row.body) for row in await rows(shop)}
    return [sent for sent in shop.platform.sent if sent in bodies]


async def reminded(shop: Company) -> list[tuple[str, str]]:
    await shop.service.scheduler.tick()
    return await deliver(shop)


async def next_day(shop: Company, days: int = 1) -> None:
    """Noon, so many days later."""
    noon = datetime(2026, 12, 3, 4, tzinfo=UTC)
    now = shop.clock.now()
    whole = (now - noon).days + days
    await shop.clock.advance(noon + timedelta(whole) - now)
