"""打算, 预计, 好像: only perhaps; and when something beside it is sure all the same."""

from __future__ import annotations

import re

from handlers.language.sight import Sight

_MEANS_TO = frozenset({"打算", "准备", "争取", "希望", "预计", "估计"})
_VAGUELY = frozenset({"好像", "似乎"})


def means_to_pay(sight: Sight) -> bool:
    """欠3000 打算月底还, 没付款 预计20号回: owed for sure; only the day is a plan."""
    sum_at = sight.amounts[0]
    owed = sight.has("unpaid") or any(word.end <= sum_at.start for word in sight.of("debt"))
    return owed and all(word.text in _MEANS_TO and word.start >= sum_at.end for word in sight.of("maybe"))


_EXPECTS = frozenset({"预计", "估计", "应该会", "大概会"})
_WE_PAY = re.compile(r"(?:给|付|还|打)\ue000")


def expects(sight: Sight) -> bool:
    """医保款下来就打 预计12月20号 三万六: his payment, on a day to come."""
    today = sight.now.date()
    return (
        sight.has("pay", "settled")
        and not sight.has("debt", "goods", "unpaid", "return", "own", "if")
        and len(sight.mentions) == 1
        and any(one.day is not None and one.day > today for one in sight.dates)
        and all(word.text in _EXPECTS for word in sight.of("maybe"))
        and _WE_PAY.search(sight.bare) is None
    )


def recalls(sight: Sight) -> bool:
    """老曹好像还了几百: something came, and the speaker is to look how much."""
    return (
        sight.has("paid")
        and bool(sight.mentions)
        and all(word.text in _VAGUELY for word in sight.of("maybe"))
    )


def so_many_by_a_day(sight: Sight) -> bool:
    """永盛 3.5个 月底: so many of something, and when; nothing else is said."""
    told = (
        all(word.kind == "filler" for word in sight.words) and len(sight.dates) == len(sight.quantities) == 1
    )
    return told and sight.dates[0].day is not None and sight.quantities[0].kind == "quantity"


# 预付了再发货, 刷卡付了再装: how it will be, and nothing yet
_ONLY_THEN = re.compile(
    r"(?:付|款|钱|清|账|到)(?:清|齐|完|到)?了?(?:再|才|后|之后|以后)(?:给他|给)?(?:发|装|送|提|拉|做|供|安排)"
)


def pays_before_goods(sight: Sight) -> bool:
    return _ONLY_THEN.search(sight.bare) is not None
