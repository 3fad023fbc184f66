"""What is said about debts that were written off: the list of them, and money that came after all."""

from __future__ import annotations

import re

from handlers.language.dates import as_past
from handlers.language.outcome import asks, told
from handlers.language.reading import Intent, Question, Reading
from handlers.language.safety import is_question
from handlers.language.sight import Sight

SIGNS = "销坏死"
_LIST = re.compile(
    r"^(?:看看?|看一?下|列一?下|查一?下)?(?:都?有哪些)?"
    r"(?:核销[过了掉]的?(?:坏账|账|客户)?(?:有哪些|清单|列表|名单|呢)?"
    r"|(?:坏账)?核销的?(?:清单|列表|名单|台账|记录)|坏账(?:清单|列表|名单|台账))[。? ]*$"
)
_OF_ONE = re.compile(r"核销(?:过|了)(?:的|多少|几|没|吗)|核销记录")
_ORDERED = re.compile(r"坏账核销|核销坏账")
_RECOVERED = re.compile(
    r"[收要追]回(?:来)?了?(?:的)?(?:坏账|死账|核销)|(?:坏账|死账|核销(?:过|了|掉)的?)[^，,。]{0,6}[收要追]回"
)
_BELOW = re.compile(r"(?<![0-9])(?:[-－—–−]|负)\s*$")


def bad_debts(sight: Sight) -> Reading | None:
    """核销过的, 永盛核销过多少, 收回坏账 永盛 2000."""
    if _LIST.match(sight.text):
        return told(sight, Intent.WRITE_OFF, extra={"list": True})
    if sight.mention is None:
        return None
    if not sight.amounts and _OF_ONE.search(sight.bare):
        return told(sight, Intent.WRITE_OFF, mention=sight.mention, extra={"list": True})
    if not sight.amounts and _ORDERED.search(sight.bare) and not is_question(sight):
        draft = told(sight, Intent.WRITE_OFF, mention=sight.mention).records[0]
        return asks(sight, Question("missing_amount", data={"customer": sight.mention.name}), draft)
    amount = sight.amounts[0] if len(sight.amounts) == 1 else None
    if amount is None or not amount.fen or is_question(sight):
        return None
    recovered = _RECOVERED.search(sight.bare) is not None
    if not recovered and not _ORDERED.search(sight.bare):
        return None
    if _BELOW.search(sight.text[: amount.start]):
        intent = Intent.RECORD_PAYMENT if recovered else Intent.WRITE_OFF
        extra = {"recovered": True} if recovered else {}
        draft = told(sight, intent, mention=sight.mention, extra=extra).records[0]
        return asks(sight, Question("vague_amount", data={"text": f"-{amount.text}"}), draft)
    if not recovered:
        return told(sight, Intent.WRITE_OFF, mention=sight.mention, amount=amount.fen)
    day = as_past(sight.dates[0], sight.now).day if sight.dates else None
    return told(
        sight, Intent.RECORD_PAYMENT, mention=sight.mention, amount=amount.fen, happened_on=day,
        extra={"recovered": True},
    )  # fmt: skip
