"""Reports asked for: “上个月回款明细”, “按行业账龄”, “小李的账龄”, “导出欠款前十”. A report and what narrows it, nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from handlers.language.documents import MASK
from handlers.language.lateness import days_over
from handlers.language.outcome import told
from handlers.language.queries import number_in, period
from handlers.language.reading import Intent, Reading
from handlers.language.sight import Sight

_LISTED = r"(?:明细|流水|记录|清单|汇总|情况|统计|总额|合计|列表|台账|报表|日报|周报|月报|表)"
# report → how people call it; the first that is found wins
_NAMES = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("rolls", r"(?:账龄)?(?:迁徙|滚动|迁移)率?"),
        (
            "trend",
            r"(?:逾期|超期|欠款|账龄)?(?:的)?(?:趋势|走势)图?|(?<=[哪业区])[^,，。]{0,6}(?:变差|恶化|变坏)了?"
            r"|(?<=[哪业区])[^,，。]{0,4}(?:超期|逾期)(?:的?(?:钱|款|金额))?[在还最近一直]*(?:涨|增加|变多|上升|多起来)(?:得最?[快多凶])?了?|(?:市场|行情|行业|地区|区域)预警",
        ),
        (
            "rates",
            r"催收回款率|到期回款率|回款率|(?:应收)?(?:账款)?周转(?:天数|率)|dso|cei|平均(?:逾期|超期|拖欠|晚付|拖)(?:了)?(?:几|多少)?天数?"
            r"|(?:各个?|每个?)?(?:业务员|销售员)的?(?:回款|收款)(?:情况|多少)?$|(?:催收|回款|收款|销售)?(?:业绩|绩效|kpi|考核)|谁(?:催|收)得(?:最)?[好多]|(?:付款|还款|回款|给钱|结账|付钱)(?:得|的)?最(?:慢|拖|不准时|晚)的?",
        ),
        (
            "words",
            r"(?:有谁|谁|哪[些家个]|哪几家)(?:上个?月|这个?月|本月|上周)?(?:答应|承诺|说好|说定|许诺)(?:了|过)?的?(?:钱|款|账)?(?:都|还|又)?(?:没|未|不)(?:有)?(?:兑现|做到|算数|付|给|履约|到账)"
            r"|(?:承诺|说好的?|答应的?|许诺)(?:的?(?:还款|付款|回款))?(?:兑现|履约|守信)(?:率|情况|统计)?|(?:兑现|履约)率"
            r"|(?:谁|哪[些家个])?(?:最)?(?:不|没)?(?:说话不?算数|守信用?|讲信用)",
        ),
        (
            "delays",
            r"(?:拖欠|逾期|超期|欠款|欠账|不付款?|没付款?|晚付|没回款|不回款|拖款)(?:的)?(?:主要)?原因(?:分析|统计|汇总)?"
            r"|(?:为什么|为啥|为何)(?:都)?(?:拖欠|逾期|超期|没回款|不回款|收不回来?)"
            r"|(?:都)?(?:卡|堵|拖|慢)在(?:哪一?个?|什么|啥|哪些)?(?:环节|地方|步骤|哪儿?|哪里)|哪个?(?:环节|步骤)(?:最)?(?:卡|慢|拖|堵)(?:着)?",
        ),
        (
            "silent",
            r"(?:都)?(?:还)?(?:没|没有|未|没在|不在|不)催(?:收|款|过|的)?(?:的)?(?:客户|欠款|账)?|(?:沉默|静默|没动静)的?(?:欠款|客户|账)?"
            r"|没人(?:催|跟进?|管)的?(?:欠款|客户|账)?|没跟进的?(?:欠款|客户)?",
        ),
        ("log", rf"(?:催收|催款|催账|跟进|拜访)(?:日志|{_LISTED})"),
        ("fresh", r"(?:新增?|刚刚?|新近|新进)的?(?:变)?(?:超期|逾期)(?:的)?(?:客户|欠款)?"),
        (
            "debts",
            rf"新增?(?:了(?:哪些|多少|几笔)?)?的?(?:应收|欠款|赊账|赊销)(?:账?款)?{_LISTED}?|(?:赊账|赊销|记账|开单|新欠){_LISTED}",
        ),
        ("receipts", rf"(?:回款|(?<!应)收款|到账|进账|还款|付款){_LISTED}"),
        (
            "debtors",
            r"(?:欠款|应收|欠账|欠钱)(?:金额|余额)?(?:最多的?|最大的?)?(?:客户)?(?:排行榜?|排名|大户|前(?=[0-9一二三四五六七八九十]))|(?:欠款|欠账|应收|欠钱|欠得?)最[多大]的?(?=[0-9一二三四五六七八九十]+[家个名位户])|(?<![逾超]期)(?:欠款)?大户|(?<=[大名家位])(?:的)?(?:欠款|应收|欠账|欠钱)(?:的?客户)?$",
        ),
        ("items", r"(?:应收|未收|没收)(?:账款|款)?(?:明细|台账|清单)表?|应收账款表|台账"),
        (
            "aging",
            r"(?:(?<=[区业员类])|(?<=销售)(?=手[上里]|名下)|(?<=[每各]个销售)|(?<=华[东北南中])|(?<=[西东][南北])|(?<=[本外]地))(?:手[上里]|名下|看)?的?(?:客户)?(?:现在|一共|总共)?(?:还)?(?:有|欠)?(?:多少)?(?:欠款|应收款?|没收回来?的?|欠)(?:合计|汇总|总额|多少钱?|总数|情况|分布)?$"
            r"|(?:逾期|应收)?账[龄令]"
            r"|(?:(?<=业务员)|(?<=销售)|(?<=销售员)|(?<=每人)|(?<=每个人)|(?<=各人))(?:手[上里]|名下)?的?(?:各?有)?(?:多少|几家)?看?(?:超期|逾期)(?:情况|金额|的?[钱款]|多少)*(?:最[多高]|最严重)?",
        ),
    )
)
# Enough with a period beside it: “10月回款”, “今年新增”.
_IN_A_PERIOD = (
    ("receipts", re.compile("回款|(?<!应)收款|进账|到账(?!期)")),
    ("debts", re.compile("赊销|赊账|新增|新欠")),
)
_BY = tuple(
    (by, re.compile(pattern))
    for by, pattern in (
        (
            "salesperson",
            r"(?:按|分|各个?|每个?|哪个?|和|跟)(?:销售员?|业务员?|负责人|人员|人|员工)(?:来)?(?:看|分|统计|列|的)?"
            r"|谁(?=[^,，。]{0,4}最)",
        ),
        (
            "customer",
            r"(?:按|分|各个?|每个?|每家|各家|哪[个家些])(?:客户)?(?:来)?(?:看|统计|列)?(?<=[户家看])",
        ),
        ("region", r"(?:按|分|各个?|每个?|哪个?)?(?:地区|区域|片区|大区|地方)(?:来)?(?:看|分|统计|列|的)?"),
        ("industry", r"(?:按|分|各个?|每个?|哪个?)?行业(?:来)?(?:看|分|统计|列|的)?"),
        (
            "category",
            r"(?:按|分|各个?|每个?|哪[个类]?)(?:客户)?(?:分类|类别|类型|类)(?:来)?(?:看|分|统计|列|的)?",
        ),
        ("frequency", r"(?:按|分)?(?:交易|进货|拿货|采购)?频[率次](?:来)?(?:看|分|统计|列|的)?"),
        (
            "amount",
            r"(?:按|分)(?:欠款)?(?:金额|额度|规模|大小)(?:段|档|区间|等级)?(?:来)?(?:看|分|统计|列|的)?",
        ),
        ("step", r"环节|步骤"),
    )
)
_TOPICS = (
    ("turnover", re.compile("周转|dso")),
    ("rate", re.compile("到期回款率")),
    ("effectiveness", re.compile("回款率|cei")),
    ("days_late", re.compile(r"平均(?:逾期|超期|拖欠|晚付|拖)|最(?:慢|拖|不准时|晚)")),
)
_EXPORT = re.compile(
    r"导(?:出来?|成|个|一[份个下])(?:excel|表格?|文件)?|(?:发|做|出)(?:我|成)?一?[个份张]?(?:excel|表格|文件)|下载|excel|xlsx?"
)
_TOP = re.compile(
    r"前?(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:名|大|位|强|家|个客户)|前?(?P<m>[0-9]{1,2}|[一二三四五六七八九十]{1,3})$|top(?P<t>[0-9]{1,2})"
)
_FILL = re.compile(
    r"每个?月|逐月|看看|看一下|看下|查一下|查下|查查|给我|发我|帮我|帮忙|来[份个张]|要[份个张]?|一下|一[份个张]|的时候|时候|怎么样|怎样|咋样|如何"
    r"|给我个|文件|有哪些|有多少|是多少|多少|有谁|是谁|哪些|哪几家|列一?下|列出来?|列|汇总|统计|报表|分析|分布|情况|结构|图表|图|表|现在|目前|当前|截止到?|截至|全公司|公司|整体|总体"
    r"|最[多好大高少差快慢]|排[行名]榜?|[和跟与比]*(?:前一?个?月|上上个?月|上期|同期)[相对]?比?|环比|同比"
    r"|所有|全部|客户|公司的|大家|我们|咱们?|谁|请|把|按|给|的|了|呢|吧|啊|吗|呀|是|都|和|及|在|哪|月份|份|[?,，。、!！:： ~]"
)
_ROLES = frozenset({"销售", "销售员", "业务员", "负责人", "客户"})
_MINE = frozenset({"我", "我自己", "本人", "我名下", "自己"})
_LONGEST_NAME = 12
_OF_ALL = frozenset(
    {"trend", "silent", "log", "fresh", "debtors"}
)  # with a customer in it, it is something else
_AHEAD = re.compile("要回款|未来|往后|接下来|今后|以后|预[测计估]|[会能该]")  # a forecast, not what has been
_RATE = re.compile("兑现|履约")
_LIST_ASKED = re.compile("[哪谁的有人单]|客户|欠款|静默|沉默")
_HOW_LATE = re.compile("平均[^，,。]{1,4}几天")  # asked, and no day
# 三个月没下单的客户, 最近没拿货的有谁
_NO_ORDERS = re.compile(
    r"没(?:有)?(?:再|来)?(?:下单|拿货|进货|订货|提货|要货|买货|来往|往来|合作|交易|来过|做生意)了?的?(?:客户|有|都|[谁哪]|$)|(?:谁|哪[些家几个])[^，,。]{0,8}没(?:有)?(?:再|来)?(?:下单|拿货|进货|订货|来往|合作)"
)
SIGNS = "sumless 前 top"


def report(sight: Sight) -> Reading | None:
    """A report by its name, with what narrows it; None when there is more in the message than that."""
    if sight.amounts and not sight.has("report") and "前" not in sight.text:
        return None
    if not (sight.amounts or sight.mentions) and _NO_ORDERS.search(sight.bare):
        return told(sight, Intent.REPORT, extra={"topic": "orders"})  # none of ours: what there is is listed
    if _HOW_LATE.search(sight.bare):
        sight = replace(sight, dates=tuple(one for one in sight.dates if one.kind != "vague"))
    text = _blank_dates(sight.bare.lower(), sight)
    found = _named(text, has_days=bool(sight.dates) and not sight.mentions)
    if _AHEAD.search(text) or _AHEAD.search(sight.bare) or days_over(sight) is not None:
        return None
    if found is None or len(sight.mentions) > 1 or sight.has("setting", "correct", "remind"):
        return None
    name, rest = found
    is_of_one = name in _OF_ALL or (name == "words" and _RATE.search(text) is None)
    if (sight.mentions and is_of_one) or (name == "silent" and not _LIST_ASKED.search(text)):
        return None
    extra: dict[str, Any] = {"report": name, **_days(sight)}
    rest = _taken(rest, "export", _EXPORT, extra)
    for by, pattern in _BY:
        if "by" not in extra:
            rest = _taken(rest, "by", pattern, extra, value=by)
    rest = _top(rest, extra)
    whose = _whose(rest, sight)
    if whose is None:
        return None
    if whose in _ROLES and whose != "客户":  # 业务员名下应收多少
        extra["by"], whose = "salesperson", ""
    extra["topic"] = next((key for key, pattern in _TOPICS if pattern.search(text)), name)
    if whose:
        extra["whose"] = whose
    exported = "export" in extra and sight.mention is None
    return told(sight, Intent.EXPORT if exported else Intent.REPORT, mention=sight.mention, extra=extra)


def topic_of(text: str, *, has_period: bool) -> str:
    """The report that words are nearest to which name none plainly; "" for none: “上周收了多少钱 出个表”."""
    found = _named(text.lower(), has_days=has_period)
    if found is not None:
        return found[0]
    if re.search("收|回款|进账|到账", text):
        return "receipts"
    if has_period and re.search("销售额|赊|新增|欠|应收|出货|发货|卖|[发送出]了", text):
        return "debts"
    return "debtors" if re.search("前[0-9一二三四五六七八九十]|排[行名]|top", text.lower()) else ""


def _named(text: str, *, has_days: bool) -> tuple[str, str] | None:
    """The report, and the text without its name."""
    for name, pattern in (*_NAMES, *(_IN_A_PERIOD if has_days else ())):
        match = pattern.search(text)
        if match is not None:
            kept = " " if name != "trend" and name != "delays" else _kept(match[0])
            return name, text[: match.start()] + kept + text[match.end() :]
    return None


def _kept(name: str) -> str:
    """A dimension that the report's name names: 行业预警, 卡在哪个环节."""
    return " " + "".join(word for word in ("行业", "地区", "区域", "环节", "步骤") if word in name) + " "


