"""The days of a ladder as people say them: “提前3天、当天、7天”, “去掉15天”, “加上60天”."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DAY = re.compile(
    r"(?P<zero>当天|当日|到期那天)"
    r"|(?P<early>-|负|提前|到期前|前)?\s*(?P<days>\d{1,3})\s*天?(?P<ahead>之前|前)?"
)
AS_SHIPPED = re.compile("恢复|默认|原来的|出厂")
_DROPPED = re.compile(r"去掉|不要|取消|删|别")
_ADDED = re.compile(r"加上|加个|再加|增加|也要|带上")


def is_stages(key: str) -> bool:
    """Is this setting a ladder?"""
    return key.startswith("stages_")


def wanted(words: str, now: Sequence[str], choices: Sequence[str]) -> tuple[str, ...] | None:
    """The days that the words choose, of those there are, in their order: these alone, or more or fewer than `now`.

    None when they name none, or one that the ladder does not have.
    """
    named = {_named(found) for found in _DAY.finditer(words)}
    if not named or not named <= set(choices):
        return None
    chosen = (
        set(now) - named if _DROPPED.search(words) else set(now) | named if _ADDED.search(words) else named
    )
    return tuple(day for day in choices if day in chosen)


def _named(found: re.Match[str]) -> str:
    if found["zero"]:
        return "0"
    days = str(int(found["days"]))
    return f"-{days}" if (found["early"] or found["ahead"]) and days != "0" else days
