"""Questions about what will come: receipts week by week, debts that will fall behind, which of them are shaky."""

from __future__ import annotations

import re
from typing import Any

from handlers.language.outcome import told
from handlers.language.queries import named, period
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

SIGNS = "预估测悬拖赖逾超期险靠收回今往未接"
_RECEIPTS = r"(?:回款|收款|进账|现金流|资金|能收|能回|收回|收多少|回多少|收上来)"
_WEEKS = re.compile(
    rf"{_RECEIPTS}(?:情况)?的?(?:预测|预计|预估|估计|展望|前景)"
    rf"|(?:预测|预计|预估|估计|估|估算)(?:一?下)?[^，,。]{{0,12}}{_RECEIPTS}"
    rf"|(?:未来|接下来|今后|往后|(?<![一-龥])以后)[^，,。]{{0,8}}{_RECEIPTS}"
)
_COUNT = re.compile(r"(?P<n>\d{1,2}|十[一二三]?|[一二三四五六七八九两])\s*个?(?P<unit>周|星期|礼拜|月|季度)")
_WILL = re.compile(
    r"(?:会|将|要|可能|预计|新增|即将)[^，,。]{0,8}(?:逾期|超期)|(?:逾期|超期)[^，,。]{0,4}(?:预测|预计|预估)"
)
_WHICH = re.compile(r"哪|谁|多少|几[家笔个]|什么|名单|清单|列|预测|预计|预估|吗|[?？]|会不会")
_SHAKY = re.compile(
    r"(?<!看着)(?<!样子)(?<!我看)(?<!有点)(?<!感觉)(?<!估计)(?<!怕是)悬(?!挂)|(?:最|哪[^，,。]{0,4}|谁[^，,。]{0,4}|那?几笔[^，,。]{0,4})(?:可能|会|容易|要|有可能|爱)(?:拖|赖|晚付|逾期|超期|黄|收不[回到])"
    r"|(?:会不会|会)(?:拖|赖账?|晚付|黄)(?:吗|呢|不)?[?？]?$|(?:拖欠|晚付|逾期|坏账|回款)风险|风险(?:最|比较|很)?[大高]|最?靠不住|收不回来的?(?:有|是)?哪"
    r"|哪[^，,。]{0,4}(?:收不回|收不上|难收)"
)
_HINDSIGHT = re.compile(
    r"(?:上次|上回|以前|之前|过去)?的?(?:回款|收款)?的?(?:预测|预估|估计|预计|估)(?:的|得|出来的)?(?:回款|收款)?的?"
    r"(?:准不准|准吗|准么|准没|准确吗|准不|准确率|命中率|有多准|多准|灵不灵|靠谱吗|靠不靠谱|偏差|误差)"
    r"|(?:预测|预估|估)的?和(?:实际|真实)|(?:上次|上回|之前)(?:预测|预估|估)的?(?:怎么样|对不对|对吗|对了吗|中了吗|兑现)"
)
_NOT_OURS = ("say", "remind", "setting", "correct", "undo", "note", "refuse", "hearsay", "goods", "limit")


def prospects(sight: Sight) -> Reading | None:
    """未来13周回款预测 · 下个月会有哪些逾期 · 哪些账最悬."""
    if sight.has(*_NOT_OURS) or len(sight.text) > 40 or any(amount.fen for amount in sight.amounts):
        return None
    if _HINDSIGHT.search(sight.bare):
        return _asked(sight, {"topic": "hindsight"})
    if _WEEKS.search(sight.bare) and not sight.says("上", "去年", "昨", "本月收了", "收了"):
        return _asked(sight, {"topic": "weeks", "count": _weeks(sight)})
    ahead = _ahead(sight)
    come = sight.says("新增") and all(found.day and found.day <= sight.now.date() for found in sight.dates)
    will = (
        not come
        and _WILL.search(sight.bare) is not None
        and (_WHICH.search(sight.bare) or is_question(sight))
    )
    if will and not sight.mentions and (ahead or not _SHAKY.search(sight.bare)):
        return _asked(sight, {"topic": "will_be_late", **ahead})
    return _asked(sight, {"topic": "risk"}) if will or _SHAKY.search(sight.bare) else None


def _asked(sight: Sight, extra: dict[str, Any]) -> Reading:
    mention = named(sight) if sight.mentions or sight.says("他", "她", "这家") else None
    return told(sight, Intent.WHAT_IF, mention=mention, extra=extra)


def _ahead(sight: Sight) -> dict[str, Any]:
    """The days asked about, when they have not all gone by."""
    found = period(sight)
    return found if found and found["to"] >= sight.now.date() else {}


def _weeks(sight: Sight) -> int | None:
    """未来8周 8, 三个月 13; None when nothing was said."""
    match = _COUNT.search(sight.bare)
    if match is None:
        return None
    number = _NUMBERS.get(match["n"]) or (int(match["n"]) if match["n"].isascii() else 0)
    weeks = {"月": number * 13 // 3, "季度": number * 13}.get(match["unit"], number)
    return weeks if 0 < weeks <= 26 else None


_NUMBERS = {
    "一": 1,
    "两": 2,
    **{word: place for place, word in enumerate("二三四五六七八九十", 2)},
    "十一": 11,
    "十二": 12,
    "十三": 13,
}
