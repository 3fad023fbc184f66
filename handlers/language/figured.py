"""Names that look like figures (七天, 308, 壹佰, 三元): when such a word is the customer and when it is the sum."""

from __future__ import annotations

import re

from handlers.language.reading import Mention
from handlers.language.words import ORDINARY

_FIGURES = "0-9零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
_NUMERIC = re.compile(rf"[{_FIGURES}]+[元块天月号日周初年]?|初[{_FIGURES}]+")
_GOES_ON = re.compile(rf"[{_FIGURES}]|[元块毛角]|[天月日周年]?[之以]?[后前内]")


def is_numeric(text: str) -> bool:
    """Whether the word may as well be a figure or a day."""
    return _NUMERIC.fullmatch(text) is not None


def figure_goes_on(text: str, end: int) -> bool:
    """壹佰 of 壹佰柒拾元, 308 of 308元, 7天 of 7天后."""
    return _GOES_ON.match(text, end) is not None


_SPEAKS = re.compile("说|讲|答应|承诺|那边|老板|会计|店里")


def speaks(text: str, start: int, end: int) -> bool:
    """308说12月付: digits at the head of a message that speak are a customer's name."""
    return start == 0 and _SPEAKS.match(text, end) is not None


def stands_whole(text: str, start: int, form: str, *, exact: bool) -> bool:
    """Letters and digits of a name are not a part of a longer word or number; an everyday word stands alone."""
    end = start + len(form)
    if form[0].isascii() and start and text[start - 1].isascii() and text[start - 1].isalnum():
        return False
    if (
        form[-1].isascii()
        and end < len(text)
        and text[end].isascii()
        and text[end].isalnum()
        and form.isascii()
    ):
        return False
    if is_numeric(form) and (figure_goes_on(text, end) or not (exact or speaks(text, start, end))):
        return False
    return form not in ORDINARY or start == 0


def head_of(core: str) -> str:
    """The first two characters; of 三十里铺 the first three, for 三十 is a figure."""
    return next((core[:size] for size in (2, 3) if not is_numeric(core[:size])), core)


def is_plain(text: str) -> bool:
    """Whether the word is a name wherever it stands: no figure, no Latin letters, no everyday word."""
    return not (text[0].isascii() or text[-1].isascii() or is_numeric(text) or text in ORDINARY)


def is_figure_again(mention: Mention, found: list[Mention]) -> bool:
    """7天欠7000 7天后付: a name that is a figure is a name the first time only."""
    if not found:
        return False
    known = any(other.customer_id == mention.customer_id for other in found)
    return known and is_numeric(mention.text)
