"""The day's reminders: one message each, with the sums of the moment they leave."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.jobs import reminders
from storage.histories import history_of
from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company
from tests.bot.jobs.reminding import DAY, TODAY, deliver, named, next_day, owes, paid, reminded, rows

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


async def test_an_owner_hears_it_and_gets_a_text_to_pass_on(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    told = sorted((to, text.splitlines()[0]) for to, text in await reminded(shop))
    assert told == [("zhou", "今天要跟的 1笔，共 12,000"), ("zhou", "您好，我是老周。")]


async def test_all_debts_of_a_customer_are_in_one_letter(shop: Company) -> None:
    for back in (2, 5, 9):  # a system that sent one mail an invoice annoyed its users' customers
        await owes(shop, "永盛装饰", 100_000 * back, TODAY - back * DAY)
    (letter,) = [text for _, text in await reminded(shop) if "您好" in text]
    assert "有3笔货款还没看到到账，共16,000.00元" in letter


async def test_all_customers_of_a_salesperson_are_in_one_message(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await owes(shop, "宏达五金", 500_000, TODAY + 3 * DAY)
    (message,) = [text for _, text in await reminded(shop) if "要跟的" in text]
    assert message.splitlines()[1:] == ["永盛装饰 12,000 超2天 #1001", "宏达五金 5,000 3天后到期 #1002"]


async def test_any_number_of_ticks_a_day_are_one_run(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    first = await reminded(shop)
    assert len(first) == 2
    for _ in range(22):
        assert await reminded(shop) == []


async def test_a_payment_before_it_leaves_changes_the_sum(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await shop.service.scheduler.tick()
    await paid(shop, "永盛装饰", 500_000)
    texts = [text for _, text in await deliver(shop)]
    assert len(texts) == 2
    assert all("7,000" in text and "12,000" not in text for text in texts)


async def test_a_payment_in_full_cancels_it_and_a_bounced_one_brings_it_back(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await shop.service.scheduler.tick()
    await paid(shop, "永盛装饰", 1_200_000)
    assert await deliver(shop) == []
    assert {row.state for row in await rows(shop)} == {"cancelled"}

    def bounce(uow: UnitOfWork) -> None:
        entries = history_of(uow, named(uow, "永盛装饰").id).entries
        payment = next(entry for entry in entries if entry.kind == "payment")
        uow.journal.reverse(payment.id, reason="bounced", actor="lijie", on=uow.today())

    await shop.service.database.write(bounce)
    await next_day(shop)
    assert any("12,000.00" in text for _, text in await reminded(shop))


async def test_nothing_comes_before_its_time_or_on_a_day_off(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await shop.service.database.write(lambda uow: uow.settings.put("remind_at", "18:00", by="zhao"))
    assert await reminded(shop) == []
    await next_day(shop, 2)
    await shop.clock.advance(timedelta(hours=7))  # a Saturday evening
    assert await reminded(shop) == []


async def test_the_weekend_is_caught_up_on_monday(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY + DAY)  # late from Saturday on
    await reminded(shop)
    await next_day(shop, 2)
    assert await reminded(shop) == []
    await next_day(shop, 2)
    assert any("超3天" in text for _, text in await reminded(shop))


async def test_a_run_that_was_killed_is_finished_by_the_next(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await owes(shop, "华泰机电", 900_000, TODAY - 2 * DAY)
    await shop.service.database.write(lambda uow: uow.job_runs.claim("remind", TODAY, "a dead process"))
    assert await reminded(shop) == []
    await shop.clock.advance(timedelta(minutes=3))
    assert {to for to, _ in await reminded(shop)} == {"zhou", "li"}


async def test_two_machines_say_it_once(shop: Company, migrated_url: str) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    context = shop.service.scheduler._context
    await reminders.run(context)
    await reminders.run(replace(context))
    assert len(await rows(shop)) == 2


async def test_no_more_texts_to_pass_on_than_one_can_pass_on(shop: Company) -> None:
    for name in ("永盛装饰", "张三建材", "宏达五金"):
        await owes(shop, name, 1_200_000, TODAY - 2 * DAY)
    await shop.service.database.write(lambda uow: uow.settings.put("remind_drafts", "2", by="zhao"))
    assert len([text for _, text in await reminded(shop) if "您好" in text]) == 2
    await next_day(shop)
    assert len([text for _, text in await reminded(shop) if "您好" in text]) == 1


async def test_an_imported_balance_is_silent_to_the_outside_until_it_is_released(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await shop.service.database.write(
        lambda uow: uow.customers.update(named(uow, "永盛装饰").id, released=False)
    )
    assert [text.splitlines()[0] for _, text in await reminded(shop)] == ["今天要跟的 1笔，共 12,000"]
    await shop.service.database.write(
        lambda uow: uow.customers.update(named(uow, "永盛装饰").id, released=True)
    )
    await next_day(shop)
    assert any("您好" in text for _, text in await reminded(shop))


async def test_the_manager_hears_what_is_long_overdue(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 40 * DAY)
    (text,) = [text for to, text in await reminded(shop) if to == "zhao"]
    assert text.splitlines() == [
        "要您出面的 1家，共 1.2万",
        "永盛装饰 1.2万 超40天 老周",
        "说“永盛装饰怎么回事”看来龙去脉",
    ]


async def test_a_customer_without_a_salesperson_is_told_to_the_managers(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await shop.service.database.write(lambda uow: uow.customers.update(named(uow, "永盛装饰").id, owner=""))
    assert [to for to, _ in await reminded(shop)] == ["zhao"]


async def test_a_text_to_pass_on_does_not_go_to_who_has_handed_the_customer_over(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await shop.service.scheduler.tick()
    await shop.service.database.write(lambda uow: uow.customers.update(named(uow, "永盛装饰").id, owner="li"))
    assert await deliver(shop) == []
    await next_day(shop)
    assert {to for to, _ in await reminded(shop)} == {"li"}


@pytest.mark.parametrize("told", ["永盛先别催", "永盛请律师了"])
async def test_a_text_to_pass_on_is_stopped_by_a_word_before_it_leaves(shop: Company, told: str) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await shop.service.scheduler.tick()
    await shop.say("zhou", told)
    assert [text for _, text in await deliver(shop) if "您好" in text] == []


async def staffed(shop: Company, userid: str, **changes: object) -> None:
    def write(uow: UnitOfWork) -> None:
        person = uow.staff.get(userid)
        assert person is not None
        uow.staff.put(replace(person, **changes))  # type: ignore[arg-type]

    await shop.service.database.write(write)


@pytest.mark.parametrize("changes", [{"role": "warehouse"}, {"active": False}])
async def test_who_may_see_no_figures_any_more_hears_none(shop: Company, changes: dict[str, object]) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await shop.service.scheduler.tick()
    await staffed(shop, "zhou", **changes)
    assert await deliver(shop) == []
    await next_day(shop, 4)
    assert "zhou" not in {to for to, _ in await reminded(shop)}


async def test_a_manager_of_others_hears_nothing_of_who_has_lost_his(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 40 * DAY)
    await staffed(shop, "sun", role="manager")
    await staffed(shop, "wu", role="sales", manager="sun")
    await staffed(shop, "zhao", active=False)
    assert {to for to, _ in await reminded(shop)} == {"zhou", "admin"}


async def test_the_groups_hear_it_where_they_get_no_digest(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 20 * DAY)
    for key, value in (("sales_digest", "false"), ("finance_digest", "true")):
        await shop.service.database.write(
            lambda uow, key=key, value=value: uow.settings.put(key, value, by="zhao")  # type: ignore[misc]
        )
    context = replace(shop.service.scheduler._context, groups=frozenset({"sales", "finance"}))
    await reminders.run(context)
    assert [row.target for row in await rows(shop) if row.channel == "group"] == ["sales"]


async def test_nothing_leaves_on_the_hour_or_half_past(shop: Company) -> None:
    for name in ("永盛装饰", "张三建材", "宏达五金", "华泰机电", "李四"):
        await owes(shop, name, 1_200_000, TODAY - 40 * DAY)
    await shop.service.scheduler.tick()
    assert {row.not_before.minute for row in await rows(shop)} & {0, 30} == set()


async def test_before_a_letter_by_sms_its_words_are_heard_the_day_before(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await shop.service.database.write(
        lambda uow: uow.customers.update(named(uow, "永盛装饰").id, phone="13800000000")
    )
    await reminders.run(replace(shop.service.scheduler._context, customer_ways=frozenset({"sms"})))
    texts = [text for _, text in await deliver(shop)]
    (preview,) = [text for text in texts if "要发给永盛装饰" in text]
    assert preview.startswith("12月4日(周五)要发给永盛装饰（短信）：\n您好，我是老周。")
    (letter,) = [row for row in await rows(shop) if row.channel == "customer"]
    assert (letter.state, letter.not_before.date()) == ("waiting", TODAY + DAY)


async def test_the_morning_after_a_text_to_pass_on_its_answer_is_asked_for(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await reminded(shop)
    await next_day(shop)
    await shop.service.scheduler.tick()
    shop.platform.sent.clear()
    while await shop.service.delivery.drain():
        continue
    assert [to for to, text in shop.platform.sent if "怎么说" in text] == ["zhou"]


async def test_what_a_run_gave_to_pass_on_is_logged_by_a_word(shop: Company) -> None:
    await owes(shop, "永盛装饰", 1_200_000, TODAY - 2 * DAY)
    await reminded(shop)
    today = TODAY.strftime("%-m月%-d日")
    assert await shop.say("zhou", "永盛的催收记录") == f"永盛装饰 催收记录\n{today} 老周 拿了话术，没说转没转"
    await shop.say("zhao", "把永盛转给小李")
    assert await shop.say("li", "永盛的催收记录") == f"永盛装饰 催收记录\n{today} 老周 拿了话术，没说转没转"
    await shop.say("zhao", "把永盛转给老周")
    assert (await shop.say("zhou", "转了")).startswith("记下了 ✓ 转给永盛装饰了")
    assert await shop.say("zhou", "永盛的催收记录") == f"永盛装饰 催收记录\n{today} 老周 转了话术"
    assert await shop.say("zhou", "转了") == ""


async def test_of_several_texts_it_is_said_which_were_passed_on(shop: Company) -> None:
    for name in ("永盛装饰", "宏达五金", "张三建材"):
        await owes(shop, name, 1_200_000, TODAY - 2 * DAY)
    await reminded(shop)
    assert (await shop.say("zhou", "转了")).startswith("转了哪家的？今天给了你3家：")
    assert (await shop.say("zhou", "宏达五金转了")).startswith("记下了 ✓ 转给宏达五金了")
    assert "等2家了" in await shop.say("zhou", "都转了")


async def test_what_is_promised_before_it_leaves_comes_when_the_promise_is_over(shop: Company) -> None:
    for fen, late in ((1_200_000, 2), (500_000, 2)):
        await owes(shop, "永盛装饰", fen, TODAY - late * DAY)
    await shop.service.scheduler.tick()

    def promised(uow: UnitOfWork) -> None:
        customer = named(uow, "永盛装饰")
        second = uow.receivables.open_items(customer.id)[1].receivable_id
        uow.promises.add(customer.id, TODAY + DAY, made_by="zhou", items=[second])

    await shop.service.database.write(promised)
    texts = [text for _, text in await deliver(shop)]
    assert len(texts) == 2
    assert all("12,000" in text and "5,000" not in text for text in texts)
    said = await shop.service.database.read(lambda uow: uow.stages.of_customer(named(uow, "永盛装饰").id))
    assert [dict(view.stages) for view in said] == [{"owner": 1, "customer": 1, "sales": 1}, {"sales": 1}]
    await next_day(shop, 5)  # the promise and its day of grace are over
    texts = [text for _, text in await reminded(shop)]
    assert any("5,000" in text and "要跟的" in text for text in texts)
    assert any("5,000.00" in text and "您好" in text for text in texts)
