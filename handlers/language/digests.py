"""Digests asked for and set up in set phrases, and what is said about messages that did not leave."""

from __future__ import annotations

import re

from handlers.language.dates import as_past
from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

_NAMES = "日报|早报|周报|月报|催款榜|销售日报|财务日报|销售群日报|财务群日报"
_PLEASE = (
    r"(?:给我|帮我|把|请)?(?:看看?|看下|看一下|发我?|发一下|来|要|拿|出|做|生成|打印|拉)?(?:一?[份个下张])?"
)
_OF = r"(?:\ue001+)?(?:份)?的?(?:应收(?:账款)?|回款|收款|欠款|销售|公司)?的?"
_ASKED = re.compile(
    rf"^{_PLEASE}{_OF}(?P<which>{_NAMES})(?:给我|发我|发给我|发|出|做|来)?(?:看看?|看一?下|呢|发来|来?一[份下]|出来|给我)?[。 ]*$"
)
_TODO = re.compile(
    r"^(?:看看?|看下)?(?:(?P<who>[小老阿][一-龥])?的?)?(?:我的?|今天的?|今日|现在)*(?:待办|要办的事?|要催的|任务清单|工作清单)"
    r"(?:事项|清单|列表|都?有哪些|[都还]?有啥|是啥|呢)?[。? ]*$"
)
_WHAT_TO_DO = re.compile(
    r"^(?:我)?今天(?:我)?(?:要|该|得)?(?:干|办|做|催|忙)(?:什么|啥|些什么|些啥|点啥|点什么|嘛|谁|哪些|哪几家)(?:事)?[。?呢啊]*$"
    r"|^(?:我)?(?:还有?|还剩)(?:哪些|什么|啥|几件)(?:事情?|活|任务)(?:还)?没(?:办|做|干|处理|弄)(?:完|好|的)?(?:的)?[。?呢]*$"
)
# What a daily digest has, when it goes and to whom, beyond its time; read on in `handlers.digest_setting`.
_ORDERED = re.compile(
    r"^(?:把|请|以后)?(?:日报|早报)(?:里|里面|的)?[^，,。]{0,14}?"
    r"(?:只[看要发留]|加上|加个|带上|要带|要看|恢复|去掉|每天都?[要发]|天天[要发]|工作日|周末(?!都?(?:不|别|休息))|节假日|发[到给在]"
    r"|(?:周|星期|礼拜)[一二三四五六日天](?:也|照|要))"
)
_UNSENT = re.compile(
    r"^(?:看看?|列一?下?|查一?下?)?(?:还有)?(?:哪些)?(?:消息)?"
    r"(?:没发出去|没发成|没发出|发送失败|发不出去|没送到|发失败)的?(?:消息|有哪些|有什么|清单|列表|呢)?[。? ]*$"
)
_AGAIN = r"重发|再发一?[遍次]?|补发|不用发了?|不发了|别发了?|算了不发"
_RESEND = re.compile(
    rf"^(?P<verb>{_AGAIN})\s*(?:第)?(?P<which>(?:\d{{1,2}}[\s,，、和]*)+|全部|都|所有)(?:条|个)?(?:吧)?[。 ]*$"
    rf"|^(?:都|全部|全都)(?P<verb2>{_AGAIN})(?:吧)?[。 ]*$"
)


def asked(sight: Sight) -> Reading | None:
    """日报, 周报, 我的待办."""
    todo = _TODO.match(sight.text)
    if (todo or _WHAT_TO_DO.match(sight.text)) and (not sight.mentions or (todo and todo["who"])):
        who = todo["who"] if todo else None
        return told(sight, Intent.DIGEST, extra={"which": "待办", "whose": who})
    day = sight.dates[0] if len(sight.dates) == 1 and not sight.mentions else None
    text = sight.text if day is None else f"{sight.text[: day.start]}\ue001{sight.text[day.end :]}"
    match = _ASKED.match(text)
    if match is None or sight.mentions:
        return None
    past = as_past(day, sight.now) if day is not None else None  # 12月月报 said in November is last year's
    of = (past.to_day or past.day) if past is not None else None
    return told(sight, Intent.DIGEST, extra={"which": match["which"], "of": of})


def ordered(sight: Sight) -> Reading | None:
    """日报加上变动, 日报每天都发, 日报发到经理群."""
    if not _ORDERED.match(sight.text) or is_question(sight):
        return None
    extra = {"key": "digest_at", "topic": "日报", "words": sight.text}
    return told(sight, Intent.SETTING, extra=extra)


def unsent(sight: Sight) -> Reading | None:
    """没发出去的, 重发1, 不用发2."""
    if _UNSENT.match(sight.text):
        return told(sight, Intent.UNSENT, extra={"list": True})
    match = _RESEND.match(sight.text)
    if match is None:
        return None
    verb = match["verb"] or match["verb2"]
    numbers = [int(number) for number in re.findall(r"\d+", match["which"] or "")]
    extra = {"drop": "不" in verb or "别" in verb, "numbers": numbers, "all": not numbers}
    return told(sight, Intent.UNSENT, extra=extra)
