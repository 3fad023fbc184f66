"""The menu below the chat and the approvals, as people press them: sealed events, and what follows of them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.jobs import approvals
from bot.simulator.office_api import TEMPLATE
from bot.wecom.menu import menu_of
from tests.bot.simulator.played import Played

URL = "http://127.0.0.1"


async def press(played: Played, who: str, key: str) -> tuple[int, str]:
    answer = await played.http.post("/simulator/presses", json={"who": who, "key": key})
    return answer.status_code, answer.json().get("answer", "")


async def test_the_menu_is_there_from_the_start(live: Played) -> None:
    shown = (await live.http.get("/simulator/menu")).json()
    assert [button["name"] for button in shown] == ["记一笔", "查账", "今天"]


async def test_a_press_says_the_same_as_typing_its_words(live: Played) -> None:
    _, pressed = await press(live, "laozhou", "谁超期了")
    assert pressed == await live.say("laozhou", "谁超期了")
    assert pressed


async def test_a_press_shows_no_words_of_the_person(live: Played) -> None:
    await press(live, "laozhou", "怎么用")
    (bubble,) = live.simulator.platform.chats.of("laozhou")
    assert bubble.side == "app"


@pytest.mark.parametrize(("who", "key"), [("laozhou", "格式化"), ("nobody", "撤销")])
async def test_what_is_no_button_or_nobody_presses_nothing(live: Played, who: str, key: str) -> None:
    assert (await press(live, who, key))[0] == 404


async def test_a_button_that_opens_a_page_says_nothing(live: Played) -> None:
    live.simulator.platform.menu = menu_of(URL)
    assert await press(live, "laozhou", f"{URL}/console/") == (200, "")


# -- approvals -----------------------------------------------------------------------------------------------------


async def shown(played: Played) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await played.http.get("/simulator/approvals")).json()
    return found


async def asked(played: Played) -> str:
    """A write-off that 赵总 must agree to; the number of the approval, which leaves by the outbox."""
    await played.say("laozhou", "张三建材坏账核销 3000 老板跑了")
    async with asyncio.timeout(20):
        while not (found := await shown(played)):
            continue
    (one,) = found
    assert (one["who"], one["by"], one["sum"]) == (["zhaozong"], "老周", "3000.00")
    assert "张三建材" in one["text"]
    return str(one["number"])


async def say(played: Played, number: str, who: str, *, agrees: bool) -> int:
    word = {"who": who, "agrees": agrees}
    return (await played.http.post(f"/simulator/approvals/{number}", json=word)).status_code


@pytest.mark.parametrize("agrees", [True, False])
async def test_the_approvers_word_is_done_and_told(live: Played, agrees: bool) -> None:
    number = await asked(live)
    told = asyncio.create_task(live.next_push("laozhou"))
    assert await say(live, number, "zhaozong", agrees=agrees) == 204
    await approvals.run(live.service.scheduler._context)
    assert ("没核销" not in (await told).text) is agrees
    assert await say(live, number, "zhaozong", agrees=not agrees) == 409
    assert await shown(live) == []


async def test_nobody_else_decides(live: Played) -> None:
    number = await asked(live)
    assert await say(live, number, "laozhou", agrees=True) == 404
    assert [one["number"] for one in await shown(live)] == [number]


async def test_the_simulated_company_has_a_template(live: Played) -> None:
    assert live.service.settings.wecom.approval_template == TEMPLATE
