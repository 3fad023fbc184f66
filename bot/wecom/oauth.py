"""Who looks at a page: WeCom sends the browser back with a code, and says whose it is (doc/91022, doc/91023)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from bot.wecom.client import Client
from bot.wecom.outcomes import Later, Refused, Unsure
from bot.wecom.wire import Answer

# What WeCom's own browser and WeChat's call themselves; anywhere else a code to scan is shown.
_IN_CLIENT: Final = ("wxwork", "micromessenger")
LONGEST_CODE: Final = 512  # bytes (doc/91023)


@dataclass(frozen=True, slots=True)
class Door:
    """Where people are sent to show who they are: inside WeCom without a word, in another browser to scan."""

    corp_id: str
    agent_id: int
    authorize_url: str
    login_url: str

    def address(self, *, back_to: str, state: str, agent: str) -> str:
        """The address for a browser that calls itself `agent`; `state` comes back with the code."""
        if any(name in agent.lower() for name in _IN_CLIENT):
            query = {
                "appid": self.corp_id,
                "redirect_uri": back_to,
                "response_type": "code",
                "scope": "snsapi_base",
                "state": state,
                "agentid": self.agent_id,
            }
            return f"{self.authorize_url}?{urlencode(query)}#wechat_redirect"
        query = {
            "login_type": "CorpApp",
            "appid": self.corp_id,
            "agentid": self.agent_id,
            "redirect_uri": back_to,
            "state": state,
        }
        return f"{self.login_url}?{urlencode(query)}"


async def userid_of(client: Client, code: str) -> str | Refused | Later | Unsure:
    """The colleague whose code this is, "" for anybody else. A code is good once, for five minutes."""
    if not 0 < len(code) <= LONGEST_CODE:
        return Refused(errcode=None, reason="no code of WeCom's")
    called = await client.call("GET", "/cgi-bin/auth/getuserinfo", params={"code": code})
    if not isinstance(called, Answer):
        return called
    # An older interface of the same name answered UserId; a customer has an openid instead.
    userid = called.fields.get("userid") or called.fields.get("UserId")
    return userid if isinstance(userid, str) else ""
