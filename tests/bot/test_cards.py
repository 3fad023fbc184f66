"""A question has buttons; a click is its answer, booked once, and the card is greyed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest_asyncio

from storage.unit_of_work import UnitOfWork
from tests.bot.company import Company, company


@pytest_asyncio.fixture
async def shop(migrated_url: str) -> AsyncIterator[Company]:
    async with company(migrated_url) as opened:
        yield opened


async def drain(shop: Company) -> None:
    await shop.clock.advance(timedelta(seconds=5))
    while await shop.service.delivery.drain():
        pass


async def card_for(shop: Company, sender: str, text: str) -> dict[str, Any]:
    """Say it and take the card of the question that comes back."""
    await shop.say(sender, text)
    await drain(shop)
    return shop.platform.cards[-1][1]


async def click(shop: Company, sender: str, card: dict[str, Any], place: int) -> str:
    """Press the button; the opened XML of what comes back."""
    event = shop.click(sender, card["task_id"], card["button_list"][place]["key"])
    return shop.inner(await shop.post(event))


def debts(uow: UnitOfWork) -> int:
    customer = uow.customers.by_name("新地装修")
    return 0 if customer is None else len(uow.receivables.of_customer(customer.id))


async def test_a_question_comes_as_text_and_as_buttons(shop: Company) -> None:
    card = await card_for(shop, "zhou", "新地装修 5000 月底")
    assert card["card_type"] == "button_interaction"
    assert "新地装修" in card["main_title"]["title"]
    assert card["button_list"][0]["text"] == "是新客户"
    assert shop.platform.cards[-1][0] == "zhou"


async def test_a_click_books_and_greys_and_its_answer_follows(shop: Company) -> None:
    card = await card_for(shop, "zhou", "新地装修 5000 月底")
    changed = await click(shop, "zhou", card, 0)
    assert "<MsgType>update_template_card</MsgType>" in changed
    assert f"<TaskId>{card['task_id']}</TaskId>" in changed
    assert "<ReplaceText>已选：是新客户</ReplaceText>" in changed
    assert await shop.service.database.read(debts) == 1
    await drain(shop)
    assert shop.platform.sent[-1][1].startswith("记好了 ✓ 新客户 新地装修")


async def test_two_clicks_book_once(shop: Company) -> None:
    card = await card_for(shop, "zhou", "新地装修 5000 月底")
    await click(shop, "zhou", card, 0)
    assert "<ReplaceText>已回复</ReplaceText>" in await click(shop, "zhou", card, 0)
    await drain(shop)
    assert await shop.service.database.read(debts) == 1
    assert shop.platform.sent[-1][1] == "这件事已经定过了，不用再点。"


async def test_a_click_delivered_twice_is_answered_the_same(shop: Company) -> None:
    card = await card_for(shop, "zhou", "新地装修 5000 月底")
    event = shop.click("zhou", card["task_id"], card["button_list"][0]["key"])
    first, second = [shop.inner(await shop.post(event)) for _ in range(2)]
    assert first == second
    await drain(shop)
    assert await shop.service.database.read(debts) == 1


async def test_an_answer_typed_greys_the_card(shop: Company) -> None:
    card = await card_for(shop, "zhou", "新地装修 5000 月底")
    await shop.say("zhou", "1")
    await drain(shop)
    (greyed,) = shop.platform.greyed
    assert (greyed["response_code"], greyed["userids"]) == ("code-1", ["zhou"])
    assert greyed["template_card"]["task_id"] == card["task_id"]
    assert greyed["template_card"]["replace_text"] == "已回复"


async def test_an_answer_typed_before_the_card_left_keeps_it_from_leaving(shop: Company) -> None:
    await shop.say("zhou", "新地装修 5000 月底")
    await shop.say("zhou", "1")
    await drain(shop)
    assert shop.platform.cards == []
    assert shop.platform.greyed == []


async def test_an_old_card_answers_only_its_own_question(shop: Company) -> None:
    old = await card_for(shop, "zhou", "新地装修 5000 月底")
    await shop.say("zhou", "1")
    await shop.say("zhou", "老地装修 7000 月底")
    await click(shop, "zhou", old, 0)
    await drain(shop)
    assert shop.platform.sent[-1][1] == "这件事已经定过了，不用再点。"
    assert await shop.service.database.read(lambda uow: uow.customers.by_name("老地装修")) is None


async def test_the_card_of_another_is_refused_and_stays(shop: Company) -> None:
    card = await card_for(shop, "zhou", "新地装修 5000 月底")
    assert await click(shop, "li", card, 0) == ""
    await drain(shop)
    assert shop.platform.sent[-1] == ("li", "这张卡片是给别人的，你点不了。")
    assert await shop.service.database.read(debts) == 0


async def test_a_question_put_to_somebody_else_has_buttons_for_him(shop: Company) -> None:
    await shop.say("zhou", "华泰机电 5000 月底")
    await drain(shop)
    (who, card) = shop.platform.cards[-1]
    assert (who, [button["text"] for button in card["button_list"]]) == ("li", ["记", "不记"])
    assert "华泰机电" in card["sub_title_text"]
    assert "<ReplaceText>已选：记</ReplaceText>" in await click(shop, "li", card, 0)


async def test_without_cards_there_is_text_alone(shop: Company) -> None:
    await shop.service.database.write(lambda uow: uow.settings.put("cards", "false", by="admin"))
    assert "1 是新客户" in await shop.say("zhou", "新地装修 5000 月底")
    await drain(shop)
    assert shop.platform.cards == []


async def test_a_card_of_another_program_is_passed_over(shop: Company) -> None:
    assert shop.inner(await shop.post(shop.click("zhou", "task-of-another", "1:x"))) == ""
