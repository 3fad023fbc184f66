"""What a customer writes to the company, read from his words alone. Nothing of it is ever booked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handlers.language.dates import as_past
from handlers.language.names import NameIndex
from handlers.language.sight import Sight, look

_NOBODY = NameIndex()
_CONTESTS = re.compile(
    r"(?<!没)有出入|(?:对|核|账|数)[^没]{0,4}出入|对不上|对不起来|不符|有异议|有争议|质量|破损|碎了|坏了|(?<!多)少(?:了|货)|缺货|多算|多记|算错|记错|弄错|搞错"
    r"|(?<!对)不对(?!吗|么|\?)|数量(?:不|有)|单价(?:不|高|错|有)|价格(?:不|高|错|有)|没收到(?:货|东西)|退货|没要过|不认"
)
_AGREES = re.compile(r"对得上|对上了|核对无误|无误|没出入|没有出入|相符|账(?:是)?对的|数(?:是)?对的|确认无误")
_PAID = re.compile(
    r"(?:已经?|刚刚?|昨天|今天|前天|早上|上午|下午|都|就|号)?(?:付|转|打|汇|还|结|给)(?:款|钱|账)?(?:了|过了|过去了|清了|出去了|好了)"
    r"|已(?:付|转|汇|打款|付款|转账|汇款|结清)|(?:付|转|汇|打)(?:过|完)(?:了|款)?|(?:钱|款)(?:已经?)?(?:付|转|打|汇)"
)
_NOT_PAID = re.compile(
    r"(?:没|未|还没|没有|不)(?:有)?(?:付|转|打|汇|还|结|给)|怎么(?:付|转|打)|(?:付|转|打)(?:到)?(?:哪|什么)|多少"
)
_WILL_PAY = re.compile(r"付|转|打款|打给|打钱|汇|还|结|安排|给你|给您")
_SOON = re.compile(
    r"过几天|这两天|缓几天|缓一缓|晚几天|宽限|月底|下周|下个?月|周转|等.{0,6}(?:回款|到账|收到钱)"
)
_STATEMENT = re.compile(r"对账单|明细|账单|清单|流水|对(?:一)?下?账|往来账")
_BALANCE = re.compile(r"多少|欠|余额|还差|应付|要付|该付|账上|货款|什么时候到期|到期")
# Asked of something else than the account.
_ELSEWHERE = re.compile(
    r"电话|手机|地址|报价|多少钱一|怎么卖|单价|库存|规格|尺寸|发货|送货|几点|发票|账号|户名|开户"
)
_GREETS = re.compile(
    r"^(?:你好|您好|在吗|在不在|有人吗|哈喽|hello|hi|早|早上好|下午好|\?|？)+[呀啊吗。!！~ ]*$", re.IGNORECASE
)
_THANKS = re.compile(
    r"^(?:好的?|收到|谢谢(?:您|你)?|多谢|嗯+|哦+|ok|知道了|明白|辛苦了?|行|可以|再见)[呀啊的了。!！~ ]*$",
    re.IGNORECASE,
)
_ASKS = re.compile(r"[?？吗么呢]\s*$|多少|几时|什么时候")
# What goods are contested for, as reasons of a delay have it (P20).
_REASONS = (
    ("质量", ("质量", "破损", "碎了", "坏了")),
    ("对不上账", ("出入", "对不上", "不符", "算错", "记错", "多算")),
)


class Want(StrEnum):
    BALANCE = "balance"
    STATEMENT = "statement"
    PAID = "paid"
    CONTESTS = "contests"
    AGREES = "agrees"
    WILL_PAY = "will_pay"
    GREETS = "greets"
    THANKS = "thanks"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Wish:
    """`amount` in fen and `day` as he named them: of a payment when it was, of a promise when it will be."""

    want: Want
    amount: int | None = None
    day: date | None = None
    reason: str = ""


def wish_of(text: str, now: datetime) -> Wish:
    """`now` is aware, in the company's zone. What is none of it is OTHER: a person reads it."""
    sight = look(text, now=now, role="", index=_NOBODY)
    said = sight.text
    amount = _amount(sight)
    if _GREETS.match(said):
        return Wish(Want.GREETS)
    if _THANKS.match(said):
        return Wish(Want.THANKS)
    if _CONTESTS.search(said.replace("对不对", "")):
        return Wish(Want.CONTESTS, amount, reason=_reason(said))
    if _PAID.search(said) and not _NOT_PAID.search(said) and not _ASKS.search(said):
        return Wish(Want.PAID, amount, as_past(sight.dates[0], now).day if sight.dates else None)
    ahead = next((found.day for found in sight.dates if found.day and found.day > now.date()), None)
    if (ahead or _SOON.search(said)) and _WILL_PAY.search(said) and not _ASKS.search(said):
        return Wish(Want.WILL_PAY, amount, ahead)
    if _AGREES.search(said) and not _ASKS.search(said):
        return Wish(Want.AGREES)
    if _STATEMENT.search(said):
        return Wish(Want.STATEMENT)
    is_balance = _BALANCE.search(said) and not _ELSEWHERE.search(said)
    return Wish(Want.BALANCE if is_balance else Want.OTHER)


def _amount(sight: Sight) -> int | None:
    """The only sum that stands there, when it is an exact one."""
    exact = [found.fen for found in sight.amounts if found.fen and found.exact and not found.foreign]
    return exact[0] if len(sight.amounts) == 1 and exact else None


def _reason(said: str) -> str:
    return next((reason for reason, words in _REASONS if any(word in said for word in words)), "")
