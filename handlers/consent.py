"""A step that needs somebody's word: who decides, the question to him, and the second person where one is wanted.

Every such matter has its templates below chat/<name>/: asked, nobody, refused; and chat/questions/<name>.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from handlers import conversation
from handlers.command import Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Question
from handlers.permissions import Verdict, reach
from handlers.proposal import approver_of, ask_person, not_yours_now, question_context
from handlers.second import second
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

YES_NO = ({"use": "yes"}, {"use": "no"})
CarryOut = Callable[[dict[str, Any], OpenQuestion, Request, UnitOfWork], Reply]


@dataclass(frozen=True, slots=True)
class Matter:
    """`name` is the asker, the kind of its question, the folder of its templates and a row of `permissions.MAY`.

    `two_persons` is the company setting that wants a second word; whose role is in `decides` may decide alone.
    """

    name: str
    two_persons: str
    decides: Sequence[str] = ("manager", "admin")
    second: Sequence[str] = ("manager", "finance", "admin")


def put(matter: Matter, data: dict[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    """Ask whoever decides: the speaker by a tap of his own when he may, else his manager."""
    data = {**data, "by": request.speaker.name, "by_id": request.speaker.userid, "agreed": []}
    own = _may_decide(matter, request.speaker, data, uow)
    judge = request.speaker if own else approver_of(request.speaker, uow, customer=_customer(data, uow))
    if judge is None:
        return Reply(f"{matter.name}/nobody.txt", data)
    question = Question(matter.name, YES_NO, data)
    push = ask_person(judge, matter.name, question, request, uow)
    if own and not request.said.chat_id:
        return Reply(f"questions/{matter.name}.txt", question_context(question, request))
    return Reply(f"{matter.name}/asked.txt", {**data, "judge": judge.name, "today": request.today}, (push,))


def of_a_job() -> dict[str, Any]:
    """What the data of a question needs that nobody's message brought about: the first who agrees stands for it."""
    return {"by": "", "by_id": "", "agreed": []}


def settle(
    matter: Matter,
    asked: OpenQuestion,
    answer: Answer,
    request: Request,
    uow: UnitOfWork,
    *,
    carry_out: CarryOut,
) -> Reply | None:
    """1 agrees and, with all words there, carries it out; 2 does not. None for what is no answer."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    data = dict(asked.question.data)
    if not _may_agree(matter, request.speaker, data, uow):
        return not_yours_now(asked, request)
    if not agrees:
        return told(matter, "refused", data, asked, request)
    data["agreed"] = [*data["agreed"], request.speaker.userid]
    if not data["by_id"]:
        data |= {"by": request.speaker.name, "by_id": request.speaker.userid}
    if request.company.is_on(matter.two_persons) and len(data["agreed"]) < 2:
        return _ask_second(matter, data, request, uow)
    return carry_out(data, asked, request, uow)


def told(matter: Matter, outcome: str, data: dict[str, Any], asked: OpenQuestion, request: Request) -> Reply:
    """What came of it, for who decided and for who had asked for it."""
    template = f"{matter.name}/{outcome}.txt"
    context = {**data, "judge": request.speaker.name, "today": request.today}
    if data["by_id"] in ("", request.speaker.userid):
        return Reply(template, context)
    key = f"{matter.name}:{request.said.inbox_id}:{asked.id}"
    return Reply(template, context, (Push(str(data["by_id"]), key, f"chat/{template}", context, priority=1),))


def _may_decide(matter: Matter, person: StaffView, data: dict[str, Any], uow: UnitOfWork) -> bool:
    return person.role in matter.decides and _reaches(matter, person, data, uow)


def _may_agree(matter: Matter, person: StaffView, data: dict[str, Any], uow: UnitOfWork) -> bool:
    """Also when he was asked a while ago: his role, or whose customer it is, may have changed since."""
    roles = {*matter.decides, *(matter.second if data["agreed"] else ())}
    return person.role in roles and _reaches(matter, person, data, uow)


def _reaches(matter: Matter, person: StaffView, data: dict[str, Any], uow: UnitOfWork) -> bool:
    return reach(matter.name, person, _customer(data, uow), uow) is Verdict.YES


def _customer(data: dict[str, Any], uow: UnitOfWork) -> CustomerView | None:
    return uow.customers.get(int(data["customer_id"])) if data.get("customer_id") else None


def _ask_second(matter: Matter, data: dict[str, Any], request: Request, uow: UnitOfWork) -> Reply:
    """Somebody of the roles named, who neither asked for it nor agreed already."""
    other = second(matter.name, (*data["agreed"], data["by_id"]), uow, customer=_customer(data, uow))
    if other is None:
        return Reply(f"{matter.name}/nobody.txt", data)
    push = ask_person(other, matter.name, Question(matter.name, YES_NO, data), request, uow)
    return Reply(f"{matter.name}/asked.txt", {**data, "judge": other.name, "today": request.today}, (push,))
