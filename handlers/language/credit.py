"""What is said about warnings and grades in set phrases."""

from __future__ import annotations

import re

from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

_PLEASE = r"(?:看看?|看一?下|列一?下|发我?|来一份)?"
_WARNINGS = re.compile(
    rf"^{_PLEASE}(?:现在|今天)?(?:的|有哪些|有什么|还有哪些)?(?:坏账|信用|客户|风险)?预警(?:名单|清单|列表|客户)?(?:有哪些|呢)?[。? ]*$"
)
_GRADES = re.compile(
    rf"^{_PLEASE}(?:客户|信用)?(?:评级|等级)(?:建议|名单|清单|列表|调整)?(?:有哪些|呢)?[。? ]*$"
)
_NUMBERS = r"(?:第)?(?P<which>\d{1,2}(?:[\s,，、和]+\d{1,2})*|全部|都|所有)(?:条|个|家)?"
_VERBS = {
    "误报": "false_alarm",
    "处理了": "done",
    "处理完了": "done",
    "知道了": "done",
    "不同意": "refused",
    "同意": "accepted",
}
_VERB = "|".join(_VERBS)
_MARKED = re.compile(
    rf"^(?:(?P<before>{_VERB})\s*{_NUMBERS}|{_NUMBERS.replace('which', 'that')}\s*(?:是|都是)?(?P<after>{_VERB}))"
    r"(?:[ ,，:：](?P<note>[^0-9 ].*))?[。 ]*$"
)
_ACT = re.compile(rf"^(?:处理|办|怎么办)(?:一下)?\s*{_NUMBERS}[。 ]*$")
_BARE = re.compile(r"^(?:这条|这个|刚才那条)?(?:是|算)?误报(?:了|的)?[。 ]*$")
_COUNTS = re.compile(r"^(?:预警|误报)(?:统计|准不准|准吗|多少|有多少|几条|次数)[。? ]*$")
_WARNINGS_OF = re.compile(
    r"^\ue000+[ 的]*(?:有|有没有|有什么|有哪些)?(?:信用|风险)?预警(?:有哪些|怎么样|情况|吗|没|呢)?[。? ]*$"
)
_GRADE_OF = re.compile(
    r"^\ue000+[ 的]*(?:客户|信用)?(?:等级|评级)(?:历史|记录|变化|变动|情况|怎么变的?|怎么样)?[。? ]*$"
)
_GRADE_TERMS = re.compile(
    r"^(?P<letter>[A-Ea-e])级(?:的)?(?:客户)?(?:的)?(?:默认)?账期(?:改成|改为|设为|是|定为)?\s*(?P<days>\d{1,3})\s*天?[。 ]*$"
)
_ENDED = re.compile(
    r"额度[^，,。]{0,2}(?:取消|撤销|撤掉|收回|停了|停掉|不要了)|(?:取消|撤销|收回|停掉)[^，,。]{0,8}额度"
)
_OF_ONE = re.compile(r"(?:等级|评级)")


def credit(sight: Sight) -> Reading | None:
    """预警, 误报1, 评级, 同意1 2, 永盛的等级."""
    if _WARNINGS.match(sight.text):
        return told(sight, Intent.WARNINGS, extra={"list": True})
    if _GRADES.match(sight.text):
        return told(sight, Intent.GRADES, extra={"list": True})
    if _WARNINGS_OF.match(sight.bare) and sight.mention is not None:
        return told(sight, Intent.WARNINGS, mention=sight.mention)
    terms = _GRADE_TERMS.match(sight.text)
    if terms is not None:
        extra = {"letter": terms["letter"].upper(), "days": int(terms["days"])}
        return told(sight, Intent.GRADES, extra=extra)
    if _COUNTS.match(sight.text):
        return told(sight, Intent.WARNINGS, extra={"counts": True})
    act = _ACT.match(sight.text)
    if act is not None:
        return told(sight, Intent.WARNINGS, extra={"mark": "act", "numbers": _numbers(act["which"])})
    if _BARE.match(sight.text):
        return told(sight, Intent.WARNINGS, extra={"mark": "false_alarm", "numbers": [], "bare": True})
    marked = _MARKED.match(sight.text)
    if marked is None:
        return _limit_ended(sight)
    mark = _VERBS[marked["before"] or marked["after"]]
    numbers = _numbers(marked["which"] or marked["that"])
    intent = Intent.GRADES if mark in ("accepted", "refused") else Intent.WARNINGS
    return told(sight, intent, extra={"mark": mark, "numbers": numbers, "note": marked["note"]})


def _numbers(text: str | None) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text or "")]


def _limit_ended(sight: Sight) -> Reading | None:
    """永盛临时额度取消: the limit ends, no posting is taken back."""
    if sight.mention is None or sight.amounts or is_question(sight) or _ENDED.search(sight.bare) is None:
        return None
    extra = {"temporary": True} if sight.says("临时") else {}
    return told(sight, Intent.CREDIT_LIMIT, mention=sight.mention, amount=0, extra=extra)


def grade_of(sight: Sight) -> Reading | None:
    """永盛什么等级, 永盛等级为什么是C: the history of one customer's grade."""
    mention = sight.mention
    if mention is not None and _GRADE_OF.match(sight.bare):
        return told(sight, Intent.GRADES, mention=mention, extra={"history": "历史" in sight.bare or None})
    asks = re.search(r"(?:什么|啥|几|多少|为什么|为啥|怎么|凭什么|吗|\?|？|呢)", sight.text) is not None
    if mention is None or not asks or _OF_ONE.search(sight.bare) is None:
        return None
    return told(sight, Intent.GRADES, mention=mention, extra={})
