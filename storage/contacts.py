"""The people at a customer: whom to address, and who must be left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from storage.relations import CONTACT
from storage.work import Work

ADDRESSED = ("accountant", "owner")  # whom a reminder may go to, in this order (P18); never the site


@dataclass(frozen=True, slots=True)
class ContactView:
    """See `storage.tables.customers.CustomerContact`."""

    id: int
    customer_id: int
    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    external_userid: str = ""
    channel: str = ""
    do_not_contact: bool = False


_NAMES = tuple(field.name for field in fields(ContactView))
_OF = (
    select(*(CONTACT.c[name] for name in _NAMES))
    .where(CONTACT.c.corp_id == bindparam("corp"), CONTACT.c.customer_id == bindparam("customer"))
    .order_by(CONTACT.c.id)
)
_OF_EXTERNAL = (
    select(*(CONTACT.c[name] for name in _NAMES))
    .where(CONTACT.c.corp_id == bindparam("corp"), CONTACT.c.external_userid == bindparam("external"))
    .order_by(CONTACT.c.id)
)
_CALLED = (
    select(*(CONTACT.c[name] for name in _NAMES))
    .where(CONTACT.c.corp_id == bindparam("corp"), CONTACT.c.name == bindparam("wanted"))
    .order_by(CONTACT.c.id)
)
_CHANGE = update(CONTACT).where(CONTACT.c.corp_id == bindparam("corp"), CONTACT.c.id == bindparam("row_id"))


class Contacts:
    """Contacts of the company's customers."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def of_customer(self, customer_id: int) -> Sequence[ContactView]:
        return [ContactView(*row) for row in self._work.rows(_OF, customer=customer_id)]

    def of_external(self, external_userid: str) -> Sequence[ContactView]:
        """This person of WeChat, once for each customer he acts for."""
        return [ContactView(*row) for row in self._work.rows(_OF_EXTERNAL, external=external_userid)]

    def called(self, name: str) -> Sequence[ContactView]:
        """Everybody of exactly this name, whosever he is."""
        return [ContactView(*row) for row in self._work.rows(_CALLED, wanted=name)]

    def named(self, customer_id: int, name: str) -> ContactView | None:
        """The one of exactly this name."""
        return next((one for one in self.of_customer(customer_id) if one.name == name), None)

    def addressed(self, customer_id: int) -> ContactView | None:
        """Whom a reminder is addressed to: the accountant, else the owner; None when there is nobody to be asked."""
        found = [one for one in self.of_customer(customer_id) if not one.do_not_contact]
        ranked = [one for role in ADDRESSED for one in found if one.role == role]
        return ranked[0] if ranked else None

    def put(self, customer_id: int, name: str, **details: Any) -> ContactView:
        """A person with these details; one of the same name gets them on top of what is known."""
        known = self.named(customer_id, name)
        if known is not None:
            if details:
                self._work.execute(_CHANGE.values(**details), row_id=known.id)
            return ContactView(**{**{n: getattr(known, n) for n in _NAMES}, **details})
        view = ContactView(self._work.new_id(), customer_id, name, **details)
        row = {field: getattr(view, field) for field in _NAMES} | {"corp_id": self._work.corp_id}
        self._work.flush()
        self._work.connection.execute(insert(CONTACT), row)
        return view
