"""对外收款, played on this machine: customers pay a colleague in WeChat, and may get some of it back (doc/93667)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.clock import Clock

LONGEST_SECONDS, MOST = 31 * 24 * 3_600, 1_000
BAD_PARAMETER = 40058
PAID, PAID_AND_REFUNDED = 1, 3
Fields = dict[str, Any]


@dataclass
class Payment:
    """`fen` paid by `external_userid` to `payee`; `refunds`: (fen, when) given back."""

    transaction_id: str
    external_userid: str
    payee: str
    fen: int
    at: datetime
    remark: str = ""
    refunds: list[tuple[int, datetime]] = field(default_factory=list)


class Till:
    """All payments, in the order in which they came."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.payments: dict[str, Payment] = {}

    def pay(self, external_userid: str, payee: str, fen: int, remark: str = "") -> Payment:
        payment = Payment(f"42{time.time_ns()}", external_userid, payee, fen, self._clock.now(), remark)
        self.payments[payment.transaction_id] = payment
        return payment

    def refund(self, transaction_id: str, fen: int) -> None:
        self.payments[transaction_id].refunds.append((fen, self._clock.now()))

    def bills(self, question: Mapping[str, Any]) -> Fields | int:
        """externalpay/get_bill_list: a month at most, by cursor."""
        first, last = question.get("begin_time"), question.get("end_time")
        limit = question.get("limit", MOST)
        if (
            not isinstance(first, int)
            or not isinstance(last, int)
            or not 0 <= last - first <= LONGEST_SECONDS
        ):
            return BAD_PARAMETER
        if not isinstance(limit, int) or not 0 < limit <= MOST:
            return BAD_PARAMETER
        found = [one for one in self.payments.values() if first <= one.at.timestamp() <= last]
        start = int(question.get("cursor") or 0)
        page = found[start : start + limit]
        answer: Fields = {"bill_list": [_bill(one) for one in page]}
        if len(found) > start + limit:
            answer["next_cursor"] = str(start + limit)
        return answer


def _bill(one: Payment) -> Fields:
    refunded = sum(fen for fen, _ in one.refunds)
    return {
        "transaction_id": one.transaction_id, "bill_type": 0, "pay_time": int(one.at.timestamp()),
        "trade_state": PAID_AND_REFUNDED if refunded else PAID, "out_trade_no": one.transaction_id,
        "external_userid": one.external_userid, "total_fee": one.fen, "payee_userid": one.payee, "payment_type": 0,
        "remark": one.remark, "total_refund_fee": refunded,
        "refund_list": [
            {"out_refund_no": f"{one.transaction_id}-{place}", "refund_fee": fen, "refund_status": 1}
            for place, (fen, _) in enumerate(one.refunds, 1)
        ],
    }  # fmt: skip
