"""A record that is put right without a word of correction: by its slip's number, by the wrong sum, by how it was paid."""

from __future__ import annotations

import re

from handlers.language.documents import METHODS
from handlers.language.extras import yuan
from handlers.language.outcome import told
from handlers.language.reading import Intent, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

# 单号错了 是8831: no sum
DOCUMENT_NUMBER = re.compile(r"单号[^0-9A-Za-z，,。]{0,4}[，, ]?[^0-9A-Za-z]{0,4}(?P<no>[A-Za-z0-9-]{3,})")
_SLIP_OF = re.compile(
    r"(?<![\d.])(?P<no>\d{3,8})那[张单个](?:金额|钱|数)?(?:不对|错了)?[ ，,]*(?:应该?)?是?[ ]?(?=[0-9一二两三四五六七八九])"
)
# 那单重新算过了 按9400记
_AT = re.compile(r"按(?:照|着)?\s?¥?$")
_PUT_DOWN = re.compile("(?:[元块]钱?)?(?:来|给)?(?:[他她])?(?:记|改|算|入|录|登|走|结)")
_ANEW = re.compile("重新?[算核点量称过]|[算点数核][错漏]|改[价按成]|[少多][算记点报写]了|不算[他她在]")
_IS = re.compile(r"[ ，,]*(?:是|应该?是?|其实是|实际是?|改)[ ]?")
# 刚那单少算两箱 加460
_SO_MUCH_MORE = re.compile(
    r"(?:(?:少|漏)[算记写报]了?[^，,。;；]{0,8}[，, ]*(?:再|要|得|应该)?(?:加|补)"
    r"|(?P<less>多)[算记写报]了?[^，,。;；]{0,8}[，, ]*(?:再|要|得|应该)?(?:减|扣))(?:上|掉|去)?\s?$"
)
# 那3000实际只收到2980: a sum on the books, and what came in truth
_THE_ONE = re.compile(r"(?<![年月日号天])[那这](?:一|个)?[笔单条]|那(?=[0-9一二两三四五六七八九])")
_REALLY_CAME = re.compile(
    r"(?:实际|其实|实)(?:上)?(?:是|就|才|只|总共|一共)*(?:到账|收到|到|收|进账|入账)(?:了|的是)?\s?$"
)
_HE_SAID = re.compile(
    r"(?:报|记|写|打|输|说|发|录)的(?:那?[笔条个])?\ue000*\s?(?=[0-9一二两三四五六七八九])|那[个条笔]\s?(?=[0-9一二两三四五六七八九])"
)


