"""Late fees let go: cancelled where they were booked, never charged where they were not; “撤销” brings both back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers import consent, conversation, part_waiver
from handlers.affected import allowed
from handlers.command import Reply, Request
from handlers.conversation import OpenQuestion
from handlers.figures import figures
from handlers.language.reading import Answer
from handlers.late_fee import NAME, WAIVER, WAIVING, accrued, posted_within
from handlers.late_rate import late_rate
from ledger.accrual import Charge
from ledger.entries import Entry
from storage.unit_of_work import UnitOfWork

_WAIVED = "late_fee.waived"
_BACK = "late_fee.unwaived"


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1 waives what is booked and what has run up until now, or the sum that was said of it; 2 leaves it."""
    return consent.settle(WAIVING, asked, answer, request, uow, carry_out=_let_go)


def _let_go(data: dict[str, Any], asked: OpenQuestion, request: Request, uow: UnitOfWork) -> Reply:
    """What was booked is cancelled today, and the days until then are never charged again; of a part see `part_waiver`."""
    customer = uow.customers.get(int(data["customer_id"]))
    if customer is None:
        return Reply("customer/who.txt", {"typed": data["customer"]})
    found = accrued(customer, data["until"], late_rate(customer, request.company, uow).rate_of, uow)
    booked = posted_within(customer.id, data.get("first"), data.get("only"), uow)
    whole = sum(charge.fen for charge in found) + sum(entry.amount for entry in booked)
    part = data.get("part") or 0  # 0: all of it
    if part and whole != data["fen"] + data["posted"]:
        return Reply("fee_waiver/changed.txt", {**data, "now": whole})
    kept = (
        part_waiver.let_go(part, customer.id, found, booked, request, uow)
        if part
        else _all_of(customer.id, found, booked, request, uow)
    )
    fen = part or whole
    details = {"amount": fen, "until": data["until"].isoformat(), "agreed": data["agreed"]}
    uow.audit.note(request.speaker.userid, "late_fee.waive", f"customer:{customer.id}", details)
    kept |= {"customer": str(customer.id), "fen": fen}
    uow.audit.note(request.speaker.userid, _WAIVED, _subject(request.said.inbox_id), kept)
    conversation.note_standing(request.state, WAIVER, request.said.inbox_id)
    context = {**data, "fen": fen, "left": whole - fen, **figures(customer, request, uow)}
    return consent.told(WAIVING, "waived", context, asked, request)


def _all_of(
    customer_id: int, found: Sequence[Charge], booked: Sequence[Entry], request: Request, uow: UnitOfWork
) -> dict[str, Any]:
    for entry in booked:
        uow.journal.reverse(
            entry.id, reason="cancelled", actor=request.speaker.userid, on=request.today,
            message_id=request.said.inbox_id,
        )  # fmt: skip
    spans = uow.late_fees.settle(customer_id, found, entry_id=None, by=request.speaker.userid)
    return {"entries": [str(entry.id) for entry in booked], "spans": [str(span) for span in spans]}


def _subject(message_id: int) -> str:
    return f"message:{message_id}"


def take_back(message_id: int, request: Request, uow: UnitOfWork) -> Reply | None:
    """What that message waived is owed again: booked fees by new entries, days not charged yet by running on.

    None where it waived nothing, or was taken back before.
    """
    notes = {note.action: note.details for note in uow.audit.of(_subject(message_id))}
    waived = notes.get(_WAIVED)
    customer = uow.customers.get(int(waived["customer"])) if waived is not None else None
    if waived is None or customer is None or _BACK in notes:
        return None
    refused = allowed(NAME, customer, request, uow)
    if refused is not None:
        return refused
    if not part_waiver.stands(waived, uow):
        return Reply("fee_waiver/moved_on.txt", {"customer": customer.name, "fen": waived["fen"]})
    by = request.speaker.userid
    for key in waived["entries"]:
        before = uow.journal.entry(int(key))
        if before is None or before.receivable_id is None:
            continue
        again = uow.journal.late_fee(
            receivable_id=before.receivable_id, amount=before.amount, effective_on=request.today,
            due_on=before.effective_on, actor=by, message_id=request.said.inbox_id,
        ).entry  # fmt: skip
        uow.late_fees.charge_again(customer.id, before.id, again.id, by=by)
    part_waiver.bring_back(waived, request, uow)
    uow.late_fees.lift(customer.id, {int(key) for key in waived["spans"]}, by=by)
    uow.audit.note(by, _BACK, _subject(message_id), {"by": str(request.said.inbox_id)})
    uow.audit.note(by, "late_fee.unwaive", f"customer:{customer.id}", {"amount": waived["fen"]})
    conversation.forget_standing(request.state)
    conversation.remember_customer(request.state, customer.id, customer.name)
    told = {"customer": customer.name, "fen": waived["fen"], **figures(customer, request, uow)}
    return Reply(f"{WAIVER}/taken_back.txt", told)
