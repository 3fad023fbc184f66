"""Examples of what to say, with the speaker's own customers in place of the cast of the house."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from handlers import conversation
from handlers.command import Request
from storage.unit_of_work import UnitOfWork

# The customers that examples in COMMANDs speak of; the longer name before the shorter one it contains.
CAST = ("张三建材", "永盛", "鑫源", "宏达", "恒通", "华泰", "张三", "李四")
_NAMED = re.compile("|".join(CAST))
_FEW = 3
_SOON = timedelta(days=60)


def own_names(request: Request, uow: UnitOfWork) -> Sequence[str]:
    """Up to three customers as they are called: the last one spoken of, then the speaker's own.

    Who owns none is shown those most overdue, or with money due soon; a salesperson nobody else's.
    """
    owned = [view for view in uow.customers.owned_by([request.speaker.userid]) if view.state == "active"]
    last = conversation.last_customer(request.state)
    owned.sort(key=lambda view: last is None or view.id != last[0])
    names = [view.short_name or view.name for view in owned]
    if not names and request.speaker.role != "sales":
        names = _others(request.speaker.role, request.today, uow)
    return list(dict.fromkeys(names))[:_FEW]


def _others(role: str, today: date, uow: UnitOfWork) -> list[str]:
    if role in ("finance", "manager", "admin"):
        late = [row.name for row in uow.receivables.overdue(today, limit=_FEW)]
        if late:
            return late
    soon = uow.receivables.due_between(today, today + _SOON, limit=_FEW * _FEW)
    return [item.customer_name for item in soon]


def with_own(examples: Iterable[str], names: Sequence[str]) -> Sequence[str]:
    """The examples with the cast's names replaced, one after the other; as they are without `names`."""
    if not names:
        return list(examples)
    given: dict[str, str] = {}

    def own(match: re.Match[str]) -> str:
        return given.setdefault(match[0], names[len(given) % len(names)])

    return [_NAMED.sub(own, example) for example in examples]
