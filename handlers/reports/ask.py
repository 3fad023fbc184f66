"""What a report is asked for: which, of whom, of which days. Kept as JSON while a job makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from handlers.jsonable import to_plain, to_rich


@dataclass(frozen=True, slots=True)
class Ask:
    """`owners`: whose customers may be shown, None for everybody's; `people`: whose sales, for what follows the seller.

    The books are shown as of `last`; what moved is that of `first` to `last`, both included. `by` is one of
    `grouping.BY` or "". Narrowed to one `person` (userid), one `group` (a value of the dimension `group_of`), or one
    customer. `topic` is the measure that was named. `whose` says in people's words what it was narrowed to.
    """

    name: str
    today: date
    role: str
    first: date
    last: date
    owners: frozenset[str] | None = None
    people: frozenset[str] | None = None
    by: str = ""
    top: int = 0
    topic: str = ""
    person: str = ""
    group_of: str = ""
    group: str = ""
    customer_id: int | None = None
    whose: str = ""

    @property
    def is_past(self) -> bool:
        """Of a day before today."""
        return self.last < self.today

    @property
    def heading(self) -> dict[str, Any]:
        """What every report says of itself: to whom, on which day, of whom and of which days."""
        return {
            "role": self.role,
            "today": self.today,
            "whose": self.whose,
            "first": self.first,
            "last": self.last,
            "day": self.last,
            "is_past": self.is_past,
        }

    def plain(self) -> dict[str, Any]:
        """As JSON; a customer's id as text."""
        found: dict[str, Any] = {field.name: to_plain(getattr(self, field.name)) for field in fields(self)}
        for name in ("owners", "people"):
            if found[name] is not None:
                found[name] = sorted(found[name])
        return found | {"customer_id": None if self.customer_id is None else str(self.customer_id)}


def ask_of(plain: Mapping[str, Any]) -> Ask:
    """Inverse of `Ask.plain`."""
    found = dict(to_rich(dict(plain)))
    for name in ("owners", "people"):
        found[name] = None if found[name] is None else frozenset(found[name])
    if found["customer_id"] is not None:
        found["customer_id"] = int(found["customer_id"])
    return Ask(**found)
