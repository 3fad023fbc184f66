"""An accountant's entry: 借：应收账款—永盛 15,000 贷：主营业务收入 15,000 is a debt, 贷：应收账款 against money a payment."""

from __future__ import annotations

import re

from handlers.language.doubts import amount_doubt, customer_question
from handlers.language.outcome import nothing, told
from handlers.language.reading import Intent, Reading
from handlers.language.sight import Sight

_SIDES = re.compile(r"借[:： ](?P<debit>[^贷]{2,60})贷[:： ](?P<credit>.{2,90})")
_NOTHING_BEFORE = re.compile(r"[\s\d年月日号./#凭证字第记入账分录:：,，-]*")
_NOTHING_BEHIND = re.compile(r"[\s元。.;；]*$")
_EARNED_ONLY = re.compile(r"[\s元,，;；]*贷[:： ]\s?[一-龥]{0,6}收入[\s。.]*$")
_RECEIVABLE = re.compile(r"应收(?:账款|款)?[^，,。;；0-9]{0,3}\ue000")
_EARNED = re.compile(r"收入")
_MONEY = re.compile(r"银行存款|(?:库存)?现金|货币资金|微信|支付宝|应收票据|承兑")
_OTHERWISE = re.compile(r"坏账|准备|损失|费用|折让|退回|红字|冲销|暂估|模板|例")


def entry(sight: Sight) -> Reading | None:
    """One customer, one sum on his side, and the other side comes to the same or has none; any other entry books nothing."""
    found = _SIDES.search(sight.bare)
    if found is None or not (found[0][1] in ":：" or _RECEIVABLE.search(found[0])):
        return None
    return _of_customer(sight, found) or nothing(sight, "an entry of another set of books")


def _of_customer(sight: Sight, found: re.Match[str]) -> Reading | None:
    if len(sight.mentions) != 1 or not _NOTHING_BEFORE.fullmatch(sight.bare, 0, found.start()):
        return None
    if _OTHERWISE.search(sight.bare):
        return None
    debit = [one for one in sight.amounts if one.start < found.end("debit")]
    credit = [one for one in sight.amounts if one.start >= found.start("credit")]
    owed = _RECEIVABLE.search(found["debit"]) and _EARNED.search(found["credit"])
    paid = _RECEIVABLE.search(found["credit"]) and _MONEY.search(found["debit"])
    own = (debit if owed else credit) or debit or credit  # the other side may go without its sum
    span = sight.mentions[0].span
    last = max([one.end for one in own] + [one.end for one in credit] + ([span.end] if span else []))
    if not (_NOTHING_BEHIND.match(sight.bare, last) or _EARNED_ONLY.match(sight.bare, last)):
        return None  # … 对吗, … 未到账
    if not (owed or paid) or len(own) != 1 or not own[0].fen or sight.text[own[0].start - 1] == "-":
        return None
    if debit and credit and sum(one.fen or 0 for one in debit) != sum(one.fen or 0 for one in credit):
        return None
    return told(
        sight,
        Intent.RECORD_DEBT if owed else Intent.RECORD_PAYMENT,
        mention=sight.mentions[0],
        amount=own[0].fen,
        question=customer_question(sight.mentions[0]) or amount_doubt(own[0]),
    )
