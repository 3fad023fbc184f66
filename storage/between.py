"""Whom something stands between a debt and a reminder of: read in one go for the whole company."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select, union

from ledger.money import CURRENCY
from storage.dunning import BALANCES, OUTSTANDING
from storage.relations import CONTACT, CUSTOMER, DISPUTE, HOLD, PROMISE, RECEIPT
from storage.work import Work

_CORP: Any = bindparam("corp")
_STATES = ((PROMISE, "open"), (DISPUTE, "open"), (RECEIPT, "reported"))
_BETWEEN = union(
    select(CUSTOMER.c.id).where(CUSTOMER.c.corp_id == _CORP, CUSTOMER.c.released.is_(False)),
    select(CONTACT.c.customer_id).where(CONTACT.c.corp_id == _CORP, CONTACT.c.do_not_contact.is_(True)),
    select(HOLD.c.customer_id).where(
        HOLD.c.corp_id == _CORP, HOLD.c.state == "open", HOLD.c.kind != "delivery"
    ),
    *(
        select(table.c.customer_id).where(table.c.corp_id == _CORP, table.c.state == state)
        for table, state in _STATES
    ),
)


def customers_between(work: Work) -> set[int]:
    """Customers with a promise, dispute, hold or reported money, not released, or with somebody to be left alone."""
    return {row[0] for row in work.rows(_BETWEEN)}


def customers_apart(work: Work, minimum: int, *, currency: str = CURRENCY) -> set[int]:
    """Customers with money that is not allocated, or who owe less than `minimum` fen, in this currency."""
    everybody = {"above": 0, "upto": (1 << 63) - 1}
    owed = {
        row.customer_id: int(row.fen)
        for row in work.rows(OUTSTANDING, **everybody)
        if row.currency == currency
    }
    net = {
        row.customer_id: int(row.fen) for row in work.rows(BALANCES, **everybody) if row.currency == currency
    }
    return {one for one, fen in owed.items() if fen != net.get(one, 0) or fen < minimum}
