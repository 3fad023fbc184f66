"""What a correction puts in the place of what: a sum, a day, a name, a way of paying, terms, a number, a note."""

from __future__ import annotations

import re
from typing import Any

from handlers.language.amounts import AmountSpan
from handlers.language.dates import as_past
from handlers.language.documents import METHODS
from handlers.language.extras import yuan
from handlers.language.lexicon import Word
from handlers.language.reading import Mention
from handlers.language.sight import Sight
from handlers.language.slips import DOCUMENT_NUMBER, NOT_WRITTEN

CHANGE = (
    "改",
    "更正",
    "纠正",
    "订正",
    "正确",
    "修",
    "变更",
    "调",
    "应",
    "实际",
    "其实",
    "挪",
    "推",
    "延",
    "顺延",
    "换成",
    "记成",
)
NOTE_AFTER = re.compile(
    r"(?:备注|补充)(?:补上|补一下|补个|补一句|补|加一句|加上|加个|加|改成|改为|写上|写成|写|记上|一句|一下|为|是)?[:，, ]*(?P<note>.+)$"
)
_DONE = re.compile(r"\s?(?P<verb>[送发拉拿提装开收付打转给还到汇结])(?:过来|来|走|去|货|款|钱)*的")
_OTHER_NUMBER = re.compile(
    r"(?:发票|票)号码?[^0-9A-Za-z]{0,8}(?P<no>[A-Za-z]{0,4}\d{6,20})(?![\d.,]*[元块万千百])"
)
_PAID_DAY = ("收款日", "回款日", "付款日", "到账日", "收款时间")
_BOOKED_DAY = ("送货日", "发货日", "开单日", "欠款日", "记账日")
_LESS, _MORE = ("多记了", "多算了", "多写了"), ("少记了", "少算了", "少写了")


def new_values(sight: Sight, change: Word, number: str) -> dict[str, Any]:
    """What is to be changed into what; `field` names it."""
    note = NOTE_AFTER.search(sight.bare)
    if note is not None:
        return {"field": "note", "note": sight.text[note.start("note") : note.end("note")].strip()}
    if (voucher := _OTHER_NUMBER.search(sight.text)) is not None:
        return {"field": "invoice_no", "invoice_no": voucher["no"]}
    if (named := DOCUMENT_NUMBER.search(sight.text)) is not None:
        return {"field": "doc_no", "doc_no": named["no"]}
    sums = [amount for amount in sight.amounts if amount.text != number and amount.fen != 0]
    denied = [amount for amount in sums if _is_wrong(sight, amount.start)]
    if (put := _put_in_place(sight, change, sums)) is not None:
        return put
    sums = [*denied, *(amount for amount in sums if amount not in denied)]
    days = [day for day in sight.dates if day.end > change.start and day.day]
    days = [day for day in days if day.kind != "period"] or days  # 11月的账期为12月15日
    moved = next((day for day in days if not NOT_WRITTEN.search(sight.bare, 0, day.start)), None)
    theirs = [
        found
        for found in sight.mentions
        if found.span and found.span.start >= change.end and not _is_denied(sight, found.span.start)
    ]
    if (pair := _wrong_and_right(sight, theirs, sums, change)) is not None:
        wrong, right = pair
        value = {"field": "customer", "mention": right, "old_customer": wrong.name}
        return {**value, "old_amount": yuan(sums[-1].fen)} if sums and sums[-1].fen else value
    if len(sight.methods) > 1 and any(_is_denied(sight, way.start) for way in sight.methods):
        way = _new_name_or_way(sight, change)  # 3000是现金不是微信
        return {**way, "old_amount": yuan(sums[-1].fen)} if sums and sums[-1].fen else way
    if sums and (moved is None or denied or sums[-1].start >= change.start):
        return _new_amount(sight, change, [amount.fen for amount in sums])
    if moved is not None and (done := _DONE.match(sight.bare, moved.end)) is not None:
        paid = done["verb"] in "付打转给还收到汇结"  # 日子不对 是19号送的
        day_of = as_past(moved, sight.now).day
        field = "paid_on" if paid else "booked_on"
        return {"field": field, field: day_of}
    if moved is not None:
        booked = sight.says(*_BOOKED_DAY) or (moved.past and not sight.says("到期", "还款", "账期"))
        field = "paid_on" if sight.says(*_PAID_DAY) else "booked_on" if booked else "due_date"
        day = {"field": field, "due_on" if field == "due_date" else field: moved.day}
        return {**day, "old_amount": yuan(sums[0].fen)} if sums and sums[0].fen else day
    if sight.terms and sight.terms[0].start >= change.start:
        return {"field": "terms", "terms_days": sight.terms[0].terms.days}
    return _new_name_or_way(sight, change)


