"""What the facts of one message tell each other: a name for all, a rest that explains two sums, goods listed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.language.chunks import Chunk
from handlers.language.extras import yuan
from handlers.language.reading import Intent, Record
from handlers.language.sight import Sight
from handlers.language.sums import Sums

_TELLS = ("debt", "paid", "pay", "return", "discount", "write_off", "unclear", "say", "refuse")
_BESIDES = frozenset({"另外", "另", "还有", "其余"})
_OWED = frozenset({"debt", "unpaid", "goods", "again", "unclear"})
_OLD_ACCOUNTS = (
    "前账",
    "老账",
    "旧账",
    "陈账",
    "前面的",
    "之前的",
    "以前的",
    "上次的",
    "上回的",
    "上月的",
    "上个月的",
)
_NOTE = re.compile("送货单|出库单|发货单|销售单|销货单|提货单")


def agreed(sight: Sight, parts: Sequence[Chunk], records: list[Record], sums: Sums) -> list[Record]:
    """The records completed by one another; the same number or one fewer."""
    records = _listed(sight, records, sums)
    if len(records) == 1:
        return _one_customer(sight, records)
    records = _without_shares(sight, parts, _without_total(parts, _without_net(parts, records)))
    records = _without_rest(_before_payment(records, priced=bool(sums.products)))
    records = _without_due(sight, parts, records)
    records = _promised(sight, parts, _without_put_off(sight, parts, records))
    return _same_way(sight, parts, _one_customer(sight, _all_same(sight, parts, records)))


_PUT_OFF = re.compile(
    r"(?:元|块钱?)?[，, ]?(?:就|先|要|得)?(?:过(?:几|两|些|一)[天日阵]|改天|以后|之后|回头|下回|下次|等等|等几天|到时候?|晚点|迟点|晚几天)"
    r"(?:再|才)?[说讲看给付还结打补](?!了)"
)


def _without_put_off(sight: Sight, parts: Sequence[Chunk], records: list[Record]) -> list[Record]:
    """付了3000 2000以后再说: no second payment, and no new debt."""
    if len(records) != len(parts) or not records or records[0].intent is not Intent.RECORD_PAYMENT:
        return records
    return [
        record
        for part, record in zip(parts, records, strict=True)
        if record is records[0] or _OWED & part.kinds() or not _PUT_OFF.match(sight.text, part.amount.end)
    ]


def _promised(sight: Sight, parts: Sequence[Chunk], records: list[Record]) -> list[Record]:
    """给了3000 2000下周给: money comes, and more of it on a day; nothing new is owed."""
    if len(records) != len(parts) or not records or records[0].intent is not Intent.RECORD_PAYMENT:
        return records
    old = sight.says(*_OLD_ACCOUNTS)
    today = sight.now.date()  # 前账清了 今天3200下月给: what he took today
    return [
        replace(record, intent=Intent.PROMISE, extra={**record.extra, "words": sight.text})
        if record.intent is Intent.RECORD_DEBT
        and _is_to_come(part, record)
        and not any(old and found.day == today and found.end <= part.amount.start for found in part.dates)
        else record
        for part, record in zip(parts, records, strict=True)
    ]


def _is_to_come(part: Chunk, record: Record) -> bool:
    kinds = {word.kind for word in part.words if word.text not in _BESIDES}
    return record.due_on is not None and not part.mentions and "pay" in kinds and kinds.isdisjoint(_OWED)


def _same_way(sight: Sight, parts: Sequence[Chunk], records: list[Record]) -> list[Record]:
    """11.18付4500 11.20付3200 现金: a way of paying said once, behind all, is that of each."""
    ways = {span.value for span in sight.methods if span.kind == "method"}
    last = max((span.start for span in sight.methods), default=-1)
    if len(ways) != 1 or len(records) < 2 or last < parts[-1].amount.end:
        return records
    alike = len({record.customer for record in records}) == 1 or sight.has("all_same")
    if not alike or any(record.intent is not Intent.RECORD_PAYMENT for record in records):
        return records
    return [replace(record, extra={"method": min(ways), **record.extra}) for record in records]


def _listed(sight: Sight, records: list[Record], sums: Sums) -> list[Record]:
    """Goods listed with their prices, or by the number of a delivery note, and no verb: they went out."""
    if len(records) != 1 or records[0].intent is not Intent.AMBIGUOUS or sight.has(*_TELLS):
        return records
    counted = sight.has("sum") and any(
        found.kind == "quantity" and found.number for found in sight.quantities
    )
    if records[0].customer is None and not sight.mentions:
        return records  # #1042 names a debt that is there, no new one
    listed = bool(sums.products) or counted or (sight.document("document") and _NOTE.search(sight.text))
    return [replace(records[0], intent=Intent.RECORD_DEBT)] if listed else records


def _without_net(parts: Sequence[Chunk], records: list[Record]) -> list[Record]:
    """1780.00 手续费5元 实到1775: one payment, and what the bank kept."""
    fees = [side.fen for part in parts for role, side in part.sides if role == "fee"]
    paid = [record.amount or 0 for record in records if record.intent is Intent.RECORD_PAYMENT]
    if len(records) != 2 or len(paid) != 2 or not fees or paid[0] - paid[1] not in fees:
        return records
    return [replace(records[0], extra={**records[0].extra, "fee": yuan(paid[0] - paid[1])})]


IS_OF = re.compile(r"(?:元|块)?(?:钱)?(?:是|算|为|冲|抵|付的是)[^，,。;；]{1,10}的?")


def _without_shares(sight: Sight, parts: Sequence[Chunk], records: list[Record]) -> list[Record]:
    """付了5000 现金3000 微信2000; 付了5000 3000是上月的: how one payment is made up, no more payments."""
    paid = [record.amount or 0 for record in records if record.intent is Intent.RECORD_PAYMENT]
    if len(paid) < 2 or len(paid) != len(records) or len(records) != len(parts):
        return records
    if len({record.customer for record in records}) > 1 or any(part.mentions for part in parts[1:]):
        return records
    ways = {record.extra.get("method") for record in records} - {None}
    if len(records) == 2 and (len(ways) > 1 or any(word.kind == "again" for word in parts[1].words)):
        return records  # 两百现金两百微信, 付了两百 又付两百
    whole = paid[0] == sum(paid[1:])
    shares = [IS_OF.match(sight.text, part.amount.end) is not None for part in parts[1:]]
    if whole or (all(shares) and sum(paid[1:]) <= paid[0]):
        return records[:1]
    return records


def _without_total(parts: Sequence[Chunk], records: list[Record]) -> list[Record]:
    """一共欠1800 今天给了1200 还差600: only the payment is new."""
    if len(records) != 2 or records[1].intent is not Intent.RECORD_PAYMENT or not records[0].amount:
        return records
    told_before = any(word.kind == "unclear" and word.text.endswith("欠") for word in parts[0].words)
    left = records[1].extra.get("remaining_stated")
    if not told_before or left != yuan(records[0].amount - (records[1].amount or 0)):
        return records
    return [replace(records[1], customer=records[1].customer or records[0].customer)]


_DUE = re.compile(r"(?:应收|该收|应付|本来(?:欠|收|该))(?:是|款)?[¥￥]?\s?$")


def _without_due(sight: Sight, parts: Sequence[Chunk], records: list[Record]) -> list[Record]:
    """转来31500 应收31200 多的先放着: what he had to pay is in the books already."""
    if len(records) != 2 or len(parts) != 2 or records[0].intent is not Intent.RECORD_PAYMENT:
        return records
    paid, due = records
    is_another = due.customer is not None and due.customer != paid.customer
    if (
        is_another
        or due.intent is Intent.RECORD_PAYMENT
        or not _DUE.search(sight.bare, 0, parts[1].amount.start)
    ):
        return records
    over = (paid.amount or 0) - (due.amount or 0)
    told_beside = {"overpaid": yuan(over), "due_stated": yuan(due.amount or 0)}
    return [replace(paid, extra={**paid.extra, **told_beside})] if over > 0 else records


def _before_payment(records: list[Record], *, priced: bool) -> list[Record]:
    """总金额12000 已付5000 还欠7000: what is left of the first shows that it was the debt."""
    if [record.intent for record in records] != [Intent.AMBIGUOUS, Intent.RECORD_PAYMENT]:
        return records
    first, paid = records
    part = priced and (paid.amount or 0) < (first.amount or 0)  # 20袋 * 95 = 1900 已付1000
    left = paid.extra.get("remaining_stated")
    if first.amount is None or paid.amount is None:
        return records
    if not part and left != yuan(first.amount - paid.amount):
        return records
    return [replace(first, intent=Intent.RECORD_DEBT), paid]


def _without_rest(records: list[Record]) -> list[Record]:
    """发货5000 收款3000 欠2000, 货款5000 退货300 实欠4700: the last says what is left of the first, no third fact."""
    if len(records) != 3:
        return records
    first, less, rest = records
    lessens = less.intent in {Intent.RECORD_PAYMENT, Intent.RETURN_OR_DISCOUNT}
    owed = first.intent is rest.intent is Intent.RECORD_DEBT
    if not (lessens and owed) or (first.amount or 0) - (less.amount or 0) != rest.amount:
        return records
    return [
        replace(first, due_on=first.due_on or rest.due_on, terms=first.terms or rest.terms),
        replace(less, extra={**less.extra, "remaining_stated": yuan(rest.amount or 0)}),
    ]


def _one_customer(sight: Sight, records: list[Record]) -> list[Record]:
    """A name said once, at the end, is everybody's."""
    if all(record.customer for record in records):
        return records
    if len({mention.customer_id for mention in sight.mentions}) != 1:
        return records
    return [record if record.customer else replace(record, customer=sight.mentions[0]) for record in records]


