"""Orders about what was booked before: undo, correct, one item's details."""

from __future__ import annotations

import re
from typing import Any

from handlers.language.extras import document_extras, yuan
from handlers.language.lexicon import Word
from handlers.language.outcome import told
from handlers.language.pledges import fraction_of
from handlers.language.reading import Fit, Intent, Mention, Reading
from handlers.language.redating import happened_then, put_off_by
from handlers.language.replacement import CHANGE, NOTE_AFTER, new_values
from handlers.language.safety import is_question
from handlers.language.sight import Sight
from handlers.language.slips import puts_right, slip_named

_NUMBER_ONLY = re.compile(r"^[#＃]?\s?(\d{3,9})(?:号|呢|是什么|详情|明细|看看)?$")
_LONGEST_NUMBER = 14
_LOOSE_NUMBER = re.compile(
    r"(?<![\d.笔那的欠付收了款钱货按额是成为到\ue000])(\d{3,6})号?(?=\s?(?:改|撤|(?<=[1-9])那[笔条张](?:给我|帮我)?(?:撤|删|作废|取消|不要)|到期|不对|记错|错了|备注|客户|作废|取消|删|不要|冲销|红冲|多记|少记|多算|少算|付款|金额|日期|到期))"
)
_NOT_DETAIL = (
    "undo", "correct", "invoice", "note", "paid", "refuse", "instalment", "write_off", "return", "discount", "chase", "say", "terms_set",
    "settled", "hand_over", "claim", "unclaimed", "pending",
)  # fmt: skip
_IN_PARTS = re.compile(r"分[^，。 ]{1,3}[期次批笔]|每个?月|每周")


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
        and not (sight.mentions and match[1].endswith("00"))  # 永盛那笔900删掉: the sum
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
_BETWEEN_NAMES = "的是那笔单张家个 :：\ue000"


def _is_his_number(sight: Sight) -> bool:
    """永盛的送货单号8831: the number of his last slip, and nothing else."""
    return bool(sight.mentions) and "单号" in sight.text and not sight.bare.strip(_BETWEEN_NAMES)


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
    if sight.text.startswith(_LAST_NOTE) and (note := NOTE_AFTER.search(sight.bare)):
        extra = {**numbers_in(sight), "field": "note", "note": sight.text[note.start("note") :].strip()}
        return told(sight, Intent.CORRECT, extra=extra)  # 上一笔备注 月底结
    if (named := slip_named(sight)) is not None:
        return named
    if (
        (sight.has("just_now") or sight.text[:1] in "多少" or len(sight.amounts) > 1)
        and _ZERO.search(sight.bare)
        and not is_question(sight)
    ):
        right = next((amount.fen for amount in reversed(sight.amounts) if amount.fen), None)
        extra = {"field": "amount", **numbers_in(sight)}
        return told(sight, Intent.CORRECT, mention=sight.mention, amount=right, extra=extra)
    if (day := happened_then(sight)) is not None:
        extra = {"field": "booked_on", "booked_on": day, **numbers_in(sight)}
        return told(sight, Intent.CORRECT, mention=sight.mention, extra=extra)
    if sight.has("just_now") and (
        any("改" in found.text for found in sight.terms) or (sight.terms and sight.has("terms_set"))
    ):
        days = sight.terms[-1].terms.days  # 上一笔的账期改成45天
        extra = {"field": "terms", "terms_days": days, **numbers_in(sight)}
        return told(sight, Intent.CORRECT, mention=sight.mention, extra=extra)
    return None


def _words(sight: Sight) -> list[Word]:
    """The words that put something right."""
    words = [word for word in sight.of("correct") if not _tells_anew(sight)]
    if not words and not sight.mentions:  # 金额不对 应该8600
        words = [
            word
            for word in sight.of("refuse")
            if word.text.endswith("不对")
            and (word.start <= 2 or sight.has("just_now") or sight.text[0] == "第")
        ]
    return list(sight.of("refuse")) if not words and puts_right(sight) else words


