"""What if somebody pays, puts it off, or takes more: answered from the books, never booked, whatever sums stand in it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from handlers.language.numerals import read_numeral
from handlers.language.outcome import told, whose
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight
from ledger.terms import months_later

SIGNS = "if 如要假若倘万话后超爆"
_IF = re.compile(
    r"如果|(?<!主)要是|假如|假设|假定|假使|假若|若是|倘若|如若|(?<![一二两三四五六七八九十百千几0-9])万一|的话(?!术)|若(?=[\ue000他])"
)
# A threat, an order for later, somebody's words, a rule of a contract: supposed too, but nobody asks for figures.
_NO_SUM_WANTED = re.compile(
    r"就(?:好|停|不|别|可以|行|给|能|把|去|让|得|先|要|算|记|提醒|告诉|通知|发|说)|我(?:就|再|才)|才(?:能|给|发|行)"
    r"|不然|否则|怎么办|咋办|再说|提醒|通知我|告诉我|好了|别忘|合同|约定|例|示范|演示|测试|对方|人家"
)
_OTHER_ORDERS = ("say", "remind", "hold", "setting", "correct", "undo", "note", "hearsay", "own", "favour")
_DELAYS = re.compile(
    r"拖|赖账|(?:不|没|没有|不肯|还不)(?:付|还|给|结|打|转)(?!了多少)|晚[^，,。]{0,8}(?:付|还|给|结)"
    r"|推迟|推后|推到|延期|延后|延到|缓到|才(?:付|还|给|结|打)|(?:付|还|结)不(?:了|上|出)"
)
_TAKES = re.compile(
    r"(?:再|又|还|多|给|让)[^，,。]{0,10}?(?:发|赊|送|拿|拉|提|装|走)|(?:发|赊|送|拿|拉|提|装)(?:[走了他]|货)*[^付还，,。]{0,3}(?:的?货|$)"
)
_OVER = re.compile(r"会不会超(?!期)|会超(?!期)|超不超|爆不爆|会爆")
_PAYS = re.compile(
    r"(?:付|还|给|打|转|回|结|汇|交|清|来|收)(?:我们|咱们|咱|我|过来|回来|进来|到|掉|上)?(?P<done>了|过)?"
)
_PART = re.compile(
    r"一半|半数|(?P<of>[二三四五两])分之一|[三]分之(?P<two>二)|(?P<tenths>[一二三四五六七八九])成"
)
_ALL = re.compile(
    r"全部?(?:付|还|结|给|打|转|收|回|清)|都(?:付|还|结|给|清)|(?:付|还|结)清|清(?:账|了|掉|完)|一次(?:性)?(?:付|还|结)"
)
_OVERDUE = re.compile(
    r"(?:超期|逾期|过期|到期)的?(?:那?部分|款|账|货款|的)?[^，,。]{0,4}(?:付|还|结|给|打|清)"
)
_LATER = re.compile(
    r"(?:拖|晚|推迟|延期|延后|推后|缓)(?:上|个|到|了)?(?P<n>[0-9一二两三四五六七八九十半]+)\s*(?P<unit>天|日|周|个?星期|个?礼拜|个半月|个月|月|年)"
)
# 宏达付50万以后还欠多少: no 如果, but nothing has happened yet
_AFTER_IT = re.compile(
    r"(?:的?货款|块钱|的?话|进来|到账)?(?:以后|之后|后|的话|完)?[，, ]*[^，,。]{0,6}?(?:账龄|账面|还欠|还剩|剩下|剩|欠款|超期|逾期)"
    r"[^，,。]{0,4}?(?:怎么样|怎样|咋样|啥样|如何|变|多少|几多)"
)
_EVERYONE = re.compile(r"大家|所有|全部客户|每家|个个|客户都|都(?=拖|不付|不还|晚|付|还)")
_MOST_CHARACTERS = 90
_PARTS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_TENTHS = "一二三四五六七八九"
_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}


def what_if(sight: Sight) -> Reading | None:
    """如果宏达月底付50万 · 要是永盛这周付一半呢 · 假如鑫源拖到春节 · 青禾再发10万会不会超."""
    if sight.has(*_OTHER_ORDERS) or _NO_SUM_WANTED.search(sight.bare) or len(sight.text) > _MOST_CHARACTERS:
        return None
    over = _OVER.search(sight.bare) is not None
    if not (over or _supposes(sight)):
        return None
    kind = "takes" if over else _kind(sight)
    asked = over or is_question(sight) or sight.has("what_if")
    if kind is None and not asked:
        return None
    named = whose(sight) if kind else sight.mention
    of_all = named is None and _EVERYONE.search(sight.bare) is not None
    has_sum = any(amount.fen for amount in sight.amounts)
    if not (asked or of_all) and (_is_done(sight) or (named is None and not has_sum)):
        return None  # 如果还了5000: the start of a sentence, or talk
    extra = {
        "topic": "what_if",
        "kind": kind,
        "several": of_all or len(sight.mentions) > 1 or None,
        **_said(sight, kind),
    }
    parts = _parts(sight, kind) if len(sight.mentions) > 1 and not of_all else None
    if parts is not None:
        extra |= {"parts": parts, "several": None}
    return told(sight, Intent.WHAT_IF, mention=named, extra=extra)


def _supposes(sight: Sight) -> bool:
    """A word of supposing, or a sum that is not there yet and what would be left of it."""
    if _IF.search(sight.bare):
        return True
    return any(
        _AFTER_IT.match(sight.bare, amount.end) and not _is_done(sight)
        for amount in sight.amounts
        if amount.fen
    )


def _kind(sight: Sight) -> str | None:
    if _DELAYS.search(sight.bare):
        return "delays"
    if _TAKES.search(sight.bare) and sight.amounts:
        return "takes"
    return "pays" if _PAYS.search(sight.bare) else None


def _is_done(sight: Sight) -> bool:
    """还了5000, 付过3000: the sum stands right behind what is done."""
    sums = {amount.start for amount in sight.amounts}
    return any(match["done"] and match.end() in sums for match in _PAYS.finditer(sight.bare))


def _parts(sight: Sight, kind: str | None) -> list[dict[str, Any]] | None:
    """宏达月底付50万、永盛付20万: each with his own; who has none gets what the next one has (宏达和永盛各付20万).

    None where somebody's sum, or who he is, is open.
    """
    if kind is None or any(one.customer_id is None or one.span is None for one in sight.mentions):
        return None
    spans = [one.span for one in sight.mentions if one.span is not None]
    ends = [*(span.start for span in spans[1:]), len(sight.bare)]
    found = [
        _part(sight, kind, start.end, end) | {"customer_id": one.customer_id}
        for one, start, end in zip(sight.mentions, spans, ends, strict=True)
    ]
    for one, following in reversed(list(pairwise(found))):
        one["day"] = one["day"] or following["day"]
        if not (one["fen"] or one["share"]):
            one |= {key: following[key] for key in ("fen", "share", "of")}
    day = _day(sight) or (_later(sight) if kind == "delays" else None)
    found = [one | {"day": one["day"] or day} for one in found]
    needs = "day" if kind == "delays" else "fen"
    is_whole = all(one[needs] or (kind == "pays" and one["share"]) for one in found)
    return found if is_whole and len({one["customer_id"] for one in found}) == len(found) else None


def _part(sight: Sight, kind: str, start: int, end: int) -> dict[str, Any]:
    """What stands behind one customer, up to the next."""
    text = sight.bare[start:end]
    sums = [one.fen for one in sight.amounts if one.fen and not one.foreign and start <= one.start < end]
    days = [
        one.to_day or one.day for one in sight.dates if start <= one.start < end and (one.day or one.to_day)
    ]
    pays = kind == "pays" and not sums
    return {
        "kind": kind,
        "fen": sums[0] if sums else None,
        "day": days[0] if days else None,
        "share": _share(text) if pays else None,
        "of": _whole(text) if pays else None,
    }


def _said(sight: Sight, kind: str | None) -> dict[str, Any]:
    """`fen`, or which `part` of what; the `day` of it. None where nothing was said."""
    found: dict[str, Any] = {"day": _day(sight)}
    if kind == "delays":
        return {**found, "day": found["day"] or _later(sight)}
    fen = next((amount.fen for amount in sight.amounts if amount.fen and not amount.foreign), None)
    if fen is not None:
        return {**found, "fen": fen}
    if kind == "pays":
        found |= {"share": _share(sight.bare), "of": _whole(sight.bare)}
    return found


def _day(sight: Sight) -> date | None:
    """The day named, or the last of the week or month named."""
    return next((found.to_day or found.day for found in sight.dates if found.day or found.to_day), None)


def _later(sight: Sight) -> date | None:
    """拖一个月, 晚20天: from today."""
    match = _LATER.search(sight.bare)
    if match is None:
        return None
    today, unit = sight.now.date(), match["unit"].removeprefix("个")
    if match["n"] == "半":
        return today + timedelta(15) if unit == "月" else None
    numeral = read_numeral(match["n"], 0)
    if numeral is None or numeral.value is None or not 0 < numeral.value < 1000:
        return None
    count = int(numeral.value)
    if unit in _DAYS:
        return today + timedelta(_DAYS[unit] * count)
    day = months_later(today, count * (12 if unit == "年" else 1))
    return day + timedelta(15) if unit == "半月" else day


def _share(text: str) -> str | None:
    """一半 1/2, 三分之一 1/3, 六成 6/10, 全部 1/1."""
    match = _PART.search(text)
    if match is None:  # 都付一半 is a half
        return "1/1" if _ALL.search(text) or _OVERDUE.search(text) else None
    if match["two"]:
        return "2/3"
    if match["of"]:
        return f"1/{_PARTS[match['of']]}"
    return f"{_TENTHS.index(match['tenths']) + 1}/10" if match["tenths"] else "1/2"


def _whole(text: str) -> str | None:
    if _OVERDUE.search(text):
        return "overdue"
    return "all" if _ALL.search(text) else None
