"""Several promises in one message: each sum with its day or its name, a part first and the rest on a day of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers.language.amounts import AmountSpan
from handlers.language.days import is_due_word, is_future, said_once
from handlers.language.dividing import each_of
from handlers.language.doubts import amount_doubt
from handlers.language.lexicon import Word
from handlers.language.outcome import told
from handlers.language.queries import number_in
from handlers.language.reading import Intent, Mention, Question, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

FRACTIONS = {
    "一半": "0.5", "半数": "0.5", "三分之一": "1/3", "三分之二": "2/3", "四分之一": "1/4", "两成": "0.2", "三成": "0.3", "五成": "0.5",
    "八成": "0.8", "全部": "1", "全款": "1", "全额": "1",
}  # fmt: skip
_WHOLE = ("付清", "还清", "结清", "清掉", "全付", "全还", "全给", "全打", "全结")


def fraction_of(sight: Sight) -> str | None:
    """一半 → 0.5, 付清 → 1, 一部分 → part."""
    for word in sight.of("half"):
        return FRACTIONS.get(word.text, "part")
    return "1" if sight.has("settled") or sight.says(*_WHOLE) else None


def several_promises(sight: Sight, said: Word, fraction: str | None) -> Reading | None:
    """后天付3000，下周六付4000 · 月底先给一半 剩下的下个月 · 甲42500 乙16800 都说年底给: each with its day, or its name."""
    sums = [amount for amount in sight.amounts if amount.fen and amount_doubt(amount) is None]
    days = [found for found in sight.dates if is_future(found, sight) and found.kind == "day"]
    names = list(sight.mentions)
    if len(names) == len(sums) == len(sight.amounts) == 1 and len(days) > 1 and each_of(sight):
        return _pledged(sight, [(names[0], sums[0].fen, one.day) for one in days])  # 月底月初各给五千
    if len(names) == 1 and len(sums) == len(sight.amounts) <= 1:
        return _part_and_rest(sight, names[0], sums[0].fen if sums else None, fraction)
    if len(sums) < 2 or len(sums) != len(sight.amounts) or sight.has("debt", "goods", "unpaid", "return"):
        return None
    if len(names) == 1 and len(days) == len(sums) and all(amount.start > said.start for amount in sums):
        pairs = [(names[0], amount.fen, day.day) for amount, day in zip(sums, days, strict=True)]
    elif (each := _named_each(names, sums)) and len(days) == 1:
        pairs = [(name, amount.fen, days[0].day) for name, amount in each]
    elif len(names) == len(sums) and len(days) == 1 and all(amount.end <= said.start for amount in sums):
        pairs = [(name, amount.fen, days[0].day) for name, amount in zip(names, sums, strict=True)]
    else:
        return None
    return _pledged(sight, pairs)


def _pledged(sight: Sight, pairs: Sequence[tuple[Mention, int | None, date | None]]) -> Reading:
    records = [
        told(sight, Intent.PROMISE, mention=name, amount=fen, due_on=day, extra={"words": sight.text})
        for name, fen, day in pairs
    ]
    doubt = next((one.question for one in records if one.question is not None), None)
    return replace(records[0], records=tuple(one.records[0] for one in records), question=doubt)


def _named_each(
    names: Sequence[Mention], sums: Sequence[AmountSpan]
) -> list[tuple[Mention, AmountSpan]] | None:
    """都说周五付，甲六千，乙九千: each sum right behind its name."""
    ends = {name.span.end: name for name in names if name.span}
    pairs = [(ends[amount.start], amount) for amount in sums if amount.start in ends]
    return pairs if len(pairs) == len(sums) == len({name.name for name in names}) else None


def _part_and_rest(sight: Sight, name: Mention, fen: int | None, fraction: str | None) -> Reading | None:
    """A sum or a share on the first day, what is left on the second, which may be a whole month."""
    days = [found for found in sight.dates if is_future(found, sight) and found.kind in ("day", "period")]
    if len(days) != 2 or days[0].kind != "day" or days[0].day == days[1].day:
        return None
    if not _is_rest(sight, days[0].end) or (fen is None and fraction in (None, "1")):
        return None
    share = {"fraction": None if fen else fraction, "words": sight.text}
    doubt = None if fen else Question("fraction", data={"fraction": fraction})
    first = told(
        sight,
        Intent.PROMISE,
        mention=name,
        amount=fen,
        due_on=days[0].day,
        question=doubt,
        extra=share,
    )
    rest = {"fraction": "rest", "words": sight.text}
    second = told(sight, Intent.PROMISE, mention=name, due_on=days[1].day, extra=rest)
    return replace(first, records=(*first.records, *second.records))


_WILL_PAY = re.compile(
    r"[ ，,]?(?:要|得|会|就|再|才|来|能|把|一定|统一|一起|过来|前|之前)*"
    r"(?:付|给|打|转|还|结|清|交|汇)(?:钱|款|账|清|掉|齐|完|我们?|咱们?)*[。~!吧 ]*$"
)
_NOT_HIS = (
    "remind",
    "debt",
    "goods",
    "unpaid",
    "return",
    "discount",
    "hold",
    "if",
    "not_paid",
    "own",
    "correct",
    "undo",
)


def will_pay(sight: Sight) -> Reading | None:
    """悦来下周二来交钱: a customer, a day to come, a bare verb of paying, and nothing else."""
    if sight.amounts or len(sight.mentions) != 1 or len(sight.dates) != 1 or sight.has(*_NOT_HIS):
        return None
    span, day = sight.mentions[0].span, sight.dates[0]
    if span is None or span.end > day.start or day.day is None or day.day <= sight.now.date():
        return None
    between = sight.bare[span.end : day.start].strip(" ，,")
    rest = between in _LEFT
    if not (rest or between in _GLUE) or _WILL_PAY.match(sight.bare, day.end) is None or is_question(sight):
        return None
    extra = {"fraction": "rest" if rest else "1" if sight.has("settled") else None, "words": sight.text}
    return told(sight, Intent.PROMISE, mention=sight.mentions[0], due_on=day.day, extra=extra)


_LEFT = frozenset({"剩下的", "剩余的", "余下的", "余款", "另一半", "另外一半", "那边剩下的", "家剩下的"})
_GLUE = frozenset(
    {
        "",
        "要",
        "得",
        "那边",
        "那笔",
        "会",
        "他们",
        "家",
        "老板",
        "会计",
        "财务",
        "那边要",
        "家要",
        "的钱",
        "的款",
        "的账",
        "的货款",
        "那边说",
    }
)


def leaves_a_rest(sight: Sight, start: int) -> bool:
    """月底先给一半 剩下的再说: a part has its day, what is left has none."""
    part = sight.first("half") or next((found for found in sight.amounts if found.start >= start), None)
    return part is not None and _is_rest(sight, part.end)


def _is_rest(sight: Sight, start: int) -> bool:
    """周四先给1200 余款12月10号: what is left has a day of its own."""
    left = any(word.start >= start for word in sight.of("remainder", "instalment"))
    return left or _OTHER_HALF.search(sight.bare, start) is not None


AT_LATEST = re.compile(r"(?:最迟|最晚|至迟|顶多|不超过)(?:到|是|拖到|在)?[ ，,]?$")
# 再宽限三天 到时候给, 容他一个礼拜
_GRACE = re.compile(
    r"(?:宽限|宽容|容我?|缓|再等|延|晚)(?:我|他|她|佢|他们)?(?:个|上)?(?P<n>\d+|[一二两三四五六七八九十]+)个?(?P<unit>天|周|星期|礼拜|月)"
)
_DAYS_IN = {"天": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}


def after_grace(sight: Sight) -> date | None:
    """So many days more, from today."""
    match = _GRACE.search(sight.bare)
    count = number_in(match["n"]) if match else None
    return sight.now.date() + timedelta(days=count * _DAYS_IN[match["unit"]]) if match and count else None


def day_to_pay(sight: Sight) -> date | None:
    """说月底周转不开 下个月3号给一万三: of several days to come the one that a verb of paying follows."""
    days = [found for found in said_once(sight.dates) if is_future(found, sight) and not found.every]
    ahead = [found for found in days if found.day != sight.now.date()]
    days = ahead or days  # 今天说明天给
    if len(sight.dates) < 2 or any(AT_LATEST.search(sight.bare, 0, one.start) for one in days):
        return None
    verbs = list(sight.of("pay", "paid", "settled"))
    return next((one.day for one in days if any(is_due_word(sight, verb, [one]) for verb in verbs)), None)


def promised_after(sight: Sight, said: int) -> bool:
    """今天没给，又说明天给4600: the only sum is what he will give, on a day to come."""
    if sight.has("goods", "debt") or not any(
        is_future(one, sight) for one in sight.dates if one.start >= said
    ):
        return False
    return any(
        word.start >= said and 0 <= amount.start - word.end <= 1 and is_due_word(sight, word, sight.dates)
        for word in sight.of("pay", "paid")
        for amount in sight.amounts
    )


_OTHER_HALF = re.compile("另外?一半|后一半")


def pays_first(sight: Sight) -> bool:
    """今天打26000，剩下14000说下月10号: a verb and its sum, no day to come before them; behind it his word on the rest."""
    rest, said = sight.first("remainder"), sight.first("say")
    if rest is None or said is None or said.start < rest.end:
        return False
    return any(
        amount.start == word.end and amount.end <= rest.start and not is_due_word(sight, word, sight.dates)
        for word in sight.of("pay")
        for amount in sight.amounts
    )
