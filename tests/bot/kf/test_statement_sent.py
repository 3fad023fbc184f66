"""A statement goes by the customer's own way once the salesperson has said so; his answer comes back to both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from bot.channels.customer import Customers
from bot.jobs import customer_tasks, statements
from bot.simulator.friends import Friend
from storage.unit_of_work import UnitOfWork
from tests.bot.channels.test_email import Postbox, mail_server
from tests.bot.company import company
from tests.bot.jobs.test_reminders import named, owes
from tests.bot.kf.counter import KF, LIU, Counter, KfShop

TODAY = date(2026, 12, 3)
MAIL = {"url": "smtp://zhang:p@mail.test:587"}


@pytest.fixture
async def shop(migrated_url: str, tmp_path: Path) -> AsyncIterator[KfShop]:
    """永盛 owes 12,000; letters to customers may go as tasks and by mail."""
    async with company(migrated_url, files=tmp_path, wecom={"customer_contact": True}, smtp=MAIL) as opened:
        yield KfShop(opened, Counter.beside(opened))


async def befriended(shop: KfShop) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, TODAY - timedelta(5), days=3)
    await shop.link()
    shop.counter.friends.friends["zhou", LIU] = Friend(LIU, "刘会计", "zhou")


async def test_it_waits_for_a_word_and_then_for_a_tap(shop: KfShop) -> None:
    await befriended(shop)
    asked = await shop.shop.say("zhou", "把对账单发给永盛")
    assert "期末 12,000.00" in asked
    assert asked.endswith("走微信群发，您在企业微信里点一下才发\n1 发 2 不发")
    assert (await shop.shop.say("zhou", "1")).startswith("群发任务建好了")
    await shop.deliver()
    (task,) = shop.counter.friends.waiting()
    assert task.text.startswith("刘会计您好：\n永盛装饰 对账单")
    assert (task.sender, shop.phone()) == ("zhou", [])
    shop.counter.friends.tap(task.message_id)
    await look(shop)
    assert shop.phone() == [task.text]
    assert shop.heard("zhou")[-1] == "永盛装饰的对账单已送到他微信"


async def look(shop: KfShop) -> None:
    await shop.shop.clock.advance(timedelta(minutes=11))
    await customer_tasks.run(shop.shop.service.scheduler._context)
    await statements.run(shop.shop.service.scheduler._context)
    await shop.deliver()


async def test_nothing_goes_when_he_says_no(shop: KfShop) -> None:
    await befriended(shop)
    await shop.shop.say("zhou", "把对账单发给永盛")
    assert (await shop.shop.say("zhou", "2")).startswith("没发")
    await shop.deliver()
    assert shop.counter.friends.waiting() == []


async def test_a_task_that_reaches_nobody_comes_back_as_words_to_pass_on(shop: KfShop) -> None:
    await befriended(shop)
    await shop.shop.say("zhou", "给永盛发对账单")
    await shop.shop.say("zhou", "1")
    await shop.deliver()
    (task,) = shop.counter.friends.waiting()
    shop.counter.friends.unfriend("zhou", LIU)
    shop.counter.friends.tap(task.message_id)
    for _ in range(2):
        await look(shop)
    notice, words = shop.heard("zhou")[-2:]
    assert "他已不是您的微信好友" in notice
    assert words.startswith("刘会计您好：\n永盛装饰 对账单")


async def test_who_wrote_today_gets_it_in_his_chat_and_his_answer_is_heard_by_both(shop: KfShop) -> None:
    await befriended(shop)
    await shop.write("您好")
    assert "微信客服直接发" in await shop.shop.say("zhou", "把对账单发给永盛")
    await shop.shop.say("zhou", "1")
    await shop.deliver()
    assert shop.phone()[-1].startswith("永盛装饰 对账单")
    assert await shop.write("对得上") == ["好的，已记下您核对无误，谢谢您。"]
    for person in ("zhou", "lijie"):
        assert shop.heard(person)[-1] == "永盛装饰 在微信里说“对得上”\n到12月3日共 12,000.00"


async def test_a_mail_carries_the_statement_as_a_table(shop: KfShop, tmp_path: Path) -> None:
    await owes(shop.shop, "永盛装饰", 1_200_000, TODAY - timedelta(5), days=3)

    def put(uow: UnitOfWork) -> None:
        uow.contacts.put(named(uow, "永盛装饰").id, "刘会计", role="accountant", email="liu@yong.cn")

    await shop.shop.service.database.write(put)
    assert "走邮件，带表格" in await shop.shop.say("zhou", "把永盛11月到12月对账单发给他们")
    await shop.shop.say("zhou", "1")
    box = Postbox()
    async with mail_server(tmp_path, box) as mail:
        service = shop.shop.service
        ways = Customers({"email": replace(mail, files=tmp_path)}, service.company, service.database)
        service.delivery._routes["customer"] = ways  # type: ignore[index]
        await shop.deliver()
    letter = message_from_bytes(box.letters[0], policy=default)
    (sheet,) = letter.iter_attachments()
    assert "永盛装饰 对账单" in str(sheet.get_filename())
    rows = list(openpyxl.load_workbook(BytesIO(sheet.get_content())).active.values)
    assert rows[0] == ("日期", "摘要", "单号", "增减（元）", "余额（元）")
    assert rows[-1][1:] == ("期末应付", None, None, 12_000)


async def test_without_a_way_the_words_are_there_to_pass_on(shop: KfShop) -> None:
    await owes(shop.shop, "宏达五金", 300_000, TODAY)
    assert (await shop.shop.say("zhou", "把对账单发给宏达")).startswith("宏达五金 对账单")


async def test_a_customer_with_a_lawyer_is_sent_nothing(shop: KfShop) -> None:
    await befriended(shop)
    await shop.shop.service.database.write(
        lambda uow: uow.holds.add(named(uow, "永盛装饰").id, "lawyer", held_by="zhao")
    )
    assert "1 发 2 不发" not in await shop.shop.say("zhou", "把对账单发给永盛")


async def goes(shop: KfShop, form: str) -> str:
    """What the colleague's task shows when statements go in this form."""
    await befriended(shop)
    await shop.shop.service.database.write(lambda uow: uow.settings.put("statement_task", form, by="zhao"))
    await shop.shop.say("zhou", "把对账单发给永盛")
    await shop.shop.say("zhou", "1")
    await shop.deliver()
    (task,) = shop.counter.friends.waiting()
    return task.text


