"""Figures that are no sums: numbers of documents and lists, figures inside codes, too little to be a sum."""

from __future__ import annotations

import re

from handlers.language.measures import CODES, COUNTS, FEW_COUNTS, FEW_GOODS, GOODS, LONG_CODES, unless
from handlers.language.moneytail import ONES, YUAN_AFTER
from handlers.language.numerals import PLAIN, Numeral

SHORTEST_CODE = 6
LONGEST_BARE = 8  # more digits without a unit are a number of something, not a sum
MONEY_LETTERS = ("RMB", "CNY", "USD", "HKD", "EUR", "rmb", "x", "X")
MEASURE = re.compile(rf"\s?(?:(?P<count>{unless(COUNTS)})|(?P<goods>{unless(GOODS)}))")
FEW_MEASURE = re.compile(rf"\s?(?:(?P<count>{unless(FEW_COUNTS)})|(?P<goods>{unless(FEW_GOODS)}))")
_CODE_ENDS = frozenset(word[-1] for word in (*CODES, *LONG_CODES))
_LIST_MARK = re.compile(r"[)、](?!\s?[0-9]\s?[百千万])|\.(?![0-9])(?=\s?\S)")
# Where a figure begins, or what only looks like one and is stepped over.
# What is sold by its size: 600x600地砖, 3*2.5电缆, 600x600 50箱.
_SOLD = "砖|板|管|钢|线|电缆|石|窗|纸箱"
_SIZED = (
    rf"[0-9.]+[xX×*][0-9.]+(?:[xX×*][0-9.]+)?"
    rf"(?=\s?(?:mm|cm|毫米|厘米|公分|的?[一-龥]{{0,2}}(?:{_SOLD}))|\s[0-9]+(?:{unless(GOODS | FEW_GOODS)}))"
    r"|304(?=不锈|钢)|[1-8]分(?=管|球阀|弯|直接|三通|阀|板|水管|丝|镀锌|PP|铁管)|[0-9]{3,5}(?=轴承|型号|系列|号钢)|[0-9]+#(?![0-9])|[0-9](?=标段)"
)
# Few places of a message begin with one of these.
_BEGINS = f"0-9A-Za-zΦφ∅#.第星周礼初京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼零〇廿卄卅卌几数十拾百佰千仟万亿上好个成俩仨{ONES}"
BEGINS = re.compile(f"[{_BEGINS}]")
HEAD = re.compile(
    rf"(?P<code>[1-9]/[2-9](?![0-9/])|[A-Za-zΦφ∅]+[-_]?[0-9](?:[A-Za-z0-9_-]|\.(?=[0-9])|[*×](?=[0-9]))*|{_SIZED}"
    r"|[#][0-9]+|[0-9]+(?:[-/:][0-9]+){2,}|[0-9]+(?:\.[0-9]+){2,}|0[0-9]{2,3}-[0-9]{7,8}"
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·]?[A-Z0-9]{5,6}"
    rf"|第 ?(?:[0-9]+|[{ONES}十百]+)|(?:星期|周|礼拜|初)[{ONES}十0-9]+"
    rf"|[0-9{ONES}十百]+分之[0-9{ONES}十百点.]+|1[3-9][0-9]{{9}})"
    rf"|(?P<figure>[0-9.零〇廿卄卅卌几数十拾百佰千仟万亿上好个成俩仨{ONES}])"
)
# Digits that are a figure at first sight, for none of the codes goes on like this: 8600 of 8600元.
PLAINLY = re.compile(rf"(?!1[3-9][0-9]{{9}}){PLAIN.pattern}(?![-/:xX×*#分不钢轴型系号标个])")


def is_name(seen: str, numeral: Numeral, before: str) -> bool:
    """A document's number, a list's number, a figure inside a code: no figure of anything."""
    start, end = numeral.start, numeral.end
    if _glued(seen, start, end) or (
        0 < numeral.digits < 3 and _LIST_MARK.match(seen, end) and _at_start(seen, start)
    ):
        return True
    if not numeral.digits:
        return False
    named = before.rstrip("是为: 号")
    if _CODE_ENDS.isdisjoint((named[-1:], before[-1:])):
        return False
    if "." in seen[numeral.start : end] or YUAN_AFTER.match(seen, end):
        return False
    if named.endswith(CODES) or before.endswith(CODES):
        return True
    return numeral.digits >= SHORTEST_CODE and named.endswith(LONG_CODES)


def _at_start(seen: str, start: int) -> bool:
    return not start or seen[start - 1] in " \n(;；。"


def _glued(seen: str, start: int, end: int) -> bool:
    """Letters around the figure make it a name (A4, 5G), except currencies and the x of a product."""
    before, after = seen[start - 1 : start], seen[end : end + 1]
    if before.isascii() and before.isalpha() and not seen.endswith(MONEY_LETTERS, 0, start):
        return True
    if after.isascii() and after.isalpha():
        return not (YUAN_AFTER.match(seen, end) or MEASURE.match(seen, end) or after in "xX")
    return False


def may_be_bare(seen: str, numeral: Numeral) -> bool:
    """Whether a figure without any unit may be a sum: not 一, 二三, 百, and not long runs of digits."""
    if numeral.digits:
        return numeral.digits <= LONGEST_BARE or "," in seen[numeral.start : numeral.end]
    written = seen[numeral.start : numeral.end]
    if numeral.value is None:
        return numeral.units or (numeral.low or 0) >= 10
    return numeral.units and len(written) > 1
