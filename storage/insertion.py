"""The tables whose rows are kept back and sent together, in an order in which a row comes after those it points to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Table, insert

from storage.prepared import Prepared
from storage.relations import (
    ALIAS,
    ALLOCATION,
    ATTACHMENT,
    AUDIT,
    CUSTOMER,
    ENTRY,
    IMPORT_ROW,
    INBOX,
    INSTALMENT,
    RECEIPT,
    RECEIVABLE,
    SETTING,
    STAFF,
    TIMER,
)

INSERTS: Mapping[Table, Prepared] = MappingProxyType(
    {
        table: Prepared(insert(table))
        for table in (
            STAFF,
            SETTING,
            CUSTOMER,
            ALIAS,
            INBOX,
            RECEIVABLE,
            RECEIPT,
            ENTRY,
            INSTALMENT,
            ALLOCATION,
            TIMER,
            ATTACHMENT,
            IMPORT_ROW,
            AUDIT,
        )
    }
)
