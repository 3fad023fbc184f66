"""The words behind a figure that make it yuan, 角 and 分: 350块5, 三块零四, 两毛五, 一百块半."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from handlers.language.measures import FEW_GOODS, GOODS, ONE_BEGINS, YUAN, unless
from handlers.language.numerals import DIGITS, Numeral

ONES = "一壹二贰两三叁四肆五伍六陆七柒八捌九玖"
YUAN_AFTER = re.compile(rf"\s{{0,2}}个?(?P<word>{unless(YUAN)})(?P<money>钱)?")
_JIAO = re.compile(
    r"(?P<unit>角|毛|毫子?)(?!利|重|坯|磨|铁|阀|码|尺|柜|件|架|膜|铝|条|毯|刷|豆|竹|皮|呢|发|肚|血|绒|石|边|孩|巾|衣|线|笔|料|米|升|大楼|形|星|钢|落|度)"
)
_MORE_FEN = re.compile(rf"([0-9]|(?!{ONE_BEGINS})[{ONES}])分?(?![0-9天日号月年个期批次])")
_FEN = re.compile(rf"(?P<unit>[分仙])(?![0-9{ONES}十几期批次之钟店公析开配给手行部摊红销别享数]|\s[0-9]*次)")
_CENTS = re.compile(
    rf"(?!两[清讫平])(?:"
    rf"(?:(?:\s(?=[0-9{ONES}]\s?[角毛](?:$|[\s,，。;])))?(?P<zero>[零〇])?(?P<jiao>[0-9]|[{ONES}])\s?(?:[角毛](?![巾衣线笔料])|毫子?)(?:(?P<and>[0-9]|(?!{ONE_BEGINS})[{ONES}])分?(?![0-9天日号月年个期批次箱吨万千百十]))?"
    rf"|[零〇]?(?P<fen>[0-9]|[{ONES}])分"
    rf"|(?P<lone>[零〇0]?(?:[0-9]|[{ONES}]))(?!\s?(?:{unless(GOODS | FEW_GOODS)})"
    rf"|(?!{ONE_BEGINS})[0-9,.{ONES}十百千万亿天日号月年个周星礼期批次成折%箱吨件台袋包点刻:：/分\-])|(?P<half>半))"
    r")"
)
_APART = re.compile(rf" ([1-9]|[{ONES}])(?=$|[\s,，。;])(?! ?[天号日月年个点期周吨箱件台批次])")
KEPT = re.compile(r"\s?(?:整|正)(?![月在好常式])|钱")
_WATER = re.compile(r"[嚿旧件]水")


def fen_of(yuan: Decimal) -> int:
    """Yuan to fen, half up."""
    fen = yuan * 100
    whole = int(fen)
    return whole if whole == fen else int(fen.quantize(Decimal(1), ROUND_HALF_UP))


def money_tail(seen: str, numeral: Numeral) -> tuple[int, int] | None:
    """(end, fen to add to the figure read as yuan) when a word of money follows; 5毛 adds minus 4.50."""
    end = numeral.end
    yuan = YUAN_AFTER.match(seen, end)
    if yuan is not None:
        end = yuan.end()
        if yuan["money"]:
            return end, 0
        return _cents(seen, end) if yuan["word"] in ("块", "元", "圆", "蚊") else (end, 0)
    if numeral.value is None:
        return None
    jiao = _JIAO.match(seen, end)
    if jiao is not None:
        more = _MORE_FEN.match(seen, jiao.end())
        extra = digit(more[1]) if more is not None else 0
        stop = more.end() if more is not None else jiao.end()
        return stop + seen.startswith("钱", stop), int(numeral.value * 10) + extra - fen_of(numeral.value)
    fen = _FEN.match(seen, end)
    if fen is not None and numeral.value < 100 and not numeral.doubtful:
        return fen.end() + seen.startswith("钱", fen.end()), int(numeral.value) - fen_of(numeral.value)
    water = _WATER.match(seen, end)
    if water is not None:
        return water.end(), 99 * fen_of(numeral.value)
    return None


def digit(written: str) -> int:
    return int(written) if written.isdigit() else DIGITS[written]


def _cents(seen: str, end: int) -> tuple[int, int]:
    """角 and 分 after 块: 块5, 块零四, 块五毛六, 块半."""
    found = _CENTS.match(seen, end)
    if found is None and seen[end - 2] == " " and (apart := _APART.match(seen, end)) is not None:
        return apart.end(), digit(apart[1]) * 10  # 350 块 5
    if found is None:
        kept = KEPT.match(seen, end)
        return (kept.end() if kept is not None else end), 0
    fen = 0
    if found["jiao"]:
        fen = digit(found["jiao"]) * 10
        if found["and"]:
            fen += digit(found["and"])
        elif (last := re.match(rf"[零〇]?([0-9]|[{ONES}])分", seen[found.end() :])) is not None:
            return found.end() + last.end(), fen + digit(last[1])
    elif found["fen"]:
        fen = digit(found["fen"])
    elif found["lone"]:
        lone = found["lone"]
        fen = digit(lone[-1]) * (1 if len(lone) > 1 else 10)
    elif found["half"]:
        fen = 50
    stop = found.end()
    kept = KEPT.match(seen, stop)
    return (kept.end() if kept is not None else stop), fen
