"""When a verb of paying says when, not that: 开学前付清, 收完麦子给, 开春还; and dates that are no day of the fact."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.language.amounts import AmountSpan
from handlers.language.datespan import DateSpan
from handlers.language.documents import MASK
from handlers.language.lexicon import Word
from handlers.language.sight import HARD_STOPS, SOFT_STOPS, Sight, left_over

# What closes a time nobody can put a date to; the verb of paying stands behind it.
_UNTIL = re.compile(
    r"(?:(?<![^\s款钱货，,])后|[^\s，,。;；!]{1,10}(?:之前|以前|之后|以后|后|前|完|完事儿?|了|的时候|时候|那天|那会儿?|时)|(?:卖"
    r"|收(?![款到账回])|割|发(?![票货了给])|领|贷)(?:完|了|出)?[^\s，,。;；!]{1,6}"
    r"|过(?:了|完)(?:[初廿]?[一二三四五六七八九十0-9]{1,3}[号日]?|[^\s，,。;；!]{0,2}[年节收])|赶明儿?|得空|抽空|晚[些点]|迟些|将来|慢慢|关饷|开支"
    r"|等[^\s，,。;；!]{1,12}|开春|夏收|秋收|麦收|年后|秋后|入冬|入秋|有钱|宽裕|回头|改天|到时候?|下[次趟]来?"
    r"|下回|月头|开工|开市|开张|过两天|过几天|过阵子"
    r"|过段时间|过一阵|[^\s，,。;；!0-9]{1,8}(?:下来|到位|到账|回来|到手)(?=了?(?:就|再|才))"
    r"|[跟和连]?上[次回][^\s，,。;；!]{0,4}一[起块]|一[起块]|统一|另外)[，, ]?"
    r"(?:了|我|他|她|佢|再|才|就|会|来|把钱|钱|一次性?|一起|全部|都|先|统一|给我|给咱|一定|保证|慢慢|陆续|直接){0,3}$"
)
_ALREADY = re.compile(
    r"(?:目前|以前|先前|从前|此前|提前|当时|及时|按时|准时|当前|随时|临时|同时|这时|刚才|已经|之前|[0-9元块万千百]了?)$"
)
_BARE = re.compile(
    r"^(?:还给我|还我|还上|还清|还掉|还款|给我|给钱|给清|给齐|付款|付清|支付|结清|结账|结算|清账|打款|转账|转给我|打给我"
    r"|交款|转我|兑现|补上|补齐|付现|过数|找数)$"
)
_ALLOTTED = re.compile(
    r"^(?:份的?|的|那|这)(?:笔|单|批|货|款|账|欠|那|这|钱)|^份(?![0-9])|^(?:那|这)?(?:货款|账款|货|欠款|运费|尾款|房租)"
)
_OF_GOODS = re.compile("[的那这](?:张|个)?(?:单|批|车|货)(?!款)")  # 5号那单3200付了
_DONE_BY = frozenset("了过完咗")
_WHEN_PAID = frozenset({"pay", "paid"})
_MATURES = re.compile(r"到期|兑付|承兑期|出票")


def until(sight: Sight, word: Word) -> tuple[int, int] | None:
    """The clause of time to come before a bare verb of paying, with the verb; None with 了, 过, 来: that was done."""
    if word.kind not in _WHEN_PAID or (word.kind == "paid" and not _BARE.match(word.text)):
        return None
    if sight.text[word.end : word.end + 1] in _DONE_BY:
        return None
    start = 1 + max(sight.bare.rfind(mark, 0, word.start) for mark in "，,。;；!\n\ue000")
    passed = ("过了", "过完")  # 过了十五给
    sums = [one for one in sight.amounts if not sight.text.endswith(passed, 0, one.start)]
    start = max([start, *(amount.end for amount in sums if amount.end <= word.start)])
    before = sight.bare[start : word.start]
    match = _UNTIL.search(before)
    if match is None or _ALREADY.search(before):
        return None
    if "等" not in before and any(_is_done_before(sight, done, word) for done in sight.words):
        return None  # 三百给我了 还请我喝茶; 5300收到了 给他开票
    return start + match.start(), word.end


def _is_done_before(sight: Sight, done: Word, word: Word) -> bool:
    return (
        done.kind == "paid"
        and done.end <= word.start
        and not sight.bare[done.end : word.start].strip(" ，,")
        and (done.end == word.start or done.text[-1] in _DONE_BY)
    )


def clauses(sight: Sight, words: Sequence[Word]) -> list[tuple[int, int]]:
    return [found for word in words if word.kind in _WHEN_PAID and (found := until(sight, word)) is not None]


def days_of_money(sight: Sight, dates: Sequence[DateSpan]) -> tuple[DateSpan, ...]:
    """The days that may be the day a payment came: not what a note says, a bill's last day, 3月那笔."""
    note = sight.note
    return tuple(
        found
        for found in dates
        if not (note is not None and note.start <= found.start < note.end)
        and not is_maturity(sight, found)
        and not (found.kind == "period" and _ALLOTTED.match(sight.text[found.end : found.end + 6]))
        and not (found.kind == "day" and _OF_GOODS.match(sight.text, found.end))
    )


