"""“让老周明天去一趟永盛”: somebody is to do something; he is told, asked for the result, and the asker hears it (P22)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from handlers import chase_answer, contact_made, conversation
from handlers.affected import allowed, customer_meant
from handlers.command import Command, Push, Reply, Request, Said
from handlers.conversation import OpenQuestion
from handlers.items import MOST_LINES
from handlers.language.names import NameIndex
from handlers.language.reading import Answer, Intent
from handlers.language.sight import look
from handlers.language.trades import TITLES
from handlers.permissions import Verdict, reach
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.tasks import TaskView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="task",
    intents=(Intent.TASK,),
    title="交代别人办事",
    says=("让老周明天去一趟永盛", "办完了", "我的任务", "我交代的事"),
)
RESULT = "task_result"
_CALLS = ("打电话", "打个电话", "电话", "联系")
# When, as it stands before what is to be done: on the day itself “明天” would be untrue.
WHEN = (
    r"(?:[，, 的]|大?[今明后]天|(?:这|本|下+)?个?(?:周|星期|礼拜)[一二三四五六日天]|(?:这|本|下)?个?月底|(?:[0-9]{1,2}月)?[0-9]{1,2}[号日]"
    r"|早上|上午|中午|下午|晚上|[0-9一二三四五六七八九十]{1,2}点半?|过?[0-9半一两二三四五六七八九十]+个?半?(?:小时|钟头|分钟)半?(?:以|之)?后)*"
)
# “去了 王总不在”, “打通了 说月底付”, “没人接”: it was done, and what came of it; “打了5000” is money.
_WHOM = rf"(?:电话|一趟|他们?|她|面|[一-龥]?(?:{'|'.join(TITLES)}))?"
_DID = re.compile(
    r"(?:(?:我|人)?(?:已经?|刚才?|都|也|今天|下午|上午)*"
    rf"(?:办|做|弄|打|问|催|去|见|跑|谈|聊|送|联系|拜访|上门)(?:过|完|好|通|到)?{_WHOM}了{_WHOM}了?"
    r"(?=[，,。；;\s]|说|$)|(?=[^我]{0,4}(?:没人接|不接电话|打不通|关机|不在|没见[着到]|联系不上)))[，,。；;\s]*"
)
_TRIES_AGAIN = re.compile(r"再(?:打|去|问|联系|跑|试)|改天|回头|改(?:到|成|约)|推到|换到")
_GOES = ("去一趟", "去", "上门", "跑一趟", "拜访")


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Give one, tell the result of one, or list them."""
    extra = request.record.extra
    if extra.get("action") == "list":
        return _listing(str(extra.get("whose", "mine")), request, uow)
    if extra.get("action") == "done":
        return _done(request, uow)
    return _give(request, uow)


def _give(request: Request, uow: UnitOfWork) -> Reply:
    record = request.record
    customer = customer_meant(record, uow)
    if customer is None and record.customer is None:
        last = conversation.last_customer(request.state)
        customer = uow.customers.get(last[0]) if last is not None else None
    refused = allowed("task", customer, request, uow)
    if refused is not None:
        return refused
    name = str(record.extra.get("assignee", ""))
    people = [one for one in uow.staff.by_name(name) if one.active and one.role != "none"]
    if len(people) != 1:
        return Reply("follow_up/nobody.txt", {"name": name})
    (person,) = people
    if customer is not None and reach("task", person, customer, uow) is Verdict.OTHERS:
        owner = uow.staff.get(customer.owner)
        return Reply(
            "task/not_theirs.txt",
            {"customer": customer.name, "name": person.name, "owner": owner.name if owner else ""},
        )
    return _keep(person, customer, request, uow)


def _keep(person: StaffView, customer: CustomerView | None, request: Request, uow: UnitOfWork) -> Reply:
    words = _deed(request)
    day: date = request.record.due_on or request.today
    if any(_is_same(one, words, day, request) for one in uow.tasks.open_of(person.userid)):
        return Reply(
            "task/known.txt", {"assignee": person.name, "words": words, "day": day, "today": request.today}
        )
    uow.tasks.add(
        person.userid, day, words=words, given_by=request.speaker.userid,
        customer_id=customer.id if customer else None, channel=_channel(words), message_id=request.said.inbox_id,
    )  # fmt: skip
    uow.follow_ups.add(
        "task", noted_by=request.speaker.userid, customer_id=customer.id if customer else None, words=words,
        next_on=day, assignee=person.userid, message_id=request.said.inbox_id,
    )  # fmt: skip
    if customer is not None:
        conversation.remember_customer(request.state, customer.id, customer.name)
    conversation.note_standing(request.state, "task", request.said.inbox_id)
    told = {
        "by": request.speaker.name,
        "assignee": person.name,
        "words": words,
        "customer": customer.name if customer else "",
        "day": day,
        "today": request.today,
        "owed": _owed(person, customer, request, uow),
    }
    if person.userid == request.speaker.userid:
        return Reply("task/own.txt", told)
    push = Push(person.userid, f"task:{request.said.inbox_id}", "chat/task/given.txt", told, priority=2)
    return Reply("task/kept.txt", {**told, "reached": person.reached}, (push,))


