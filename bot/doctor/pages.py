"""Which page of the WeCom console mends what an errcode says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.wecom.outcomes import Later, Refused, Unsure

COMPANY = "console: 我的企业 → 企业信息 → 企业ID (QINGZHANG_WECOM__CORP_ID)"
APP = "console: 应用管理 → 自建 → the app → AgentId and Secret (QINGZHANG_WECOM__AGENT_ID, …__SECRET)"
TRUSTED_IP = (
    "console: 应用管理 → 自建 → the app → 企业可信IP: add this server's address, named in the message"
)
RECEIVING = "console: 应用管理 → 自建 → the app → 接收消息 → 设置API接收 (QINGZHANG_WECOM__TOKEN, …__AES_KEY)"
RIGHTS = "console: 应用管理 → 自建 → the app → 权限 and 可见范围"
BOT = "console: 安全与管理 → 管理工具 → 智能机器人 → API模式, 长连接 (QINGZHANG_WECOM__BOT_ID, …__BOT_SECRET)"
ROBOT = (
    "the group's settings → 消息推送 → add the robot again, and write its new key into QINGZHANG_ROBOTS__…"
)
NETWORK = "this machine: does it reach QINGZHANG_WECOM__API_BASE (DNS, proxy, firewall)?"

PAGES: Final[Mapping[int, str]] = MappingProxyType(
    {
        40001: APP,
        40013: COMPANY,
        40014: APP,
        41001: APP,
        41004: APP,
        42001: APP,
        40056: APP,
        301002: APP,
        43012: RECEIVING,
        48001: RIGHTS,
        48002: RIGHTS,
        48006: RIGHTS,
        50002: RIGHTS,
        60011: RIGHTS,
        60020: TRUSTED_IP,
        93000: ROBOT,
        93001: ROBOT,
        93004: ROBOT,
        93008: ROBOT,
    }
)


def page_of(outcome: Refused | Later | Unsure) -> str:
    """Where to mend what came of a call."""
    errcode = getattr(outcome, "errcode", None)
    return PAGES.get(errcode, NETWORK) if errcode is not None else NETWORK
