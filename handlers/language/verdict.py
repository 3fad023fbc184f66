"""Debt, payment, return, discount or write-off: the decision for one sum, from the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.language.chunks import FACT_VERBS, Chunk
from handlers.language.clauses import clauses, lessens_elsewhere
from handlers.language.daylabels import by_then, is_handed_in, is_of_rest
from handlers.language.days import ARRIVED, is_due_word, is_future
from handlers.language.deeds import (
    NOUNS,
    SAYS_ELSE,
    TAKES,
    is_his_word,
    is_let_go_whole,
    is_of_side,
    is_struck_off,
    left_owing,
    moved,
    reduction,
    set_against,
    tells_of_rest,
)
from handlers.language.lexicon import Word
from handlers.language.perhaps import is_bare
from handlers.language.reading import Intent
from handlers.language.sight import Sight
from handlers.language.ways import (
    advanced,
    brings,
    hands_over,
    into_account,
    is_bill,
    is_doubtful,
    is_load,
    is_net,
    is_told_to,
    waits_for_goods,
    we_paid,
)

# 打样费300
_NAMED_COST = re.compile(r"[一-龥](?:费|料钱|货钱|工钱|饭钱|菜钱|酒钱|油钱|布钱|车钱|鱼钱|肉钱)[:：]?\s?$")
# 承兑6个月: how it will be paid as much as what came
_BILL_TERM = re.compile(
    r"(?:承兑|银承|商承|汇票)(?:账期|期限|期)?\s?(?:[0-9]+|[一二两三四五六七八九十半]+)个?(?:月|天)"
)
_TOO_MUCH = re.compile(r"(?:多[给付打转收]|超付)了?\s?$")  # 多付了20 不要了: whose loss?
_ADDED = frozenset({"再加", "又加"})
# 两笔 一笔1万 一笔8800; 两笔 1万和8800
_ONE_OF = re.compile(r"(?:一[笔单张车批](?:是)?|笔.{2,14}[和、跟及])\s?$")
_LIST_WORDS = frozenset({"again", "all_same"})
_OWED_OR_LESS, _TELLS_BILL = frozenset({"debt", "unpaid", "return", "discount"}), frozenset("承汇")


def verdict(sight: Sight, chunk: Chunk, previous: Intent | None) -> Intent:
    """The intent of a chunk; AMBIGUOUS when its words do not tell. `previous` is what the sum before it was."""
    later = clauses(sight, chunk.words)
    apart = lessens_elsewhere(sight, chunk.amount)
    verbs = [
        word
        for word in chunk.words
        if word.kind in FACT_VERBS
        and word not in apart
        and not _is_beside_the_point(sight, word, chunk)
        and not (word.kind in _SAYS_WHEN and any(start <= word.start < end for start, end in later))
    ]
    kinds = {word.kind for word in verbs}
    for decide in (_whose_way, _by_phrase, _by_verb):
        if (decided := decide(sight, chunk, verbs, kinds)) is not None:
            return decided
    if not kinds and any(word.text in ARRIVED for word in chunk.words):
        return Intent.AMBIGUOUS  # 周五到账 8900
    if chunk.terms or any(is_future(found, sight) and found.day != sight.now.date() for found in chunk.dates):
        return Intent.AMBIGUOUS if _is_a_heading(sight, chunk) else Intent.RECORD_DEBT
    if any(chunk.start <= span.start < chunk.end for span in sight.methods):
        return Intent.RECORD_PAYMENT
    ends_later = any(end > chunk.amount.end for _, end in later)
    if ends_later or _NAMED_COST.search(sight.bare, chunk.start, chunk.amount.start):
        return Intent.RECORD_DEBT
    if any(word.text in _ADDED for word in chunk.words) or (not kinds and is_load(sight, chunk)):
        return Intent.RECORD_DEBT
    listed = bool(chunk.mentions or chunk.dates or _ONE_OF.search(sight.bare, 0, chunk.amount.start))
    if previous is not None and (listed or any(word.kind in _LIST_WORDS for word in chunk.words)):
        return previous
    return Intent.AMBIGUOUS


def _pays_before(chunk: Chunk, verbs: Sequence[Word]) -> bool:
    """付5000 剩下下次一起结: it came; of 下次一起付5000 nobody knows the goods."""
    return any(word.kind == "pay" and word.end == chunk.amount.start for word in verbs)


def _whose_way(sight: Sight, chunk: Chunk, verbs: list[Word], kinds: set[str]) -> Intent | None:
    """Money that may have gone the other way; what we paid for him."""
    if (
        not kinds.isdisjoint(_SAYS_WHEN)
        and kinds.isdisjoint(_OWED_OR_LESS)
        and not any(word.kind == "goods" and not word.text.endswith(NOUNS) for word in verbs)
        and we_paid(sight, chunk)
    ):
        return Intent.AMBIGUOUS
    if advanced(sight):
        return Intent.RECORD_DEBT
    if is_told_to(sight, chunk) or is_doubtful(sight, chunk, kinds):
        return Intent.AMBIGUOUS
    return None


def _by_phrase(sight: Sight, chunk: Chunk, verbs: list[Word], kinds: set[str]) -> Intent | None:
    """Phrases that tell more than their verbs."""
    if (left := left_owing(sight, chunk, verbs)) is not None:
        return left
    if is_net(sight, chunk) and not kinds & {"unpaid", "unclear"}:
        return Intent.RECORD_PAYMENT
    if (brought := brings(sight, chunk)) and not kinds & {"debt", "unpaid", "return"}:
        return Intent.PROMISE if _comes_later(sight, chunk) else brought
    if kinds <= {"pay"} and _pays_a_part(sight, chunk):
        return Intent.PROMISE
    if (
        not _TELLS_BILL.isdisjoint(sight.signs)
        and all(word.text == "兑" or word.kind == "goods" for word in verbs)
        and _BILL_TERM.search(sight.text, chunk.start, chunk.end)
    ):
        return Intent.AMBIGUOUS
    if (against := set_against(sight, chunk, kinds)) is not None:
        return against
    if is_let_go_whole(sight, chunk, kinds) or is_struck_off(sight, chunk, verbs, kinds):
        return Intent.WRITE_OFF
    if kinds and kinds <= {"write_off", "discount"} and _TOO_MUCH.search(sight.bare, 0, chunk.amount.start):
        return Intent.AMBIGUOUS
    if sight.methods and kinds.isdisjoint(_OWED_OR_LESS) and is_bill(sight, chunk) and hands_over(verbs):
        return Intent.RECORD_PAYMENT
    if waits_for_goods(chunk) and "paid" not in kinds and not _pays_before(chunk, verbs):
        return Intent.AMBIGUOUS if not kinds and _pays_before(chunk, chunk.words) else Intent.RECORD_DEBT
    if sight.methods and kinds <= {"goods", "pay", "paid"} and into_account(sight, chunk):
        return Intent.RECORD_PAYMENT
    if "让" in sight.signs and _let_go(sight, chunk) and not kinds & {"paid", "debt", "goods", "unpaid"}:
        return Intent.RETURN_OR_DISCOUNT
    if (kinds <= _SAYS_WHEN and _asks_for_later(sight, chunk)) or is_his_word(sight, chunk, kinds):
        return Intent.PROMISE
    if "unclear" in kinds and any(word.kind == "unclear" and word.text.startswith(_TWICE) for word in verbs):
        return Intent.AMBIGUOUS
    return None


def _by_verb(sight: Sight, chunk: Chunk, verbs: list[Word], kinds: set[str]) -> Intent | None:
    """Debt, payment or promise by the verbs."""
    if (decided := reduction(verbs, kinds) or moved(verbs, kinds, chunk)) is not None:
        return decided
    if "pay" in kinds:
        if "goods" in kinds and _pays_in_the_past(sight, chunk, verbs):
            return Intent.AMBIGUOUS
        if all(_is_meant_to(sight, word) for word in verbs if word.kind == "pay"):
            return Intent.AMBIGUOUS
        if _comes_later(sight, chunk):
            return Intent.RECORD_DEBT if _ends_with_day(sight, chunk) else Intent.PROMISE
        return Intent.RECORD_PAYMENT
    if _pays_then(sight, chunk):
        return Intent.PROMISE
    return None


def _is_a_heading(sight: Sight, chunk: Chunk) -> bool:
    """11号 1100, 3/5 张三 800: a bare day written before the sum says as well when it came as when it is due."""
    if chunk.terms or any(word.kind in FACT_VERBS for word in chunk.words):
        return False
    if is_bare(sight, chunk):
        return True
    return all(
        (found.kind == "period" or (found.kind == "day" and found.floating in {"month", "year"}))
        and not (found.before or found.after or found.text.endswith(("底", "末")))
        and found.end <= chunk.amount.start
        for found in chunk.dates
    )


_SAYS_WHEN = frozenset({"pay", "paid"})
_MODAL = re.compile(
    r"(?:(?<![只不])要|会|得|该|准备|需要?|应该|能|想|打算|马上|快)(?:给我们?|给咱们?|来|先|再|还)?$"
)


def _is_meant_to(sight: Sight, word: Word) -> bool:
    """要打5000过来, 还要付5000: not done yet."""
    return _MODAL.search(sight.text[max(0, word.start - 6) : word.start]) is not None


_TWICE = ("重复", "付重", "打重", "转重", "少")
_FOR_WHOM = ("他", "她", "佢", "人家", "客户", "对方")


def _is_beside_the_point(sight: Sight, word: Word, chunk: Chunk) -> bool:
    """还, 付 … after a day to come say when; 给 before a name says to whom."""
    if (word.kind in _SAYS_WHEN or word.text == "退") and is_due_word(sight, word, chunk.dates):
        return True
    if word.text.startswith("在我") and TAKES.match(sight.bare, word.end):
        return True
    if (meant := SAYS_ELSE.get(word.text)) is not None and meant.match(sight.bare, word.end):
        return True
    if word.text == "零头" and sight.text.endswith(("的", "是"), 0, word.start):
        return True  # 其中300是上回的零头
    if chunk.sides and is_of_side(word, chunk):
        return True
    if word.kind in _NAMED and _names_debt(sight, word, chunk):
        return True
    if word.kind == "unpaid" and tells_of_rest(word, chunk):
        return True
    if word.text == "给" and sight.text.startswith(_FOR_WHOM, word.end):
        return True
    return word.text == "给" and any(found.span and found.span.start == word.end for found in sight.mentions)


_PAYS_AGAIN = re.compile(r"再(?:付|给|还|打|转|结|来)")
_NAMED = frozenset({"unpaid", "debt", "unclear"})


def _names_debt(sight: Sight, word: Word, chunk: Chunk) -> bool:
    """没付的那个5600今天付了, 欠的800还了: says which debt, when what happened to it stands behind the sum."""
    if not sight.text.startswith("的", word.end) or word.end > chunk.amount.start:
        return False
    return any(
        other.kind == "paid" and other.start >= chunk.amount.end and "了" in other.text
        for other in chunk.words
    )


def _pays_a_part(sight: Sight, chunk: Chunk) -> bool:
    """年前给一万八，年后给剩下的; 明天付一万，后天再付五千: a part of what is owed, on a day to come."""
    if sight.has("paid", "debt", "goods", "unpaid") or not _comes_later(sight, chunk):
        return False
    rest = any(word.text.startswith(("剩", "余", "其余", "尾")) for word in sight.of("remainder"))
    return rest or _PAYS_AGAIN.search(sight.bare) is not None


_TO_US = frozenset({"给我", "转我", "转给我", "打给我", "还我", "还给我"})
_LET = re.compile(r"(?<![想要])让(?:了|给)?[他她佢]?(?:们)?(?:了)?\s*$")


def _let_go(sight: Sight, chunk: Chunk) -> bool:
    """让他2000: so much less."""
    return _LET.search(sight.text, chunk.start, chunk.amount.start) is not None


def _asks_for_later(sight: Sight, chunk: Chunk) -> bool:
    """初八给我转一千: a day to come, 给我, and the sum right behind the verb."""
    if not chunk.dates or not _comes_later(sight, chunk):
        return False
    return any(
        word.text in _TO_US
        and is_due_word(sight, word, chunk.dates)
        and len(sight.text[word.end : chunk.amount.start].strip()) <= 2
        and word.end <= chunk.amount.start
        for word in chunk.words
    )


def _pays_in_the_past(sight: Sight, chunk: Chunk, verbs: list[Word]) -> bool:
    """拿1800的货 上个月20号给: a slip in the day, or money that came before the goods."""
    today = sight.now.date()
    ends = [found.end for found in chunk.dates if found.day is not None and found.day < today]
    return any(word.kind == "pay" and 0 <= word.start - end <= 1 for word in verbs for end in ends)


def _pays_then(sight: Sight, chunk: Chunk) -> bool:
    """本周内给八千, 6月5号付五万二, 过两天还500: a day to come, the verb, and the sum right behind it."""
    vague = any(found.kind == "vague" for found in chunk.dates)
    if chunk.dates and by_then(sight, chunk):
        return True
    if not (vague or (chunk.dates and _comes_later(sight, chunk))):
        return False
    return any(
        word.kind in _SAYS_WHEN and chunk.amount.start == word.end and is_due_word(sight, word, chunk.dates)
        for word in chunk.words
    )


def _ends_with_day(sight: Sight, chunk: Chunk) -> bool:
    """进货五千整，初八开门就给: the sum, then the day, then the verb: when it will be paid."""
    days = [found for found in chunk.dates if is_future(found, sight) and found.start >= chunk.amount.end]
    verbs = [word for word in chunk.words if word.kind == "pay"]
    return bool(days) and all(word.start >= days[0].end for word in verbs)


def _comes_later(sight: Sight, chunk: Chunk) -> bool:
    """张三周五还5000: said of a day to come, so nothing has been paid yet."""
    return any(
        is_future(found, sight)
        and found.day != sight.now.date()
        and not _PUT_OFF.match(sight.text, found.end)
        and not is_of_rest(sight, found)
        and not is_handed_in(sight, found)
        for found in chunk.dates
    )


_PUT_OFF = re.compile(r"[ 的时候]{0,3}再[说看谈议聊]")  # 剩下的月底再说
