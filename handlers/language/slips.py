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
_HE_SAID = re.compile(r"(?:报|记|写|打|输|说|发|录)的(?:那?[笔条个])?\s?(?=[0-9一二两三四五六七八九])")


def slip_named(sight: Sight) -> Reading | None:
    """8836那张是13000: the slip's number; 刚才报的8000是80000: the wrong sum and the right one; 刚才那笔是微信收的."""
    sums = [amount for amount in sight.amounts if amount.fen]
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
    if (
        len(sums) == 2
        and _HE_SAID.search(sight.bare)
        and sight.bare[sums[0].end : sums[1].start].strip() == "是"
    ):
        extra = {"field": "amount", "old_amount": yuan(sums[0].fen or 0)}
        return told(sight, Intent.CORRECT, mention=sight.mention, amount=sums[1].fen, extra=extra)
    if not (sums or sight.mentions) and len(sight.methods) == 1 and _WAS_BY.search(sight.bare):
        way = sight.methods[0].value
        extra = {"field": "method", "method": METHODS.get(way, way)}
        return told(sight, Intent.CORRECT, extra=extra)
    return None


_WAS_BY = re.compile(r"是[^，,。;；]{2,5}(?:收|付|转|打|给|来)?的[。 ]*$")
