"""Orders about what was booked before: undo, correct, one item's details."""

from __future__ import annotations

import re
from typing import Any

from handlers.language.amounts import AmountSpan
from handlers.language.documents import METHODS
from handlers.language.extras import document_extras, yuan
from handlers.language.lexicon import Word
from handlers.language.outcome import told
from handlers.language.pledges import fraction_of
from handlers.language.reading import Fit, Intent, Mention, Reading
from handlers.language.redating import happened_then
from handlers.language.safety import is_question
from handlers.language.sight import Sight
from handlers.language.slips import DOCUMENT_NUMBER, slip_named

_NUMBER_ONLY = re.compile(r"^[#＃]?\s?(\d{3,9})(?:号|呢|是什么|详情|明细|看看)?$")
_LONGEST_NUMBER = 14
_LOOSE_NUMBER = re.compile(
    r"(?<![\d.笔那的欠付收了\ue000])(\d{3,6})号?(?=\s?(?:改|撤|(?<=[1-9])那[笔条张](?:给我|帮我)?(?:撤|删|作废|取消|不要)|到期|不对|记错|错了|备注|客户|作废|取消|删|不要|冲销|红冲|多记|少记|多算|少算|付款|金额|日期|到期))"
)
_NOT_DETAIL = (
    "undo", "correct", "invoice", "note", "paid", "refuse", "instalment", "write_off", "return", "discount", "chase", "say", "terms_set",
    "settled", "hand_over", "claim", "unclaimed", "pending",
)  # fmt: skip
_IN_PARTS = re.compile(r"分[^，。 ]{1,3}[期次批笔]|每个?月|每周")
_CHANGE = ("改", "更正", "修", "变更", "调", "应", "实际", "其实", "挪", "推", "延", "顺延", "换成", "记成")
_NOTE_AFTER = re.compile(
    r"(?:备注|补充)(?:补上|补一下|补个|补一句|补|加一句|加上|加个|加|改成|改为|写上|写成|写|记上|一句|一下|为|是)?[:，, ]*(?P<note>.+)$"
)
_PAID_DAY = ("收款日", "回款日", "付款日", "到账日", "收款时间")
_BOOKED_DAY = ("送货日", "发货日", "开单日", "欠款日", "记账日")
_LESS, _MORE = ("多记了", "多算了", "多写了"), ("少记了", "少算了", "少写了")


def detail(sight: Sight) -> Reading | None:
    """#1042, 1042: one item; also with nothing but 看看 beside it."""
    match = _NUMBER_ONLY.match(sight.text) if len(sight.text) <= _LONGEST_NUMBER else None
    if match is not None and (sight.text[0] in "#" or len(match[1]) == 4):
        return told(sight, Intent.DETAIL, extra={"number": int(match[1])})
    number = sight.document("item")
    if not number or sight.amounts:
        return None
    if is_question(sight) or not (sight.has(*_NOT_DETAIL) or _IN_PARTS.search(sight.bare)):
        return told(sight, Intent.DETAIL, mention=sight.mention, extra={"number": int(number)})
    return None


def numbers_in(sight: Sight) -> dict[str, Any]:
    found = document_extras(sight, 0, len(sight.text))
    if (
        "number" not in found
        and (match := _LOOSE_NUMBER.search(sight.bare))
        and not _is_slip(sight, match[1])
    ):
        found["number"] = int(match[1])
    return found


def _is_slip(sight: Sight, number: str) -> bool:
    """4750改4570: the digits of another sum turned round are the sum that was wrong, no number of ours."""
    others = [re.sub(r"\D", "", amount.text) for amount in sight.amounts if amount.text != number]
    return any(sorted(other) == sorted(number) for other in others)


