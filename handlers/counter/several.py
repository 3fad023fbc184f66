"""Who acts for several customers: of which of them he speaks, or the question which; nothing goes to the first by luck."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from handlers.collected import owes
from handlers.counter.counterpart import Counterpart
from handlers.counter.saying import Desk, say
from handlers.counter.wish import Wish
from handlers.draft import SURE_FITS
from handlers.language.names import NameEntry, NameIndex
from handlers.language.normalise import normalise
from storage.inbox import InboxView
from storage.unit_of_work import UnitOfWork

_FIGURES: Final = "一二三四五六七八九"
_CHOICE = re.compile(rf"^(?:第|选)?([1-9{_FIGURES}])(?:家|个|号)?[。.!！]?$")


def meant(text: str, wish: Wish, found: Sequence[Counterpart], uow: UnitOfWork) -> Counterpart | None:
    """The only one whose name he wrote, or who owes just this sum; None when that is open."""
    named = _named(text, found, uow)
    if len(named) == 1:
        return named[0]
    among = named or found
    fitting = [one for one in among if wish.amount is not None and owes(one.customer, wish.amount, uow)]
    return fitting[0] if len(fitting) == 1 else None


def ask(desk: Desk, found: Sequence[Counterpart], uow: UnitOfWork) -> None:
    """Which of them? His message waits for the answer."""
    uow.kf.put(desk.chat.open_kfid, desk.chat.external_userid, asked_of=desk.inbox_id)
    say(desk, "which.txt", {"customers": [one.customer.name for one in found]}, uow)


def answered(
    desk: Desk, text: str, found: Sequence[Counterpart], uow: UnitOfWork
) -> tuple[Counterpart, InboxView] | None:
    """Whom his waiting message is about, and the message; None when none waits or this is no answer. It waits no more."""
    if desk.chat.asked_of is None:
        return None
    uow.kf.put(desk.chat.open_kfid, desk.chat.external_userid, asked_of=None)
    waiting = uow.inbox.get(desk.chat.asked_of)
    one = _chosen(text, found, uow)
    return None if one is None or waiting is None else (one, waiting)


def _chosen(text: str, found: Sequence[Counterpart], uow: UnitOfWork) -> Counterpart | None:
    """By its number, or by a name with hardly anything beside it: more is a message of its own."""
    said = normalise(text).text.strip()
    if choice := _CHOICE.match(said):
        number = _FIGURES.find(choice[1]) + 1 or int(choice[1])
        return found[number - 1] if number <= len(found) else None
    named = _named(said, found, uow)
    short = len(named) == 1 and len(said) <= len(named[0].customer.name) + len("是的公司的")
    return named[0] if short else None


def _named(text: str, found: Sequence[Counterpart], uow: UnitOfWork) -> Sequence[Counterpart]:
    entries = [
        NameEntry(
            one.customer.id,
            one.customer.name,
            tuple(alias for alias, _ in uow.customers.aliases_of(one.customer.id)),
        )
        for one in found
    ]
    mentions = NameIndex(entries).find(normalise(text).text)
    sure = {mention.customer_id for mention in mentions if mention.fit in SURE_FITS}
    return [one for one in found if one.customer.id in sure]
