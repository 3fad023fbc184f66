"""In a group all see what every colleague may see; the rest is for the speaker alone (P21)."""

from __future__ import annotations

import pytest

from tests.bot.aibot.shop import SALES, Shop

GROUP = SALES.chat_id


async def owing(shop: Shop) -> None:
    """老周 has written alone, and 永盛 owes something."""
    await shop.say("zhou", "永盛拿了1.2万瓷砖 下月15给")


async def test_figures_asked_for_in_a_group_go_to_the_speaker_alone(shop: Shop) -> None:
    await owing(shop)
    assert await shop.say("zhou", "永盛欠多少", group=GROUP) == "已私发给您"
    if len(shop.heard("zhou")) < 2:
        await shop.next("zhou")
    assert "12,000" in shop.heard("zhou")[-1]


async def test_who_never_wrote_alone_is_told_how_to_ask(shop: Shop) -> None:
    answer = await shop.say("zhao", "永盛欠多少", group=GROUP)
    assert answer == "这个不好在群里说，您单独发我一句就告诉您"
    assert {row.target for row in await shop.rows()} == {f"group:{GROUP}"}


async def test_a_debt_told_to_the_group_is_booked_before_it_and_its_balance_is_not_shown(shop: Shop) -> None:
    await owing(shop)
    answer = await shop.say("zhou", "宏达拿了3000五金 月底给", group=GROUP)
    assert answer.splitlines() == ["记好了 ✓ 宏达五金 +3,000.00 #1002", "其余已私发给您"]


async def test_a_question_in_a_group_is_asked_and_answered_alone(shop: Shop) -> None:
    await owing(shop)
    assert await shop.say("zhou", "宏达拿了五金", group=GROUP) == "已私发给您"
    if len(shop.heard("zhou")) < 2:
        await shop.next("zhou")
    assert "多少钱" in shop.heard("zhou")[-1]
    assert (await shop.say("zhou", "3000")).startswith("记好了 ✓ 宏达五金 +3,000.00")


async def test_what_was_settled_alone_is_not_told_to_the_group(shop: Shop) -> None:
    await owing(shop)
    await shop.say("zhou", "宏达拿了五金")
    assert await shop.say("zhou", "3000", group=GROUP) == "已私发给您"


async def test_undoing_alone_takes_back_what_was_booked_in_the_group(shop: Shop) -> None:
    await owing(shop)
    await shop.say("zhou", "宏达拿了3000五金 月底给", group=GROUP)
    assert "宏达五金" in await shop.say("zhou", "撤销")


@pytest.mark.parametrize("who", ["wangfang"])
async def test_a_stranger_in_a_group_gets_one_polite_sentence(shop: Shop, who: str) -> None:
    assert "管理员" in await shop.say(who, "永盛欠多少", group=GROUP) or "小郑" in shop.heard(GROUP)[-1]


async def test_each_role_is_his_own_in_a_group(shop: Shop) -> None:
    await owing(shop)
    assert "已私发" not in await shop.say("wu", "永盛欠多少", group=GROUP)
