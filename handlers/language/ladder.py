"""The ladder of reminders as it is set by chat: “客户提醒日改成 提前3天、1天、7天、30天”, “经理提醒日去掉90天”."""

from __future__ import annotations

import re
from typing import Any

from handlers.language.documents import MASK
from handlers.language.naming import name_in
from handlers.language.outcome import told
from handlers.language.queries import number_in
from handlers.language.reading import Intent, Reading
from handlers.language.sight import Sight

SIGNS = "提催升报告通发抄"
_AUDIENCES = {
    "客户": "stages_customer",
    "业务员": "stages_owner",
    "销售员": "stages_owner",
    "销售群": "stages_sales",
    "财务群": "stages_finance",
    "经理": "stages_manager",
    "老板": "stages_manager",
}
_WHO = "|".join(_AUDIENCES)
_DAYS = r"的?(?:提醒|催款|催收)的?(?:日子?|阶段|节奏|天数)(?P<rest>.*)$"
_SET = re.compile(rf"^(?:把|将)?(?:给)?(?P<who>{_WHO}){_DAYS}")
# 永盛的客户提醒日改成7天: his alone; 重点客户的业务员提醒日, 重点客户提醒日: of all customers of this kind
_OF_ONE = re.compile(
    rf"^(?:把|将)?(?:给)?(?P<whose>{MASK}+|(?!(?:{_WHO})的?(?:提醒|催))[^\W的]{{2,16}}的)的?\s*(?P<who>{_WHO})?{_DAYS}"
)
_OF_KIND = re.compile(
    rf"^(?:把|将)?(?:给)?(?:类别)?(?P<kind>[^\W的]{{1,10}}?)类?的?客户(?:的?(?P<who>{_WHO}))?{_DAYS}"
)


# 永盛每周最多催1次, 重点客户的催款间隔改成7天, 每月最多提醒3次: how often, of one customer, one kind, or everybody
_OFTEN = re.compile(
    rf"^(?:以后|今后)?[，, ]*(?:把|将)?(?:给)?(?:(?P<whose>{MASK}+)|(?:类别)?(?P<kind>[^\W的每一]{{1,10}}?)类?的?客户)?的?\s*"
    r"(?:(?:催款|提醒|催收)的?(?:最少)?(?P<gap>间隔)|(?:每个?|一个?)(?P<span>周|星期|月)(?:最多|顶多|不超过)(?:催|提醒))"
    r"(?P<rest>.*)$"
)
# what stood before it is no longer so
_CHANGED = re.compile("(?:改|调|设|换|变|延长|缩短|放宽)(?:成|为|到|作)")
_COUNT = re.compile(
    r"(?P<count>\d+|[一二两三四五六七八九十]{1,3}|[每半])个?(?P<half>半)?"
    r"(?P<unit>天|日|周|星期|礼拜|月|年|次|回|遍|趟|工作日|小时|钟头)?"
)
_DAYS_OF = {"": 1, "天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 365}
_TIMES = frozenset({"次", "回", "遍", "趟"})
_AS_OTHERS = re.compile("和?公司一样|恢复|默认|照旧")


# 催款节奏改一下 …, 超期10天就升级给我: whose days and which is not said so that it could be set; how it is set is told
_ABOUT = (
    (
        re.compile(
            r"^(?:超期|逾期)(?:超过?)?\d+天(?:以上)?的?(?:就|要|都)(?:自动|直接|马上)?(?:升级|上报|报|告诉|通知|提醒|发|抄送|转)[给到]?(?:我|经理|老板)"
        ),
        "经理",
    ),
    (re.compile(r"^(?:把|将)?(?:催款|提醒|催收)的?(?:节奏|阶梯|阶段)(?!图)"), "业务员"),
)


def _own(sight: Sight) -> Reading | None:
    """The days of one customer, or of those of one kind; of the customer himself where nobody else is named."""
    kind = _OF_KIND.match(sight.bare)
    found = kind or _OF_ONE.match(sight.bare)
    if found is None:
        return None
    who = found["who"] or "客户"
    words = sight.text[found.start("rest") :].strip()
    extra = {"key": _AUDIENCES[who], "topic": who, "words": sight.text, "stages": words}
    if kind is not None:
        return told(sight, Intent.SETTING, extra={**extra, "kind": kind["kind"]})
    mention = sight.mention or name_in(sight, found.start("whose"), found.end("whose"))
    return told(sight, Intent.SETTING, mention=mention, extra=extra) if mention is not None else None


def _often(sight: Sight) -> Reading | None:
    """The gap between two reminders, and on how many days a week or a month somebody is contacted."""
    found = _OFTEN.match(sight.bare)
    if found is None or len(sight.mentions) > 1 or bool(found["whose"]) != bool(sight.mentions):
        return None
    key = (
        "remind_gap_days"
        if found["gap"]
        else "remind_cap_month"
        if found["span"] == "月"
        else "remind_cap_week"
    )
    rest = sight.text[found.start("rest") :]
    count = count_in(rest, of_days=found["gap"] is not None)
    topic = found["gap"] or found["span"]
    extra: dict[str, Any] = {"key": key, "topic": topic, "words": sight.text, "stages": rest}
    if count is not None:
        extra["whole"] = count
    elif not _AS_OTHERS.search(rest) or not (found["whose"] or found["kind"]):
        extra["value"] = "?"
    if found["kind"]:
        extra["kind"] = found["kind"]
    return told(sight, Intent.SETTING, mention=sight.mention, extra=extra)


def count_in(rest: str, *, of_days: bool) -> int | None:
    """The days of a gap (一周 are 7), or how many times; None when none is said, or several: 别3天，7天."""
    rest = _CHANGED.split(rest)[-1]
    counts = set()
    for found in _COUNT.finditer(rest):
        unit, said = found["unit"] or "", found["count"]
        is_number = said.isdecimal() or (said not in "每半" and not rest[found.end() :].strip(" 。!吧了"))
        if unit in _TIMES if of_days else unit not in _TIMES | {"", "天"}:
            continue
        if unit or is_number:  # 和公司一样 counts nothing
            counts.add(_measured(said, unit, half=found["half"] is not None))
    return counts.pop() if len(counts) == 1 else None


def _measured(said: str, unit: str, *, half: bool) -> int | None:
    days = 1 if unit in _TIMES else _DAYS_OF.get(unit)
    count = {"每": 1.0, "半": 0.5}.get(said) or number_in(said)
    if days is None or count is None:
        return None
    total = (count + half / 2) * days
    return int(total) if total == int(total) else None


def stages(sight: Sight) -> Reading | None:
    """Which days somebody is told of a debt, and how often; also a question about them, which changes nothing."""
    how_often = _often(sight)
    if how_often is not None:
        return how_often
    found = _SET.match(sight.text)
    if found is None:
        own = _own(sight)
        if own is not None:
            return own
        who = next((who for pattern, who in _ABOUT if pattern.match(sight.text)), None)
        extra = {"key": _AUDIENCES.get(who or ""), "topic": who, "words": sight.text, "stages": ""}
        return told(sight, Intent.SETTING, extra=extra) if who else None
    extra = {
        "key": _AUDIENCES[found["who"]],
        "topic": found["who"],
        "words": sight.text,
        "stages": found["rest"].strip(),
    }
    return told(sight, Intent.SETTING, extra=extra)