def _is_of_customer(sight: Sight) -> bool:
    """青禾账期从30天改成45天: the customer's terms, no record's."""
    in_books = sight.has("just_now") or _is_till_a_day(sight)
    his = bool(sight.mentions) and not (in_books or sight.document("item"))
    if his and sight.says("每月", "每个月", "每周") and not sight.says("到期"):
        return True  # 改成每月15号对账: how he does it
    if his and sight.says("账期", "月结", "现结", "现款"):
        return True
    theirs = sight.has("limit", "setting", "customer_set") or (sight.has("terms_set") and not in_books)
    return theirs and not sight.text.startswith("备注")


_MIXED_UP = frozenset(
    {"口误", "记混", "记混了", "搞混", "搞混了", "弄混", "弄混了", "手滑", "手误", "手快", "手抖"}
)


def _leaves_open(sight: Sight, words: list[Word]) -> bool:
    """永盛付5000 记混了: whether that sum is the wrong one or the right one is not said."""
    if len(sight.amounts) != 1 or sight.has("just_now") or sight.document("item") or sight.dates:
        return False
    if sight.says("是", "应", "改", "成", "为", "不对") or not sight.mentions:
        return False
    return all(word.text.removesuffix("了") in _MIXED_UP for word in words)


def correct(sight: Sight) -> Reading | None:
    """改成5200, 日期改到月底, #1042 改成12500, 客户改成李四, 不对是8600, 备注加一句 …"""
    if (aimed := _AIMED_ANEW.search(sight.text)) is not None and not is_question(sight):
        extra = {"number": int(aimed["money"]), "field": "against"}  # its sum stays as it is
        return told(sight, Intent.CORRECT, extra=extra)
    if (days := put_off_by(sight)) is not None and len(sight.amounts) < 2:
        old = {"old_amount": yuan(sight.amounts[0].fen)} if sight.amounts and sight.amounts[0].fen else {}
        extra = {**numbers_in(sight), "field": "due_date", "later_days": days, **old}
        return told(sight, Intent.CORRECT, mention=sight.mention, extra=extra)
    words = _words(sight)
    number = sight.document("document") if not (words or sight.amounts) else None
    added = number and (_ADDS_NUMBER.search(sight.bare) or _is_his_number(sight))
    if added and not is_question(sight):
        extra = {**numbers_in(sight), "field": "doc_no", "doc_no": number}
        return told(sight, Intent.CORRECT, mention=sight.mention, extra=extra)
    if not words and (found := _without_word(sight)) is not None:
        return found
    if not words or is_question(sight) or _is_of_customer(sight) or _WRONG_ACCOUNT.search(sight.bare):
        return None  # the last: his transfer went astray, no record of ours
    if _leaves_open(sight, words):
        return None
    change = next((word for word in words if word.text.startswith(CHANGE)), words[-1])
    if not sight.bare[change.end :].strip(" 。!~的了吧哈"):
        change = words[0]  # 不是30号 是3号 麻烦改改
    if (
        sight.has("say")
        and change.text.startswith(_PUT_OFF)
        and not (sight.document("item") or _THE_DAY.search(sight.bare, 0, change.start))
    ):
        return None  # 王总说推迟到15号付: his word, no order of ours
    extra = numbers_in(sight)
    values = new_values(sight, change, str(extra.get("number", "")))
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


_PUT_OFF = ("推", "延", "顺延", "挪", "往后")
_THE_DAY = re.compile(
    "(?:还款|到期|付款|结款|回款|应付|收款)(?:日期?|时间|的日子)[^说讲，,。;；]{0,2}$"
)  # 还款日挪到20号 说好了的


def _is_till_a_day(sight: Sight) -> bool:
    """账期延到下周五: the day of what he owes; his terms are days."""
    return (
        not sight.terms
        and any(found.day is not None for found in sight.dates)
        and not sight.says("以后", "今后", "每", "都")
    )


_SLIPPED = re.compile("[记写打输搞弄录点按][错岔]|[弄搞记写打]反|手[滑抖误]|笔误")


def _is_about_record(sight: Sight, words: list[Word]) -> bool:
    return sight.has("just_now") or any(_SLIPPED.match(word.text) is not None for word in words)


def _named_before(sight: Sight, change: Word) -> Mention | None:
    return next(
        (found for found in sight.mentions if found.span and found.span.end <= change.start), None
    ) or (sight.mention if sight.mention and sight.mention.fit is not Fit.NEW else None)
