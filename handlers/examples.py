"""Examples of what to say, with the speaker's own customers in place of the cast of the house."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from handlers.command import Request
from storage.unit_of_work import UnitOfWork

# The customers that examples in COMMANDs speak of; the longer name before the shorter one it contains.
CAST = ("张三建材", "永盛", "鑫源", "宏达", "恒通", "华泰", "张三", "李四")
_NAMED = re.compile("|".join(CAST))
_FEW = 3


def own_names(request: Request, uow: UnitOfWork) -> Sequence[str]:
    """Up to three customers as the speaker calls them: the last he spoke of, his own, those most overdue."""
    userid = request.speaker.userid
    views = list(uow.customers.owned_by([userid]))
    if not views and request.speaker.role in ("finance", "manager", "admin"):
        late = uow.receivables.overdue(request.today, limit=_FEW)
        views = [view for row in late if (view := uow.customers.get(row.customer_id)) is not None]
    names = [view.short_name or view.name for view in views if view.state == "active"]
    return list(dict.fromkeys(names))[:_FEW]


def with_own(examples: Iterable[str], names: Sequence[str]) -> Sequence[str]:
    """The examples with the cast's names replaced, one after the other; as they are without `names`."""
    if not names:
        return list(examples)
    given: dict[str, str] = {}

    def own(match: re.Match[str]) -> str:
        return given.setdefault(match[0], names[len(given) % len(names)])

    return [_NAMED.sub(own, example) for example in examples]
