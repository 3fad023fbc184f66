"""One message of a customer: who he is, what he wants, what he hears at once, and what his salesperson is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from config.company import CompanySettings
from handlers import customer_word, forwarded
from handlers.account import account_of, signer_of
from handlers.asking import about, ask_later
from handlers.counter import flood, several, whose
from handlers.counter.counterpart import Counterpart, Openness, counterparts
from handlers.counter.saying import RECALLED, Desk, recalled, say, tell
from handlers.counter.wish import Want, Wish, wish_of
from handlers.customer_word import Word
from handlers.dunning.hearers import salesperson
from handlers.language.reading import Question
from handlers.link import statement_link
from handlers.statement import made
from storage.debtors import company_name
from storage.kf import CHANNEL, ChatView
from storage.unit_of_work import UnitOfWork

BY = "counter"  # who made a link that nobody asked for but the customer
MOST_ITEMS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message as the platform lists it: `kind` text | image | voice | file | …; its words; where a file lies.

    `wish` is what the words mean, read before: reading is too slow for a transaction.
    """

    account: str
    external_userid: str
    message_id: str
    kind: str
    text: str
    sent_at: datetime
    media_id: str = ""
    wish: Wish | None = None


def receive(
    written: Written, uow: UnitOfWork, *, name: str, company: CompanySettings, channel: str, now: datetime
) -> bool:
    """Deal with it, once; False when it was dealt with before.

    `name` is what the person calls himself, `channel` how colleagues are written to, `now` aware, in the company's
    zone. `company` are the settings of the whole company.
    """
    if uow.inbox.find(CHANNEL, written.message_id) is not None:
        return False
    kept = uow.inbox.add(
        channel=CHANNEL, key=written.message_id, sender=written.external_userid, chat_id=written.account,
        kind=written.kind, text=written.text, sent_at=written.sent_at,
    )  # fmt: skip
    known = uow.kf.chat(written.account, written.external_userid)
    if flood.is_flood(written.external_userid, written.sent_at, uow):
        found = counterparts(written.external_userid, uow, company, now.date())
        chat = known or ChatView(written.account, written.external_userid, name)
        flood.told(found, written.sent_at, Desk(chat, channel, now, kept.id), uow)
        return True
    if written.media_id and written.kind in ("image", "file"):
        uow.attachments.add(
            sender=f"wechat:{written.external_userid}", kind=written.kind, name=written.text,
            media_id=written.media_id, subject="", message_id=kept.id,
        )  # fmt: skip
    said_at = max(written.sent_at, known.said_at) if known is not None and known.said_at else written.sent_at
    chat = uow.kf.put(
        written.account, written.external_userid, said_at=said_at, name=name or (known.name if known else "")
    )
    if uow.timers.is_set(recalled(written.message_id)):
        uow.inbox.answer(kept.id, "", RECALLED)
        return True
    answer(Desk(chat, channel, now, kept.id), written.kind, written.text, uow, company, wish=written.wish)
    return True


def answer(
    desk: Desk, kind: str, text: str, uow: UnitOfWork, company: CompanySettings, *, wish: Wish | None = None
) -> None:
    """What the words lead to; asked again once somebody has said whose the person is."""
    found = counterparts(desk.chat.external_userid, uow, company, desk.now.date())
    if not found:
        whose.unknown(desk, text or kind, uow, company)
        return
    if wish is None:
        wish = wish_of(text, desk.now) if kind == "text" else Wish(Want.OTHER)
    if len(found) > 1:
        _for_several([replace(one, openness=_least(found)) for one in found], wish, text or kind, desk, uow)
        return
    _deal(found[0], wish, text or kind, desk, uow)


def _deal(one: Counterpart, wish: Wish, text: str, desk: Desk, uow: UnitOfWork) -> None:
    deed = _passed_on if one.openness is Openness.SILENCE else _DEEDS.get(wish.want, _passed_on)
    deed(one, wish, text, desk, uow)


