"""Questions about the books: balance, due, overdue, statement, report, one customer's story. They record nothing."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from handlers.language.dates import as_past
from handlers.language.datespan import DateSpan
from handlers.language.days import is_future
from handlers.language.forms import is_name_shaped
from handlers.language.naming import name_in, pronoun
from handlers.language.numerals import read_numeral
from handlers.language.outcome import told
from handlers.language.perhaps import is_made
from handlers.language.reading import Fit, Intent, Mention, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

_WHEN = re.compile(
    r"(?:周|星期|礼拜)几(?!个)|几号|哪天|哪一天|几时|什么时候|啥时候|何时|什么时间|多会儿|多咱|哪会儿|多久|(?<![那这晚缓停过])几天"
)
_WHEN_PAID = re.compile(r"[定约说写]的|[说约定讲]好|还|付|给|到期|结|收|打|转|账期|期限")
_HOW_MUCH_IN = re.compile(
    r"(?<![要该能会])进了(?:多少|几笔)(?:款|钱|账)|放(?:出去|了)?(?:多少|几多)(?:账|款)|(?<![要该能会应未没])(?:收|回|进账|到账|收回|回款|打|入账)(?:了|回来|到)?(?:多少|几多|几笔|多少钱|多少款|(?:哪些|哪几笔|什么|谁的)(?:钱|款|账))|回款(?:怎么样"
    r"|情况)|(?:回款|收款|进账|销售)(?:的)?(?:总额|总数|总计|合计)|(?:新增|赊)(?:出去|了)?多少"
    r"|(?:卖|发|出|送)(?:了|出去|出|掉)*(?:多少|几多)(?:货|钱|单)|卖(?:了|出去)*(?:多少|几多)|我?(?:都|一共|总共)?记了(?:哪些|几笔|多少|什么)|(?:谁|哪[家个位])[^，,。]{0,6}(?:拿|进|买|付|还|回|给|打)[^。，,欠赊]{0,4}最[多少大快慢]"
)
_ORDER = {
    "多": "amount_desc",
    "大": "amount_desc",
    "高": "amount_desc",
    "久": "days_desc",
    "长": "days_desc",
    "少": "amount_asc",
}
_ORDERED = re.compile(r"(?:按(?:金额|天数|时间)|最(?P<most>[多大高久长少]))")
_TOP = re.compile(r"前(?P<n>[0-9一二三四五六七八九十]+)(?:名|个|家|位|大)?")
_MONTH = re.compile(r"(?<![0-9年])(?P<n>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月")
_WHO = re.compile(
    r"谁|哪些|哪家|哪几家|哪个客户|有没有人|客户|列|名单|清单|的$|单子|看|查|有哪|几家|几笔|都有|呢"
)


_PAIRS = {"俩": 2, "仨": 3}


def number_in(text: str) -> int | None:
    """12, 十二, 两: a small whole number."""
    if text in _PAIRS:
        return _PAIRS[text]
    numeral = read_numeral(text, 0)
    return int(numeral.value) if numeral is not None and numeral.value is not None else None


def period(sight: Sight, *, back: bool = False) -> dict[str, Any]:
    """from and to of the days named: a range as it is, “X前” from today, a single day as itself."""
    spans = [found for found in sight.dates if found.kind != "impossible"]
    if back:
        spans = [as_past(found, sight.now) for found in spans]
    if not spans:
        return {}
    if "比" in sight.bare and len(spans) == 2:
        # 这个月比上个月多收了多少: whoever tells of a period tells of the one before it, too
        spans = spans[:1]
    first, last = sorted((spans[0], spans[-1]), key=lambda found: _bounds(found)[0] or date.max)
    start, end = _bounds(first)[0], _bounds(last)[1]
    if start is None or end is None:
        return {}
    before = (
        last.before
        or sight.text[last.end : last.end + 2].startswith(("前", "之前", "以前"))
        or (last.text.endswith("前") and not last.text.endswith("目前"))
    )
    today = sight.now.date()
    if len(spans) == 1 and before and end >= today:
        start = today
    return {"from": min(start, end), "to": end}


def _bounds(found: DateSpan) -> tuple[date | None, date | None]:
    return found.from_day or found.day, found.to_day or found.day


def named(sight: Sight) -> Mention | None:
    """The customer asked about, or 他; never an unknown word, which in a question is mostly just a word."""
    if sight.mention is not None:
        return sight.mention
    guessed = name_in(sight, 0, len(sight.text))
    if guessed is not None and (guessed.fit is not Fit.NEW or _is_asked_about(sight, guessed)):
        return guessed
    return pronoun(sight) if sight.says("他", "她", "这家", "那家", "同上") else None


def _is_asked_about(sight: Sight, guessed: Mention) -> bool:
    """福满楼欠多少: an unknown word before the verb is a name; 谁欠我钱最多 has none."""
    if guessed.span is None or any(char in _NO_NAME for char in guessed.text):
        return False
    return is_name_shaped(guessed.text) or (
        not sight.bare[: guessed.span.start].strip(" 查看下一，,")
        and _OWES.match(sight.bare, guessed.span.end) is not None
    )


_NO_NAME = frozenset("按各最谁哪几多少钱款账货我你")
_OWES = re.compile("欠|还欠|还差|还有多少|一共欠|总共欠|现在欠|余额|的余额|多少|还多少|差多少")


def common(sight: Sight) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if (ordered := _ORDERED.search(sight.text)) is not None:
        found["order"] = _ORDER.get(ordered["most"] or "", "amount_desc")
    if (top := _TOP.search(sight.text)) is not None and (count := number_in(top["n"])):
        found["top"] = count
    if sight.says("最近的", "最近一笔"):
        found["top"] = 1
    return found


def asks_or_lists(sight: Sight) -> bool:
    return is_question(sight) or sight.has("query") or bool(_WHO.search(sight.bare))


_FORM = re.compile(r"金额[:：]\s?[\d¥]")  # 客户：永盛 金额：8600 到期：12-31
_BILLS = frozenset({"承兑", "支票"})
_BILL = re.compile(
    r"(?:收|付|给|拿|背书)[^，,。;；]{0,8}(?:承兑|银承|商承|汇票|支票|电票|商票)|(?:承兑|银承|商承|汇票|支票)[^，,。;；]{0,12}(?:收|已收|到手)"
)


def is_booking(sight: Sight) -> bool:
    """A sum beside a verb of debt or payment, and nothing asked: not a query whatever other words it has."""
    listed = sight.has("query") and not sight.mentions  # 欠5万以上的列一下
    if sight.amounts and sight.mentions and _FORM.search(sight.text):
        return not is_question(sight)
    bill = sight.amounts and any(span.value in _BILLS for span in sight.methods)
    if bill and _BILL.search(sight.bare) and sight.has("pay", "paid"):
        return not is_question(sight)  # 收承兑一张5万 3月20到期
    if (
        sight.has("say")
        and sight.mentions
        and {"quantity", "unit_price"} <= {found.kind for found in sight.quantities}
    ):
        return not is_question(sight)  # 瓷砖18箱每箱62 老板娘说钱过几天给
    return (
        (bool(sight.amounts) or any(found.kind == "unit_price" for found in sight.quantities))
        and sight.has("debt", "paid", "goods", "unpaid", "return", "discount", "write_off")
        and not (is_question(sight) or listed)
    )


_WHAT_WAS = re.compile(
    r"最后一次|上一?次|上回|最近一[次笔]|平均|(?:什么时候|啥时候|几时|何时|哪天|几号)(?:给我们?)?(?:付|给|还|打|转|来|结|汇)(?:过|的|了)"
)
_AGREED = re.compile(r"(?:说|约|讲|定|谈)(?:好|定|的)|答应|承诺|约定|应承")  # 尾款说好哪天付的
# 4600是不是月底付: a day to come beside the verb, and doubt
_THEN = re.compile(r"是不是|是否|对[吧吗]|对不对|还是|(?:[付给还结打]|到期)(?:吗|吧|么)?[?]?$")
# 驾照快到期了, 宽带到期: no account
_ENDS_OTHERWISE = re.compile(
    r"^(?!.*[账款钱欠单货谁哪客])(?!马上|即将|最近|快要|就要|将要|已经|提前|有没有)[一-龥]{2,5}?(?:快|要|马上|都|已经|又|也)*到期"
)
_SHOULD_BY_NOW = re.compile(r"该(?:给|付|还|结|打)(?:钱|款|账)?了(?:吧|没|吗|没有)[?]?$")
_WHO_SHOULD = re.compile(
    r"(?:谁|哪[家些个]|哪几家)(?:家|也|都|又)?(?:该|快|要)(?:给|付|还|结|到)|该?(?:去|找|上|到|往)(?:谁|哪)[家个]?(?:那[里儿]?)?(?:要|收|催|讨|拿)"
)  # 明天该找谁要钱
_TIME_TO_CHASE = re.compile(r"\ue000(?:那边|家)?该催(?:催|一下)?了")  # an order


def due(sight: Sight) -> Reading | None:
    if is_booking(sight):
        return None
    before = _WHAT_WAS.search(sight.bare) is not None and not _AGREED.search(
        sight.bare
    )  # what was, not what will be
    when = not before and bool(_WHEN.search(sight.bare)) and bool(_WHEN_PAID.search(sight.bare))
    listed = sight.has("due") and (asks_or_lists(sight) or not sight.amounts)
    who_pays = (
        bool(sight.dates)
        and is_question(sight)
        and bool(
            re.search(
                r"(?:谁|哪些|哪家|几家).*(?:还|付|给|结|收|打|盯|催|跟|追|要账)|(?:收|要|拿)(?:得)?(?:到|回)?(?:谁|哪)|(?:要|该)(?:还|付|收|给|结|盯|催|追)",
                sight.bare,
            )
        )
    )
    listed = listed or (
        not sight.amounts and not sight.mentions and sight.says("要盯", "该催", "要催", "该追", "要追")
    )
    listed = listed or (bool(sight.dates) and sight.says("应收") and not sight.amounts and not sight.mentions)
    listed = listed or (
        bool(sight.mentions) and not sight.amounts and _SHOULD_BY_NOW.search(sight.bare) is not None
    )
    listed = listed or (not (sight.amounts or sight.mentions) and _WHO_SHOULD.search(sight.bare) is not None)
    then = (
        bool(sight.mentions)
        and (is_question(sight) or (sight.text.endswith("吧") and not sight.amounts))
        and any(is_future(found, sight) for found in sight.dates)
        and sight.has("pay", "due")
        and not sight.has("paid", "goods", "chase", "hold", "what_if")
        and _THEN.search(sight.bare) is not None
        and not sight.says("没")
    )
    if sight.has("just_now") and "应该" in sight.bare and not is_question(sight):
        return None  # 刚才那笔应该月底到期: an order
    if _ENDS_OTHERWISE.match(sight.bare) and not (sight.mentions or sight.dates or is_question(sight)):
        return None
    if not (when or listed or who_pays or then) or sight.has("correct", "setting", "limit", "remind"):
        return None
    if (sight.has("say", "refuse") and not is_question(sight)) or _TIME_TO_CHASE.search(sight.bare):
        return None
    mention = named(sight) if sight.mentions or when else None
    if then and not when:
        return told(sight, Intent.QUERY_DUE, mention=mention, extra=common(sight))
    return told(sight, Intent.QUERY_DUE, mention=mention, extra={**common(sight), **period(sight)})


_GIVES = re.compile(r"(?:给|寄|发|送|打|转)(?:我|过)?(?:了|过了|过去了|完了)|已经?给")  # 对账单给永盛发过了
_TO_ME = frozenset({"给我", "发给我", "转给我", "打给我", "转我", "发微信", "微信转"})  # 永盛的对账单给我一份
_NO_STATEMENT = ("note", "return", "refuse", "paid", "say")
_NOTES_DOWN = ("记一下", "记下", "备注")
# 对账对上了, 以后对账找他儿子: how it is done, no wish
_RECONCILES = re.compile(
    r"(?:以后|今后|之前|先|再|都|才)对(?:一下)?[账帐](?!单)|对(?:一下)?[账帐](?:找|对|要|都|得|是|没问题|的时候|完|好|过)"
)
_GOES_TO = re.compile(
    r"(?:去|到|上门|跟|约)\ue000+[^，,。]{0,3}对(?:一下)?[账帐](?!单)"
)  # 明天去永盛对账: an errand


def statement(sight: Sight) -> Reading | None:
    """永盛对账单, 永盛10月对账单; without a customer it is a report on all."""
    asked = all(word.text in _TO_ME for word in sight.of(*_NO_STATEMENT)) and not sight.text.endswith("了")
    if not sight.has("statement") or is_booking(sight) or (sight.has(*_NO_STATEMENT) and not asked):
        return None
    if sight.mentions and sight.says("以后", "今后", "往后", "每次"):
        return None  # 以后永盛对账单发微信: how it is to go, kept as a note
    if (sight.amounts and not sight.has("query")) or sight.says("余额") or _GOES_TO.search(sight.bare):
        return None
    if sight.text.startswith(_NOTES_DOWN) or (
        sight.mentions and (_GIVES.search(sight.bare) or _RECONCILES.search(sight.bare))
    ):
        return None  # 记一下 永盛对账找刘会计
    mention = named(sight)
    return told(sight, Intent.STATEMENT, mention=mention, extra={**report_period(sight)})


def report_period(sight: Sight) -> dict[str, Any]:
    """What has been is asked about: 10月 said in December is the last one, said in March last year's."""
    span = period(sight, back=True)
    found: dict[str, Any] = {}
    if span:
        found = {"period_from": span["from"], "period_to": span["to"], **span}
    months = [number for match in _MONTH.finditer(sight.text) if (number := number_in(match["n"]))]
    if len(months) == 1 and not re.search(r"月\s*\d{1,2}|月[一二三四五六七八九十]+[号日]", sight.text):
        found["month"] = months[0]
    elif len(months) == 2:
        found["months"] = months
    return found


