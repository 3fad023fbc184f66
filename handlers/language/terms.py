"""Payment terms said instead of a day: 账期30天, 月结, 票到15天, 压批."""

from __future__ import annotations

import re
from collections.abc import Callable

from handlers.language.datewords import COUNT, ONES, number
from handlers.language.reading import Terms
from handlers.language.telling import Telling
from ledger.values import value

DAYS_A_MONTH = 30  # 账期一个月, 月结两个月: 30 days a month, as invoices count them

# What the days are counted from: words → event of `Terms`.
EVENTS = {
    word: event
    for event, words in {
        "delivery": "货到 到货 收货 送到 发货 送货 签收 提货 出货 交货",
        "receipt_of_invoice": "票到 收票 发票到 收到发票 见票 到票 收到票 拿到发票",
        "invoice": "开票 开了票 开发票 票开 出票",
        "acceptance": "验收 验收合格 验货 竣工 完工 安装完 调试完 验收完",
    }.items()
    for word in words.split()
}
WITH_NEXT_DELIVERY = (
    "压一批",
    "压批",
    "压货",
    "批结",
    "下批货付",
    "下批结",
    "下批货结",
    "压到下批",
    "下批一起",
    "下次一起",
    "下回一起",
    "下趟一起",
    "压单",
    "送下批",
    "滚动付款",
    "滚结",
)
BEFORE_DELIVERY = (
    "款到发货",
    "先款后货",
    "先付款后发货",
    "款到提货",
    "付款发货",
    "带款提货",
    "现款提货",
    "先款",
)
AT_ONCE = (
    "货到付款",
    "现结",
    "现款现货",
    "现金结",
    "当面结清",
    "货到即付",
    "现付",
    "现款",
    "货到结",
    "钱货两清",
    "货到付清",
    "到付",
)


@value
class TermsSpan:
    """Terms as said at `start:end` of the normalised text."""

    start: int
    end: int
    text: str
    terms: Terms


_EVENT = "|".join(sorted(EVENTS, key=len, reverse=True))
_UNIT = r"(?P<unit>天|日|个月|个星期|个礼拜|个?周|星期|礼拜|月(?!\s?[0-9])|年)"
_UNIT_BEGINS = "天日个周星礼月年"
_OF_TERM = "(?<=的)期(?![房货间末初中内满])"  # 两个月的期
_COUNT = rf"(?P<count>{COUNT}|半)"


def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


_AT_ONCE = re.compile(
    "(?<![票货没未冇木不])(?:" + _words(AT_ONCE).pattern + ")(?![的了过]| ?[0-9]{2})"
)  # 现金结的, 现付600: it was paid


def _days(match: re.Match[str]) -> int:
    unit, count = match["unit"] or "天", match["count"]
    size = {"天": 1, "日": 1, "年": 365}.get(unit, DAYS_A_MONTH if "月" in unit else 7)
    half = match.groupdict().get("half")
    return size // 2 if count == "半" else number(count) * size + (size // 2 if half else 0)


def _net(match: re.Match[str]) -> Terms:
    return Terms("net", _days(match))


def _month_end(match: re.Match[str]) -> Terms:
    """月结 is the month's end; 月结30天 thirty days after it."""
    return Terms("month_end", _days(match) if match["count"] else 0)


def _after_event(match: re.Match[str]) -> Terms | None:
    found = match["count"]
    days = _days(match) if found else 0
    return Terms("after_event", days, EVENTS[match["event"]])


def _day_of_month(match: re.Match[str]) -> Terms | None:
    written = match["day"]
    days = 31 if written is None else number(written)
    return Terms("day_of_month", days) if 1 <= days <= 31 else None


def _fixed(terms: Terms) -> Callable[[re.Match[str]], Terms]:
    return lambda match: terms


