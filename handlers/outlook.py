"""What will come in, and when; what is likely to be late; what would be if: read as one intent, made by four drawers.

Books too large to be summed while others wait are summed by a job, which tells it when it is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from handlers import conversation, hindsight, lateness, until_day, weeks_ahead, what_if, what_if_many
from handlers.command import Command, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.drawn import with_picture
from handlers.jsonable import to_plain
from handlers.language.reading import Answer, Intent
from handlers.permissions import owners_seen
from handlers.prospect import Asked, Made
from handlers.report import QUICK, documents
from handlers.whose import customer_of, not_for_role, note_list
from storage.currencies import other_currencies
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="outlook",
    intents=(Intent.WHAT_IF,),
    title="估回款",
    says=("过年前能收回多少", "下个月能收多少", "未来13周回款预测", "预测准不准"),
    action="balance",
)
LISTS: Final = until_day.LISTS
WORK: Final = "outlook"  # the kind of timer that the job looks for
_WHAT_IF: Final = "what_if"
_BY_DAY: Final = "forecast"
TOPICS: Final[Mapping[str, Callable[[Asked, UnitOfWork], Made]]] = MappingProxyType(
    {
        _BY_DAY: until_day.make,
        "weeks": weeks_ahead.make,
        "risk": lateness.make_shaky,
        "will_be_late": lateness.make_will_be_late,
        "hindsight": hindsight.make,
    }
)
_SECONDS: Final = 30  # until the job has come by, at most


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Whatever is asked about what will come, or would. Books nothing."""
    topic = str(request.record.extra.get("topic", _BY_DAY))
    if topic == _WHAT_IF:
        several = bool(request.record.extra.get("parts"))
        return what_if_many.run(request, uow) if several else what_if.run(request, uow)
    owners = owners_seen(COMMAND.permission, request.speaker, uow)
    if owners is not None and not owners:
        return not_for_role(request)
    customer = customer_of(COMMAND.permission, request, uow) if request.record.customer is not None else None
    if isinstance(customer, Reply):
        return customer
    note_list(f"{COMMAND.name}:{topic}", 0, request, uow)
    if customer is None and documents(uow) > QUICK:
        context = {"by": request.speaker.userid, "extra": to_plain(request.record.extra)}
        uow.timers.put(WORK, f"{WORK}:{request.said.inbox_id}", uow.now, context)
        return Reply("report/later.txt", {"seconds": _SECONDS})
    asked = Asked(request.speaker.role, owners, request.today, customer, request.record.extra)
    made = make(asked, uow)
    if made.question is not None:
        conversation.ask(
            request.state, OpenQuestion(0, made.question.kind, made.question, request.said.now, soft=True)
        )
    return with_picture(made.reply, made.picture, made.drawn, request) if made.picture else made.reply


def make(asked: Asked, uow: UnitOfWork) -> Made:
    """What is told and drawn, in yuan, with the currencies that are left out; writes nothing."""
    topic = str(asked.extra.get("topic", _BY_DAY))
    made = TOPICS.get(topic, until_day.make)(asked, uow)
    context = {"others": list(other_currencies(uow)), **made.reply.context}
    return replace(made, reply=replace(made.reply, context=context))


def resume_lists(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """Yes: every salesperson gets his own list, once."""
    said_yes = answer.agrees
    if said_yes is None:
        return None
    conversation.close(request.state, asked.id)
    if not said_yes:
        return Reply("query/outlook_kept.txt")
    owners = owners_seen(COMMAND.permission, request.speaker, uow)
    key = str(request.said.inbox_id)
    pushes = until_day.lists(asked.question.data["by"], owners, request.today, key, uow)
    names = {person.userid: person.name for person in uow.staff.all()}
    return Reply("query/outlook_listed.txt", {"names": [names[push.target] for push in pushes]}, pushes)
