"""Money collected by 对外收款: each transaction once, and what of it went back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from storage.relations import COLLECTED_PAYMENT
from storage.work import Work

_P = COLLECTED_PAYMENT.c


@dataclass(frozen=True, slots=True)
class CollectedView:
    """See `storage.tables.outside.CollectedPayment`."""

    transaction_id: str
    receipt_id: int
    fen: int
    refunded: int
    told: int
    external_userid: str
    payee: str
    remark: str
    paid_at: datetime


_OURS = select(*(_P[field.name] for field in fields(CollectedView))).where(_P.corp_id == bindparam("corp"))
_GET = _OURS.where(_P.transaction_id == bindparam("number"))
_OF_RECEIPT = _OURS.where(_P.receipt_id == bindparam("receipt"))
_CHANGE = update(COLLECTED_PAYMENT).where(
    _P.corp_id == bindparam("corp"), _P.transaction_id == bindparam("number")
)


class Collected:
    """Bills of the company. Amounts are fen."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, transaction_id: str) -> CollectedView | None:
        row = self._work.row(_GET, number=transaction_id)
        return None if row is None else CollectedView(*row)

    def of_receipt(self, receipt_id: int) -> CollectedView | None:
        row = self._work.row(_OF_RECEIPT, receipt=receipt_id)
        return None if row is None else CollectedView(*row)

    def add(self, view: CollectedView) -> None:
        row = {field.name: getattr(view, field.name) for field in fields(view)}
        self._work.connection.execute(insert(COLLECTED_PAYMENT), row | {"corp_id": self._work.corp_id})

    def refund(self, transaction_id: str, *, refunded: int, told: int) -> None:
        """So much of it went back, and so much of that is known to finance."""
        self._work.execute(_CHANGE.values(refunded=refunded, told=told), number=transaction_id)