def _for_several(found: Sequence[Counterpart], wish: Wish, text: str, desk: Desk, uow: UnitOfWork) -> None:
    """Sums of each; a word about money is of the one he means, and is asked about where that is open."""
    settled = several.answered(desk, text, found, uow)
    if settled is not None:
        one, before = settled
        meant = wish_of(before.text, desk.now) if before.kind == "text" else Wish(Want.OTHER)
        _deal(
            one,
            meant,
            before.text or before.kind,
            replace(desk, inbox_id=before.id, answer_id=desk.inbox_id),
            uow,
        )
        return
    named = several.meant(text, wish, found, uow)
    if named is not None and wish.want not in (Want.GREETS, Want.THANKS):
        _deal(named, wish, text, desk, uow)
    elif wish.want in _FOR_EACH:
        for one in found:
            _deal(one, wish, text, desk, uow)
    elif wish.want in _OF_ONE and found[0].openness is not Openness.SILENCE:
        _tell_all(found, text, desk, uow, asked=True)
        several.ask(desk, found, uow)
    elif wish.want in (Want.GREETS, Want.THANKS):
        _deal(found[0], wish, text, desk, uow)
    else:
        _tell_all(found, text, desk, uow)
        if found[0].openness is not Openness.SILENCE:
            say(desk, "passed_on.txt", _voice(found[0], uow), uow)


def _tell_all(
    found: Sequence[Counterpart], text: str, desk: Desk, uow: UnitOfWork, *, asked: bool = False
) -> None:
    """Every salesperson of his hears the words once, and of whom they may be."""
    for one in found:
        others = [other.customer.name for other in found if other is not one]
        silent = one.openness is Openness.SILENCE
        context = {"words": text, "silent": silent, "role": one.person.role, "others": others, "asked": asked}
        tell(one.customer, "said.txt", context, f"counter_said:{desk.inbox_id}", desk, uow)


def _least(found: Sequence[Counterpart]) -> Openness:
    """Who acts for several customers hears of all of them what he may hear of each."""
    order = list(Openness)
    return max((one.openness for one in found), key=order.index)


# -- what he hears -------------------------------------------------------------------------------------------------


def _balance(one: Counterpart, wish: Wish, text: str, desk: Desk, uow: UnitOfWork) -> None:
    if one.openness is not Openness.FIGURES:
        _by_link(one, wish, text, desk, uow)
        return
    account = account_of(one.customer, uow, desk.now.date(), one.settings)
    shown = {**account, "items": account["items"][:MOST_ITEMS], "count": len(account["items"])}
    if say(desk, "balance.txt", {**_voice(one, uow), **shown}, uow, about=one.customer):
        _told(one, "balance", desk, uow, net=account["net"])


def _statement(one: Counterpart, wish: Wish, text: str, desk: Desk, uow: UnitOfWork) -> None:
    if one.settings.public_url and one.openness in (Openness.FIGURES, Openness.LINK):
        _by_link(one, wish, text, desk, uow)
        return
    if one.openness is not Openness.FIGURES:
        _passed_on(one, wish, text, desk, uow)
        return
    signer = signer_of(one.customer, uow)["signer"]
    context = made(one.customer, {}, signer or _voice(one, uow)["company"], desk.now.date(), uow)
    if say(desk, "statement.txt", context, uow, about=one.customer):
        _told(one, "statement", desk, uow, net=context["closing"])


def _by_link(one: Counterpart, wish: Wish, text: str, desk: Desk, uow: UnitOfWork) -> None:
    """The address of his own account; where there is none, a person answers."""
    if one.openness is Openness.PASSED_ON or not one.settings.public_url:
        _passed_on(one, wish, text, desk, uow)
        return
    days = one.settings.whole("link_days")
    link = statement_link(one.customer, uow, by=BY, days=days)
    if say(
        desk, "link.txt", {**_voice(one, uow), "link": str(link.id), "days": days}, uow, about=one.customer
    ):
        _told(one, "link", desk, uow, net=None)


def _greeted(one: Counterpart, wish: Wish, text: str, desk: Desk, uow: UnitOfWork) -> None:
    say(desk, "greeting.txt", {**_voice(one, uow), "answers": one.openness is not Openness.PASSED_ON}, uow)


