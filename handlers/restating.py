"""“改成5000”, “鑫源那个不对 是月底全给” behind something that booked nothing: that is what is meant, no booking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers import conversation, dispute, hold, promise
from handlers.affected import allowed
from handlers.command import Reply, Request
from handlers.language.reading import Fit, Intent, Mention, Record
from handlers.subject import LATELY, lately
from handlers.whose import surely_named
from storage.disputes import DisputeView
from storage.holds import HoldView
from storage.promises import PromiseView
from storage.unit_of_work import UnitOfWork

_WHOSE = Reply("customer/who.txt", {"typed": ""})  # several were put down in one message
_FIELDS = {"dispute": ("amount",), "promise": ("amount", "due_date"), "hold": ("due_date",)}
# What says which of them is meant, whoever put it down and whenever.
_CALLED: Final = (
    ("promise", ("承诺", "说好", "答应")),
    ("dispute", ("异议", "争议")),
    ("hold", ("先别催", "停催")),
)
Said = DisputeView | PromiseView | HoldView


def restate(request: Request, uow: UnitOfWork) -> Reply | None:
    """The dispute, promise or hold put down last, or last of the customer named, said anew.

    None when a record is named, something else was last, or nothing of the kind stands.
    """
    record = request.record
    if record.extra.get("number") is not None or request.said.quote:
        return None
    if not (record.amount or record.due_on):
        return None
    found = _last(request, uow) if record.customer is None else _of_customer(request, uow)
    if not found:
        return None
    first = found[0]
    if isinstance(first, PromiseView):
        return _promise([one for one in found if isinstance(one, PromiseView)], request, uow)
    if len(found) > 1:
        return _WHOSE
    return _dispute(first, request, uow) if isinstance(first, DisputeView) else _hold(first, request, uow)


def _last(request: Request, uow: UnitOfWork) -> Sequence[Said]:
    """What the speaker's last message put down."""
    standing = conversation.last_standing(request.state)
    if standing is None:
        return ()
    kind, message = standing
    of_kind: dict[str, Sequence[Said]] = {
        "dispute": uow.disputes.of_message(message),
        "promise": uow.promises.of_message(message),
        "hold": uow.holds.of_message(message),
    }
    return _open(kind, of_kind.get(kind, ()), request)


def _of_customer(request: Request, uow: UnitOfWork) -> Sequence[Said]:
    """What the kind said is of his; else what this speaker put down last of him, when no booking came after it."""
    customer = surely_named(request.record.customer, uow)
    if customer is None:
        return ()
    of_kind: dict[str, Sequence[Said]] = {
        "dispute": uow.disputes.open_of(customer.id),
        "promise": uow.promises.open_of(customer.id),
        "hold": uow.holds.active_of(customer.id, request.today),
    }
    called = next((kind for kind, words in _CALLED if any(word in request.said.text for word in words)), None)
    found = [one for kind in of_kind if called in (None, kind) for one in _open(kind, of_kind[kind], request)]
    if called is None:
        since = max([uow.now - LATELY, *(one.recorded_at for one in lately(request.record, request, uow))])
        found = [one for one in found if one.created_at >= since and _by(one) == request.speaker.userid]
    found.sort(key=lambda one: one.created_at)
    return [one for one in found if type(one) is type(found[-1]) and one.message_id == found[-1].message_id]


def _open(kind: str, found: Sequence[Said], request: Request) -> list[Said]:
    if str(request.record.extra.get("field", "")) not in _FIELDS.get(kind, ()):
        return []
    return [one for one in found if one.state == "open" and getattr(one, "kind", "contact") == "contact"]


def _by(one: Said) -> str:
    if isinstance(one, PromiseView):
        return one.made_by
    return one.raised_by if isinstance(one, DisputeView) else one.held_by


def _dispute(one: DisputeView, request: Request, uow: UnitOfWork) -> Reply | None:
    customer = uow.customers.get(one.customer_id)
    amount = request.record.amount
    if customer is None or not amount:
        return None
    if (refused := allowed("dispute", customer, request, uow)) is not None:
        return refused
    uow.disputes.withdraw(one.id, by=request.speaker.userid)
    said = {"amount": amount, "reason": one.reason, "words": one.words, "named": {}}
    return dispute.keep(said, one.receivable_id, amount, customer, request, uow)


def _promise(found: Sequence[PromiseView], request: Request, uow: UnitOfWork) -> Reply | None:
    """A part and what is left are both replaced by the whole; else one of several has to be told."""
    record, whole = request.record, request.record.extra.get("fraction") == "1"
    if len({one.customer_id for one in found}) > 1 or (len(found) > 1 and not whole):
        return _several(found, request, uow)
    customer = uow.customers.get(found[0].customer_id)
    if customer is None:
        return None
    if (refused := allowed("promise", customer, request, uow)) is not None:
        return refused
    for one in found:
        uow.promises.settle(one.id, "withdrawn")
    one = found[0]
    fraction = str(record.extra.get("fraction", ""))
    amount = record.amount or (None if fraction else one.amount)
    fraction = "" if amount else fraction or one.fraction
    day = record.due_on or one.day
    word = promise.Word(one.customer_id, one.contact, amount, fraction, day, request.said.text)
    return promise.go_on(word, request, uow)


def _several(found: Sequence[PromiseView], request: Request, uow: UnitOfWork) -> Reply:
    customer = uow.customers.get(found[0].customer_id)
    if customer is None or len({one.customer_id for one in found}) > 1:
        return _WHOSE
    lines = [{"day": one.day, "amount": one.amount} for one in found]
    return Reply("promise/several.txt", {"customer": customer.name, "lines": lines, "today": request.today})


def _hold(one: HoldView, request: Request, uow: UnitOfWork) -> Reply | None:
    customer = uow.customers.get(one.customer_id)
    if customer is None or request.record.due_on is None:
        return None
    if (refused := allowed("hold", customer, request, uow)) is not None:
        return refused
    uow.holds.lift(one.id, by=request.speaker.userid)
    mention = Mention(customer.name, Fit.EXACT, customer.id, customer.name)
    extra = {"reason": one.reason, "words": one.words}
    return hold.run(
        request.about(Record(Intent.HOLD, mention, due_on=request.record.due_on, extra=extra)), uow
    )
