"""Whose person writes? One polite sentence to him, and a question to a colleague; a name links nobody by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from config.company import CompanySettings
from handlers.asking import ask_later
from handlers.counter.saying import Desk, say
from handlers.dunning.hearers import salesperson
from handlers.language.reading import Question
from storage.customers import CustomerView
from storage.debtors import company_name
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

WHOSE: Final = "counter_whose"
_MOST_CHOICES: Final = 3
_MOST_MORE: Final = 3
_SCENE: Final = "c"
_LONGEST_ID: Final = 19  # digits of what 63 bits hold
_ASKED: Final = ("finance", "admin", "manager")


def unknown(desk: Desk, words: str, uow: UnitOfWork, company: CompanySettings) -> None:
    """One polite sentence for him, once; and finance is asked, once, whose he is."""
    chat = desk.chat
    if chat.state == "nobody":
        return
    if chat.state == "new":
        uow.kf.put(chat.open_kfid, chat.external_userid, state="asked")
        say(desk, "who.txt", {"company": company.text("company_name") or company_name(uow)}, uow)
    invited = named_by(chat.scene, uow)
    likely = [invited] if invited is not None else _likely(chat.name, uow)
    options = tuple({"customer_id": str(customer.id), "name": customer.name} for customer in likely)
    judge = _judge(options, uow)
    if judge is None:
        return
    data = {
        "external_userid": chat.external_userid, "open_kfid": chat.open_kfid, "person": chat.name, "words": words,
        "invited": invited is not None, "subject": f"wechat:{chat.external_userid}",
    }  # fmt: skip
    key = f"{WHOSE}:{chat.external_userid}:{desk.now.date().isoformat()}"
    question = Question(WHOSE, options, data)
    if not ask_later(judge, WHOSE, question, uow, channel=desk.channel, now=desk.now, key=key):
        _say_more(judge, words, key, desk, uow)


def scene_of(customer_id: int) -> str:
    """What a link given to this customer says of itself. Anybody may write it: it proposes, and tells nothing."""
    return f"{_SCENE}{customer_id}"


def named_by(scene: str, uow: UnitOfWork) -> CustomerView | None:
    """The customer that the link was made for, by his id or his whole name; None when it names nobody."""
    number = scene.removeprefix(_SCENE)
    if scene.startswith(_SCENE) and number.isdecimal() and number.isascii() and len(number) < _LONGEST_ID:
        return uow.customers.get(int(number))
    return uow.customers.by_name(scene) if scene else None


def _say_more(judge: StaffView, words: str, key: str, desk: Desk, uow: UnitOfWork) -> None:
    """What he writes while he waits, a few times a day."""
    told = {"person": desk.chat.name, "words": words}
    for number in range(_MOST_MORE):
        if uow.outbox.push(desk.channel, judge.userid, f"{key}:{number}", "chat/counter/more.txt", told):
            return


def _likely(name: str, uow: UnitOfWork) -> Sequence[CustomerView]:
    """Customers with a person of this very name on the books."""
    if not name:
        return []
    found = dict.fromkeys(person.customer_id for person in uow.contacts.called(name))
    customers = [uow.customers.get(number) for number in found]
    return [one for one in customers if one is not None][:_MOST_CHOICES]


def _judge(options: Sequence[Mapping[str, Any]], uow: UnitOfWork) -> StaffView | None:
    """The salesperson where only one customer can be meant, else finance."""
    if len(options) == 1:
        customer = uow.customers.get(int(options[0]["customer_id"]))
        for userid in salesperson(customer.owner, uow) if customer is not None else ():
            return uow.staff.get(userid)
    people = [person for person in uow.staff.all() if person.active]
    return next((person for role in _ASKED for person in people if person.role == role), None)
