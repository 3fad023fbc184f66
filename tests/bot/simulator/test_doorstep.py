"""The simulator speaks to this machine only."""

from __future__ import annotations

import httpx
import pytest
from httpx import ASGITransport
from pydantic import SecretStr
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from bot.app import create_app
from bot.simulator.company import COMPANY
from bot.simulator.start import attach, simulated_settings
from bot.wiring import build
from config.connections import WECOM_API
from config.settings import Settings
from tests.bot.company import AES_KEY, CORP_ID, TOKEN
from tests.bot.simulator.played import Played

PATHS = (
    "/",
    "/simulator/state",
    "/simulator/books",
    "/simulator/files/screen.js",
    "/simulator/chats/laozhou",
)
ELSEWHERE = ("evil.example", "evil.example:8000", "192.168.1.5:8000", "127.0.0.1.evil.example", "", "[")


@pytest.mark.parametrize("path", [*PATHS, "/simulator/wecom/cgi-bin/gettoken"])
@pytest.mark.parametrize("host", ELSEWHERE)
async def test_another_host_is_refused(still: Played, path: str, host: str) -> None:
    assert (await still.http.get(path, headers={"host": host})).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "localhost"])
async def test_this_machine_may_be_called_by_each_of_its_names(still: Played, host: str) -> None:
    assert (await still.http.get("/simulator/state", headers={"host": host})).status_code == 200


async def test_a_page_from_elsewhere_cannot_make_the_browser_act(still: Played) -> None:
    for origin in ("https://evil.example", "http://127.0.0.1:9999", "null"):
        doing = {"who": "laozhou", "text": "撤销"}
        answer = await still.http.post("/simulator/acts", json=doing, headers={"origin": origin})
        assert answer.status_code == 403
    assert still.simulator.platform.chats.of("laozhou") == ()


async def test_another_machine_is_refused_whatever_it_calls_us(still: Played) -> None:
    transport = ASGITransport(still.app, client=("192.168.1.9", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
        assert (await http.get("/")).status_code == 403


@pytest.mark.parametrize("told", [{"host": "evil.example"}, {"origin": "https://evil.example"}])
async def test_the_live_socket_is_refused_too(live: Played, told: dict[str, str]) -> None:
    port = live.http.base_url.port
    address = f"ws://{told.get('host', '127.0.0.1')}:{port}/simulator/live"
    with pytest.raises(InvalidStatus, match="403"):
        await connect(
            address,
            host="127.0.0.1",
            port=port,
            origin=Origin(told["origin"]) if "origin" in told else None,
            proxy=None,
        )


async def test_a_real_service_has_no_simulator(tmp_path_factory: pytest.TempPathFactory) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('live') / 'live.db'}"
    wecom = {"corp_id": CORP_ID, "token": TOKEN, "aes_key": AES_KEY}
    service = build(Settings(_env_file=None, database_url=url, wecom=wecom))  # type: ignore[call-arg, arg-type]
    app = create_app(service)
    async with httpx.AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1") as http:
        assert [(await http.get(path)).status_code for path in PATHS] == [404] * len(PATHS)
    with pytest.raises(ValueError, match="simulated service only"):
        attach(app, service, 8000)
    await service.stop()


def test_nothing_that_reaches_outside_is_left_in_the_settings() -> None:
    given = Settings(  # type: ignore[call-arg]
        _env_file=None,
        database_url="postgresql://books.example/live",
        redis_url="redis://cache.example",
        wecom={"corp_id": "ww1", "secret": "real", "bot_id": "b", "bot_secret": "real"},  # type: ignore[arg-type]
        robots={"sales_key": "real"},  # type: ignore[arg-type]
        smtp={"url": "smtp://u:p@mail.example"},  # type: ignore[arg-type]
        sms={"url": "https://sms.example", "secret": "real"},  # type: ignore[arg-type]
    )
    used = simulated_settings(given, 8123)
    assert used.database_url == "sqlite:///data/simulator.db"
    assert used.wecom.api_base == "http://127.0.0.1:8123/simulator/wecom" != WECOM_API
    assert used.wecom.bot_ws_url.startswith("ws://127.0.0.1:8123/")
    assert used.wecom.bot_id == COMPANY.bot_id
    reaching = (used.redis_url, used.smtp.url, used.sms.url, used.wecom.bot_token)
    assert not any(reaching)
    assert used.robots.sales_key == SecretStr("simulated-robot-sales")
