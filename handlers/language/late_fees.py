"""What is said about late fees and interest: how much, book it, waive it, the rate that was agreed, a new LPR."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from handlers.language.dates import as_past
from handlers.language.numerals import read_numeral
from handlers.language.outcome import told, whose
from handlers.language.reading import Fit, Intent, Mention, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

SIGNS = "息约滞罚LlＬ"
_FEE = re.compile(r"(?:逾期|超期)?(?:利息|罚息|违约金|滞纳金|延期费)|逾期息")
_POST = re.compile(
    r"(?:记|计|加|收|算|入)(?:上|入|收|进)?(?:一笔|一下)?[^，,。 ]{0,6}?(?:利息|罚息|违约金|滞纳金)"
    r"|(?:利息|罚息|违约金|滞纳金)[^，,。 ]{0,4}?(?:入账|记账|记上|加上|记进去|算进去|记入)"
)
_STATED = re.compile(
    r"(?:记|计|加|算)(?:上|入|进)?(?:一笔|一下)?[^，,。 ]{0,6}?(?:违约金|滞纳金|罚息|逾期利息)"
)
_WAIVE = re.compile(
    r"免(?:掉|了|除|去)?[^，,。 ]{0,8}?(?:利息|罚息|违约金|滞纳金)"
    r"|(?:利息|罚息|违约金|滞纳金)[^，,。 ]{0,4}?(?:免|不收|不要|不算|不用付|不用给|算了)"
)
_PART = re.compile(r"免|少收|少算|少要|减|打折|[打按]\S折|一半|几成")
_LAST_DAY = re.compile(r"(?:到|截至|截止|至)$")
_OWED = re.compile(r"欠|赊|开票|发票|货款|还款")
# A share of it, or what stays of it: neither is the sum that is let go.
_SHARE = re.compile(
    r"一半|[半对]折|\d\s*折|[一二三四五六七八九两几]\s*[折成]|[%％]|零头|一部分|一点|一些|部分|只收|收到"
)
_SHOW = re.compile(
    r"多少|几多|怎么算|咋算|算一?下|算算|是什么|什么标准|有吗|明细|看看|查|^[\ue000 ]*(?:的)?(?:逾期)?(?:利息|罚息|违约金|滞纳金)$"
)
_RATE = re.compile(
    r"(?P<per>日|每日|每天|一天|按日|按天|天|月|月息|每月|年|每年|年化|年息|年利率|一年)?(?:息|利率|化)?(?:是|按|为|收)?"
    r"(?:(?P<of>百|千|万)分之(?P<share>[0-9.]+|[零一二两三四五六七八九十点]+)|(?P<percent>[0-9.]+)\s*(?P<sign>[%％‰]))"
    r"(?:[/每一]?(?P<after>天|日|月|年))?"
)
_AGREED = re.compile(r"约定|说好|合同|按|违约金|滞纳金|利息|罚息|逾期")
_NONE_AGREED = re.compile(r"没有?约定|未约定|取消约定|不约定")
# 催款函里加上违约金条款: how a letter is worded, nothing that is owed
_ON_PAPER = re.compile(
    r"条款|字样|措辞|语气|口气|话术|模板|(?:催款|催收|律师|通知|告知)函|[写加](?:到|进|在)[^，,。;；]{0,3}(?:合同|协议|对账单)"
)
_BY_LPR = re.compile(r"(?i)按\s*lpr")
_BY_LAW = re.compile(r"按(?:条例|802|法定|中小企业)|大企业|机关|事业单位")
_LPR = re.compile(
    r"(?i)^(?:一年期)?lpr\s*(?P<y>20\d\d)[年\-/.](?P<m>\d{1,2})[月\-/.](?P<d>\d{1,2})日?(?:起|开始|公布)?\s*(?:是|为|[:：])?\s*(?P<percent>\d{1,2}(?:\.\d{1,2})?)\s*[%％]?$"
)
# What stands for a sum in words to book a fee, and is none: below nothing, nothing, or unreadable.
_BELOW = re.compile(r"[-－—–−]\s*[0-9一二两三四五六七八九十百千万]|负")
_NOTHING = re.compile(r"(?<![0-9.])0+(?:\.0+)?(?![0-9.])|零(?=元|块|$)")
_FIGURE = re.compile(r"[0-9]|[零一二两三四五六七八九十几半]+[百千万亿块元]")
# Another term of the same customer, which has to be said by itself.
_BESIDE = re.compile(r"(?:合同)?(?:账期|等级) ?[^，,。；;、 \n]+")
_PARTS = {"百": 100, "千": 1_000, "万": 10_000, "%": 100, "％": 100, "‰": 1_000}
_PERIODS = {"日": "day", "天": "day", "月": "month", "年": "year"}
_MONTHS = 12


def late_fees(sight: Sight) -> Reading | None:
    """宏达逾期利息多少, 给宏达记违约金, 宏达违约金免了, 宏达违约金免500, 宏达约定日万分之五, LPR 2026年6月20日 2.9."""
    if len(sight.text) > 40 or "额度" in sight.bare:  # 额度不算违约金: what counts against limits
        return None
    published = _LPR.match(sight.text)
    if published is not None:
        return _published(sight, published)
    rate = _RATE.search(sight.bare)
    if rate is not None and _AGREED.search(sight.bare) and not is_question(sight):
        # 欠5000 违约金每天千分之一: the debt first, what was agreed beside it
        owed = bool(sight.amounts) and sight.has("debt", "goods", "unpaid")
        return None if owed else _agreed(sight, rate)
    if _FEE.search(sight.bare) is None or _ON_PAPER.search(sight.bare):
        return None
    rule = _rule(sight)
    if rule is not None:
        return rule
    return _asked(sight)


def _asked(sight: Sight) -> Reading | None:
    """With a sum it is money that was paid, owed or taken off, unless it is to be booked: “给宏达记违约金500”."""
    sums = [amount.fen for amount in sight.amounts if amount.fen]
    part = _part(sight, sums)
    if part is not None:
        return part
    if sums or sight.has("paid", "goods"):
        stated = len(sums) == 1 and _STATED.search(sight.bare) and not sight.has("paid", "goods")
        if not stated or sight.mention is None or is_question(sight):
            return None
        if _BELOW.search(sight.bare):
            extra = {"action": "post", "odd": "negative"}
            return told(sight, Intent.LATE_FEE, mention=sight.mention, extra=extra)
        extra = {"action": "post", **_until(sight)}
        return told(sight, Intent.LATE_FEE, mention=sight.mention, amount=sums[0], extra=extra)
    named = whose(sight)
    if _SHOW.search(sight.bare) or is_question(sight):
        shown = re.search(
            r"多少|怎么算|咋算|算一?下|算算|明细|标准|^[\ue000 ]*(?:的)?(?:逾期)?(?:利息|罚息|违约金|滞纳金)$",
            sight.bare,
        )
        extra = {"action": "ask", **_until(sight)}
        return told(sight, Intent.LATE_FEE, mention=named, extra=extra) if shown else None
    if _WAIVE.search(sight.bare):
        return told(sight, Intent.LATE_FEE, mention=named, extra={"action": "waive", **_until(sight)})
    if _POST.search(sight.bare):
        odd = _odd(sight)
        extra = {"action": "post", **({"odd": odd} if odd else _until(sight))}
        return told(sight, Intent.LATE_FEE, mention=named, extra=extra)
    return None


def _until(sight: Sight) -> dict[str, Any]:
    """The last day that is meant where one is said, and of a month the first: 11月的, 上个月的, 算到11月30日."""
    for found in reversed(sight.dates):
        is_last = _LAST_DAY.search(sight.bare[: found.start]) is not None
        if found.kind != "period" and not (is_last and found.kind in ("day", "range")):
            continue
        past = as_past(found, sight.now)
        day = past.to_day or past.day
        if day is not None:
            return {"until": day, **({"from": past.from_day} if found.kind == "period" else {})}
    return {}


def _part(sight: Sight, sums: list[int]) -> Reading | None:
    """宏达违约金免500, 宏达违约金减免500, 免宏达500违约金; a share of it is asked back as a sum."""
    if sight.has("paid", "goods", "return", "settled") or _OWED.search(sight.bare) or is_question(sight):
        return None
    if not _PART.search(sight.bare) or _SHOW.search(sight.bare) or _is_apart(sight):
        return None
    mention = whose(sight)
    extra = {"action": "waive", **_until(sight)}
    shared = _SHARE.search(sight.bare) is not None
    if len(sums) > 1 or shared or (not sums and _odd(sight)):
        return told(sight, Intent.LATE_FEE, mention=mention, extra={**extra, "odd": "unclear"})
    if not sums:
        return None
    odd = {"odd": "negative"} if _BELOW.search(sight.bare) else {}
    return told(sight, Intent.LATE_FEE, mention=mention, amount=sums[0], extra={**extra, **odd})


def _is_apart(sight: Sight) -> bool:
    """A sum in a clause that speaks of neither the fee nor of letting it go: 宏达开票5000，违约金免了."""
    clauses = [(one.start(), one.end()) for one in re.finditer(r"[^，,。；; ]+", sight.bare)]
    homes = [
        sight.bare[start:end]
        for amount in sight.amounts
        for start, end in clauses
        if start <= amount.start < end
    ]
    return any(not _FEE.search(home) and not _PART.search(home) for home in homes)


def _odd(sight: Sight) -> str | None:
    """Why a figure that was typed is no sum: negative | zero | unclear; None where none was typed."""
    left = sight.bare
    places = [(one.start, one.end) for one in sight.dates] + [(one.start, one.end) for one in sight.documents]
    for start, end in places:
        left = left[:start] + " " * (end - start) + left[end:]
    if not _FIGURE.search(left) and not _BELOW.search(left) and not _NOTHING.search(left):
        return None
    if _BELOW.search(left):
        return "negative"
    return "zero" if _NOTHING.search(left) else "unclear"


def _customer(sight: Sight) -> Mention | None:
    """Whose rate it is; words about the fee itself are no new customer's name."""
    mention = sight.mention
    return None if mention is not None and mention.fit is Fit.NEW and _FEE.search(mention.text) else mention


