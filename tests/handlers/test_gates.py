"""Gates between a draft and the books: recalled, duplicate, size, settled, day, dictated, owner."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company


@pytest.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


def books(uow: UnitOfWork) -> list[tuple[str, int]]:
    customers = {customer.id: customer.name for customer in uow.customers.all()}
    return sorted(
        (name, debt.principal)
        for number, name in customers.items()
        for debt in uow.receivables.of_customer(number)
        if debt.state == "open"
    )


async def heard(shop: Company, *said: tuple[str, str]) -> str:
    answer = ""
    for who, text in said:
        answer = await shop.say(who, text)
    return answer


async def test_a_retyped_amount_is_asked_and_changes_the_record_before(shop: Company) -> None:
    asked = await heard(shop, ("zhou", "永盛拿了1200 月底给"), ("zhou", "永盛拿了12000 月底给"))
    assert "改上一条" in asked
    await shop.say("zhou", "1")
    assert await shop.service.database.read(books) == [("永盛装饰", 12_000_00)]


async def test_a_retyped_amount_may_be_another_record(shop: Company) -> None:
    await heard(shop, ("zhou", "永盛拿了1200 月底给"), ("zhou", "永盛拿了12000 月底给"), ("zhou", "2"))
    assert await shop.service.database.read(books) == [("永盛装饰", 1_200_00), ("永盛装饰", 12_000_00)]


async def test_a_retyped_day_moves_the_record_before(shop: Company) -> None:
    asked = await heard(shop, ("zhou", "永盛拿了1200 月底给"), ("zhou", "永盛拿了1200 下月15给"))
    assert "改上一条" in asked
    assert "1月15日(周五)到期" in await shop.say("zhou", "1")
    assert await shop.service.database.read(books) == [("永盛装饰", 1_200_00)]


async def test_the_very_same_sentence_twice_is_asked_about(shop: Company) -> None:
    asked = await heard(shop, ("zhou", "永盛拿了1200 月底给"), ("zhou", "永盛拿了1200 月底给"))
    assert asked.startswith("你刚记过同一笔（#1001）")
    assert await shop.service.database.read(books) == [("永盛装饰", 1_200_00)]


async def test_the_same_debt_from_the_clerk_adds_its_document_only(shop: Company) -> None:
    asked = await heard(shop, ("zhou", "永盛拿了1200 月底给"), ("sun", "永盛 1200 送货单8831 月底"))
    assert asked.startswith("老周12月3日记过同一笔（#1001）")
    assert "8831" in await shop.say("sun", "1")
    debt = await shop.service.database.read(lambda uow: uow.receivables.by_number(1001))
    assert debt is not None
    assert debt.document_no == "8831"
    assert await shop.service.database.read(books) == [("永盛装饰", 1_200_00)]


async def test_another_document_is_another_debt(shop: Company) -> None:
    await heard(shop, ("zhou", "永盛拿了1200 单号8830 月底给"), ("sun", "永盛拿了1200 单号8831 月底给"))
    assert await shop.service.database.read(books) == [("永盛装饰", 1_200_00)] * 2


async def test_a_due_day_in_the_past_is_asked_about(shop: Company) -> None:
    asked = await shop.say("zhou", "永盛欠5000 2026年11月1日还")
    assert await shop.service.database.read(books) == []
    assert asked.startswith(("先没记", "没记"))


async def test_dictated_words_are_read_back_first(shop: Company) -> None:
    asked = await shop.say("zhou", "今天上午去永盛送货了货值大概是三万六千八对方没给钱说账期四十五天你记一下")
    assert asked.startswith("听到的是：永盛装饰 欠 36,800")
    assert await shop.service.database.read(books) == []
    await shop.say("zhou", "对")
    assert await shop.service.database.read(books) == [("永盛装饰", 36_800_00)]


async def test_facts_that_a_question_did_not_show_are_read_back(shop: Company) -> None:
    await shop.say("zhou", "好像永盛付了3000 又拿了2000的货")
    answer = await shop.say("zhou", "1")
    assert "永盛装饰 回款 3,000\n永盛装饰 欠 2,000" in answer
    assert await shop.say("zhou", "记") != answer


async def test_a_debt_of_a_colleagues_customer_waits_for_its_owner(shop: Company) -> None:
    told = await shop.say("li", "永盛拿了1200 月底给")
    assert "老周" in told
    assert await shop.service.database.read(books) == []
    await shop.service.delivery.drain()
    assert shop.platform.sent[-1][0] == "zhou"
    await shop.say("zhou", "1")
    assert await shop.service.database.read(books) == [("永盛装饰", 1_200_00)]


async def test_what_the_owner_refuses_is_not_booked(shop: Company) -> None:
    await heard(shop, ("li", "永盛拿了1200 月底给"), ("zhou", "2"))
    assert await shop.service.database.read(books) == []


async def test_facts_of_two_owners_in_one_message_are_not_split_silently(shop: Company) -> None:
    await shop.say("zhou", "永盛欠5千 华泰欠3千二 都是月底")
    assert await shop.service.database.read(books) == []


async def test_the_warehouse_books_nothing(shop: Company) -> None:
    await shop.say("wu", "永盛拿了1200 月底给")
    assert await shop.service.database.read(books) == []


async def test_an_unanswered_question_stays_and_a_late_answer_works(shop: Company) -> None:
    await shop.say("zhou", "宝利来五金 欠四千五百 7天后付")
    told = await shop.say("zhou", "张三建材 800 月底")
    assert "宝利来五金" in told  # what is still unbooked is said with the next answer
    await shop.say("zhou", "1")
    assert await shop.service.database.read(books) == [("宝利来五金", 4_500_00), ("张三建材", 800_00)]


async def test_a_no_drops_the_draft(shop: Company) -> None:
    await heard(shop, ("zhou", "宝利来五金 欠四千五百 7天后付"), ("zhou", "不记了"))
    assert await shop.service.database.read(books) == []
    assert "宝利来" not in await shop.say("zhou", "张三建材 800 月底")


async def test_a_bare_one_is_not_guessed_when_a_colleagues_question_came_in_between(shop: Company) -> None:
    await heard(shop, ("zhou", "张三 8000"), ("li", "永盛拿了1200 月底给"))
    asked = await shop.say("zhou", "1")
    assert "是回哪条" in asked
    assert await shop.service.database.read(books) == []
    await shop.say("zhou", "2")  # the second shown: his own, answered with the “1” he typed
    assert await shop.service.database.read(books) == [("张三建材", 8_000_00)]
    await shop.say("zhou", "1")
    assert await shop.service.database.read(books) == [("张三建材", 8_000_00), ("永盛装饰", 1_200_00)]


async def test_a_number_picks_nothing_once_another_question_has_come(shop: Company) -> None:
    await heard(shop, ("zhou", "张三 8000"), ("li", "永盛拿了1200 月底给"))
    assert "是回哪条" in await shop.say("zhou", "1")
    await shop.say("li", "宏达拿了900 月底给")
    assert "是回哪条" in await shop.say("zhou", "1")
    assert await shop.service.database.read(books) == []


async def test_a_new_sentence_is_not_taken_for_the_answer_to_an_open_question(shop: Company) -> None:
    await heard(shop, ("zhou", "永盛欠几千 月底"), ("zhou", "张三建材欠5000 月底"))
    assert await shop.service.database.read(books) == [("张三建材", 5_000_00)]


async def instalments(shop: Company, number: int) -> list[tuple[str, int]]:
    debt = await shop.service.database.read(lambda uow: uow.receivables.by_number(number))
    assert debt is not None
    return [(str(item.due_on), item.outstanding) for item in debt.instalments]


async def test_a_plan_for_that_debt_replans_it(shop: Company) -> None:
    await shop.say("zhou", "永盛拿了5000 月底给")
    asked = await shop.say("zhou", "永盛那5000改成分两期 月底和下月底")
    assert "#1001 还欠的 5,000" in asked
    assert (await shop.say("zhou", "1")).startswith("改好了 ✓ 永盛装饰 #1001 分2批付")
    assert await instalments(shop, 1001) == [("2026-12-31", 2_500_00), ("2027-01-31", 2_500_00)]


async def test_a_plan_keeps_what_was_paid(shop: Company) -> None:
    for said in ("永盛拿了5000 月底给", "永盛付了2000", "永盛那3000分两次还 月底1000 下月底2000", "1"):
        await shop.say("zhou", said)
    assert await instalments(shop, 1001) == [
        ("2026-12-31", 0),
        ("2026-12-31", 1_000_00),
        ("2027-01-31", 2_000_00),
    ]


async def test_a_plan_for_a_debt_that_is_not_there_books_nothing(shop: Company) -> None:
    told = await shop.say("zhou", "永盛那8000分两次还 月底3000 下月底5000")
    assert told.startswith("没记")
    assert await shop.service.database.read(books) == []


async def test_a_plan_with_the_sum_of_an_open_debt_may_also_be_a_new_one(shop: Company) -> None:
    await shop.say("zhou", "永盛拿了24000 月底给")
    asked = await shop.say("zhou", "永盛 24000 分三期 每月1号")
    assert "新欠的一笔" in asked
    await shop.say("zhou", "2")
    assert await shop.service.database.read(books) == [("永盛装饰", 24_000_00)] * 2


async def test_a_product_is_shown_and_confirmed(shop: Company) -> None:
    asked = await shop.say("zhou", "永盛装饰水泥50吨420一吨没付 月底")
    assert asked.startswith("50×420＝21,000.00")
    assert await shop.service.database.read(books) == []
    await shop.say("zhou", "对")
    assert await shop.service.database.read(books) == [("永盛装饰", 21_000_00)]


async def test_a_plan_by_number_needs_no_name(shop: Company) -> None:
    await shop.say("zhou", "永盛拿了6000 月底给")
    await shop.say("zhou", "#1001 分三期 每月1号")
    await shop.say("zhou", "1")
    assert await instalments(shop, 1001) == [
        ("2027-01-01", 2_000_00),
        ("2027-02-01", 2_000_00),
        ("2027-03-01", 2_000_00),
    ]


async def test_a_number_of_a_colleagues_debt_shows_nothing_of_it(shop: Company) -> None:
    await shop.say("li", "华泰拿了6000 月底给")
    told = await shop.say("zhou", "#1001 分三期 每月1号")
    assert "6,000" not in told
    assert await instalments(shop, 1001) == [("2026-12-31", 6_000_00)]


async def test_each_fact_of_which_the_kind_is_unknown_is_asked_about(shop: Company) -> None:
    await heard(shop, ("zhou", "张三 5000 宏达 3000"), ("zhou", "1"), ("zhou", "1"))
    assert await shop.service.database.read(books) == [("宏达五金", 3_000_00), ("张三建材", 5_000_00)]


@pytest.mark.parametrize("order", ["计提坏账准备", "欠款前十", "有没有异常操作"])
async def test_an_order_is_no_name_though_a_name_is_asked_for(shop: Company, order: str) -> None:
    assert "发客户名" in await shop.say("zhou", "拿了8600的货 月底给")
    assert "还有1笔没记" in await shop.say("zhou", order)
    await shop.say("zhou", "1")
    assert await shop.service.database.read(books) == []


async def test_what_was_left_over_is_said_and_only_the_rest_is_booked(shop: Company) -> None:
    asked = await shop.say("zhou", "永盛拿货3000 抹了零头")
    assert asked.splitlines()[0] == "没记。听懂的：永盛装饰 欠 3,000，“抹了零头”没懂"
    await shop.say("zhou", "1")
    assert await shop.service.database.read(books) == [("永盛装饰", 3_000_00)]


async def test_what_stands_beside_money_is_done_as_well(shop: Company) -> None:
    await shop.say("zhou", "永盛拿了3000 月底给")
    answer = await shop.say("zhou", "永盛付了1000 明天提醒我要尾款")
    assert "回款 1,000" in answer
    assert "提醒" in answer
