"""A promise when its day comes: its owner is reminded the day before, asked the day after, and the books decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from handlers.asking import about
from handlers.calendar import official
from handlers.chase_answer import ASK_AGAIN, BROKEN
from handlers.dunning.hearers import boss, sees
from handlers.dunning.planning import GRACE_WORKDAYS
from handlers.jsonable import to_plain
from handlers.language.reading import Question
from handlers.morning import ALL, Asked, mark_asked, was_asked
from handlers.promise_kept import wanted
from ledger.calendar import next_workday
from ledger.history import History
from ledger.promise import last_day, outcome
from storage.customers import CustomerView
from storage.histories import history_of
from storage.promises import PromiseView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

_DAY = timedelta(1)


def is_decided(uow: UnitOfWork, now: datetime) -> bool:
    """Is there something to `settle`?"""
    return any(_decided(uow, now.date()))


def settle(uow: UnitOfWork, now: datetime) -> None:
    """What the books have decided by now. Who was not asked yet about a promise that is over, is asked this morning."""
    for promise, state in list(_decided(uow, now.date())):
        if uow.promises.settle(promise.id, state) and state != "kept":
            uow.timers.put(ASK_AGAIN, _asked(promise), now, {"promise": str(promise.id)})


def _decided(uow: UnitOfWork, today: date) -> Iterator[tuple[PromiseView, str]]:
    for promise in uow.promises.open_until(today - _DAY):
        paid = paid_by(promise, history_of(uow, promise.customer_id))
        last = last_day(promise.day, official(), grace=GRACE_WORKDAYS)
        state = outcome(wanted=wanted(promise, paid, uow), paid=paid, today=today, last=last)
        if state != "open":
            yield promise, state


def is_to_be_asked(uow: UnitOfWork, now: datetime) -> bool:
    """Is there somebody to be asked, or to remind?"""
    return uow.timers.is_due(ASK_AGAIN) or any(_untold(uow, now.date()))


def questions(uow: UnitOfWork, now: datetime, channel: str) -> list[Asked]:
    """On a workday's morning, `now` in the company's zone: what is to be asked once; who is only told is told at once."""
    today = now.date()
    found, soon = [], defaultdict(list)
    for promise, customer, person, paid in list(_untold(uow, today)):
        if promise.day > today:
            soon[person.userid].append((promise, customer))
        else:
            found.append(_question(promise, customer, person, paid, _asked(promise)))
    for userid, promises in soon.items():
        _tell_before(userid, promises, uow, channel, now)
    return [*found, *_again(uow)]


def _untold(uow: UnitOfWork, today: date) -> Iterator[tuple[PromiseView, CustomerView, StaffView, int]]:
    """Promises of tomorrow, and past ones that are not kept, that nobody heard of; with the fen that came."""
    for promise, customer, person in _open(next_workday(official(), today + _DAY), uow):
        key = _before(promise) if promise.day > today else _asked(promise)
        if promise.day == today or was_asked(key, uow):
            continue
        paid = paid_by(promise, history_of(uow, customer.id)) if promise.day < today else 0
        if promise.day > today or paid < wanted(promise, paid, uow):
            yield promise, customer, person, paid


def _before(promise: PromiseView) -> str:
    return f"promise_before:{promise.id}"


def _asked(promise: PromiseView) -> str:
    return f"promise_asked:{promise.id}"


def paid_by(promise: PromiseView, history: History) -> int:
    """Fen that came since the promise was given, by its last day, and were not taken back."""
    last = last_day(promise.day, official(), grace=GRACE_WORKDAYS)
    taken_back = {entry.reverses for entry in history.entries if entry.reverses is not None}
    return sum(
        entry.amount
        for entry in history.entries
        if entry.kind == "payment"
        and entry.recorded_at >= promise.created_at
        and entry.effective_on <= last
        and entry.id not in taken_back
    )


def _open(until: date, uow: UnitOfWork) -> Iterator[tuple[PromiseView, CustomerView, StaffView]]:
    for promise in uow.promises.open_until(until):
        customer = uow.customers.get(promise.customer_id)
        person = _owner(promise, customer, uow)
        if customer is not None and person is not None:
            yield promise, customer, person


def _owner(promise: PromiseView, customer: CustomerView | None, uow: UnitOfWork) -> StaffView | None:
    """Whose affair it is today: the customer's owner, else who was told, else who is above; nobody who may not see the figures."""
    if customer is None:
        return None
    for userid in (customer.owner, promise.made_by, *boss(customer.owner, uow)):
        person = uow.staff.get(userid) if userid else None
        if sees(person, customer.owner, uow):
            return person
    return None


def _tell_before(
    userid: str,
    promises: Sequence[tuple[PromiseView, CustomerView]],
    uow: UnitOfWork,
    channel: str,
    now: datetime,
) -> None:
    """One message of all that he may expect on the next workday."""
    lines: list[dict[str, Any]] = [
        {
            "customer": customer.name,
            "contact": promise.contact,
            "day": promise.day,
            "amount": promise.amount,
        }
        for promise, customer in promises
    ]
    first, *rest = [_before(promise) for promise, _ in promises]
    template, context = "chat/promise/tomorrow.txt", lines[0]
    if rest:
        template, context = "chat/promise/tomorrow_several.txt", {"lines": lines}
        for key in rest:
            mark_asked(key, uow, now)
    uow.outbox.push(channel, userid, first, template, to_plain({**context, "today": now.date()}))


def _question(promise: PromiseView, customer: CustomerView, person: StaffView, paid: int, key: str) -> Asked:
    data: dict[str, Any] = {
        "subject": about(customer.id),
        "promise": str(promise.id),
        "customer": customer.name,
        "customer_id": str(customer.id),
        "contact": promise.contact,
        "day": promise.day,
        "amount": promise.amount,
        "fraction": promise.fraction,
        "paid": paid,
    }
    options = ({"use": "moved"}, {"use": "paid"}, {"use": "denied"}, {"use": "not_asked"})
    return Asked(person, BROKEN, Question("promise_broken", options, data), key)


def _again(uow: UnitOfWork) -> Iterator[Asked]:
    """“还没问” was the answer: on the next workday it is asked once more, unless the matter is over."""
    for timer in uow.timers.due(kinds=(ASK_AGAIN,), limit=ALL):
        uow.timers.done(timer.id)
        promise = uow.promises.get(int(timer.context["promise"]))
        customer = uow.customers.get(promise.customer_id) if promise is not None else None
        if promise is None or customer is None or promise.state not in ("open", "broken", "partly"):
            continue
        person = _owner(promise, customer, uow)
        if person is not None and not _is_put_off(promise, uow):
            paid = paid_by(promise, history_of(uow, customer.id))
            yield _question(promise, customer, person, paid, timer.unique_key)


def _is_put_off(promise: PromiseView, uow: UnitOfWork) -> bool:
    """Was there another word of the customer since?"""
    return any(one.created_at > promise.created_at for one in uow.promises.of_customer(promise.customer_id))