def _silent(one: Counterpart, wish: Wish, text: str, desk: Desk, uow: UnitOfWork) -> None:
    """Thanks need no answer."""


# -- what his salesperson hears ------------------------------------------------------------------------------------


def _word(one: Counterpart, wish: Wish, text: str, desk: Desk, uow: UnitOfWork) -> None:
    """He paid, contests, or agrees: proposed to his salesperson, told to finance, never booked."""
    word = word_of(one, wish, text, desk, uow)
    customer_word.pass_on(word, one.customer, uow, channel=desk.channel, now=desk.now)
    say(desk, f"{wish.want}.txt", _voice(one, uow), uow)


def word_of(one: Counterpart, wish: Wish, text: str, desk: Desk, uow: UnitOfWork) -> Word:
    """His word as it is put to colleagues."""
    net = uow.customers.position(one.customer.id, desk.now.date()).net if wish.want is Want.AGREES else 0
    return Word(
        str(wish.want), wish.amount, wish.day, text, through="wechat", net=net, person=one.person.name,
        messages=desk.messages,
    )  # fmt: skip


def _will_pay(one: Counterpart, wish: Wish, text: str, desk: Desk, uow: UnitOfWork) -> None:
    """His words, put to the salesperson as words that were passed on: a promise once he says so."""
    said = {"words": text, "amount": wish.amount, "day": wish.day}
    options = ({"as": "promise"}, {"as": "payment"}, {"as": "dispute"})
    data = {
        "said": said, "customer_id": str(one.customer.id), "customer": one.customer.name, "text": text,
        "subject": about(one.customer.id), "messages": desk.messages,
    }  # fmt: skip
    for userid in salesperson(one.customer.owner, uow)[:1]:
        person = uow.staff.get(userid)
        if person is not None:
            ask_later(
                person, forwarded.WHAT, Question("forwarded_what", options, data), uow,
                channel=desk.channel, now=desk.now, key=f"counter_said:{desk.inbox_id}",
            )  # fmt: skip
    say(desk, "passed_on.txt", _voice(one, uow), uow)


def _passed_on(one: Counterpart, wish: Wish, text: str, desk: Desk, uow: UnitOfWork) -> None:
    """The salesperson gets the words themselves; the customer hears who will call back, unless a lawyer speaks."""
    silent = one.openness is Openness.SILENCE
    context = {"words": text, "silent": silent, "role": one.person.role}
    tell(one.customer, "said.txt", context, f"counter_said:{desk.inbox_id}", desk, uow)
    if not silent:
        say(desk, "passed_on.txt", _voice(one, uow), uow)


def _told(one: Counterpart, what: str, desk: Desk, uow: UnitOfWork, *, net: int | None) -> None:
    """Once a day and answer: what the customer was told, so that nothing is said behind anybody's back (P16)."""
    uow.audit.note(
        f"wechat:{desk.chat.external_userid}", "view", f"customer:{one.customer.id}", {"what": what}
    )
    key = f"counter_told:{one.customer.id}:{desk.now.date().isoformat()}:{what}:{net}"
    tell(one.customer, "told.txt", {"what": what, "net": net}, key, desk, uow)


def _voice(one: Counterpart, uow: UnitOfWork) -> dict[str, Any]:
    """Who speaks to whom."""
    return {
        "customer": one.customer.name,
        "person": one.person.name,
        "company": one.settings.text("company_name") or company_name(uow),
        **signer_of(one.customer, uow),
    }


_FOR_EACH = frozenset({Want.BALANCE, Want.STATEMENT})
_OF_ONE = frozenset({Want.PAID, Want.CONTESTS, Want.AGREES, Want.WILL_PAY})
_Deed = Callable[[Counterpart, Wish, str, Desk, UnitOfWork], None]
_DEEDS: Mapping[Want, _Deed] = MappingProxyType(
    {
        Want.BALANCE: _balance,
        Want.STATEMENT: _statement,
        Want.PAID: _word,
        Want.CONTESTS: _word,
        Want.AGREES: _word,
        Want.WILL_PAY: _will_pay,
        Want.GREETS: _greeted,
        Want.THANKS: _silent,
    }
)
