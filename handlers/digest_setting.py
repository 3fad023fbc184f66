"""Which settings a sentence about digests means: “日报改成晚上6点 周日不要”, “关掉周报”, “日报不要图”, “日报发经理群”."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from config.company import CompanySettings, Value

WEEK = ("一", "二", "三", "四", "五", "六", "日")
# What stands in the daily digest, by the words people have for it.
PARTS: tuple[tuple[str, str], ...] = (
    (r"三件事|待办|要办的", "todo"),
    (r"总数|合计|总额", "totals"),
    (r"变动|大户", "movers"),
    (r"新超期|新逾期", "new"),
    (r"没兑现|没付的|承诺", "broken"),
    (r"到期|今天的", "today"),
    (r"没催|沉默|不催", "silent"),
)
_DROPPED = re.compile(r"不要|别发|去掉|不用|不看|取消")
_ADDED = re.compile(r"加上|要带|要看|也要|加个|恢复|带上")
_ONLY = re.compile(r"只(?:看|要|发|留|剩)")
_LATE = re.compile(r"超期|逾期")
_PICTURE = re.compile(r"图")
_DAILY = re.compile(r"每天都?[要发]|周末也[要发]|天天[要发]|节假日也[要发]")
_WORKDAYS = re.compile(
    r"(?:只在?|就)?工作日(?:才|再)?发|周末(?:都)?(?:不要|不发|别发)|节假日(?:不要|不发|别发)"
)
_TO = re.compile(
    r"发(?:到|给|在)?(?P<group>经理群|老板群|管理群|群里)|发给(?P<each>每个经理|各位经理|经理本人|我)"
)
_EACH_DAY = re.compile(r"(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?:也要|要发|照发|也发)")


def wanted(company: CompanySettings, words: str, off: Collection[str]) -> Iterator[tuple[str, Value]]:
    """(setting, value) that a sentence about the daily digest means beyond its time; nothing for other words."""
    days = set(company.several("digest_days_off"))
    changed = (days | {day.replace("天", "日") for day in off}) - {
        match["day"].replace("天", "日") for match in _EACH_DAY.finditer(words)
    }
    if off or changed != days:
        yield "digest_days_off", tuple(day for day in WEEK if day in changed)
    if _DAILY.search(words):
        yield "digest_days", "every_day"
    elif _WORKDAYS.search(words):
        yield "digest_days", "workdays"
    if (to := _TO.search(words)) is not None:
        yield "digest_to", "group" if to["group"] else "each"
    yield from _contents(company, words)


def _contents(company: CompanySettings, words: str) -> Iterator[tuple[str, Value]]:
    if _ONLY.search(words):
        only = {part for pattern, part in PARTS if re.search(pattern, words)}
        only |= {"new"} if _LATE.search(words) else set()
        if only:
            yield "digest_parts", tuple(part for part in _every(company) if part in only)
        return
    dropped, added = _DROPPED.search(words), _ADDED.search(words)
    if not dropped and not added:
        return
    if _PICTURE.search(words):
        yield "digest_picture", not dropped
    parts = company.several("digest_parts")
    named = {part for pattern, part in PARTS if re.search(pattern, words)}
    kept = tuple(
        part for part in _every(company) if (part in parts or added) and not (part in named and dropped)
    )
    chosen = tuple(part for part in kept if part in parts or part in named)
    if named:
        yield "digest_parts", chosen


def _every(company: CompanySettings) -> tuple[str, ...]:
    return company.setting("digest_parts").choices