_ADDS_NUMBER = re.compile(
    r"(?:补|漏|忘)(?:了|个|一个|一下|上|录|写|记)*(?:单号)?[ :：]*\ue000"
)  # 刚那笔漏了单号 XS-7788
_LAST_NOTE = ("上一笔备注", "上笔备注", "上一条备注", "上条备注", "刚才那笔备注", "刚才备注", "刚才那条备注")
_ZERO = re.compile(r"[多少](?:打|写|输|按|记|录)?了?一?个?[0零](?![.0-9])")  # 上条多打了个0 是1200
# 1001改冲 #1003: money that is on the books pays another debt than it did
_AIMED_ANEW = re.compile(r"[#＃]?\s?(?P<money>\d{4,9})号?\s?改[去来]?(?:冲|核销|抵)到?\s?[#＃]?\s?\d{4,9}")
_WRONG_ACCOUNT = re.compile(r"[打转汇]错(?:了)?(?:账[号户]|卡号?|户头|人|地方|银行|公司|钱)")


_AS_WHAT = frozenset({"应该记", "应该算", "算收款", "算还款", "算欠款"})
_NOTES_BESIDE = frozenset({"备注写", "备注是", "备注为", "写上备注"})  # 付5000 备注写运费


def _tells_anew(sight: Sight) -> bool:
    """这批应该算5000: a sum told for the first time; nothing that stands in the books is named."""
    named = sight.has("just_now", "undo") or sight.document("item") is not None
    fresh = _AS_WHAT | _NOTES_BESIDE if sight.amounts else _AS_WHAT
    return not named and all(word.text in fresh for word in sight.of("correct"))


def _without_word(sight: Sight) -> Reading | None:
    """Put right though no word says so: 上一笔备注 月底结, 8836那张是13000, 上条多打了个0 是1200."""
    if sight.text.startswith(_LAST_NOTE) and (note := _NOTE_AFTER.search(sight.bare)):
        extra = {**numbers_in(sight), "field": "note", "note": sight.text[note.start("note") :].strip()}
        return told(sight, Intent.CORRECT, extra=extra)  # 上一笔备注 月底结
    if (named := slip_named(sight)) is not None:
        return named
    if (
        (sight.has("just_now") or sight.text[:1] in "多少")
        and _ZERO.search(sight.bare)
        and not is_question(sight)
    ):
        right = next((amount.fen for amount in reversed(sight.amounts) if amount.fen), None)
        extra = {"field": "amount", **numbers_in(sight)}
        return told(sight, Intent.CORRECT, mention=sight.mention, amount=right, extra=extra)
    if (day := happened_then(sight)) is not None:
        extra = {"field": "booked_on", "booked_on": day, **numbers_in(sight)}
        return told(sight, Intent.CORRECT, mention=sight.mention, extra=extra)
    if sight.has("just_now") and any("改" in found.text for found in sight.terms):
        days = sight.terms[-1].terms.days  # 上一笔的账期改成45天
        extra = {"field": "terms", "terms_days": days, **numbers_in(sight)}
        return told(sight, Intent.CORRECT, mention=sight.mention, extra=extra)
    return None


def correct(sight: Sight) -> Reading | None:
    """改成5200, 日期改到月底, #1042 改成12500, 客户改成李四, 不对是8600, 备注加一句 …"""
    if (aimed := _AIMED_ANEW.search(sight.text)) is not None and not is_question(sight):
        extra = {"number": int(aimed["money"]), "field": "against"}  # its sum stays as it is
        return told(sight, Intent.CORRECT, extra=extra)
    words = [word for word in sight.of("correct") if not _tells_anew(sight)]
    if not words and not sight.mentions:  # 金额不对 应该8600
        words = [
            word
            for word in sight.of("refuse")
            if word.text.endswith("不对")
            and (word.start <= 2 or sight.has("just_now") or sight.text[0] == "第")
        ]
    number = sight.document("document") if not (words or sight.amounts) else None
    if number and _ADDS_NUMBER.search(sight.bare) and not is_question(sight):
        extra = {**numbers_in(sight), "field": "doc_no", "doc_no": number}
        return told(sight, Intent.CORRECT, mention=sight.mention, extra=extra)
    if not words and (found := _without_word(sight)) is not None:
        return found
    if (
        words
        and sight.says("账期", "月结", "现结", "现款")
        and sight.mentions
        and not (sight.has("just_now") or sight.document("item"))
    ):
        return None  # 青禾账期从30天改成45天: the customer's terms, no record's
    if not words or is_question(sight):
        return None
    of_customer = sight.has("limit", "setting", "customer_set") or (
        sight.has("terms_set") and not sight.has("just_now")
    )
    if of_customer and not sight.text.startswith("备注"):
        return None
    if _WRONG_ACCOUNT.search(sight.bare):
        return None  # his transfer went astray, no record of ours
    change = next((word for word in words if word.text.startswith(_CHANGE)), words[-1])
    if sight.has("say") and change.text.startswith(("推", "延", "顺延", "挪")) and not sight.document("item"):
        return None  # 王总说推迟到15号付: his word, no order of ours
    extra = numbers_in(sight)
    values = _new_values(sight, change, str(extra.get("number", "")))
    if change.text == "不是" and "old_amount" not in values and values.get("field") == "amount":
        return None  # 不是张三欠的5000: denied, and nothing put in its place
    if not values and not _is_about_record(sight, words):
        return None
    extra |= {key: value for key, value in values.items() if key not in {"amount", "due_on", "mention"}}
    mention = values.get("mention") or _named_before(sight, change)
    if values.get("field") == "due_date":
        extra["fraction"] = fraction_of(sight)  # 不对 是月底全给
    return told(
        sight,
        Intent.CORRECT,
        mention=mention,
        amount=values.get("amount"),
        due_on=values.get("due_on"),
        extra=extra,
    )


