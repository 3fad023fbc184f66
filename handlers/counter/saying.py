"""What is said to a customer at the counter: inside the platform's window, and never behind his salesperson's back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from handlers.dunning.hearers import salesperson
from handlers.jsonable import to_plain
from storage.customers import CustomerView
from storage.kf import CHANNEL, ChatView, key_prefix
from storage.unit_of_work import UnitOfWork

WINDOW: Final = timedelta(hours=48)  # after the customer's last message (doc/94677)
MOST: Final = 5  # messages of ours behind each of his
BETWEEN: Final = "|"
RECALLED: Final = "recalled"  # the state of a message that its sender took back
_ANSWERS, _NOTICE, _AFTER_NOTICE = 0, 2, timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where and when it is said: `channel` is how colleagues are written to, `now` aware, in the company's zone.

    `answer_id` is the message that said whose affair that of `inbox_id` is.
    """

    chat: ChatView
    channel: str
    now: datetime
    inbox_id: int
    answer_id: int = 0

    @property
    def messages(self) -> str:
        """The messages that it follows from: what of them is taken back takes it back."""
        return ",".join(str(one) for one in (self.inbox_id, self.answer_id) if one)

    @property
    def is_open(self) -> bool:
        """Is the window open, by the hour? A colleague who took the chat over speaks himself."""
        said_at = self.chat.said_at
        return said_at is not None and self.now < said_at + WINDOW and not self.chat.servicer


def target_of(chat: ChatView) -> str:
    return f"{chat.open_kfid}{BETWEEN}{chat.external_userid}"


def recalled(message_id: str) -> str:
    """The key that marks a message as taken back, also before it came."""
    return f"kf_recalled:{message_id}"


def say(
    desk: Desk,
    template: str,
    context: Mapping[str, Any],
    uow: UnitOfWork,
    *,
    about: CustomerView | None = None,
) -> bool:
    """To the customer, while the platform lets us; else his salesperson gets the words to pass on. True when it leaves
    by itself. `template` is below templates/kf."""
    chat, said = desk.chat, to_plain({"today": desk.now.date(), **context})
    whose = f":{about.id}" if about is not None else ""  # who acts for several customers hears of each
    if desk.is_open and uow.kf.used(chat) < MOST:
        key = f"{key_prefix(chat.open_kfid, chat.external_userid)}{desk.inbox_id}:{template}{whose}"
        uow.outbox.push(
            CHANNEL, target_of(chat), key, f"kf/{template}", said, priority=_ANSWERS, audience="customer",
            inbox_id=desk.inbox_id,
        )  # fmt: skip
        return True
    if about is not None and not chat.servicer:
        why = "window" if desk.now >= (chat.said_at or desk.now) + WINDOW else "five"
        key = f"kf_forward:{desk.inbox_id}:{template}{whose}"
        pass_on(about, chat.name, why, f"kf/{template}", said, key, desk, uow)
    return False


def pass_on(
    customer: CustomerView,
    person: str,
    why: str,
    template: str,
    said: Mapping[str, Any],
    key: str,
    desk: Desk,
    uow: UnitOfWork,
) -> None:
    """The words as a bubble of their own, ready to forward (P17), behind the reason. `why`: window | five | refused."""
    for userid in salesperson(customer.owner, uow)[:1]:
        notice = {"customer": customer.name, "person": person, "why": why}
        uow.outbox.push(
            desk.channel, userid, f"{key}:notice", "chat/counter/not_sent.txt", notice, priority=_NOTICE
        )
        uow.outbox.push(
            desk.channel, userid, key, template, said, priority=_NOTICE, not_before=uow.now + _AFTER_NOTICE
        )


def tell(
    customer: CustomerView, template: str, context: Mapping[str, Any], key: str, desk: Desk, uow: UnitOfWork
) -> bool:
    """His salesperson hears, once by the key; False when he did, or there is nobody."""
    told = False
    for userid in salesperson(customer.owner, uow):
        row = to_plain(
            {"today": desk.now.date(), "customer": customer.name, "person": desk.chat.name, **context}
        )
        told |= uow.outbox.push(
            desk.channel, userid, f"{key}:{userid}", f"chat/counter/{template}", row, priority=_NOTICE
        )
    return told
