"""Customers change hands with what is open about them; who leaves for good has nothing waiting for him any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers import claim, conversation
from handlers.command import Push, Request
from handlers.conversation import OpenQuestion
from handlers.proposal import ask_again, question_context
from handlers.together import apart
from storage.customers import CustomerView
from storage.departures import chats_of, pass_on_duties, withdraw_messages
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

LEFT = "left"


def give(customer: CustomerView, heir: StaffView, request: Request, uow: UnitOfWork) -> None:
    """A fact of the journal. Promises follow their customer, disputes and tasks are moved; history stays who it was."""
    if customer.owner == heir.userid:
        return
    uow.journal.hand_over(
        customer.id,
        before=customer.owner,
        after=heir.userid,
        actor=request.speaker.userid,
        message_id=request.said.inbox_id,
    )
    uow.customers.update(customer.id, owner=heir.userid)
    uow.disputes.hand_over(customer.id, to=heir.userid)
    uow.tasks.hand_over(customer.id, by=customer.owner, to=heir.userid)
    details = {"from": customer.owner, "to": heir.userid}
    uow.audit.note(request.speaker.userid, "customer.owner", f"customer:{customer.id}", details)


def told(names: list[str], heir: StaffView, request: Request) -> tuple[Push, ...]:
    """The heir hears whose he looks after from now on."""
    if heir.userid == request.speaker.userid or not names:
        return ()
    context = {"names": names, "by": request.speaker.name}
    key = f"handed:{request.said.inbox_id}:{heir.userid}"
    return (Push(heir.userid, key, "chat/staff/got_customers.txt", context),)


def lost(names: list[str], before: StaffView | None, heir: StaffView, request: Request) -> tuple[Push, ...]:
    """Whoever looked after them until now, and stays, hears that he does so no more."""
    if before is None or not names or before.userid in (request.speaker.userid, heir.userid):
        return ()
    context = {"names": names, "by": request.speaker.name, "heir": heir.name}
    key = f"lost:{request.said.inbox_id}:{heir.userid}"
    return (Push(before.userid, key, "chat/staff/lost_customers.txt", context),) if before.active else ()


def end(
    leaver: StaffView, heirs: Mapping[int, str], main: StaffView, request: Request, uow: UnitOfWork
) -> tuple[Push, ...]:
    """His access ends; what waits for him goes to whoever has the customer now, everything else to `main`."""
    uow.staff.put(replace(leaver, active=False, source="chat"))
    for person in uow.staff.all():
        if person.manager == leaver.userid:
            uow.staff.put(replace(person, manager=leaver.manager))
    pass_on_duties(uow, leaver.userid, to=main.userid)
    withdraw_messages(uow, leaver.userid, LEFT)
    details = {"role": leaver.role, "by_hand_over": True}
    uow.audit.note(request.speaker.userid, "staff.leave", f"staff:{leaver.userid}", details)
    return _questions(leaver, heirs, main, request, uow)


def _questions(
    leaver: StaffView, heirs: Mapping[int, str], main: StaffView, request: Request, uow: UnitOfWork
) -> tuple[Push, ...]:
    """Questions he left open are put to the heirs, each in his own chat; his own chats forget them."""
    waiting: dict[str, list[OpenQuestion]] = defaultdict(list)
    pushes: list[Push] = []
    for channel, chat, state in chats_of(uow, leaver.userid):
        for asked in [one for open_ in reversed(conversation.open_questions(state)) for one in apart(open_)]:
            if asked.asker == claim.NAME:
                continue  # whose money it is was asked of everybody
            heir = heirs.get(_customer_of(asked), main.userid)
            if _is_for(heir, asked, leaver, uow):
                waiting[heir].append(asked)
            elif asked.question.data.get("by_id") != leaver.userid:
                pushes += ask_again(asked, leaver.name, request)
        state["open"] = []
        uow.conversations.save(channel, chat, leaver.userid, state)
    for userid, questions in waiting.items():
        person = uow.staff.get(userid)
        if person is not None:
            pushes += _put_to(person, questions, request, uow)
    return tuple(pushes)


def _is_for(heir: str, asked: OpenQuestion, leaver: StaffView, uow: UnitOfWork) -> bool:
    """An offer is nobody's; a word that was asked for is only given in the same role, and never to one's own wish."""
    by = asked.question.data.get("by_id")
    if asked.soft or by is None or asked.draft is not None:
        return not asked.soft
    person = uow.staff.get(heir)
    return person is not None and person.role == asked.role and by not in (heir, leaver.userid)


def _put_to(heir: StaffView, questions: list[OpenQuestion], request: Request, uow: UnitOfWork) -> list[Push]:
    own = heir.userid == request.speaker.userid and not request.said.chat_id
    state: dict[str, Any] = (
        request.state if own else uow.conversations.load(request.said.channel, "", heir.userid)
    )
    pushes = []
    for asked in questions:
        opened = conversation.ask(state, replace(asked, id=0, pushed=True, role=heir.role))
        pushes.append(
            Push(
                heir.userid, f"inherited:{request.said.inbox_id}:{opened.id}:{heir.userid}",
                f"chat/questions/{asked.question.kind}.txt", question_context(asked.question, request), question=opened.id,
                choices=len(asked.question.options),
            )
        )  # fmt: skip
    if not own:
        uow.conversations.save(request.said.channel, "", heir.userid, state)
    return pushes


def _customer_of(asked: OpenQuestion) -> int:
    """The customer a question is about; 0 when it names none."""
    if asked.draft is not None:
        return next((fact.customer_id for fact in asked.draft.facts if fact.customer_id is not None), 0)
    return int(asked.question.data.get("customer_id") or 0)