# Each is tried only where one of the first characters stands in the text, and one of the second.
_RULES: tuple[tuple[str, str, re.Pattern[str], Callable[[re.Match[str]], Terms | None]], ...] = (
    ("款压批滚先下", "款压批滚先一", _words(WITH_NEXT_DELIVERY), _fixed(Terms("with_next_delivery"))),
    ("款", "发提先", _words(BEFORE_DELIVERY), _fixed(Terms("before_delivery"))),
    ("货现付清", "现到清", _AT_ONCE, _fixed(Terms("net", 0))),
    (
        "票货验工提签收送装调", _UNIT_BEGINS,
        re.compile(rf"(?P<event>{_EVENT})(?:之?后|以后|完|日起|起|了)?\s?(?:满|第)?(?:{_COUNT}\s?个?(?P<half>半)?{_UNIT})(?:之?内|以内|之?后|付|结)?"),
        _after_event,
    ),
    (
        "票货验工提签收送装调", "后付结",
        re.compile(rf"(?P<event>{_EVENT})(?P<count>)(?P<unit>)(?:之?后(?:再?(?:付清|结清|付款|打款|给钱|付|结))|即付|付款|付清|就付|再付|再结|就结|[付结](?![了过清款账算在给到]|\s?[0-9]))"),
        _after_event,
    ),
    (
        "月", "结",
        re.compile(rf"(?<![个这本上下次隔])当?月结(?!束|果|账单|余)(?:(?:账期)?\s?[+加]?\s?{_COUNT}\s?个?(?P<half>半)?(?:{_UNIT}(?!底|初|末)|(?P<bare>)(?=\s|[,，。;]|$)))?"),
        _month_end,
    ),
    (
        "月", "每",
        re.compile(rf"每个?月的?(?:(?P<day>[0-9]{{1,2}}|[二三]?十[{ONES}]?|[廿卅][{ONES}]?|[{ONES}])[号日]|月?[底末])(?:结账|结算|结|付款|付)?"),
        _day_of_month,
    ),
    (
        "账信期", "期",
        re.compile(rf"(?:账期|信用期|账龄期|付款期限?|信期|赊账期|(?:还款)?期限)(?:是|为|改成|改为|调到|给到?|放|:)?\s?{_COUNT}\s?个?(?P<half>半)?(?:{_UNIT}|(?P<bare>)(?=\s|[,，。;]|$))"),
        _net,
    ),
    ("赊", "赊", re.compile(rf"(?<=赊){_COUNT}\s?个?(?P<half>半)?(?P<unit>天|个?月|周|星期|礼拜)(?=[\s,，。;再]|$)"), _net),
    ("账期数", _UNIT_BEGINS, re.compile(rf"(?![0-9]{{1,2}}月)(?<![0-9]){_COUNT}\s?个?"
        rf"(?P<half>半)?{_UNIT}的?(?:账期|信用期|期限|账|数(?![量字额目据])|{_OF_TERM})"), _net),
    (
        "天月周星礼", "天月周星礼",
        re.compile(rf"(?<![0-9.{ONES}十百零每超逾近过第了延迟限长后晚缓拖早等再内前头这那])(?P<count>[1-9][0-9]{{0,2}}|{COUNT}|半)(?:个?(?P<half>半)(?=月)|半?拉(?=月))?(?P<unit>(?(half)月|天)|个月|周|个星期|个礼拜|星期|礼拜)(?!\s?[一每](?:天|个月|周))(?=\s|[,，。;!]|$|付|结|期|还|给|到期)"),
        _net,
    ),
)  # fmt: skip
_TELLING = Telling(*(rule[0] for rule in _RULES), *(rule[1] for rule in _RULES))


def find_terms(text: str) -> tuple[TermsSpan, ...]:
    """Every payment term of the normalised text, in order. A bare “30天” that ends a phrase is 账期30天.

    `day_of_month` 31 is the month's end; 月结 is `month_end` with 0 days.
    """
    told = _TELLING.of(text)
    told &= told >> len(_RULES)
    if not told:
        return ()
    seen, found = text, []
    while told:
        first = told & -told
        _, _, pattern, read = _RULES[first.bit_length() - 1]
        told ^= first
        for match in pattern.finditer(seen):
            terms = read(match)
            if terms is not None:
                found.append(TermsSpan(match.start(), match.end(), match.group(), terms))
        for span in found:
            seen = seen[: span.start] + "\x00" * (span.end - span.start) + seen[span.end :]
    if len(found) > 1:
        found.sort(key=lambda span: span.start)
    return tuple(found)
