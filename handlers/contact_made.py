"""What one hears from a customer, by whichever way: kept with person, channel, result and next step (DOMAIN §6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from handlers import asking, conversation
from handlers.command import Push, Reply, Request
from handlers.dunning.hearers import boss
from handlers.language.reading import Mention
from handlers.language.trades import TITLES
from storage.customers import CustomerView
from storage.tasks import TaskView
from storage.unit_of_work import UnitOfWork

# Words → the way somebody was reached; the first row that fits.
CHANNELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "visit",
        (
            "拜访",
            "上门",
            "登门",
            "去了一趟",
            "跑了一趟",
            "去了",
            "去过",
            "见了",
            "见面",
            "碰面",
            "走访",
            "回访",
            "没见着",
            "没见到",
            "不在",
        ),
    ),
    ("phone", ("电话", "没人接", "不接", "打不通", "关机", "通了")),
    ("letter", ("催款函", "律师函", "发函", "发了函")),
    ("wechat", ("微信", "发消息", "发了消息", "语音")),
)
NO_ANSWER = ("没人接", "不接", "打不通", "关机", "没见着", "没见到", "联系不上", "没回", "没反应")
NEVER_PAYS_ON = ("跑了",)
_SPOKE = re.compile(
    r"(?P<who>[一-龥]?(?:"
    + "|".join(t for t in TITLES if not t.endswith("边"))
    + r"))(?=说|讲|答应|承诺|保证|表示|回|不在|没接)"
)


def channel_of(text: str) -> str:
    """visit | phone | letter | wechat, or "" when the words name none."""
    return next((channel for channel, words in CHANNELS if any(word in text for word in words)), "")


def person_of(text: str, mention: Mention | None = None) -> str:
    """Whom one spoke to (王总, 刘会计), when the words say so."""
    start = mention.span.end if mention is not None and mention.span is not None else 0
    found = _SPOKE.search(text, start) or _SPOKE.search(text)
    return found["who"] if found else ""


def note(told: Mapping[str, Any], customer: CustomerView, request: Request, uow: UnitOfWork) -> Reply:
    """Write it down and say what was kept. `told`: words, reason, and day, phone, number where they were said."""
    words, reason = str(told["words"]), str(told.get("reason") or "")
    day = told.get("day")
    done = keep(words, customer, request, uow, reason=reason, next_on=day)
    if reason in NEVER_PAYS_ON:
        done += _alarm(words, customer, request, uow)
    numbers = _give_reason(reason, told.get("number"), customer, request, uow)
    phone = str(told.get("phone") or "")
    if phone and not customer.phone:
        uow.customers.update(customer.id, phone=phone)
    context = {
        "customer": customer.name,
        "words": words,
        "reason": reason,
        "numbers": numbers,
        "day": day,
        "phone": phone,
        "phone_new": bool(phone and not customer.phone),
        "no_answer": any(word in words for word in NO_ANSWER),
        "gone": reason in NEVER_PAYS_ON,
        "channel": channel_of(words),
        "told": [push.target for push in done],
        "today": request.today,
    }
    return Reply("follow_up/kept.txt", context, done)


def _alarm(words: str, customer: CustomerView, request: Request, uow: UnitOfWork) -> tuple[Push, ...]:
    """A customer who is gone is told to the manager at once."""
    position = uow.customers.position(customer.id, request.today)
    told = {
        "by": request.speaker.name,
        "customer": customer.name,
        "words": words,
        "net": position.net,
        "overdue": position.overdue,
    }
    key = f"gone:{customer.id}:{request.said.inbox_id}"
    people = [one for one in boss(customer.owner, uow) if one != request.speaker.userid]
    return tuple(Push(one, f"{key}:{one}", "chat/follow_up/gone.txt", told, priority=1) for one in people)


def keep(
    words: str,
    customer: CustomerView,
    request: Request,
    uow: UnitOfWork,
    *,
    reason: str = "",
    next_on: Any = None,
    result: str = "",
) -> tuple[Push, ...]:
    """The follow-up itself; a visit or call that the speaker was asked for is done with it, and its giver is told."""
    asking.settled(request.state, asking.about(customer.id))
    channel = channel_of(words)
    mention = request.record.customer
    uow.follow_ups.add(
        "note", noted_by=request.speaker.userid, customer_id=customer.id, words=words, reason=reason, next_on=next_on,
        channel=channel, person=person_of(words, mention), result=result or words, message_id=request.said.inbox_id,
    )  # fmt: skip
    conversation.remember_customer(request.state, customer.id, customer.name)
    if not channel:
        return ()
    open_ones = [
        task
        for task in uow.tasks.open_of(request.speaker.userid)
        if task.customer_id == customer.id and task.channel in ("", channel)
    ]
    pushes = [close_task(task, "done", words, request, uow) for task in open_ones]
    return tuple(push for push in pushes if push is not None)


def close_task(task: TaskView, state: str, result: str, request: Request, uow: UnitOfWork) -> Push | None:
    """The task ends with this result; whoever gave it hears (P22)."""
    if not uow.tasks.close(task.id, state, result) or task.given_by in ("", request.speaker.userid):
        return None
    customer = uow.customers.get(task.customer_id) if task.customer_id is not None else None
    told = {
        "by": request.speaker.name,
        "words": task.words,
        "state": state,
        "result": result,
        "customer": customer.name if customer else "",
    }
    return Push(task.given_by, f"task:{task.id}:{state}", "chat/task/result.txt", told)


def _give_reason(
    reason: str, number: Any, customer: CustomerView, request: Request, uow: UnitOfWork
) -> list[int]:
    """A reason of delay stands on the debt named, else on every overdue one (P20); their numbers."""
    if not reason:
        return []
    items = [item for item in uow.receivables.open_items(customer.id) if item.kind == "principal"]
    meant = [item for item in items if item.number == number] if number is not None else []
    late = meant or [item for item in items if item.days_late(request.today) > 0]
    found = {item.receivable_id: item.number for item in late}
    for receivable_id in found:
        uow.receivables.set_delay_reason(receivable_id, reason, actor=request.speaker.userid)
    return list(found.values())
