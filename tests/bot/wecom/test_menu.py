"""The app's menu: what is pressed is read as typed words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot.wecom import menu
from bot.wecom.outcomes import Refused
from handlers.language.names import NameIndex
from handlers.language.reader import read
from handlers.language.reading import Intent
from tests.bot.simulator.played import Played, unstarted

NOW = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
KEYS = [words for _, below in menu.WORDS for _, words in below]


@pytest_asyncio.fixture
async def still(tmp_path: Path) -> AsyncIterator[Played]:
    async with unstarted(tmp_path) as played:
        yield played


@pytest.mark.parametrize("words", KEYS)
def test_every_press_is_understood(words: str) -> None:
    assert read(words, now=NOW, index=NameIndex()).intent is not Intent.NONE


def test_a_page_is_offered_only_where_there_is_one() -> None:
    urls = [sub.get("url") for button in menu.menu_of("https://a.cn") for sub in button["sub_button"]]
    assert "https://a.cn/console/" in urls
    assert not any("url" in sub for button in menu.menu_of("") for sub in button["sub_button"])


async def test_the_platform_takes_it_and_gives_it_back(still: Played) -> None:
    client, agent_id = still.client(), still.simulator.platform.company.agent_id
    assert await menu.get(client, agent_id) == []
    await menu.put(client, agent_id, menu.menu_of("https://a.cn"))
    theirs = await menu.get(client, agent_id)
    assert isinstance(theirs, list)
    assert menu.same(menu.menu_of("https://a.cn"), theirs)
    assert not menu.same(menu.menu_of("https://b.cn"), theirs)


async def test_a_menu_that_is_too_large_is_refused(still: Played) -> None:
    client, agent_id = still.client(), still.simulator.platform.company.agent_id
    many = [{"type": "click", "name": str(n), "key": "x"} for n in range(4)]
    refused = await menu.put(client, agent_id, many)
    assert isinstance(refused, Refused)
    assert refused.errcode == 40016