async def test_a_task_carries_the_statement_as_a_workbook_where_that_is_set(shop: KfShop) -> None:
    shown = await goes(shop, "file")
    assert shown.splitlines()[-1].startswith("[file] 永盛装饰 对账单")
    (file,) = shop.counter.files._files.values()
    rows = list(openpyxl.load_workbook(BytesIO(file.content)).active.values)
    assert rows[-1][1:] == ("期末应付", None, None, 12_000)


async def test_a_task_carries_a_card_that_opens_the_customers_page(migrated_url: str, tmp_path: Path) -> None:
    wecom, address = {"customer_contact": True}, "https://qz.example.cn"
    async with company(
        migrated_url, files=tmp_path, wecom=wecom, public_url=address, secret_key="k" * 40
    ) as opened:
        shown = await goes(KfShop(opened, Counter.beside(opened)), "link")
    card = shown.splitlines()[-1]
    assert card.startswith(f"永盛装饰 对账单 {address}/s/")
    assert "12,000" not in card
    assert shown.count("/s/") == 1


async def test_a_task_whose_upload_is_refused_comes_back_as_words(shop: KfShop) -> None:
    await befriended(shop)
    await shop.shop.service.database.write(lambda uow: uow.settings.put("statement_task", "file", by="zhao"))
    await shop.shop.say("zhou", "把对账单发给永盛")
    await shop.shop.say("zhou", "1")
    shop.counter.files.add = lambda *_: 40006  # type: ignore[method-assign]
    await shop.deliver()
    await look(shop)
    assert shop.counter.friends.waiting() == []
    assert shop.heard("zhou")[-1].startswith("刘会计您好：\n永盛装饰 对账单")


async def test_a_task_not_yet_tapped_is_taken_back_when_a_lawyer_comes(shop: KfShop) -> None:
    await befriended(shop)
    await shop.shop.say("zhou", "把对账单发给永盛")
    await shop.shop.say("zhou", "1")
    await shop.deliver()
    await shop.shop.say("zhou", "永盛请律师了 以后找律师")
    await look(shop)
    assert [task.state for task in shop.counter.friends.tasks.values()] == ["cancelled"]


async def test_an_answer_that_waits_in_his_chat_does_not_leave_once_a_lawyer_speaks(shop: KfShop) -> None:
    await befriended(shop)
    shop.counter.kf.wrote(KF, LIU, "我欠多少")
    await shop.call(shop.counter.kf.call_again(KF))
    await shop.shop.say("zhou", "永盛请律师了 以后找律师")
    await shop.deliver()
    assert shop.phone() == []