def _deed(request: Request) -> str:
    """“让老周明天去一趟永盛” → “去一趟永盛”; the whole where nothing else would be left."""
    extra = request.record.extra
    words = str(extra.get("note") or request.said.text)
    order = re.match(rf"(?:让|叫|派|安排|请|通知|找){re.escape(str(extra.get('assignee', '')))}{WHEN}", words)
    return words[order.end() :] or words if order is not None and extra.get("assignee") else words


def _is_same(task: TaskView, words: str, day: date, request: Request) -> bool:
    """Said twice: it is to be done once."""
    return (task.words, task.due_on, task.given_by) == (words, day, request.speaker.userid)


def _owed(person: StaffView, customer: CustomerView | None, request: Request, uow: UnitOfWork) -> int | None:
    """Fen overdue that the person may know of; None when he may not."""
    if customer is None or reach("balance", person, customer, uow) is not Verdict.YES:
        return None
    return uow.customers.position(customer.id, request.today).overdue


def _channel(words: str) -> str:
    if any(word in words for word in _CALLS):
        return "phone"
    return "visit" if any(word in words for word in _GOES) else ""


def _done(request: Request, uow: UnitOfWork) -> Reply:
    """“办完了”: the task of that customer, else the one that came up first."""
    mention = request.record.customer
    found = [
        task
        for task in uow.tasks.open_of(request.speaker.userid)
        if mention is None or mention.customer_id is None or task.customer_id == mention.customer_id
    ]
    if not found:
        return Reply("task/none.txt")
    words = str(request.record.extra.get("words", request.said.text))
    return _closed(found[0], "done", words, request, uow)


def _closed(task: TaskView, state: str, result: str, request: Request, uow: UnitOfWork) -> Reply:
    push = contact_made.close_task(task, state, result, request, uow)
    giver = uow.staff.get(task.given_by) if task.given_by else None
    if task.customer_id is not None:
        uow.follow_ups.add(
            "note", noted_by=request.speaker.userid, customer_id=task.customer_id, words=task.words, result=result,
            channel=task.channel, message_id=request.said.inbox_id,
        )  # fmt: skip
    context = {"words": task.words, "state": state, "giver": giver.name if giver is not None and push else ""}
    return Reply("task/closed.txt", context, (push,) if push else ())


def question_of(task: TaskView, uow: UnitOfWork) -> dict[str, Any]:
    """What the question for a result says."""
    giver = uow.staff.get(task.given_by) if task.given_by else None
    customer = uow.customers.get(task.customer_id) if task.customer_id is not None else None
    return {
        "task": str(task.id),
        "words": task.words,
        "giver": giver.name if giver else "",
        "customer": customer.name if customer else "",
        "customer_id": str(customer.id) if customer else "",
        "channel": task.channel,
    }


def is_told(said: Said, asked: OpenQuestion, index: NameIndex) -> bool:
    """Does it say in one's own words what came of the task? What names another customer is about him."""
    if asked.asker != RESULT or _DID.match(said.text) is None or _TRIES_AGAIN.search(said.text):
        return False
    named = {mention.customer_id for mention in look(said.text, now=said.now, role="", index=index).mentions}
    return named <= {int(asked.question.data["customer_id"] or 0)}


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1 done, 2 not yet (another day may be said), 3 it cannot be done; or what came of it."""
    task = uow.tasks.get(int(asked.question.data["task"]))
    if task is None or task.state != "open":
        conversation.close(request.state, asked.id)
        return Reply("task/none.txt")
    if answer.choice is None and is_told(request.said, asked, request.index):
        return _told(task, asked, request, uow)
    if answer.choice is None and answer.yes is None and answer.day is None:
        return None
    conversation.close(request.state, asked.id)
    if answer.choice == 1 or answer.yes is True:
        return _closed(task, "done", "", request, uow)
    if answer.choice == 3:
        return _closed(task, "failed", "", request, uow)
    if answer.day is not None and answer.day > request.today:
        uow.tasks.put_off(task.id, answer.day)
    return Reply("task/later.txt", {"day": answer.day, "today": request.today})


def _told(task: TaskView, asked: OpenQuestion, request: Request, uow: UnitOfWork) -> Reply | None:
    """Done, and told to whoever gave it; what the customer did or promised is kept as well. None where a sum would
    be lost: then it is a message of its own.
    """
    text, data = request.said.text, asked.question.data
    rest = _DID.sub("", text, count=1)
    more = chase_answer.told_beside(rest, data, request, uow) if rest and data["customer_id"] else None
    if more is None and _sums(rest, request):
        return None
    conversation.close(request.state, asked.id)
    reply = _closed(task, "done", text, request, uow)
    return reply if more is None else reply.with_more(more).with_pushes(*more.pushes)


def _sums(text: str, request: Request) -> bool:
    sight = look(text, now=request.said.now, role=request.speaker.role, index=request.index)
    return any(amount.fen for amount in sight.amounts)


def _listing(whose: str, request: Request, uow: UnitOfWork) -> Reply:
    me = request.speaker.userid
    found = uow.tasks.given_by(me) if whose == "given" else uow.tasks.open_of(me)
    lines = []
    for task in found[:MOST_LINES]:
        other = uow.staff.get(task.assignee if whose == "given" else task.given_by)
        lines.append(
            {
                "words": task.words,
                "who": other.name if other is not None and other.userid != me else "",
                "day": task.due_on,
                "late": task.due_on < request.today,
            }
        )
    return Reply(
        "task/list.txt", {"lines": lines, "count": len(found), "whose": whose, "today": request.today}
    )
