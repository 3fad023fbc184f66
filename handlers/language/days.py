"""Which day of a fact is which: due, happened, paid; and whether 还 says that or when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers.language.chunks import Chunk
from handlers.language.dates import as_past
from handlers.language.datespan import DateSpan
from handlers.language.datewords import day_in, months_later
from handlers.language.daylabels import is_of_goods
from handlers.language.lexicon import Word
from handlers.language.reading import Question, Terms
from handlers.language.sight import Sight
from ledger.values import value

_BEFORE_DUE = (
    "前 内 之前 以前 以内 再 才 就 会 给我 来 要 一起 左右 给 能 必须 先 "
    "的时候 把钱 一次 一次性 全部 都 到期 到时 按时 过来 之后 后 保证 一定 打算 上午 下午 晚上 早上 中午"
)
_GLUE = re.compile(f"(?: |{'|'.join(sorted(map(re.escape, _BEFORE_DUE.split()), key=len, reverse=True))})*")


def is_future(found: DateSpan, sight: Sight) -> bool:
    return found.day is not None and found.day >= sight.now.date()


def is_due_word(sight: Sight, word: Word, dates: Sequence[DateSpan]) -> bool:
    """Whether 还, 付清, 结 … says when, not that: it follows a day to come (月底还, 9月1日前还清, 下周给我打过来)."""
    if word.text.startswith("已") or word.text.endswith(("的款", "的货款", "的钱")):
        return False  # 现结已收, 周一到的款
    if (
        sight.terms
        and any(0 <= word.start - terms.end <= 1 for terms in sight.terms)
        and "了" not in word.text
    ):
        return True  # 10天付清
    for found in dates:
        if found.kind == "vague" and 0 <= word.start - found.end <= 3 and "了" not in word.text:
            return True  # 过了年十五给
        if found.end > word.start or found.day is None:
            continue
        if _has_come(sight, found, word):
            continue
        gap = sight.text[found.end : word.start]
        if (
            _GLUE.fullmatch(gap)
            and "了" not in word.text.replace("到期了", "")
            and (not word.text.endswith("的") or gap.endswith(("要", "该", "得")))
        ):
            return True
    return False


_A_YEAR = timedelta(days=366)


def far_leap_day(sight: Sight, dates: Sequence[DateSpan]) -> Question | None:
    """2月29日 said in a common year is years away, or a slip: asked."""
    today = sight.now.date()
    for found in dates:
        day = found.day
        if day is None or found.floating != "year" or (day.month, day.day) != (2, 29):
            continue
        if day - today > _A_YEAR or (day.year > today.year + 1):
            return Question("impossible_date", data={"text": found.text})
    return None


_ARRIVES = re.compile(r"[到入进]账|[到入进]帐|收到|收讫|收妥|实收|收款|回款|来款|来账|[转汇打][入进来]")
ARRIVED = frozenset({"到账", "到账了", "入账", "进账", "收到", "到款"})
_HALF_A_WEEK, _A_WEEK = 3, 7
_SOON = timedelta(days=60)


def _has_come(sight: Sight, found: DateSpan, word: Word) -> bool:
    """今天转来, 7月27日转账: that it came; 今天还, 7月10日前付款 say when. A far 1月10日到账 was the last January."""
    today = sight.now.date()
    if found.day is None or found.day < today:
        return not found.before
    if _has_begun(found, today) and not found.before and _ARRIVES.search(word.text):
        return True  # 7月份回款5000, said in July
    if found.day == today:
        sum_behind = any(amount.start == word.end for amount in sight.amounts)  # 今天付8300
        return word.kind != "pay" or word.text == "收" or found.past or sum_behind
    if found.floating == "month" and not found.before and found.end == word.start:
        last = as_past(found, sight.now).day  # 8号转来, said on the 9th
        return last is not None and (today - last).days <= _A_WEEK and bool(_ARRIVES.search(word.text))
    if found.floating == "week" and (found.day - today).days > _HALF_A_WEEK:
        return found.end == word.start and word.text in ARRIVED  # 周一到账, said on a Tuesday
    return found.floating == "year" and found.day - today > _SOON and bool(_ARRIVES.search(word.text))


def _has_begun(found: DateSpan, today: date) -> bool:
    return found.kind == "period" and found.from_day is not None and found.from_day <= today


@value
class Days:
    """`past_due` is a due day already gone by, or a bare day gone by that may be either; `all_due` in the order said."""

    due: DateSpan | None = None
    happened: date | None = None
    past_due: DateSpan | None = None
    all_due: tuple[date, ...] = ()


def days_of(sight: Sight, chunk: Chunk, *, is_payment: bool) -> Days:
    """The due day and the day of the fact among the chunk's days."""
    dues: list[DateSpan] = []
    past: DateSpan | None = None
    happened: date | None = None
    today = sight.now.date()
    for found in said_once(chunk.dates):
        if found.day is None or is_of_goods(sight, found) or _is_until_now(sight, found):
            continue
        if is_payment or (_is_fact_day(sight, found) and not _comes_with_it(sight, chunk, found)):
            day = as_past(found, sight.now).day
            if not is_payment and _is_near(found, day, today):
                continue  # 12月5日送货, said on the 3rd: not last year's
            happened = day if happened is None and day is not None and day <= today else happened
        elif (
            _says_due(sight, found)
            or _comes_with_it(sight, chunk, found)
            or _ends_paying(sight, chunk, found)
        ):
            dues.append(found)
            past = found if found.day < today else None
        elif found.past:
            happened = found.day
        elif found.day < today and (_tells_of_goods(sight, chunk, found) or _heads(sight, chunk, found)):
            happened = happened or found.day
        elif found.day < today:
            past = found
        elif found.day > today:
            dues.append(found)
    if past is not None and past not in dues and dues:
        happened, past = happened or past.day, None
    if len(dues) > 1:
        dues = _without_the_month_of_goods(sight, chunk, dues)
    all_due = tuple(dict.fromkeys(found.day for found in dues if found.day is not None))
    return Days(dues[-1] if dues else None, happened, past, all_due)