def slip_named(sight: Sight) -> Reading | None:
    """8836那张是13000: the slip's number; 刚才报的8000是80000: the wrong sum and the right one; 刚才那笔是微信收的."""
    sums = [amount for amount in sight.amounts if amount.fen]
    if (
        len(sums) == 1
        and _AT.search(sight.bare, 0, sums[0].start)
        and _PUT_DOWN.match(sight.bare, sums[0].end)
        and _THAT_ONE.search(sight.bare)
        and _ANEW.search(sight.bare)
        and not is_question(sight)
    ):
        return told(
            sight, Intent.CORRECT, mention=sight.mention, amount=sums[0].fen, extra={"field": "amount"}
        )
    if (
        len(sums) >= 2
        and _THE_ONE.search(sight.bare, 0, sums[1].start)
        and _REALLY_CAME.search(sight.bare, sums[0].end, sums[1].start)
        and "手续费" not in sight.bare  # what the bank kept was paid
        and not (is_question(sight) or sight.has("say", "debt", "goods", "unpaid"))
    ):
        extra = {"field": "amount", "old_amount": yuan(sums[0].fen or 0)}
        return told(sight, Intent.CORRECT, mention=sight.mention, amount=sums[1].fen, extra=extra)
    if is_question(sight) or (sight.has("paid", "goods", "say") and not sight.methods):
        return None
    if (slip := _SLIP_OF.search(sight.text)) and sums and sums[-1].start >= slip.end() - 1:
        extra = {"field": "amount", "of_document": slip["no"]}
        return told(sight, Intent.CORRECT, mention=sight.mention, amount=sums[-1].fen, extra=extra)
    if sight.text.startswith(("写反", "弄反", "说反")) and len(sums) == 1 and not sight.has("debt", "pay"):
        return told(sight, Intent.CORRECT, amount=sums[0].fen, extra={"field": "amount"})
    if not sight.has("just_now"):
        return None
    if (number := DOCUMENT_NUMBER.search(sight.text)) is not None:
        extra = {"field": "doc_no", "doc_no": number["no"]}
        return told(sight, Intent.CORRECT, mention=sight.mention, extra=extra)
    if "应该" in sight.bare and not sums and (day := next((one.day for one in sight.dates if one.day), None)):
        return told(sight, Intent.CORRECT, mention=sight.mention, due_on=day, extra={"field": "due_date"})
    if (put := _as_anothers(sight)) is not None:
        return put
    more = _SO_MUCH_MORE.search(sight.bare, 0, sums[0].start) if len(sums) == 1 else None
    if more is not None:
        delta = ("" if more["less"] is None else "-") + yuan(sums[0].fen or 0)
        extra = {"field": "amount", "delta": delta}
        return told(sight, Intent.CORRECT, mention=sight.mention, extra=extra)
    if (
        len(sums) == 2
        and _HE_SAID.search(sight.bare)
        and _IS.fullmatch(sight.bare, sums[0].end, sums[1].start)
    ):
        extra = {"field": "amount", "old_amount": yuan(sums[0].fen or 0)}
        return told(sight, Intent.CORRECT, mention=sight.mention, amount=sums[1].fen, extra=extra)
    if not (sums or sight.mentions) and len(sight.methods) == 1 and _WAS_BY.search(sight.bare):
        way = sight.methods[0].value
        extra = {"field": "method", "method": METHODS.get(way, way)}
        return told(sight, Intent.CORRECT, extra=extra)
    return None


_WAS_BY = re.compile(r"是[^，,。;；]{2,5}(?:收|付|转|打|给|来)?的[。 ]*$")


# 别写月底 是12号, 不是30号 是3号: the day that shall not stand there
NOT_WRITTEN = re.compile(r"(?:不是|(?:别|不要|不)(?:写|记|填|按|录|算)(?:成|到|在)?)\s*$")
_SHOULD_BE = re.compile(r"应该?(?:是|为|记|写)?\s?[:：¥]?\s?$")
_THAT_ONE = re.compile("[那这][个笔单张条]|刚|上[一次]?[笔条]|昨天|前天")


def puts_right(sight: Sight) -> bool:
    """那个数不对 应该是11850: our own slip, where nobody is said to object."""
    return (
        len(sight.amounts) == 1
        and not sight.has("say", "debt", "paid", "goods", "return", "unpaid", "ask")
        and all(word.text.endswith("不对") for word in sight.of("refuse"))
        and sight.has("refuse")
        and _SHOULD_BE.search(sight.bare, 0, sight.amounts[0].start) is not None
        and _THAT_ONE.search(sight.bare) is not None
        and not sight.says("他们", "人家", "对方", "客户", "觉得", "认为")
    )


# 那笔是李四的 我记到王建国头上去了: booked as another's
_BOOKED_TO = re.compile(r"[记写打输弄算挂](?:到|成|在|给)了?(?=\ue000)")


def _as_anothers(sight: Sight) -> Reading | None:
    booked = _BOOKED_TO.search(sight.bare)
    if booked is None or len(sight.amounts) > 1:
        return None
    wrong = next((one for one in sight.mentions if one.span and one.span.start == booked.end()), None)
    right = next((one for one in sight.mentions if wrong is not None and one.name != wrong.name), None)
    if wrong is None or right is None or wrong.span is None or "了" not in sight.bare[wrong.span.end :]:
        return None
    sum_ = next((one.fen for one in sight.amounts if one.fen), None)
    old = {"old_amount": yuan(sum_)} if sum_ else {}
    extra = {"field": "customer", "old_customer": wrong.name, **old}
    return told(sight, Intent.CORRECT, mention=right, extra=extra)
