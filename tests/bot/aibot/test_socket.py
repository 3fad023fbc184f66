"""The bot's long connection, from what people type to what they read."""

from __future__ import annotations

from tests.bot.aibot.shop import Shop


async def test_a_debt_is_booked_and_answered_in_a_stream(shop: Shop) -> None:
    answer = await shop.say("zhou", "永盛拿了1.2万瓷砖 下月15给")
    assert answer.splitlines()[0] == "记好了 ✓ 永盛装饰 +12,000.00"
    (row,) = await shop.rows()
    assert (row.channel, row.target, row.inbox_id is not None) == ("aibot", "zhou", True)
