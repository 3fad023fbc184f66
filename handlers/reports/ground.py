"""What every report stands on: the customers within reach, and people's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.reports.ask import Ask
from storage.report_aging import Profile, profiles
from storage.unit_of_work import UnitOfWork

NOBODY = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """`customers` by id: those that the asker may see and asked for. `names`: userid → name."""

    customers: Mapping[int, Profile]
    names: Mapping[str, str]

    def name_of(self, userid: str) -> str:
        """“” for nobody; the userid of somebody unknown."""
        return self.names.get(userid) or userid


def ground_of(ask: Ask, uow: UnitOfWork) -> Ground:
    names = {person.userid: person.name for person in uow.staff.all()}
    every = profiles(uow)
    if ask.owners is None and ask.customer_id is None and not ask.group_of:
        return Ground(every, names)
    return Ground({key: one for key, one in every.items() if _is_asked(one, ask)}, names)


def _is_asked(one: Profile, ask: Ask) -> bool:
    if ask.owners is not None and one.owner not in ask.owners:
        return False
    if ask.customer_id is not None and one.id != ask.customer_id:
        return False
    return not ask.group_of or ask.group_of not in _FIELDS or value_of(one, ask.group_of) == ask.group


_FIELDS = ("region", "industry", "category", "owner")


def value_of(one: Profile, dimension: str) -> str:
    """The customer's region, industry, category or owner; "" where nobody gave one."""
    found: str = getattr(one, dimension)
    return found