def _rule(sight: Sight) -> Reading | None:
    """宏达没约定违约金, 宏达违约金按LPR, 宏达违约金按条例."""
    if is_question(sight):
        return None
    if _BY_LPR.search(sight.bare):
        extra = {"action": "agree", "rule": "lpr"}
    elif _BY_LAW.search(sight.bare):
        extra = {"action": "agree", "rule": "statutory"}
    elif _NONE_AGREED.search(sight.bare):
        extra = {"action": "agree"}
    else:
        return None
    return told(sight, Intent.LATE_FEE, mention=_customer(sight), extra=extra)


def _agreed(sight: Sight, match: re.Match[str]) -> Reading | None:
    share = _share(match)
    if share is None:
        return None
    period = (match["per"] or match["after"] or "")[-1:] if (match["per"] or match["after"]) else ""
    if match["per"]:
        period = next((mark for mark in _PERIODS if mark in match["per"]), "")
    # 万分之五 alone is a day's rate, 12% alone a year's: nobody says them otherwise.
    per = _PERIODS.get(period, "day" if match["of"] in ("万", "千") or match["sign"] == "‰" else "year")
    if per == "month":
        share, per = share * _MONTHS, "year"
    extra = {"action": "agree", "rate": f"{share.normalize():f}/{per}"}
    beside = _BESIDE.search(sight.text)
    extra |= {"beside": beside.group()} if beside is not None else {}
    return told(sight, Intent.LATE_FEE, mention=_customer(sight), extra=extra)


def _share(match: re.Match[str]) -> Decimal | None:
    """The rate as a fraction; None for a figure that is none."""
    digits = match["percent"] or match["share"]
    of = _PARTS[match["of"] or match["sign"]]
    if digits.replace(".", "", 1).isdigit():
        return Decimal(digits) / of if Decimal(digits) else None
    whole, _, part = digits.partition("点")
    values = [read_numeral(piece, 0) for piece in (whole, *part) if piece]
    if not values or any(one is None or one.value is None for one in values):
        return None
    figure = "".join(str(int(one.value)) for one in values if one is not None and one.value is not None)
    decimals = len(values) - 1
    return Decimal(figure).scaleb(-decimals) / of


def _published(sight: Sight, match: re.Match[str]) -> Reading | None:
    try:
        day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
    if not 0 < Decimal(match["percent"]) <= 15:
        return None
    extra = {"action": "agree", "lpr": f"{day.isoformat()}:{match['percent']}"}
    return told(sight, Intent.LATE_FEE, extra=extra)
