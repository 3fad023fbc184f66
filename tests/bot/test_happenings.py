"""What the platform tells of itself: an admin hears it, once, and nobody else."""

from __future__ import annotations

import pytest

from tests.bot.company import CORP_ID, Company, company

NAMES = [
    "inactive_alert",
    "close_inactive_agent",
    "reopen_inactive_agent",
    "low_active_alert",
    "low_active",
    "active_restored",
]


async def happened(running: Company, name: str, created: int) -> None:
    response = await running.post(
        f"<xml><ToUserName>{CORP_ID}</ToUserName><FromUserName>sys</FromUserName><CreateTime>{created}</CreateTime>"
        f"<MsgType>event</MsgType><Event>{name}</Event><EffectTime>{created}</EffectTime><AgentID>1</AgentID></xml>"
    )
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("name", NAMES)
async def test_an_app_that_is_seldom_used_is_told_to_the_admin_once(database_url: str, name: str) -> None:
    async with company(database_url) as running:
        created = int(running.clock.now().timestamp())
        for _ in range(3):
            await happened(running, name, created)
        while await running.service.delivery.drain():
            continue
        told = [(who, text) for who, text in running.platform.sent if text.startswith("企业微信通知：")]
        assert [who for who, _ in told] == ["admin"]
