"""Promises: what customers say they will pay, and by when."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, insert, select, update

from storage.relations import CUSTOMER, PROMISE
from storage.work import Work


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A customer's word; see `storage.tables.promises.Promise`. `items` are receivable ids."""

    id: int
    customer_id: int
    amount: int | None
    fraction: str
    day: date
    words: str
    items: tuple[int, ...]
    state: str
    made_by: str
    contact: str
    message_id: int | None
    created_at: datetime


_NAMES = tuple(field.name for field in fields(PromiseView))
_OURS = select(*(PROMISE.c[name] for name in _NAMES)).where(PROMISE.c.corp_id == bindparam("corp"))
_OF = _OURS.where(PROMISE.c.customer_id == bindparam("customer")).order_by(PROMISE.c.created_at, PROMISE.c.id)
_OPEN_OF = _OF.where(PROMISE.c.state == "open")
_OPEN = _OURS.where(PROMISE.c.state == "open").order_by(PROMISE.c.day, PROMISE.c.id)
_OPEN_OWNED = _OPEN.join(
    CUSTOMER, and_(CUSTOMER.c.corp_id == PROMISE.c.corp_id, CUSTOMER.c.id == PROMISE.c.customer_id)
).where(CUSTOMER.c.owner.in_(bindparam("owners", expanding=True)))
_OPEN_UNTIL = _OPEN.where(PROMISE.c.day <= bindparam("until"))
_OF_MESSAGE = _OURS.where(PROMISE.c.message_id == bindparam("message")).order_by(PROMISE.c.id)
_GET = _OURS.where(PROMISE.c.id == bindparam("id"))
_SETTLE = (
    update(PROMISE)
    .where(
        PROMISE.c.corp_id == bindparam("corp"), PROMISE.c.id == bindparam("row_id"), PROMISE.c.state == "open"
    )
    .values(state=bindparam("wanted"))
)
_REOPEN = (
    update(PROMISE)
    .where(
        PROMISE.c.corp_id == bindparam("corp"),
        PROMISE.c.id == bindparam("row_id"),
        PROMISE.c.state.in_(("renegotiated", "kept", "partly")),
    )
    .values(state="open")
)


class Promises:
    """Promises of the company's customers. They book nothing."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(
        self,
        customer_id: int,
        day: date,
        *,
        made_by: str,
        amount: int | None = None,
        fraction: str = "",
        words: str = "",
        items: Sequence[int] = (),
        contact: str = "",
        message_id: int | None = None,
    ) -> PromiseView:
        """Keep a promise; an earlier open one of the customer stays as it is: see `settle`."""
        view = PromiseView(
            self._work.new_id(), customer_id, amount, fraction, day, words, tuple(items), "open", made_by,
            contact, message_id, self._work.now,
        )  # fmt: skip
        row = {name: getattr(view, name) for name in _NAMES} | {"corp_id": self._work.corp_id}
        self._work.flush()
        self._work.connection.execute(insert(PROMISE), row | {"items": json.dumps([str(n) for n in items])})
        return view

    def of_customer(self, customer_id: int) -> Sequence[PromiseView]:
        """All of them, oldest first."""
        return [_view(row) for row in self._work.rows(_OF, customer=customer_id)]

    def open_of(self, customer_id: int) -> Sequence[PromiseView]:
        return [_view(row) for row in self._work.rows(_OPEN_OF, customer=customer_id)]

    def get(self, promise_id: int) -> PromiseView | None:
        row = self._work.row(_GET, id=promise_id)
        return None if row is None else _view(row)

    def of_message(self, message_id: int) -> Sequence[PromiseView]:
        return [_view(row) for row in self._work.rows(_OF_MESSAGE, message=message_id)]

    def open(self, owners: Collection[str] | None = None) -> Sequence[PromiseView]:
        """Open ones by their day; `owners` None means everybody's customers."""
        if owners is None:
            return [_view(row) for row in self._work.rows(_OPEN)]
        return [_view(row) for row in self._work.rows(_OPEN_OWNED, owners=sorted(owners))]

    def open_until(self, day: date) -> Sequence[PromiseView]:
        """Open ones of that day or before, the oldest first."""
        return [_view(row) for row in self._work.rows(_OPEN_UNTIL, until=day)]

    def settle(self, promise_id: int, state: str) -> bool:
        """An open one becomes kept, partly, broken, renegotiated or withdrawn; False when it was not open."""
        return self._work.execute(_SETTLE, row_id=promise_id, wanted=state) == 1

    def reopen(self, promise_id: int) -> bool:
        """One that was renegotiated or kept, also in part, stands again: what had put it off, or kept it, was taken back."""
        return self._work.execute(_REOPEN, row_id=promise_id) == 1


def _view(row: Any) -> PromiseView:
    values = row._asdict()
    items = tuple(int(number) for number in json.loads(values["items"] or "[]"))
    return PromiseView(**{name: values[name] for name in _NAMES if name != "items"}, items=items)