# 带上报表, 体检报告出来了: papers of the office
_PAPER = re.compile(
    r"(?:带上?|交|写|填|拿[着上])(?:好|一下|完)?[^，,。;；]{0,3}(?:报表|报告|表格|总结)|(?:体检|检测|检验|质检|化验|验收|调查|实验|述职|年终|工作|学习|心得)(?:的)?(?:报告|总结|汇总)"
)


def _surely_named(sight: Sight) -> bool:
    """小李这个月收了多少: a colleague may sound like a customer."""
    return any(one.fit not in (Fit.TYPO, Fit.SEVERAL) for one in sight.mentions)


def report(sight: Sight) -> Reading | None:
    """报表, 汇总, 账龄, 上周收了多少钱, 导出: figures over customers or over time."""
    if is_booking(sight) or sight.has("setting", "say") or _PAPER.search(sight.bare):
        return None
    if is_made(sight) and not is_question(sight):
        return None
    summed = sight.has("report") or (bool(_HOW_MUCH_IN.search(sight.bare)) and not _surely_named(sight))
    if not (summed or sight.has("export") or sight.says("导一份", "导份", "导一张")):
        return None
    intent = Intent.REPORT if summed or sight.mentions else Intent.EXPORT
    topic = next((word.text for word in sight.of("report", "export")), None)
    extra = {**common(sight), **report_period(sight), "topic": topic}
    return told(sight, intent, mention=named(sight) if _surely_named(sight) else None, extra=extra)
