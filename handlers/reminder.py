"""“周五提醒我去福满楼收钱”: one's own words come back at the time said. Lists and cancels them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from handlers import conversation, watching
from handlers.affected import allowed, customer_meant
from handlers.command import Command, Reply, Request
from handlers.items import MOST_LINES
from handlers.language.queries import number_in
from handlers.language.reading import Intent
from handlers.task import WHEN
from storage.customers import CustomerView
from storage.reminders import WHEN_MONEY_COMES, ReminderView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="reminder",
    intents=(Intent.REMIND,),
    title="提醒我",
    says=("周五提醒我去福满楼收钱", "明天下午3点提醒我给永盛打电话", "我的提醒", "取消周五的提醒"),
)
LIST = "reminders"
_BIDDEN = re.compile(rf"^{WHEN}(?:提醒一?下?我|叫我|喊我)(?:一下)?")  # “周五提醒我去收钱” on Friday: “去收钱”
_IN_A_WHILE = re.compile(
    r"(?:过)?(?P<n>[0-9一二两三四五六七八九十]+|半)个?(?P<unit>小时|钟头|分钟)(?P<half>半)?(?:以?后|之后)"
)
_LONGEST_WHILE = 60 * 24 * 31  # minutes; further ahead people name a day


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Set one, list one's own, or cancel one."""
    action = request.record.extra.get("action")
    if action == "list":
        return _listing(request, uow)
    if action == "cancel":
        return _cancel(request, uow)
    customer = customer_meant(request.record, uow)
    refused = allowed("reminder", customer, request, uow)
    return refused or _set(customer, request, uow)


def _set(customer: CustomerView | None, request: Request, uow: UnitOfWork) -> Reply:
    moment = _moment(customer, request, uow)
    if moment is None and customer is not None and watching.is_asked(request.said.text):
        return watching.keep(customer, request, uow)
    if moment is None:
        return Reply("follow_up/when.txt")
    if moment <= request.said.now:
        return Reply("remind/past.txt", {"at": moment})
    words = str(request.record.extra.get("note") or request.said.text)
    words = _BIDDEN.sub("", words) or words
    me = request.speaker.userid
    same = [one for one in uow.reminders.waiting_of(me) if one.words == words and one.due_at == moment]
    if not same:
        uow.reminders.add(
            me,
            moment,
            words=words,
            customer_id=customer.id if customer else None,
            message_id=request.said.inbox_id,
        )
    if customer is not None:
        conversation.remember_customer(request.state, customer.id, customer.name)
    conversation.note_standing(request.state, "remind", request.said.inbox_id)
    return Reply(
        "remind/kept.txt", {"at": moment, "words": words, "known": bool(same), "today": request.today}
    )


def _moment(customer: CustomerView | None, request: Request, uow: UnitOfWork) -> datetime | None:
    """When: in two hours; on the day said at the time said; a day said in the morning; before a due day."""
    said = request.said
    soon = _IN_A_WHILE.search(request.reading.text)
    if soon is not None:
        count = _length(soon)
        return said.now + count if count is not None else None
    extra, day = request.record.extra, request.record.due_on
    if extra.get("relative") is not None and customer is not None:
        due = [item.due_on for item in uow.receivables.open_items(customer.id) if item.due_on]
        ahead = [one + timedelta(days=int(extra["relative"])) for one in due]
        day = min((one for one in ahead if one >= request.today), default=None)
    at = time.fromisoformat(str(extra["time"])) if extra.get("time") else None
    if day is None and at is not None:
        return _next(at, said.now)
    if day is None:
        return None
    return _on(day, at, request)


def _on(day: date, at: time | None, request: Request) -> datetime:
    """Without a time in the morning; for today, once that is over, in an hour."""
    now = request.said.now
    moment = datetime.combine(day, at or request.company.at("follow_up_at"), now.tzinfo)
    return now + timedelta(hours=1) if at is None and moment <= now and day == now.date() else moment


def _next(at: time, now: datetime) -> datetime:
    moment = datetime.combine(now.date(), at, now.tzinfo)
    return moment if moment > now else moment + timedelta(days=1)


def _length(found: re.Match[str]) -> timedelta | None:
    """None for what is no while."""
    count = 0.5 if found["n"] == "半" else float(number_in(found["n"]) or 1)
    count += 0.5 if found["half"] else 0
    minutes = count if found["unit"] == "分钟" else 60 * count
    return timedelta(minutes=minutes) if minutes <= _LONGEST_WHILE else None


def _listing(request: Request, uow: UnitOfWork) -> Reply:
    found = uow.reminders.waiting_of(request.speaker.userid)[:MOST_LINES]
    conversation.remember_list(request.state, LIST, [one.id for one in found])
    return Reply("remind/list.txt", {"lines": [_line(one, request) for one in found], "today": request.today})


def _line(one: ReminderView, request: Request) -> dict[str, object]:
    for_money = one.due_at == WHEN_MONEY_COMES
    return {"at": None if for_money else one.due_at.astimezone(request.said.now.tzinfo), "words": one.words}


def _cancel(request: Request, uow: UnitOfWork) -> Reply:
    """The one of that number in the list, that day, that customer, or the only one; of several the list is shown."""
    waiting = list(uow.reminders.waiting_of(request.speaker.userid))
    place = request.record.extra.get("place")
    shown = conversation.listed(request.state, LIST)
    found = waiting
    if place is not None:
        wanted = shown[place - 1] if 0 < place <= len(shown) else None
        found = [one for one in waiting if one.id == wanted]
    if request.record.due_on is not None:
        zone = request.said.now.tzinfo
        found = [one for one in found if one.due_at.astimezone(zone).date() == request.record.due_on]
    if request.record.customer is not None:
        found = [one for one in found if one.customer_id == request.record.customer.customer_id]
    if len(found) > 1:
        return _listing(request, uow).with_more(Reply("remind/which.txt"))
    if not found:
        return Reply("remind/none.txt", {"any": bool(waiting)})
    uow.reminders.cancel(found[0].id)
    return Reply("remind/cancelled.txt", {**_line(found[0], request), "today": request.today})
