"""Logging in at the simulator: pick a person, come back with a code that is good once."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from bot.simulator.identity_codes import LIFE
from bot.wecom.oauth import userid_of
from bot.wecom.outcomes import Refused
from tests.bot.simulator.played import Played

BACK = "http://127.0.0.1/console/arrive"


async def codes(played: Played) -> dict[str, str]:
    """The codes that the page offers, by name."""
    query = {"redirect_uri": BACK, "state": "s1"}
    page = await played.http.get("/simulator/wecom/connect/oauth2/authorize", params=query)
    found = re.findall(r'href="(http[^"]+)">([^<]+)</a>', page.text)
    return {name: parse_qs(urlsplit(unescape(url)).query)["code"][0] for url, name in found}


async def test_the_page_sends_each_person_back_with_a_code(still: Played) -> None:
    found = await codes(still)
    assert await userid_of(still.client(), found["老周"]) == "laozhou"
    again = await userid_of(still.client(), found["老周"])
    assert isinstance(again, Refused)
    assert again.errcode == 40029


async def test_a_code_ends_after_five_minutes(still: Played) -> None:
    found = await codes(still)
    await still.simulator.clock.advance(LIFE)
    assert isinstance(await userid_of(still.client(), found["老周"]), Refused)


async def test_nobody_is_sent_to_another_site(still: Played) -> None:
    query = {"redirect_uri": "https://evil.example/x"}
    page = await still.http.get("/simulator/wecom/wwlogin/sso/login", params=query)
    assert page.status_code == 400


async def test_what_is_no_code_is_not_asked_about(still: Played) -> None:
    for code in ("", "x" * 513):
        assert isinstance(await userid_of(still.client(), code), Refused)
