"""What exists, read top to bottom: the commands, who answers which intent, and who settles which question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from handlers import (
    approve,
    balance,
    booking,
    bounce,
    chase,
    chase_answer,
    claim,
    correction,
    credit_note,
    customer,
    customer_file,
    customer_word,
    debt,
    detail,
    digest,
    dispute,
    dispute_settled,
    due,
    file_request,
    follow_up,
    forwarded,
    grade,
    greeting,
    hand_over,
    help,
    hold,
    import_file,
    invoice,
    link,
    late_fee,
    lateness,
    limitation,
    may_deliver,
    merge,
    misuse,
    outlook,
    overdue,
    payment,
    promise,
    promise_again,
    provision,
    query,
    receipt,
    remedy,
    reminder,
    report,
    setting,
    silence,
    staff,
    stamped,
    statement,
    story,
    task,
    temporary_limit,
    unclaimed,
    undo,
    unsent,
    warning,
    what_if,
    whose,
    write_off,
)
from handlers.command import Command, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.counter import friends, linking
from handlers.counter import whose as counter_whose
from handlers.gates import GATES
from handlers.language.reading import Answer, Intent
from storage.unit_of_work import UnitOfWork

Handler = Callable[[Request, UnitOfWork], Reply]
Settler = Callable[[OpenQuestion, Answer, Request, UnitOfWork], Reply | None]

BOOKED: Final = (debt, payment, credit_note)  # their facts are booked together, by `booking`
ANSWERED: Final = (
    correction,
    undo,
    receipt,
    unclaimed,
    claim,
    staff,
    hand_over,
    setting,
    customer,
    customer_file,
    merge,
    misuse,
    invoice,
    promise,
    dispute,
    hold,
    follow_up,
    chase,
    task,
    reminder,
    may_deliver,
    approve,
    digest,
    report,
    unsent,
    warning,
    grade,
    write_off,
    late_fee,
    limitation,
    provision,
)
ASKED: Final = (balance, due, overdue, statement, link, detail, story, silence, outlook, lateness, what_if)
COMMANDS: Final[tuple[Command, ...]] = tuple(drawer.COMMAND for drawer in (*BOOKED, *ASKED, *ANSWERED, help))
MONEY: Final = frozenset(
    {*debt.COMMAND.intents, *payment.COMMAND.intents, *credit_note.COMMAND.intents, Intent.AMBIGUOUS}
)
HANDLERS: Final[Mapping[Intent, Handler]] = MappingProxyType(
    {
        **dict.fromkeys(MONEY, booking.run),
        **{intent: drawer.run for drawer in (*ASKED, *ANSWERED) for intent in drawer.COMMAND.intents},
        Intent.GREETING: greeting.run,
        Intent.HELP: partial(help.run, commands=COMMANDS),
    }
)
ASKERS: Final[Mapping[str, Settler]] = MappingProxyType(
    {
        **{gate.NAME: booking.resume for gate in GATES},
        credit_note.WRONG_DEBT: credit_note.resume,
        correction.NAME: correction.resume,
        correction.REQUEST: correction.resume_request,
        undo.WHICH: undo.resume_which,
        undo.OLDER: undo.resume_older,
        undo.REQUEST: undo.resume,
        receipt.HANDED: receipt.resume_handed,
        bounce.WHICH: bounce.resume_which,
        unclaimed.SAME: unclaimed.resume_same,
        claim.NAME: claim.resume,
        claim.WHICH: claim.resume_which,
        claim.PROPOSED: claim.resume_proposed,
        staff.STRANGER: staff.resume,
        hand_over.NAME: hand_over.resume,
        hand_over.ONE: hand_over.resume_one,
        customer.NEW: customer.resume_new,
        merge.WHICH: merge.resume_which,
        merge.LIMIT: merge.resume_limit,
        merge.NAME: merge.resume,
        merge.APART: merge.resume_apart,
        file_request.NAME: file_request.resume,
        customer_word.PAID: customer_word.resume_paid,
        customer_word.CONTESTS: customer_word.resume_contests,
        counter_whose.WHOSE: linking.resume,
        linking.ROLE: linking.resume_role,
        friends.FRIEND_IS: friends.resume,
        temporary_limit.NAME: temporary_limit.resume,
        late_fee.NAME: late_fee.resume,
        provision.NAME: provision.resume,
        stamped.NAME: stamped.resume,
        remedy.NAME: remedy.resume,
        late_fee.WAIVER: late_fee.resume_waiver,
        write_off.NAME: write_off.resume,
        write_off.AMOUNT: write_off.resume_missing,
        write_off.REASON: write_off.resume_missing,
        temporary_limit.UNTIL: temporary_limit.resume_until,
        promise.NAME: promise.resume,
        promise_again.AGAIN: promise_again.resume,
        dispute.WHO: dispute.resume_who,
        dispute.WHICH: dispute.resume_which,
        dispute.SAME: dispute.resume_same,
        dispute_settled.WHICH: dispute_settled.resume,
        hold.WHO: hold.resume_who,
        hold.LONGER: hold.resume_longer,
        task.RESULT: task.resume,
        chase.FORCE: chase.resume_force,
        chase_answer.FORWARDED: chase_answer.resume_forwarded,
        chase_answer.BROKEN: chase_answer.resume_broken,
        forwarded.WHO: forwarded.resume_who,
        forwarded.WHAT: follow_up.resume_forwarded,
        follow_up.WHO: follow_up.resume_who,
        may_deliver.NAME: may_deliver.resume,
        outlook.LISTS: outlook.resume_lists,
        what_if.NAME: what_if.resume,
        report.DRILL: report.resume,
        whose.WHICH: query.resume,
        import_file.NAME: import_file.resume,
        import_file.DOUBT: import_file.resume_doubt,
    }
)