def is_maturity(sight: Sight, found: DateSpan) -> bool:
    """到期日2027-01-29, 1月29日到期: the day of the bill, not of the money."""
    before, after = sight.text[max(0, found.start - 5) : found.start], sight.text[found.end : found.end + 4]
    return bool(_MATURES.search(before) or _MATURES.match(after.lstrip(" 的")))


_STOPS = HARD_STOPS + SOFT_STOPS


def clause(sight: Sight, start: int, end: int) -> tuple[int, int]:
    """The words around a place, as far as the next stops; the comma of 1,273 is none."""
    text = left_over(sight, sight.amounts, sight.dates, sight.quantities, blank=MASK)
    while start and text[start - 1] not in _STOPS:
        start -= 1
    while end < len(text) and text[end] not in _STOPS:
        end += 1
    return start, end


LESSENS = frozenset({"return", "discount", "write_off"})
_TAKES = frozenset({"goods", "paid", "debt", "unpaid", "pay"})
_NAMING = ("的", "款", "值", "费")  # 上次拿的3000 退了, 货款3000 退了: says which


def lessens_elsewhere(sight: Sight, amount: AmountSpan) -> list[Word]:
    """拿货3000 抹了零头: verbs of a reduction in a clause without a sum, behind a sum with a verb of its own."""
    if not sight.has(*LESSENS) or sight.has("over"):  # 多给了8块 算了
        return []
    start, end = clause(sight, amount.start, amount.end)
    beside = [word for word in sight.words if start <= word.start < end]
    took = any(
        word.kind in _TAKES
        and not word.text.endswith(_NAMING)
        and sight.text[word.end : word.end + 1] != "的"
        for word in beside
    )
    if not took or any(word.kind in LESSENS for word in beside):
        return []
    return [word for word in sight.of(*LESSENS) if word.start >= end and not _has_sum(sight, word)]


def _has_sum(sight: Sight, word: Word) -> bool:
    start, end = clause(sight, word.start, word.end)
    return any(start <= amount.start < end for amount in sight.amounts)


def is_of_next(sight: Sight, start: int, verb: Word, end: int) -> bool:
    """八千六今天到了六千: behind a day, and right before the sum at `end`, the verb is that sum's."""
    between = any(start <= found.start <= found.end <= verb.start for found in sight.dates)
    return verb.kind in {"paid", "confirm_paid"} and verb.end == end and between


_STATED = re.compile(
    r"\((?:他|她)?(?:原欠|原来欠|本来欠|总欠|一共欠|总共欠|共欠|应付|应还|应收|欠|总账|账上)(?:的"
    r"|款)?[:：]?\s?$"
)  # 还1500（原欠1800）
# 质保金留了500, 扣了500质保金: kept back, still owed
_KEEPS = "(?:扣|留|押|压|暂扣)(?:了|下|掉|着|除)*"
_WARRANTY = "(?:质保金|质量保证金|保留金|质保)"
_KEPT_BEFORE = re.compile(rf"{_WARRANTY}[^，,。;；0-9]{{0,3}}{_KEEPS}\s?$|{_KEEPS}{_WARRANTY}\s?$")
_KEPT_BEHIND = re.compile(rf"(?:元|块)?(?:钱)?的?{_WARRANTY}")
_KEPT = re.compile(rf"{_KEEPS}\s?$")
_IN_ALL = re.compile(r"(?:^|[，,。;；\s])(?:总|一起|归总|打总|统共|拢一起|加一块儿?)(?:是|就是|算)?\s?$")
_PARTS_BEFORE = 2


def named_role(sight: Sight, amount: AmountSpan) -> str | None:
    """stated (原欠1800), remainder (扣了500质保金), sum (…，总1480): what the words right beside a figure call it."""
    signs = sight.signs
    if "(" in signs and _STATED.search(sight.text, 0, amount.start):
        return "stated"
    if "保" in signs and (
        _KEPT_BEFORE.search(sight.bare, 0, amount.start)
        or (_KEPT_BEHIND.match(sight.bare, amount.end) and _KEPT.search(sight.bare, 0, amount.start))
    ):
        return "remainder"
    if len(sight.amounts) > _PARTS_BEFORE and _IN_ALL.search(sight.bare, 0, amount.start):
        return "sum" if sight.amounts.index(amount) >= _PARTS_BEFORE else None
    return None
