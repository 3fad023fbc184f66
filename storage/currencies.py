"""In which currencies the books are kept beside the yuan."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, literal_column, select

from storage.relations import ENTRY
from storage.work import Work

# The yuan stands in the text as in ix_entry_foreign, or the index is not used.
_OTHERS = (
    select(ENTRY.c.currency)
    .where(ENTRY.c.corp_id == bindparam("corp"), ENTRY.c.currency != literal_column("'CNY'"))
    .distinct()
    .order_by(ENTRY.c.currency)
)
_OTHERS_OF = _OTHERS.where(ENTRY.c.customer_id == bindparam("customer"))


def other_currencies(work: Work) -> Sequence[str]:
    """Their codes in order; empty where all is in yuan. What one reports in yuan leaves them out."""
    return [row[0] for row in work.rows(_OTHERS)]


def other_currencies_of(work: Work, customer_id: int) -> Sequence[str]:
    """As `other_currencies`, of one customer."""
    return [row[0] for row in work.rows(_OTHERS_OF, customer=customer_id)]
