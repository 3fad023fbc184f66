"""Figures that are no sums: numbers of documents and lists, figures inside codes, too little to be a sum."""

from __future__ import annotations

import re

from handlers.language.measures import CODES, COUNTS, FEW_COUNTS, FEW_GOODS, GOODS, LONG_CODES, either, unless
from handlers.language.moneytail import YUAN_AFTER
from handlers.language.numerals import Numeral

SHORTEST_CODE = 6
LONGEST_BARE = 8  # more digits without a unit are a number of something, not a sum
_CODE_BEFORE = re.compile(rf"(?:{either(CODES)})[是为:：号\s]*$")
_LONG_CODE_BEFORE = re.compile(rf"(?:{either(LONG_CODES)})[是为:：\s]*$")
MONEY_LETTERS = re.compile("(?:RMB|CNY|USD|HKD|EUR|rmb|x|X)$")
MEASURE = re.compile(rf"\s?(?:(?P<count>{unless(COUNTS)})|(?P<goods>{unless(GOODS)}))")
FEW_MEASURE = re.compile(rf"\s?(?:(?P<count>{unless(FEW_COUNTS)})|(?P<goods>{unless(FEW_GOODS)}))")
_LIST_MARK = re.compile(r"[)、]|\.(?![0-9])(?=\s?\S)")


def is_name(seen: str, numeral: Numeral, before: str) -> bool:
    """A document's number, a list's number, a figure inside a code: no figure of anything."""
    end = numeral.end
    if _glued(seen, before, end) or (numeral.digits and _LIST_MARK.match(seen, end) and _at_start(before)):
        return True
    if not numeral.digits or "." in seen[numeral.start : end] or YUAN_AFTER.match(seen, end):
        return False
    if _CODE_BEFORE.search(before):
        return True
    return numeral.digits >= SHORTEST_CODE and _LONG_CODE_BEFORE.search(before) is not None


def _at_start(before: str) -> bool:
    return not before or before[-1] in " \n(;；。"


def _glued(seen: str, before: str, end: int) -> bool:
    """Letters around the figure make it a name (A4, 5G), except currencies and the x of a product."""
    after = seen[end : end + 1]
    if before[-1:].isascii() and before[-1:].isalpha() and not MONEY_LETTERS.search(before):
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
