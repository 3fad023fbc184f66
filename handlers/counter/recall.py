"""A message that its sender took back: what it asked of colleagues is void, and who had heard of it hears that too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from config.company import CompanySettings
from handlers import conversation, customer_word
from handlers.counter.counterpart import counterparts
from handlers.counter.saying import RECALLED, Desk, recalled, target_of, tell
from handlers.counter.visit import word_of
from handlers.counter.wish import Want, Wish, wish_of
from storage.inbox import InboxView
from storage.kf import CHANNEL, ChatView
from storage.unit_of_work import UnitOfWork

_NO_WORDS: Final = frozenset({Want.BALANCE, Want.STATEMENT, Want.GREETS, Want.THANKS})


@dataclass(frozen=True, slots=True)
class Recalled:
    """Which message of whom; `channel` is how colleagues are written to, `now` aware, in the company's zone."""

    open_kfid: str
    external_userid: str
    message_id: str
    channel: str
    now: datetime


def take_back(gone: Recalled, uow: UnitOfWork, company: CompanySettings) -> None:
    """Once, however often the platform tells it; before its message came, that is then kept and not dealt with."""
    row = uow.inbox.find(CHANNEL, gone.message_id)
    if row is None:
        uow.timers.put(RECALLED, recalled(gone.message_id), uow.now, done=True)
        return
    if row.state == RECALLED or row.sender != gone.external_userid:
        return
    uow.inbox.answer(row.id, row.answer, RECALLED)
    chat = uow.kf.chat(gone.open_kfid, gone.external_userid) or ChatView(gone.open_kfid, gone.external_userid)
    if chat.asked_of == row.id:
        uow.kf.put(chat.open_kfid, chat.external_userid, asked_of=None)
    for answer in uow.outbox.waiting_for(CHANNEL, target_of(chat)):
        if answer.inbox_id == row.id:
            uow.outbox.cancel(answer.id, "the customer took his message back")
    _tell(row, Desk(chat, gone.channel, gone.now, row.id), uow, company)


def _tell(row: InboxView, desk: Desk, uow: UnitOfWork, company: CompanySettings) -> None:
    wish = wish_of(row.text, desk.now) if row.kind == "text" else Wish(Want.OTHER)
    found = counterparts(row.sender, uow, company, desk.now.date())
    passed_on = {
        one.customer.id
        for one in found
        if customer_word.withdraw(word_of(one, wish, row.text, desk, uow), one.customer, desk.now.date(), uow)
    }
    closed = _close_questions(row.id, desk, uow)
    if wish.want in _NO_WORDS:
        return
    about = [one for one in found if not closed or one.customer.id in closed]
    for one in about:
        voided, was_told = one.customer.id in closed, one.customer.id in passed_on
        done = not voided and (was_told or wish.want is Want.WILL_PAY)
        said = {"words": row.text or row.kind, "voided": voided, "done": done}
        tell(one.customer, "recalled.txt", said, f"counter_recalled:{row.id}", desk, uow)
        if was_told or closed.get(one.customer.id):
            _tell_finance({**said, "customer": one.customer.name, "person": desk.chat.name}, desk, uow)


def _tell_finance(told: Mapping[str, Any], desk: Desk, uow: UnitOfWork) -> None:
    for person in customer_word.finance(uow):
        key = f"counter_recalled:{desk.inbox_id}:{person.userid}"
        uow.outbox.push(desk.channel, person.userid, key, "chat/counter/recalled.txt", told, priority=2)


def _close_questions(inbox_id: int, desk: Desk, uow: UnitOfWork) -> dict[int, bool]:
    """Of which customers a colleague had a question of this message before him, and whether finance had heard of it."""
    closed: dict[int, bool] = {}
    for person in uow.staff.all():
        state = uow.conversations.load(desk.channel, "", person.userid)
        asked = [
            one
            for one in conversation.open_questions(state)
            if str(inbox_id) in str(one.question.data.get("messages", "")).split(",")
        ]
        for one in asked:
            conversation.close(state, one.id)
            closed[int(one.question.data["customer_id"])] = customer_word.close(one, uow)
        if asked:
            uow.conversations.save(desk.channel, "", person.userid, state)
    return closed