def _without_the_month_of_goods(sight: Sight, chunk: Chunk, dues: list[DateSpan]) -> list[DateSpan]:
    """这个月酒水一共欠5870 端午节结: a period under way before the sum tells of the goods, where a day to pay follows."""
    if not any(found.start > chunk.amount.start and _says_due(sight, found) for found in dues):
        return dues
    today = sight.now.date()
    return [found for found in dues if found.start > chunk.amount.start or not _has_begun(found, today)]


_LONG_AGO, _SOON_DAYS = timedelta(days=200), timedelta(days=45)


def _is_near(found: DateSpan, past: date | None, today: date) -> bool:
    """A day of the year that is about to come, and was last nearly a year ago."""
    if past is None or found.day is None or found.floating != "year":
        return False
    return today - past > _LONG_AGO and found.day - today < _SOON_DAYS


def _tells_of_goods(sight: Sight, chunk: Chunk, found: DateSpan) -> bool:
    """7月3日 送货单5521 … 账期30天: a day gone by is the day of the goods, not of the money."""
    goods = any(word.kind == "goods" for word in chunk.words) or sight.document("document") is not None
    return found.kind == "day" and not found.before and (bool(chunk.terms) or goods)


_A_WHILE = timedelta(days=60)
_OF_THINGS = re.compile(r"[号日]?的[一-龥]{2,10}\s?")


def _heads(sight: Sight, chunk: Chunk, found: DateSpan) -> bool:
    """11/19 恒通 880 挂账, 11月18号的涂料3300 没付: a day lately gone by, before all else or before the goods."""
    if found.kind != "day" or found.before or found.day is None or sight.now.date() - found.day > _A_WHILE:
        return False
    names = _OF_THINGS.fullmatch(sight.bare, found.end, chunk.amount.start) is not None
    return names or (found.start == 0 and any(word.kind in _OWES for word in chunk.words))


_OWES = frozenset({"debt", "unpaid"})


def said_once(days: Sequence[DateSpan]) -> list[DateSpan]:
    """10月12号，星期一 is one day said twice."""
    once: list[DateSpan] = []
    for found in days:
        if once and found.floating == "week" and found.start - once[-1].end <= 2:
            once[-1] = replace(once[-1], end=found.end)
        elif once and _is_same_day(once[-1], found):
            once[-1] = _in_that_month(once[-1], found)
        elif once and once[-1].after and found.start - once[-1].end <= 2 and found.kind == "day":
            once[-1] = _after_that(once[-1], found)
        else:
            once.append(found)
    return once


def _is_same_day(month: DateSpan, found: DateSpan) -> bool:
    """下个月今天."""
    near = month.kind == "period" and month.unit == "month" and found.start - month.end <= 1
    return near and found.text.strip() in {"今天", "今日"}