_OF_ALL = ("都", "全", "一起", "一并", "一次")
_PAID_TOGETHER = re.compile(
    r"以上|上述|(?:一起|一块儿?|一并|一次性?|统一)(?:给|付|还|结|清|打)"
)  # 月底一起给


def _all_same(sight: Sight, parts: Sequence[Chunk], records: list[Record]) -> list[Record]:
    """“… 都是月底”, “… 都还了”, “… 一起付了”: what is said last of all holds for each."""
    said = any(word.kind == "all_same" or word.text.startswith(_OF_ALL) for word in parts[-1].words)
    if len(records) < 2 or not (said or _PAID_TOGETHER.search(sight.bare, parts[-1].amount.end)):
        return records
    last = records[-1]
    if last.intent is Intent.AMBIGUOUS:
        return records
    paid = last.intent is Intent.RECORD_PAYMENT and len(parts) == len(records)
    named = [
        paid and place < len(records) - 1 and _only_names(sight, parts[place])
        for place in range(len(records))
    ]
    return [
        replace(
            record,
            intent=last.intent if record.intent is Intent.AMBIGUOUS or named[place] else record.intent,
            due_on=None if named[place] else record.due_on or last.due_on,
            terms=record.terms or last.terms,
        )
        for place, record in enumerate(records)
    ]


def _only_names(sight: Sight, part: Chunk) -> bool:
    """上月欠的2300: says which, when all of it was paid together."""
    owed = [word for word in part.words if word.kind in {"debt", "unpaid", "unclear"}]
    return bool(owed) and all(sight.text.startswith("的", word.end) for word in owed)
