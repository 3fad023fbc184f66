"""What each figure of a message is for, and the part of the message that belongs to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from handlers.language.amounts import AmountSpan
from handlers.language.clauses import is_of_next, named_role
from handlers.language.datespan import DateSpan
from handlers.language.lexicon import Word
from handlers.language.reading import Mention
from handlers.language.sight import HARD_STOPS, SOFT_STOPS, Sight
from handlers.language.terms import TermsSpan
from ledger.values import value

FACT_VERBS = frozenset(
    {"debt", "goods", "unpaid", "paid", "pay", "return", "discount", "write_off", "confirm_paid", "unclear"}
)

# kind of the word before a figure → what the figure is, when another figure is the sum itself
_SIDE_ROLES = {
    "fee": "fee",
    "remainder": "remainder",
    "over": "over",
    "sum": "sum",
    "of_it": "part",
    "each": "each",
    "balance": "remainder",
}
_LEFT = frozenset({"余额", "结余", "欠款余额", "净欠"})  # of a balance's words these name what is left
# 加上上回的800: what came earlier is in the books already
_EARLIER = re.compile(
    r"(?:加上?|连|连同|算上|含|包括|连着)(?:了)?(?:他|她)?(?:上回|上次|之前|以前|前面|前几天|上个?月|昨天"
    r"|早先)(?:[收付给还打转]过?)?的?(?:那)?(?:笔)?\s?$"
)
# 每包25, 单价25: beside a quantity it is a price, never the sum
_PRICE_BEFORE = re.compile(r"(?:每[一-龥]|单价[是为:]?)\s*$")
_TELLS_PRICE, _TELLS_EARLIER, _TELLS_OURS = frozenset("每单"), frozenset("加连算含包"), frozenset("我咱公厂")
_TELLS_SHORT = frozenset("比少")  # 打来11000，比账上少100; 给了8600 少400
_OF_THE_REST = frozenset({"余款", "尾款", "剩余"})
_LISTERS = frozenset({"又", "再", "另外", "另", "然后", "接着", "还有", "还要", "再加"})


@value
class Chunk:
    """The part of a message that belongs to one sum."""

    start: int
    end: int
    amount: AmountSpan
    mentions: tuple[Mention, ...]
    dates: tuple[DateSpan, ...]
    terms: tuple[TermsSpan, ...]
    words: tuple[Word, ...]
    sides: tuple[tuple[str, AmountSpan], ...] = ()

    def kinds(self) -> frozenset[str]:
        return frozenset([word.kind for word in self.words])


def _word_before(sight: Sight, start: int) -> Word | None:
    """The word that ends just before `start`; up to two glue characters may stand between."""
    best: Word | None = None
    for word in sight.words:
        if word.end > start:
            break
        if word.kind != "filler":
            best = word
    if best is None or best.end == start:
        return best
    gap = sight.text[best.end : start].strip(" :：了的是还")
    glue = all(word.kind == "filler" for word in sight.words if best.end <= word.start < start)
    return best if len(gap) <= 2 and (not gap or glue) and not set(gap) & set(HARD_STOPS + "，,、") else None


def side_role(sight: Sight, amount: AmountSpan) -> str:
    """fee, remainder, over, sum, part, each; main when nothing makes it a side figure."""
    if not _TELLS_PRICE.isdisjoint(sight.signs) and _PRICE_BEFORE.search(sight.text, 0, amount.start):
        return "price"
    if not _TELLS_EARLIER.isdisjoint(sight.signs) and _EARLIER.search(sight.text, 0, amount.start):
        return "earlier"
    if _is_pieces(sight, amount):
        return "pieces"
    signs = sight.signs
    if not _TELLS_OURS.isdisjoint(signs) and _OURS.match(sight.bare, amount.end):
        return "ours"
    if (
        "把" in signs
        and _SETTLES.match(sight.bare, amount.end)
        and sight.text.endswith(("把", "把那", "把他", "把她"), 0, amount.start)
    ):
        return "settles"
    if _is_day(sight, amount):
        return "day"
    if (
        "费" in signs
        and _FEE_AFTER.match(sight.text, amount.end)
        and _KEPT_BY_BANK.search(sight.text, 0, amount.start)
    ):
        return "fee"
    before = _word_before(sight, amount.start)
    if before is not None and before.kind == "over" and before.text.startswith(_TOO_MUCH):
        return "over"  # 多给了5块 算了
    if before is not None and before.kind in {"remainder", "over"} and _LET_GO.match(sight.bare, amount.end):
        return "main"
    if (named := named_role(sight, amount)) is not None:
        return named
    if not _TELLS_SHORT.isdisjoint(signs) and _SHORT_OF.search(sight.text, 0, amount.start):
        return "remainder"
    if before is not None and before.kind == "balance" and before.text not in _LEFT:
        return "main"
    if (
        before is not None
        and before.kind in {"remainder", "instalment"}
        and _is_paid_rest(sight, before, amount)
    ):
        return "main"
    if before is not None and before.text in _OF_THE_REST:
        return "remainder"
    return _SIDE_ROLES.get(before.kind, "main") if before else "main"


_CAME_BEHIND = re.compile(r"[^，,。;；0-9没未不还待]{0,5}(?:付|收|到|给|清|结|打|转)(?:了|清|齐|完|讫|到)")
_GIVEN_BEFORE = re.compile(r"[付收补给打转结交](?:了|到|清|齐)*(?:[他她]的?)?$")


def _is_paid_rest(sight: Sight, rest: Word, amount: AmountSpan) -> bool:
    """余款2000也付了, 补了余款2000: money that came; 永盛差2000: a debt; not what is left."""
    given = rest.text in _OF_THE_REST and _GIVEN_BEFORE.search(sight.bare, 0, rest.start)
    owes = sight.bare.startswith("\ue000差", rest.start - 1)
    return bool(owes or given or _CAME_BEHIND.match(sight.bare, amount.end))


# 银行扣了6块手续费
_KEPT_BY_BANK = re.compile(r"(?:扣|收|倒扣|抽|划)(?:掉|走|去|了|除)*\s?$")
_FEE_AFTER = re.compile(r"(?:块钱?|元)?(?:的)?(?:手续费|服务费|汇费|提现费|转账费|通道费|刷卡费)")
# 运费150我们出: no debt of his
_OURS = re.compile(
    r"(?:元|块)?(?:钱)?[，, ]?(?:由|算|归)?(?:我们?|咱们?|公司|厂里)(?:这边)?(?:自己)?(?:出|承担|负担|包|来出|来付|头上|的)(?![货款发])"
)
_SETTLES = re.compile(
    r"的(?:那)?(?:账|欠|货款|单|老账|旧账|尾款|笔|款)[^，,。]{0,3}[清结平]"
)  # 把5200的账清了
_TOO_MUCH = ("多给", "多付", "多打", "多转", "多收", "超付")
# 剩下300给他抹了, 多的35.5不要了: what is left is let go, a fact of its own
_LET_GO = re.compile(
    r"(?:块|元)?(?:钱)?[ ，,]?(?:就|也|都|给|他|她|佢|说|算|是|全|帮|我们?)*(?:抹|免了|免掉|不要|不给了"
    r"|不收|去掉|让(?:了|给|掉)|减(?:了|掉)|优惠|销了|算了|零头)"
)
_SHORT_OF = re.compile(
    r"比[^，,。;；0-9]{1,4}(?:少|短|差|缺)了?\s?$|[付给打转还结到收]了?[^，,。;；0-9]{0,2}[0-9.,万千百]+[元块]?[ ，,]少(?:了|给了?)?\s?$"
)
_DAY_NUMBER = re.compile(r"[一二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?")
_THEN_PAYS = re.compile(
    r"(?:号|日)?(?:之?前|以前|左右)?(?:就|再|才|来|一定|给我)?(?:给|付|还|结|打|清)(?![了过])"
)


def _is_day(sight: Sight, amount: AmountSpan) -> bool:
    """过了年十五给: beside a sum, a small bare number before a verb of paying is a day."""
    if amount.unit_seen or amount.fen is None or _DAY_NUMBER.fullmatch(amount.text) is None:
        return False
    others = any((other.fen or 0) > amount.fen * 2 for other in sight.amounts)
    return others and _THEN_PAYS.match(sight.bare, amount.end) is not None


_FEW = 1_000  # fen
_PIECES = re.compile(r"[1-9一二两三四五六七八九]块")
_IN_PIECES = re.compile("[板砖玻石瓷钢木硬屏豆肥毛电模表铁布料]")


def _is_pieces(sight: Sight, amount: AmountSpan) -> bool:
    """换硬盘两块 1360: with the sum right behind it the first figure counts pieces."""
    if amount.fen is None or amount.fen >= _FEW or _PIECES.fullmatch(amount.text) is None:
        return False
    bigger = [other for other in sight.amounts if (other.fen or 0) > _FEW]
    goods = bool(bigger) and _IN_PIECES.match(sight.bare, amount.end) is not None  # 退了3块板 扣360
    return goods or any(0 < other.start - amount.end <= 2 for other in bigger)


def split_amounts(sight: Sight) -> tuple[list[AmountSpan], list[tuple[str, AmountSpan]]]:
    """Main figures and side figures. A message with side figures only has its first one for the main."""
    mains: list[AmountSpan] = []
    sides: list[tuple[str, AmountSpan]] = []
    for amount in sight.amounts:
        role = side_role(sight, amount)
        if role == "main":
            mains.append(amount)
        else:
            sides.append((role, amount))
    if not mains and sides:
        whole = next((place for place, (role, _) in enumerate(sides) if role == "sum"), 0)
        mains.append(sides.pop(whole)[1])  # 多打了600 一共32000
    return mains, sides


def chunks(sight: Sight, mains: Sequence[AmountSpan], sides: Sequence[tuple[str, AmountSpan]]) -> list[Chunk]:
    """Cut the message so that each main figure has its own names, days and words."""
    cuts = [0]
    for one, other in pairwise(mains):
        cuts.append(max(cuts[-1], min(_cut(sight, cuts[-1], one, other), other.start)))
    cuts.append(len(sight.text) + 1)
    return [
        _chunk(sight, cuts[number], cuts[number + 1], amount, sides) for number, amount in enumerate(mains)
    ]


def _chunk(
    sight: Sight, start: int, end: int, amount: AmountSpan, sides: Sequence[tuple[str, AmountSpan]]
) -> Chunk:
    return Chunk(
        start,
        end,
        amount,
        tuple([found for found in sight.mentions if found.span and start <= found.span.start < end]),
        tuple(
            [
                found
                for found in sight.dates
                if start <= found.start < end and not (sides and _of_remainder(sight, found, sides))
            ]
        ),
        tuple([found for found in sight.terms if start <= found.start < end]),
        tuple([word for word in sight.words if start <= word.start < end]),
        tuple([(role, side) for role, side in sides if start <= side.start < end]),
    )


def _of_remainder(sight: Sight, found: DateSpan, sides: Sequence[tuple[str, AmountSpan]]) -> bool:
    """付了3000 剩下5000月底给: the day belongs to what is left."""
    return any(
        role == "remainder"
        and 0 <= found.start - side.end <= 3
        and not sight.text[side.end : found.start].strip(" 的，,说讲")
        for role, side in sides
    )


def _cut(sight: Sight, begin: int, one: AmountSpan, other: AmountSpan) -> int:
    """Where the facts of two neighbouring figures part."""
    between = sight.text[one.end : other.start]
    mention = next(
        (found.span for found in sight.mentions if found.span and one.end <= found.span.start < other.start),
        None,
    )
    if mention is not None:
        named = any(found.span and begin <= found.span.start < one.start for found in sight.mentions)
        later = any(found.span and found.span.start >= other.end for found in sight.mentions)
        if not named and later:
            return mention.end
        return _after_stop(sight.text, one.end, mention.start) or mention.start
    hard = next((one.end + at + 1 for at, char in enumerate(between) if char in HARD_STOPS), None)
    if hard is not None:
        return hard
    again = next(
        (word for word in sight.words if one.end <= word.start < other.start and word.text in _LISTERS), None
    )
    if again is None:
        return _cut_at_verb(sight, begin, one, other)
    day = next((found for found in sight.dates if 0 <= again.start - found.end <= 1), None)
    return day.start if day is not None and day.start >= one.end else again.start


_LESSENS, _NAMING = frozenset({"discount", "return"}), ("费", "款", "值", "退货", "金")


def _cut_at_verb(sight: Sight, begin: int, one: AmountSpan, other: AmountSpan) -> int:
    verbs = [word for word in sight.words if word.kind in FACT_VERBS and one.end <= word.start < other.start]
    earlier = any(word.kind in FACT_VERBS and begin <= word.start < one.start for word in sight.words)
    if verbs:
        verb = verbs[0]
        if side_role(sight, one) == "sum" and verb.kind == "paid" and other.start - verb.end <= 1:
            return verb.start  # 总共一万一 收了五千
        if verb.kind in _LESSENS and all(word.text.endswith(_NAMING) for word in verbs[1:]):
            return verb.start  # 货款5000减运费200, 8600减退货600
        close = not any(char in SOFT_STOPS for char in sight.text[one.end : verb.start])
        if close and is_of_next(sight, one.end, verb, other.start):
            return one.end  # 八千六今天到了六千
        if close and sight.text[verb.end] in ("，,、 " if verb.kind == "unpaid" else "，,、"):
            return verb.end + 1  # 定金5千已收，合同3.2万; 2万的货没付 之前的1万5给了
        if (not earlier and close) or (len(verbs) > 1 and close):
            return verb.end
        return _after_stop(sight.text, one.end, verb.start) or verb.start
    return _first_stop(sight.text, one.end, other.start) or other.start


def _after_stop(text: str, start: int, end: int) -> int:
    stops = SOFT_STOPS + HARD_STOPS
    return next((at + 1 for at in range(end - 1, start - 1, -1) if text[at] in stops), 0)


def _first_stop(text: str, start: int, end: int) -> int:
    return next((at + 1 for at in range(start, end) if text[at] in SOFT_STOPS), 0)
