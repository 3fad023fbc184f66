"""Customers: by the way that was planned for a letter, and announced; another way is not gone behind anybody's back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.channels import customer_task
from bot.channels.channel import Channel
from bot.channels.email import Email
from bot.delivery.limits import Quota
from bot.delivery.routes import Way
from bot.outgoing import Outgoing
from bot.wecom.outcomes import Refused, SendOutcome
from config.company import CompanySettings
from handlers.dunning.address import address
from storage.database import Database
from storage.debtors import company_name
from storage.outbox import OutboxView
from storage.unit_of_work import UnitOfWork

NAME = "customer"
TASKS_A_MONTH = 4  # what every company's rules of 企业群发 allow for one customer


@dataclass(frozen=True, slots=True)
class Nowhere:
    """The way of a letter that cannot be gone: no fault of a channel, only this letter fails."""

    reason: str
    duplicate_window = timedelta()
    text_bytes = 2048
    markdown_bytes = 2048
    is_here = True

    def quotas(self, target: str) -> tuple[Quota, ...]:
        return ()

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        return Refused(errcode=None, reason=self.reason)


class Customers:
    """A route: rows name a customer's id as target, and in their context the `way`. `ways` are those configured."""

    def __init__(self, ways: Mapping[str, Channel], company: CompanySettings, database: Database) -> None:
        self._ways = ways
        self._company = company
        self._database = database

    def lane(self, row: OutboxView) -> str:
        return str(row.context.get("way", ""))

    async def way(self, row: OutboxView) -> Way | Refused:
        """The way to the customer; one that leads nowhere fails this row alone."""
        name = self.lane(row)
        channel = self._ways.get(name)
        if channel is None:
            return _nowhere(name, row, f"no way {name} to customers is configured")
        found, company = await self._database.read(lambda uow: self._found(name, row, uow))
        if not found:
            return _nowhere(
                name, row, f"the customer cannot be reached by {name} any more, or not this month"
            )
        if isinstance(channel, Email):
            channel = channel.signed(company)
        return Way(name, channel, found, fault=name)

    def _found(self, way: str, row: OutboxView, uow: UnitOfWork) -> tuple[str, str]:
        """(the address, the company's name as customers know it)."""
        customer = uow.customers.get(int(row.target))
        if customer is None:
            return "", ""
        settings = self._company.over(uow.settings.texts())
        found = address(way, customer, uow.contacts.of_customer(customer.id))
        if way == customer_task.NAME and found:
            found = f"{found}{customer_task.BETWEEN}{customer.owner}" if _may_have_more(row, uow) else ""
        return found, settings.text("company_name") or company_name(uow)


def _may_have_more(row: OutboxView, uow: UnitOfWork) -> bool:
    """Does the month's budget of tasks to this customer allow one more? Colleagues send some of their own too."""
    today = uow.today()
    first = datetime.combine(today.replace(day=1), time(), ZoneInfo(uow.company.zone))
    sent = uow.pushes.sent_to(NAME, row.target, since=first)
    return len([one for one in sent if one.context.get("way") == customer_task.NAME]) < TASKS_A_MONTH


def _nowhere(name: str, row: OutboxView, reason: str) -> Way:
    return Way(name, Nowhere(reason), row.target, fault=f"nowhere:{name}")
