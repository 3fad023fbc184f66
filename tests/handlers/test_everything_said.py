"""Whatever is said, and whatever is answered to what it asks, nobody hears of a failure and the books stay in order."""

from __future__ import annotations

import random

import pytest

from bot.incoming import Incoming
from handlers.registry import COMMANDS
from storage.check import problems
from tests.bot.company import CAST, company

ANSWERS = ("1", "2", "3", "是", "不是", "1.2万", "永盛", "月底", "算了", "230", "第二个", "对", "张三建材")
MORE = (
    "张三 5000 宏达 3000", "永盛欠几千 月底", "永盛 24000 分三期 每月1号", "永盛那8000分两次还 月底3000 下月底5000",
    "收到12000", "永盛说已经付了3000", "永盛欠5000美元", "宝利来五金 欠四千五百", "永盛水泥50吨420一吨没付",
    "张三结清了", "永盛欠5000 2026年11月1日还", "收到李四3000", "收永盛2万 抵 #9999", "王总说先打一半",
    "周哥我下周五先给你转一半", "#1001 改成200", "退票 #1002", "{{ 7*7 }}", "<xml>]]></xml>", "🙏", "",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_that_is_said_fails(migrated_url: str, seed: int) -> None:
    chosen = random.Random(seed)
    sentences = [*MORE, *(said for command in COMMANDS for said in command.says)]
    async with company(migrated_url) as shop:
        for number in range(150):
            text = chosen.choice(sentences if number % 3 == 0 else ANSWERS)
            who = chosen.choice(CAST)[0]
            key = f"said:{number}"
            sent = Incoming(
                channel="app", key=key, sender=who, kind="text", text=text, sent_at=shop.clock.now()
            )
            await shop.service.dispatcher.answer(sent)
            row = await shop.service.database.read(lambda uow, key=key: uow.inbox.find("app", key))
            assert row is not None
            assert row.state == "answered", (who, text)
        assert await shop.service.database.read(lambda uow: list(problems(uow))) == []
