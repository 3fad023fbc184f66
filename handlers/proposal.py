"""Asking somebody else: the question goes into his own conversation, with the draft, and a push tells him.

A colleague's report on one's customer, a discount above one's limit: nothing is booked until that person says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers import conversation
from handlers.command import Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.draft import Draft
from handlers.language.reading import Question
from handlers.permissions import Verdict, reach
from storage.customers import CustomerView
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

ONE_TO_ONE = ""


def ask_person(
    person: StaffView,
    asker: str,
    question: Question,
    request: Request,
    uow: UnitOfWork,
    *,
    draft: Draft | None = None,
    is_anew: bool = False,
) -> Push:
    """Open `question` in the person's own chat and return the push that tells him.

    `is_anew`: it takes the place of what he was asked of this kind about this customer before.
    """
    channel = request.said.channel
    own = person.userid == request.speaker.userid and request.said.chat_id == ONE_TO_ONE
    state: dict[str, Any] = (
        request.state if own else uow.conversations.load(channel, ONE_TO_ONE, person.userid)
    )
    asked = OpenQuestion(0, asker, question, request.said.now, draft=draft, pushed=not own, role=person.role)
    if is_anew:
        _drop_before(state, asked)
    opened = conversation.ask(state, asked)
    if not own:
        uow.conversations.save(channel, ONE_TO_ONE, person.userid, state)
    return Push(
        target=person.userid,
        key=f"ask:{request.said.inbox_id}:{asker}:{opened.id}",
        template=f"chat/questions/{question.kind}.txt",
        context=question_context(question, request),
        priority=1,
        question=opened.id,
        choices=len(question.options),
    )


def _drop_before(state: dict[str, Any], asked: OpenQuestion) -> None:
    for before in conversation.open_questions(state):
        same = before.question.data.get("customer_id") == asked.question.data["customer_id"]
        if before.asker == asked.asker and same:
            conversation.close(state, before.id)


def lapsed(asked: OpenQuestion, request: Request) -> Reply | None:
    """He was asked for his word in a role that he has no more: nothing is done, and who asked him hears it.

    What has a draft goes to whoever decides now, see `handlers.gates.owner`.
    """
    speaker = request.speaker
    if asked.role in ("", speaker.role) or asked.draft is not None or speaker.role == "admin":
        return None
    if not asked.question.data.get("by_id"):
        return None
    conversation.close(request.state, asked.id)
    return not_yours_now(asked, request)


def not_yours_now(asked: OpenQuestion, request: Request) -> Reply:
    """Nothing is done on the word of this speaker, and who asked for it hears so."""
    again = ask_again(asked, request.speaker.name, request)
    return Reply("refusal/not_yours_now.txt", {"is_told": bool(again)}, again)


def ask_again(asked: OpenQuestion, by: str, request: Request) -> tuple[Push, ...]:
    """Whoever asked for a word that `by` (a name) cannot give any more hears it; nobody where nobody asked."""
    asker = str(asked.question.data.get("by_id", ""))
    if asker in ("", request.speaker.userid):
        return ()
    key = f"lapsed:{request.said.inbox_id}:{asked.id}"
    return (Push(asker, key, "chat/refusal/ask_again.txt", {"by": by}, priority=1),)


def question_context(question: Question, request: Request) -> Mapping[str, Any]:
    """What a question's template may use: its data by name, its options, and today."""
    return {**question.data, "options": question.options, "today": request.today, "kind": question.kind}


def approver_of(
    speaker: StaffView, uow: UnitOfWork, *, customer: CustomerView | None = None
) -> StaffView | None:
    """Whom to ask: the speaker's manager, else that of the customer's salesperson, else the first manager or admin.

    Active ones only, and about a customer none who may not decide about him, nor see his figures; None without any.
    """
    owner = uow.staff.get(customer.owner) if customer is not None else None
    named = [uow.staff.get(one.manager) for one in (speaker, owner) if one is not None and one.manager]
    people = sorted(uow.staff.all(), key=lambda one: one.role != "manager")
    for person in (*named, *people):
        if person is None or not person.active or person.userid == speaker.userid:
            continue
        decides = person.role in ("manager", "admin")
        if decides and (customer is None or reach("limit", person, customer, uow) is Verdict.YES):
            return person
    return None


def first_with(roles: Sequence[str], speaker: StaffView, uow: UnitOfWork) -> StaffView | None:
    """The first active person, other than the speaker, with the first of `roles` that anybody has."""
    people = [person for person in uow.staff.all() if person.active and person.userid != speaker.userid]
    return next((person for role in roles for person in people if person.role == role), None)
