"""对外收款: what customers paid to colleagues in WeChat, read as lists (doc/93667). No event tells of a payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.wecom.client import Client
from bot.wecom.outcomes import Later, Refused, Unsure
from bot.wecom.wire import Answer, json_body

LONGEST: Final = timedelta(days=31)  # of one question; the platform takes no longer span than a month
PAGE: Final = 1_000
_RECEIPT, _DONE = 0, (1, 3)  # bill_type; trade_state: done, and done with something given back
_PATH: Final = "/cgi-bin/externalpay/get_bill_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """A payment of a customer: `fen` of it came, `refunded` of these went back. `payer` is "" where nobody said it."""

    transaction_id: str
    external_userid: str
    payee: str
    fen: int
    refunded: int
    paid_at: datetime
    remark: str = ""
    payer: str = ""


class ExternalPay:
    """Calls as an app that 对外收款 lists among its 可调用接口的应用."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def bills(self, since: datetime, until: datetime) -> list[Bill] | Refused | Later | Unsure:
        """All that was paid in between, both aware, 31 days apart at most; ended by a missing cursor, not a short page."""
        found: list[Bill] = []
        cursor = ""
        while True:
            question: dict[str, Any] = {
                "begin_time": int(since.timestamp()), "end_time": int(until.timestamp()) + 1, "limit": PAGE,
            }  # fmt: skip
            question |= {"cursor": cursor} if cursor else {}
            called = await self._client.call("POST", _PATH, **json_body(question))
            if not isinstance(called, Answer):
                return called
            rows = called.fields.get("bill_list")
            found += [
                bill for row in rows or () if isinstance(row, dict) and (bill := _bill(row)) is not None
            ]
            following = str(called.fields.get("next_cursor") or "")
            if not following or following == cursor:
                return found
            cursor = following


def _bill(row: dict[str, Any]) -> Bill | None:
    """None for a refund, which stands with its payment, and for what is not done."""
    fen, number = row.get("total_fee"), str(row.get("transaction_id") or "")
    if row.get("bill_type", _RECEIPT) != _RECEIPT or row.get("trade_state") not in _DONE:
        return None
    if not number or not isinstance(fen, int) or fen <= 0:
        return None
    told = row.get("payer_info") or row.get("contact_info")
    refunded = row.get("total_refund_fee")
    return Bill(
        transaction_id=number,
        external_userid=str(row.get("external_userid") or ""),
        payee=str(row.get("payee_userid") or ""),
        fen=fen,
        refunded=min(fen, refunded) if isinstance(refunded, int) else 0,
        paid_at=datetime.fromtimestamp(int(row.get("pay_time") or 0), UTC),
        remark=str(row.get("remark") or ""),
        payer=str(told.get("name") or "") if isinstance(told, dict) else "",
    )