def _taken(text: str, key: str, pattern: re.Pattern[str], extra: dict[str, Any], value: Any = True) -> str:
    match = pattern.search(text)
    if match is None:
        return text
    extra[key] = value
    return text[: match.start()] + " " + text[match.end() :]


def _top(text: str, extra: dict[str, Any]) -> str:
    match = _TOP.search(text.strip())
    count = number_in(match["n"] or match["m"] or match["t"]) if match is not None else None
    if match is None or not count:
        return text
    extra["top"] = count
    return text.strip()[: match.start()] + " " + text.strip()[match.end() :]


def _whose(rest: str, sight: Sight) -> str | None:
    """What it is narrowed to, "" for nothing; None when the rest is more than one word."""
    pieces = _pieces(rest)
    if sight.mention is not None:
        return None if set(pieces) - _ROLES else sight.mention.text
    if not pieces:
        return ""
    if len(pieces) > 1 or len(pieces[0]) > _LONGEST_NAME or any(char.isdigit() for char in pieces[0]):
        return None
    return "我" if pieces[0] in _MINE else pieces[0]


def _pieces(rest: str) -> list[str]:
    cleaned = re.sub(r"(?:^|\s)(?:销售员?|业务员?|负责人)(?=\S{2,4})", " ", rest)
    return [piece for piece in _FILL.sub(" ", cleaned).replace(MASK, " ").split() if piece not in "比和跟"]


def _blank_dates(text: str, sight: Sight) -> str:
    for found in sight.dates:
        text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
    return text


def _days(sight: Sight) -> dict[str, Any]:
    span = period(sight, back=True)
    return {"period_from": span["from"], "period_to": span["to"], **span} if span else {}