_SLIPPED = re.compile("[记写打输搞弄][错岔]|[弄搞记]反")


def _is_about_record(sight: Sight, words: list[Word]) -> bool:
    return sight.has("just_now") or any(_SLIPPED.match(word.text) is not None for word in words)


def _named_before(sight: Sight, change: Word) -> Mention | None:
    return next(
        (found for found in sight.mentions if found.span and found.span.end <= change.start), None
    ) or (sight.mention if sight.mention and sight.mention.fit is not Fit.NEW else None)


def _new_values(sight: Sight, change: Word, number: str) -> dict[str, Any]:
    """What is to be changed into what; `field` names it."""
    note = _NOTE_AFTER.search(sight.bare)
    if note is not None:
        return {"field": "note", "note": sight.text[note.start("note") : note.end("note")].strip()}
    if (named := DOCUMENT_NUMBER.search(sight.text)) is not None:
        return {"field": "doc_no", "doc_no": named["no"]}
    sums = [amount for amount in sight.amounts if amount.text != number]
    denied = [amount for amount in sums if _is_denied(sight, amount.start)]
    sums = [*denied, *(amount for amount in sums if amount not in denied)]
    days = [day for day in sight.dates if day.end > change.start and day.day]
    moved = next((day for day in days if not _is_denied(sight, day.start)), None)
    theirs = [
        found
        for found in sight.mentions
        if found.span and found.span.start >= change.end and not _is_denied(sight, found.span.start)
    ]
    if (pair := _wrong_and_right(sight, theirs, sums, change)) is not None:
        wrong, right = pair
        value = {"field": "customer", "mention": right, "old_customer": wrong.name}
        return {**value, "old_amount": yuan(sums[-1].fen)} if sums and sums[-1].fen else value
    if sums and (moved is None or denied or sums[-1].start >= change.start):
        return _new_amount(sight, change, [amount.fen for amount in sums])
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


def _is_denied(sight: Sight, start: int) -> bool:
    return sight.text[:start].rstrip().endswith("不是")


_WRITTEN_AS = re.compile(
    r"\d\s*(?:刚才|刚刚|刚|我|不小心|给|被|让我)*(?:写|记|打|输|录|按)(?:成|做|作)了?\s*[\d一二两三四五六七八九]"
)  # 2750写成2570了


def _new_amount(sight: Sight, change: Word, sums: list[int | None]) -> dict[str, Any]:
    said = next((word.text for word in sight.of("correct") if word.text in _LESS + _MORE), None)
    if said is not None and len(sums) == 1 and sums[0]:
        sign = "-" if said in _LESS else ""
        return {"field": "amount", "delta": sign + yuan(sums[0])}
    old = yuan(sums[0]) if len(sums) > 1 and sums[0] else None
    if len(sums) == 2 and _WRITTEN_AS.search(sight.bare):
        sums.reverse()
        old = yuan(sums[0]) if sums[0] else None
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