_BOOKED_TO = re.compile(r"[记写打输弄算](?:到|成|在|给)了?(?=\ue000)")
_IT_WAS = re.compile(r"(?:的?(?:头上|名下|账上|那边|户上))?(?:去|来)?了")
_THEIRS = ("的", "头上", "名下", "账上", "那边", "户上")


def _wrong_and_right(
    sight: Sight, theirs: list[Mention], sums: list[AmountSpan], change: Word
) -> tuple[Mention, Mention] | None:
    """把永盛的1200改到福满楼头上, 永盛的1200记到福满楼去了 改过来: whose it was booked as, and whose it is."""
    if len({found.customer_id or found.text for found in sight.mentions}) != 2:
        return None
    first, last = sight.mentions[0], sight.mentions[-1]
    booked = _BOOKED_TO.search(sight.bare)
    if booked is not None and last.span and booked.end() == last.span.start:
        said_so = change.start >= last.span.end or _IT_WAS.match(sight.bare, last.span.end)
        return (last, first) if said_so else (first, last)
    if not theirs or theirs[0].span is None:
        return None
    before = all(amount.end <= change.start for amount in sums)
    moved = (bool(sums) and before) or sight.text.startswith(_THEIRS, theirs[0].span.end)
    return (first, theirs[0]) if moved else None


# 先前写的两万零六, 刚才打成1530, 原来是5000: what stood there; 应该记成6900 is what shall stand there
_WRONGLY = re.compile(
    r"(?:(?<![该要请改新应多少把按])(?<!给我)(?<!帮我)(?:写|记|打|录|输|按|报|登|算)(?:成|作|做|的是?)|(?:原|误)(?:记|录|写|为|报|登|打|入)(?:了|为|成)?|(?:先前|之前|原先|原来|原本|本来|起先|开始)(?:是|的|写|记|打|报|说)了?)\s?[了¥]?\s?$"
)


def _is_wrong(sight: Sight, start: int) -> bool:
    return _is_denied(sight, start) or _WRONGLY.search(sight.bare, 0, start) is not None


_NOT_PUT = ("那", "的", "这")  # 改5000那笔: which one


def _put_in_place(sight: Sight, change: Word, sums: list[AmountSpan]) -> dict[str, Any] | None:
    """2000改2200，他又补了200: the sum right behind the word, whatever is told after it."""
    if not change.text.startswith(CHANGE):
        return None
    behind = [one for one in sums if one.start >= change.end]
    new = next((one for one in behind if not sight.text[change.end : one.start].strip(" 为成是到¥")), None)
    if (
        new is None
        or new is sums[-1]
        or _is_denied(sight, new.start)
        or sight.text.startswith(_NOT_PUT, new.end)
    ):
        return None
    old = next((one for one in sums if one.end <= change.start and change.start - one.end <= 1), None)
    old = old or next((one for one in sums if one is not new and _is_denied(sight, one.start)), None)
    value = {"field": "amount", "amount": new.fen}
    return {**value, "old_amount": yuan(old.fen)} if old is not None and old.fen else value


def _is_denied(sight: Sight, start: int) -> bool:
    return sight.text[:start].rstrip().endswith("不是")


def _new_amount(sight: Sight, change: Word, sums: list[int | None]) -> dict[str, Any]:
    said = next((word.text for word in sight.of("correct") if word.text in _LESS + _MORE), None)
    if said is not None and len(sums) == 1 and sums[0]:
        sign = "-" if said in _LESS else ""
        return {"field": "amount", "delta": sign + yuan(sums[0])}
    old = yuan(sums[0]) if len(sums) > 1 and sums[0] else None
    return {"field": "amount", "amount": sums[-1], **({"old_amount": old} if old else {})}


def _new_name_or_way(sight: Sight, change: Word) -> dict[str, Any]:
    denied = [found for found in sight.mentions if found.span and _is_denied(sight, found.span.start)]
    right = [found for found in sight.mentions if found not in denied]
    if denied and right:
        return {"field": "customer", "mention": right[-1], "old_customer": denied[0].name}
    after = [found for found in sight.mentions if found.span and found.span.start >= change.end]
    if after:
        before = [found.name for found in sight.mentions if found.span and found.span.end <= change.start]
        return {"field": "customer", "mention": after[-1], **({"old_customer": before[0]} if before else {})}
    if sight.says("客户", "名字", "人名") and (rest := sight.text[change.end :].strip(" :是为")):
        at = sight.text.index(rest, change.end)
        return {"field": "customer", "mention": sight.index.guess(sight.text, at, at + len(rest))}
    ways = [span for span in sight.methods if not _is_denied(sight, span.start)]
    way = ways[-1] if ways else None  # 不是现金是微信, 是微信收的不是现金
    if way is not None:
        return {"field": "method", "method": METHODS.get(way.value, way.value)}
    number = sight.document("document")
    return {"field": "doc_no", "doc_no": number} if number else {}
