"""The app's menu: a press says the same as typing its words (doc/90231)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.wecom.client import Client
from bot.wecom.outcomes import Later, Refused, Unsure
from bot.wecom.wire import Answer, json_body

NO_MENU: Final = 46003  # nothing was ever put there
PAGE: Final = "账龄网页"
# At most 3 of at most 16 bytes, each with at most 5 of at most 40; words of at most 128.
WORDS: Final[Sequence[tuple[str, Sequence[tuple[str, str]]]]] = (
    ("记一笔", (("怎么记", "怎么用"), ("撤销上一条", "撤销"))),
    ("查账", (("谁超期了", "谁超期了"), ("今天到期的", "今天到期的"), ("这周到期的", "这周到期的"))),
    ("今天", (("我的待办", "我的待办"), ("日报", "日报"), ("没发出去的", "没发出去的"))),
)
Button = dict[str, Any]


def menu_of(public_url: str) -> list[Button]:
    """The buttons; with a public address one opens the pages."""
    page: Button = {"type": "view", "name": PAGE, "url": f"{public_url}/console/"}
    buttons: list[Button] = []
    for name, subs in WORDS:
        below: list[Button] = [{"type": "click", "name": label, "key": words} for label, words in subs]
        if name == "查账" and public_url:
            below.append(page)
        buttons.append({"name": name, "sub_button": below})
    return buttons


async def put(client: Client, agent_id: int, buttons: Sequence[Button]) -> Answer | Refused | Later | Unsure:
    """menu/create: takes the place of what was there. May be repeated."""
    params = {"agentid": str(agent_id)}
    return await client.call(
        "POST", "/cgi-bin/menu/create", params=params, **json_body({"button": list(buttons)})
    )


async def get(client: Client, agent_id: int) -> list[Button] | Refused | Later | Unsure:
    """menu/get; an app without a menu has none."""
    called = await client.call("GET", "/cgi-bin/menu/get", params={"agentid": str(agent_id)})
    if isinstance(called, Refused) and called.errcode == NO_MENU:
        return []
    if not isinstance(called, Answer):
        return called
    found = called.fields.get("button")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def same(ours: Sequence[Button], theirs: Sequence[Button]) -> bool:
    """Do they say the same? The platform adds empty fields of its own."""
    return [_plain(one) for one in ours] == [_plain(one) for one in theirs]


def _plain(button: Mapping[str, Any]) -> tuple[Any, ...]:
    below = button.get("sub_button") or ()
    said = tuple(button.get(name) or "" for name in ("name", "key", "url"))
    return (*said, tuple(_plain(one) for one in below))
