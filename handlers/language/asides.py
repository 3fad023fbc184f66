"""Figures beside the fact that are no facts of their own: the debt a payment is for, a sum said a second time, another's debt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from handlers.language.amounts import AmountSpan
from handlers.language.chunks import Chunk
from handlers.language.daylabels import is_of_rest
from handlers.language.days import is_future
from handlers.language.extras import yuan
from handlers.language.reading import Intent, Mention, Question, Record
from handlers.language.sight import Sight

_THAT = re.compile(
    r"(?:(?:上次)?那(?:笔|单|张|个)?(?:坏账|死账|呆账|烂账)?|(?:欠|挂|赊|没给|没付|未付)的(?:[^，,。;；0-9]{0,6}?(?:钱|款|账|费))?(?:总共|一共|共计?|合计|是)?|上次|之前的?|以前的?|原来的?|原先的?)\s*$"
)
# 四万的账 今日还上两万五: named behind the sum
_OF_THAT = re.compile(
    r"(?:元|块钱?)?(?:的|那笔)(?:老|旧|尾|欠|挂)?(?:账|款|债)(?![单期目号])|(?:元|块钱?)?欠款"
)
_PAID_NOW = re.compile(
    r"(?<![没未冇木不])(?:收回来?|收到|还上|还掉|结掉|清掉|冲掉|还来|付来|打来|转来|缴来|汇来|[先又只][还付给收打转交汇结]|[收还付给打转结冲交汇缴清]了"
    r"|还|付|收)(?:了)?\s*$"
)
_ACTUALLY = re.compile(r"(?:实付|实收|实际到账|实际收到|实到|净收|实际付|只到了?)[:：款了为是]*\s*$")
_RELATIVE = re.compile(
    r"[他她佢](?:的)?(?:妹妹?|弟弟?|哥哥?|姐姐?|爸|妈|爹|娘|老婆|老公|媳妇儿?|儿子|闺女|女儿|亲戚|朋友|同事|邻居|小舅子|连襟|嫂子|表哥|表弟|侄子|侄女|叔叔?|舅舅?|兄弟|家亲戚|合伙人)"
)
_CAME = frozenset({"paid", "confirm_paid"})
_ANOTHER = ("的", "那", "也")  # 8000的账付了 5000的也付了
_HE = frozenset("他她佢")
_STILL_OWED = frozenset({"goods", "unpaid", "unclear"})  # 8000的款没付 付5000: two facts
_OWED = frozenset({"debt", "goods", "unclear", "unpaid"})


def referred(sight: Sight, mains: list[AmountSpan]) -> tuple[list[AmountSpan], str | None]:
    """那笔3200今天收回来1000: the first sum names the debt, the second is what came. Returns the sums left and the debt."""
    if len(mains) == 2 and (half := _half_paid(sight, mains)):
        return mains[1:], half
    if len(mains) != 2 or (start := _named_at(sight, mains)) is None:
        return mains, None
    between = sight.text[mains[0].end : mains[1].start]
    paid = _PAID_NOW.search(between)
    if (
        paid is None
        or sight.text.startswith(_ANOTHER, mains[1].end)
        or any(
            word.kind in _STILL_OWED or (word.kind in _CAME and word.end <= mains[0].end + paid.start())
            for word in sight.words
            if mains[0].end <= word.start < mains[1].start
        )
    ):
        return mains, None  # 2万的款到了 又付1万: two facts
    return mains[1:], sight.text[start : mains[0].end].strip()


def _named_at(sight: Sight, mains: Sequence[AmountSpan]) -> int | None:
    """Where the words begin by which the first sum names a debt."""
    named = _THAT.search(sight.text[: mains[0].start])
    if named is not None:
        return named.start()
    less = (mains[1].fen or 0) <= (mains[0].fen or 0)
    return mains[0].start if less and _OF_THAT.match(sight.bare, mains[0].end) else None


def _half_paid(sight: Sight, mains: list[AmountSpan]) -> str | None:
    """3680付了一半 1840: the first sum is the debt."""
    between = sight.bare[mains[0].end : mains[1].start]
    is_half = (mains[1].fen or 0) * 2 == mains[0].fen and "一半" in between
    return mains[0].text if is_half and sight.has("paid") else None


def in_turn(sight: Sight, parts: Sequence[Chunk]) -> tuple[Mention, ...]:
    """甲和乙分别欠5600、3100: the names in the order of the sums; empty where they do not pair."""
    if len(parts) < 2:
        return ()
    word = next((word for word in sight.of("all_same") if word.text == "分别"), None)
    names = tuple(
        mention for mention in sight.mentions if word and mention.span and mention.span.end <= word.start
    )
    paired = word is not None and len(names) == len(parts) and word.end <= parts[0].amount.start
    return names if paired else ()


def let_go_twice(records: Sequence[Record]) -> Question | None:
    """收2600 抹掉零头 就2600, 9000给8600算了: the same sum is no reduction of itself, nor is nearly all of it."""
    if len(records) != 2:
        return None
    kinds = {record.intent: record.amount for record in records}
    paid, less = kinds.get(Intent.RECORD_PAYMENT), kinds.get(Intent.RETURN_OR_DISCOUNT)
    rounded = any(record.extra.get("kind") == "rounding" for record in records)
    if paid and less and paid != less and paid < 2 * less and rounded:
        return Question("two_amounts", ({"amount": paid}, {"amount": less}))
    if not less or (paid != less and {*kinds} != {Intent.RETURN_OR_DISCOUNT}):
        return None
    if records[0].amount != records[1].amount:
        return None
    return Question("two_amounts", ({"amount": records[0].amount},), {"amount": records[0].amount})


def said_twice(sight: Sight, records: Sequence[Record], parts: Sequence[Chunk]) -> Question | None:
    """9000已入账，实付8990; 欠三千二 还是三千四: one fact with two sums."""
    if len(records) != 2 or len(parts) != 2 or records[0].intent is not records[1].intent:
        return None
    one, other = records
    if any(
        role == "fee" and side.fen == abs((one.amount or 0) - (other.amount or 0))
        for part in parts
        for role, side in part.sides
    ):
        return None  # 1780 手续费5 实到1775
    if parts[0].dates and parts[1].dates:
        return None  # 3月10日到账5600，3月12日到账4400
    if one.customer != other.customer or not (one.amount and other.amount) or one.amount == other.amount:
        return None
    between = sight.text[parts[0].amount.end : parts[1].amount.start]
    if re.search("一[笔单张车批]", between):
        return None  # 一笔1万 一笔8800
    wavers = re.search(r"还是|错了|哦对|哦不|好像|来着|应该", between)
    actually = one.intent is Intent.RECORD_PAYMENT and _ACTUALLY.search(between)
    if not (wavers or actually or _is_knocked_down(sight, one, other, between)):
        return None
    return Question("two_amounts", ({"amount": one.amount}, {"amount": other.amount}))


_LISTS = re.compile("又|再|另|还有|加上|[、;；+和跟及\n]")
_LITTLE = 5  # the second sum is less by at most a fifth


def _is_knocked_down(sight: Sight, one: Record, other: Record, between: str) -> bool:
    """结账9800 收9500: one payment of which a little was let go, not two."""
    if one.intent is not Intent.RECORD_PAYMENT or sight.methods or _LISTS.search(between):
        return False
    less = (one.amount or 0) - (other.amount or 0)
    return 0 < less <= (one.amount or 0) // _LITTLE


def rest_differs(sight: Sight, records: Sequence[Record]) -> Question | None:
    """欠四千七 还了两千 还剩两千八: what is said to be left does not come to it."""
    if len(records) != 2 or records[0].customer != records[1].customer:
        return None
    owed, paid = records
    left = paid.extra.get("remaining_stated")
    if (owed.intent, paid.intent) != (Intent.RECORD_DEBT, Intent.RECORD_PAYMENT) or left is None:
        return None
    rest = (owed.amount or 0) - (paid.amount or 0)
    if (
        rest < 0
        or yuan(rest) == left
        or not any(word.text.startswith(("欠", "应")) for word in sight.of("debt"))
    ):
        return None
    stated = int(Decimal(str(left)) * 100)
    options = ({"amount": stated}, {"amount": rest})
    return Question("sum_differs", options, {"stated": stated, "summed": rest})


def shared_day(sight: Sight, records: list[Record]) -> list[Record]:
    """甲、乙分别欠1800和2600 周五结: the one day behind the sums is of each."""
    day = records[-1].due_on if len(records) > 1 else None
    if day is None or len(sight.dates) != 1 or sight.dates[0].start < sight.amounts[-1].end:
        return records
    if any(word.text == "分别" for word in sight.of("all_same")) or _alike(sight, records):
        return [replace(one, due_on=one.due_on or day) for one in records]
    return records


def _alike(sight: Sight, records: Sequence[Record]) -> bool:
    """甲赊5千6 乙赊3千 下月15: said alike of each, and the day apart from the last sum."""
    owed = [word.text for word in sight.of("debt", "goods", "unpaid", "paid", "pay")]
    names = {one.customer.text for one in records if one.customer}
    apart = sight.text[sight.amounts[-1].end : sight.dates[0].start] or sight.dates[0].text[:1]
    return (
        len(set(owed)) == 1
        and len(owed) == len(names) == len(records) == len(sight.amounts)
        and not apart.strip(" ，,")
        and all(one.intent is Intent.RECORD_DEBT and one.terms is None for one in records)
    )


_BEFORE = re.compile(r"[付给交打转]过(?![来去])了?\s?$")


def paid_before(sight: Sight, records: Sequence[Record], parts: Sequence[Chunk]) -> Question | None:
    """8万的货发了 付过3万定金: what was paid some day before may be in the books already."""
    if len(records) < 2 or len(records) != len(parts):
        return None
    for record, part in zip(records, parts, strict=True):
        before = _BEFORE.search(sight.text, 0, part.amount.start)
        if record.intent is Intent.RECORD_PAYMENT and before is not None and record.happened_on is None:
            name = record.customer.name if record.customer else None
            return Question("meant", data={"customer": name, "amount": record.amount})
    return None


_NAMES_DEBT = ("款", "值", "费")  # 货款12800 优惠800 实付12000


def with_due_and_paid(sight: Sight, records: list[Record], parts: Sequence[Chunk]) -> list[Record]:
    """应付3836 实付3800 差36抹掉: paid, and the difference let go; what was due is in the books already."""
    if len(parts) < 2 or len(records) != len(parts) or not records[0].amount:
        return records
    one, other = records[0], records[1]
    if one.intent is Intent.AMBIGUOUS and one.amount == other.amount and len(records) == 2:
        same = other.customer is None or other.customer == one.customer  # 鲍鱼的两万，他付了两万
        return [replace(other, customer=one.customer or other.customer)] if same else records
    due = re.search(
        r"(?:应付|应收|应还|该付|该收)[:：款额了为是]*[^，,。;；0-9]{0,10}$",
        sight.text[: parts[0].amount.start],
    )
    paid = sum(record.amount or 0 for record in records[1:])
    named = all(word.text.endswith(_NAMES_DEBT) for word in parts[0].words if word.kind in _OWED)
    may_be = {Intent.AMBIGUOUS, Intent.RECORD_PAYMENT, *([Intent.RECORD_DEBT] if named else [])}
    whole = records[0].intent in may_be and paid == records[0].amount
    if len(records) == 3 and whole:
        kinds = {record.intent for record in records[1:]}  # 5020 收5000 抹20; 结了账780 抹30 收750
        if kinds == {Intent.RECORD_PAYMENT, Intent.RETURN_OR_DISCOUNT}:
            kept = [replace(one, customer=one.customer or records[0].customer) for one in records[1:]]
            return sorted(kept, key=lambda one: one.intent is not Intent.RECORD_PAYMENT)
    if due is None or records[1].intent is not Intent.RECORD_PAYMENT:
        return records
    if len(records) == 2 and (records[1].amount or 0) >= records[0].amount:
        return records
    if len(records) == 3 and (
        paid != records[0].amount or records[2].intent is not Intent.RETURN_OR_DISCOUNT
    ):
        return records
    first = replace(records[1], extra={**records[1].extra, "due_stated": yuan(records[0].amount)})
    return [replace(first, customer=first.customer or records[0].customer), *records[2:]]


def of_a_relative(sight: Sight, chunk: Chunk) -> Question | None:
    """她妹还欠三百: whose debt that is, only the speaker knows."""
    if _HE.isdisjoint(sight.signs) or _OWED.isdisjoint(chunk.kinds()):
        return None
    match = _RELATIVE.search(sight.text, chunk.start, chunk.amount.start)
    if match is None:
        return None
    options = tuple({"customer_id": found.customer_id, "name": found.name} for found in sight.mentions[:1])
    return Question("which_customer", options, {"text": match[0]})


# 给了2万 剩下的4月底给
_REST_LATER = re.compile(
    r"(?:剩下|余下|其余|剩余|余款|尾款|剩)的?[^，,。;；]{2,8}(?:给|付|还|结|清|打)(?![了过])"
)


def promised_sides(sight: Sight, parts: Sequence[Chunk], records: list[Record]) -> list[Record]:
    """付了一万 剩下两万说下月底付: the rest has been promised for its day."""
    if len(parts) != 1 or len(records) != 1 or records[0].intent is not Intent.RECORD_PAYMENT:
        return records
    if not sight.dates:
        return records
    rest = next((side for role, side in parts[0].sides if role == "remainder" and side.fen), None)
    days = [found for found in sight.dates if is_future(found, sight) and found.day]
    day = next((found.day for found in (*(days[1:] if rest else ()), *days)), None)
    if day is None:
        return records
    if rest is not None and any(word.start >= rest.start for word in sight.of("say")):
        words = {"words": sight.text}
        return [*records, Record(Intent.PROMISE, records[0].customer, rest.fen, day, extra=words)]
    day_of_rest = any(is_of_rest(sight, found) for found in sight.dates)
    later = day_of_rest or _REST_LATER.search(sight.bare, parts[0].amount.end)
    if later and len(sight.amounts) == 1:
        words = {"words": sight.text, "fraction": "1"}
        return [*records, Record(Intent.PROMISE, records[0].customer, None, day, extra=words)]
    return records


def promised_rest(sight: Sight, chunk: Chunk, previous: Record) -> Record | None:
    """打来一万五 还有五千说月底打: the rest, with its day, is promised."""
    said = next((word for word in chunk.words if word.kind == "say"), None)
    day = next((found.day for found in chunk.dates if is_future(found, sight) and found.day), None)
    if said is None or day is None or not chunk.amount.fen:
        return None
    return Record(Intent.PROMISE, previous.customer, chunk.amount.fen, day, extra={"words": sight.text})
