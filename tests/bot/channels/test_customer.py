"""Letters to customers: by the planned way, to the right person, else to the salesperson to pass on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from bot.channels.customer import Customers
from bot.channels.sms_template import NOT_APPROVED
from bot.clock import SimulatedClock
from bot.delivery.limits import Quota
from bot.jobs import dead_letters, letters, reminders
from bot.outgoing import Outgoing
from bot.wecom.outcomes import Refused, SendOutcome, Sent
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company
from tests.bot.jobs.test_reminders import TODAY, ZONE, deliver, named, next_day, owes, rows

DAY = timedelta(1)


@dataclass
class Post:
    """A way to customers: what was sent by it, and when."""

    clock: SimulatedClock
    sent: list[tuple[str, datetime]] = field(default_factory=list)
    duplicate_window = timedelta()
    text_bytes = markdown_bytes = 2048
    is_here = True

    def quotas(self, target: str) -> tuple[Quota, ...]:
        return ()

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        self.sent.append((message.text, self.clock.now()))
        return Sent(message_id="m")


@dataclass
class Mail(Post):
    """A way to customers that answers what the test says."""

    answer: SendOutcome = field(default_factory=lambda: Sent(message_id="m"))
    texts: list[str] = field(default_factory=list)

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        self.sent.append((target, self.clock.now()))
        self.texts.append(message.text)
        return self.answer


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


async def with_mail(shop: Company, **people: str) -> Mail:
    """永盛装饰 owes, its people have these addresses by role, and its letter was planned by e-mail."""
    mail = Mail(shop.clock)
    service = shop.service
    route = Customers({"email": mail}, service.company, service.database)
    service.delivery._routes["customer"] = route  # type: ignore[index]
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)

    def know(uow: UnitOfWork) -> None:
        for role, email in people.items():
            uow.contacts.put(named(uow, "永盛装饰").id, role, role=role, email=email)

    await service.database.write(know)
    await reminders.run(replace(service.scheduler._context, customer_ways=frozenset({"email"})))
    await deliver(shop)  # its announcement
    return mail


async def test_a_letter_goes_to_the_accountant_before_the_boss(shop: Company) -> None:
    mail = await with_mail(shop, owner="boss@yong.cn", accountant="liu@yong.cn", site="gong@yong.cn")
    assert mail.sent == []  # announced first
    await next_day(shop)
    await deliver(shop)
    assert [to for to, _ in mail.sent] == ["liu@yong.cn"]


async def test_a_letter_that_was_refused_is_the_salespersons_to_pass_on(shop: Company) -> None:
    mail = await with_mail(shop, owner="boss@yong.cn")
    mail.answer = Refused(errcode=None, reason="550 no such user")
    await next_day(shop)
    await deliver(shop)
    context = shop.service.scheduler._context
    for _ in range(2):
        await letters.run(context)
    assert await shop.service.database.read(dead_letters.untold) == []
    await deliver(shop)
    texts = [text for to, text in shop.platform.sent if to == "zhou"]
    (notice,) = [place for place, text in enumerate(texts) if text.startswith("给永盛装饰的邮件没发出去")]
    assert texts[notice + 1].startswith("owner您好，我是老周")
    assert "12,000.00元" in texts[notice + 1]


async def test_a_letter_without_a_template_is_told_as_that(shop: Company) -> None:
    mail = await with_mail(shop, owner="boss@yong.cn")
    mail.answer = Refused(errcode=None, reason=NOT_APPROVED)
    await next_day(shop)
    await deliver(shop)
    await letters.run(shop.service.scheduler._context)
    await deliver(shop)
    (notice,) = [text for to, text in shop.platform.sent if "没发出去" in text]
    assert notice.startswith("给永盛装饰的邮件没发出去，这段话运营商没批过模板。")


async def test_what_is_announced_are_the_words_that_leave(shop: Company) -> None:
    mail = await with_mail(shop, owner="boss@yong.cn")
    (announced,) = [text for to, text in shop.platform.sent if "要发给永盛装饰" in text]
    await next_day(shop)
    await deliver(shop)
    (left,) = mail.texts
    assert left.strip() in announced
    assert await shop.say("zhou", "永盛的催收记录") == "永盛装饰 催收记录\n12月4日 提醒了客户"


async def test_whether_it_was_passed_on_is_asked_the_next_morning(shop: Company) -> None:
    mail = await with_mail(shop, owner="boss@yong.cn")
    mail.answer = Refused(errcode=None, reason="550 no such user")
    await next_day(shop)
    await deliver(shop)
    await letters.run(shop.service.scheduler._context)
    await next_day(shop, 3)  # over the weekend
    await shop.service.scheduler.tick()
    shop.platform.sent.clear()
    while await shop.service.delivery.drain():
        continue
    assert [to for to, text in shop.platform.sent if "怎么说" in text] == ["zhou"]


async def test_an_address_taken_away_meanwhile_fails_that_letter_alone(shop: Company) -> None:
    mail = await with_mail(shop, owner="boss@yong.cn")
    await shop.service.database.write(
        lambda uow: uow.contacts.put(named(uow, "永盛装饰").id, "owner", email="")
    )
    await next_day(shop)
    await deliver(shop)
    assert mail.sent == []
    assert [row.state for row in await rows(shop) if row.channel == "customer"] == ["failed"]
    assert await shop.service.database.read(lambda uow: uow.faults.all()) == []


async def test_a_broken_way_keeps_its_letters_for_the_way(shop: Company) -> None:
    mail = await with_mail(shop, owner="boss@yong.cn")
    mail.answer = Refused(errcode=None, reason="the login was refused", channel_broken=True)
    await next_day(shop)
    await deliver(shop)
    await letters.run(shop.service.scheduler._context)
    (row,) = [row for row in await rows(shop) if row.channel == "customer"]
    assert row.state == "waiting"
    assert [fault.way for fault in await shop.service.database.read(lambda uow: uow.faults.all())] == [
        "email"
    ]


async def test_who_is_to_be_left_alone_meanwhile_gets_no_letter(shop: Company) -> None:
    mail = await with_mail(shop, owner="boss@yong.cn")
    await shop.service.database.write(
        lambda uow: uow.contacts.put(named(uow, "永盛装饰").id, "owner", do_not_contact=True)
    )
    await next_day(shop)
    await deliver(shop)
    assert mail.sent == []


@pytest.mark.parametrize("told", ["永盛先别催", "永盛请律师了"])
async def test_a_letter_that_was_announced_is_stopped_by_a_word(shop: Company, told: str) -> None:
    mail = await with_mail(shop, owner="boss@yong.cn")
    await shop.say("zhou", told)
    await next_day(shop)
    await deliver(shop)
    assert mail.sent == []


async def test_what_comes_late_to_leave_waits_for_the_end_of_the_quiet_hours(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await shop.service.database.write(
        lambda uow: uow.contacts.put(
            named(uow, "永盛装饰").id, "刘会计", role="accountant", external_userid="wm"
        )
    )
    await reminders.run(replace(shop.service.scheduler._context, customer_ways=frozenset({"task"})))
    post = Post(shop.clock)
    route = Customers({"task": post}, shop.service.company, shop.service.database)
    shop.service.delivery._routes["customer"] = route  # type: ignore[index]
    await shop.clock.advance(timedelta(hours=11))  # WeCom was away until eleven at night
    await deliver(shop)
    assert post.sent == []
    await shop.clock.advance(timedelta(hours=9))
    await deliver(shop)
    ((text, at),) = post.sent
    assert text.startswith("刘会计您好")
    assert at.astimezone(ZONE).hour == 8