def _in_that_month(month: DateSpan, found: DateSpan) -> DateSpan:
    if month.day is None or found.day is None:
        return found
    day = day_in(month.day.year, month.day.month, found.day.day) or month.day
    return replace(month, end=found.end, kind="day", day=day)


def _after_that(first: DateSpan, found: DateSpan) -> DateSpan:
    """国庆后8号: the 8th that comes after it."""
    if first.day is None or found.day is None or found.day >= first.day or found.floating != "month":
        return found
    following = months_later(first.day.replace(day=1), found.day.day < first.day.day)
    return replace(found, day=day_in(following.year, following.month, found.day.day) or found.day)


_SINCE = re.compile(r"(?:到|至|截至|截止|截止到|直到)$")


def _is_until_now(sight: Sight, found: DateSpan) -> bool:
    """到今天还没给: since then, no day to come."""
    return found.day == sight.now.date() and _SINCE.search(sight.text, 0, found.start) is not None


_DUE_AFTER = re.compile(
    r"[ 就要来再会给我才都一起先把前内]{0,5}(?:[还付给结清打转收交汇](?![了的过欠])|到期)"
)
# 3号送的, 昨天拉货, 5号欠: what was done stands right behind the day
_DONE_AFTER = re.compile(
    r"(?:开始)?(?:算起|起算|开始算)|(?:节|期间|假期|长假|那几天|那天|前后)?[ 在就才]?(?:上午|下午|早上|晚上|中午)?"
    r"(?:(?:给|帮|替|为|去|往|到)\ue000+(?:家|那边|店里|工地)?(?:上门)?)?"
    r"(?:的(?:货|单|账)|那单|(?:[送拉拿发买装做印修换焊](?!到|工资|薪|奖金)|提(?![到醒前]))|上门|开单|到货|到的"
    r"|[欠赊](?!$|[着 ，,。;；])|[打转付还给收交汇记结][了的])"
)


def _says_due(sight: Sight, found: DateSpan) -> bool:
    """15号还, 月底前付: the day stands before a bare verb of paying."""
    match = _DUE_AFTER.match(sight.text, found.end)
    if match is None:
        return False
    # 今天给宏达发了: 给 says to whom
    return not any(mention.span and mention.span.start == match.end() for mention in sight.mentions)


_BRINGS = re.compile(
    r"[ 再就才会]?(?:上午|下午|晚上|早上|中午)?(?:来|过来)?(?:拿(?:来|钱|给我|过来)?|(?:送|带|捎)钱?(?:来|过来|给我)?(?<=[来钱我]))(?=$|[ ，,。;；])"
)


def _comes_with_it(sight: Sight, chunk: Chunk, found: DateSpan) -> bool:
    """差起3千6 下礼拜五拿: behind a debt and a day to come 拿 is paying."""
    if found.day is None or found.day <= sight.now.date() or found.start < chunk.amount.end:
        return False
    owed = any(word.kind in {"debt", "unpaid"} and word.start < found.start for word in chunk.words)
    return owed and _BRINGS.match(sight.text, found.end) is not None


def _ends_paying(sight: Sight, chunk: Chunk, found: DateSpan) -> bool:
    """The chunk's one day stands after the sum, and its last word is a bare 还: whatever is between, that is when."""
    last = chunk.words[-1] if chunk.words else None
    if last is None or last.kind != "pay" or last.end < min(chunk.end, len(sight.text.rstrip(" 。.!"))):
        return False
    return found.start > chunk.amount.end and len({day.day for day in chunk.dates if day.day}) == 1


# 送货日期：7月27日, 补录 7月3日
_DATED = re.compile(
    r"(?:[送发出提交到供收拉进]货|[开制下订]单|单据|销售|业务|记账|发生|补[录记]|出库)(?:日期?|时间)?[: ]*$|(?<![款期])日期[: ]*$"
)


def _is_fact_day(sight: Sight, found: DateSpan) -> bool:
    if _DATED.search(sight.text, 0, found.start) is not None:
        return True
    return _DONE_AFTER.match(sight.bare, found.end) is not None and not found.before


def due_from_terms(terms: Terms, start: date) -> date | None:
    """The day terms come to, by the company's default: 月结N天 counts from the month's end. None waits for an event."""
    if terms.kind == "net":
        return start + timedelta(days=terms.days)
    if terms.kind == "month_end":
        first = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        return first - timedelta(days=1) + timedelta(days=terms.days)
    return None
