"""Customers and people as they are filed: a customer's card, a colleague's share of them, merges, and who misuses it."""

from __future__ import annotations

from handlers.language import cards, jottings, leaving, oversight, profile
from handlers.language.reading import Reading
from handlers.language.sight import Sight
from handlers.language.waking import Rules

RULES = Rules(
    (jottings.noted, "备记注留写"),
    (profile.asked, profile.SIGNS),
    (profile.fields, profile.TOLD_SIGNS),
    (leaving.shared_out, "给归"),
    (leaving.holds, "手名"),
    (leaving.apart, "合拆分不"),
    (leaving.united, "合并是分"),
    (leaving.cash_in, "现"),
    (cards.card, cards.SIGNS),
    (oversight.misuse, "异疑常乱脚控弊谁"),
)
SIGNS = (
    "资档信名电手号联会财出老采对额账归给谁负业做行地区哪类合认打拿交进型简级度"
    "期方邮话机码作识道来同款货拆分异疑常乱脚控弊干现并是客华西东本外备记注留写手固座址法标生抬税微票责系执就店 terms"
)


def filed(sight: Sight) -> Reading | None:
    return RULES.answer(sight) if len(sight.text) <= 120 else None
