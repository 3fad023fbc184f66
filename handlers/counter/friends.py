"""Who among a colleague's friends in WeChat may be a customer's person: proposed to the salesperson, never assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers import conversation
from handlers.affected import allowed
from handlers.asking import ask_later
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.counter.linking import linked
from handlers.draft import SURE_FITS
from handlers.dunning.hearers import salesperson
from handlers.language.names import NameIndex
from handlers.language.reading import Answer, Question
from storage.customers import CustomerView
from storage.unit_of_work import UnitOfWork

FRIEND_IS: Final = "friend_is"
ROLES: Final = ("accountant", "owner")  # the third answer is: he is not
MOST_OPEN: Final = 3  # such questions that one person has before him


@dataclass(frozen=True, slots=True)
class Noted:
    """A friend as a colleague noted him: the name he gives himself, and what the colleague wrote beside it."""

    external_userid: str
    name: str
    remark: str = ""
    company: str = ""


def likely(noted: Noted, index: NameIndex) -> int | None:
    """The one customer whose name stands in the notes; None when none does, or several do."""
    for words in (noted.company, noted.remark):
        found = [one for one in index.find(words) if one.fit in SURE_FITS and one.customer_id is not None]
        if len({one.customer_id for one in found}) == 1:
            return found[0].customer_id
    return None


def propose(noted: Noted, customer_id: int, uow: UnitOfWork, *, channel: str, now: datetime) -> bool:
    """Ask the customer's salesperson, once; False when he was asked, has enough before him, or all is known."""
    customer = uow.customers.get(customer_id)
    if customer is None or _is_known(noted, customer, uow):
        return False
    key = f"{FRIEND_IS}:{noted.external_userid}:{customer.id}"
    for userid in salesperson(customer.owner, uow)[:1]:
        person = uow.staff.get(userid)
        state = uow.conversations.load(channel, "", userid)
        waiting = [one for one in conversation.open_questions(state) if one.asker == FRIEND_IS]
        if person is None or len(waiting) >= MOST_OPEN:
            continue
        options = (*({"role": role} for role in ROLES), {"use": "no"})
        data = {
            "customer": customer.name, "customer_id": str(customer.id), "person": noted.name,
            "remark": noted.remark or noted.company, "external_userid": noted.external_userid,
            "subject": f"wechat:{noted.external_userid}",
        }  # fmt: skip
        return ask_later(
            person, FRIEND_IS, Question(FRIEND_IS, options, data), uow, channel=channel, now=now, key=key
        )
    return False


def _is_known(noted: Noted, customer: CustomerView, uow: UnitOfWork) -> bool:
    return any(one.customer_id == customer.id for one in uow.contacts.of_external(noted.external_userid))


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1 the accountant, 2 the owner: linked; 3 he is not."""
    data = asked.question.data
    says_no = answer.choice == len(ROLES) + 1 or (answer.choice is None and answer.yes is False)
    if not says_no and (answer.choice is None or not 1 <= answer.choice <= len(ROLES)):
        return None
    customer = uow.customers.get(int(data["customer_id"]))
    conversation.close(request.state, asked.id)
    if says_no or customer is None:
        return Reply("counter/not_linked.txt", {"person": data["person"]})
    refused = allowed("customer", customer, request, uow)
    return refused or linked(data, ROLES[(answer.choice or 1) - 1], request, uow)


def unlink(external_userid: str, userids: Sequence[str], uow: UnitOfWork) -> list[CustomerView]:
    """He is nobody's friend among these any more: their customers are reached another way. Which those were."""
    lost, parted = [], {userid.lower() for userid in userids}
    for person in uow.contacts.of_external(external_userid):
        customer = uow.customers.get(person.customer_id)
        if customer is not None and customer.owner.lower() in parted:
            uow.contacts.put(customer.id, person.name, external_userid="")
            uow.audit.note("wecom", "contact.unlink", f"customer:{customer.id}", {"person": person.name})
            lost.append(customer)
    return lost
