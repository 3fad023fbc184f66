"""Texts that are one figure and nothing else: a sum, a day, a month, a count."""

from __future__ import annotations

import re
from decimal import Decimal

from handlers.language.numerals import DIGITS, ONES, TENS, read_numeral


def parse_numeral(text: str) -> Decimal | None:
    """The whole of `text` as one exact figure; None when it is vague, a range, or something else."""
    found = read_numeral(text.strip())
    if found is None or found.end != len(text.strip()):
        return None
    return found.value


_COUNT = re.compile(
    rf"[0-9]{{1,4}}|[{ONES}零〇]{{1,4}}|(?P<t>[{ONES}])?(?:[十拾]|(?P<k>[廿卅]))(?P<o>[{ONES}])?"
)


def small_number(text: str) -> int | None:
    """A day, month, year or count up to 9999 (15, 十五, 廿八, 二零二六); None when it is none of these."""
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) == 1 and text in DIGITS:
        return DIGITS[text]
    found = _COUNT.fullmatch(text)
    if found is None:
        value = parse_numeral(text)
        return int(value) if value is not None and value == int(value) else None
    if all(character in DIGITS for character in text):
        return int("".join(str(DIGITS[character]) for character in text))
    tens = TENS[found["k"]] if found["k"] else 10 * (DIGITS[found["t"]] if found["t"] else 1)
    return tens + (DIGITS[found["o"]] if found["o"] else 0)
