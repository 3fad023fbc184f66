"""Taking back: a whole message, or one record by its number. What is old or confirmed is asked of finance (P7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from handlers import conversation, restoring, waiver, withdrawing
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.language.reading import Answer, Intent, Question
from handlers.permissions import MAY, Scope, Verdict, reach
from handlers.proposal import ask_person, first_with
from handlers.subject import Subject, by_id, lately, numbered, quoted, quoted_message
from handlers.subject import last_message as last_message_of
from handlers.subject import lines_of as lines_of_subjects
from handlers.taking_back import Taken, carry_out, joined, lines_of, news_of, of_subject, of_whole, still
from ledger.entries import Entry
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="undo",
    intents=(Intent.UNDO,),
    title="撤销",
    says=("撤销", "撤销 #1042", "1042 撤销"),
)
REQUEST = "undo_request"
OLDER = "undo_older"
WHICH = "undo_which"
_MOST_CHOICES = 3
_FIRST_NUMBER = 1000  # of no company's records is one below it


def run(request: Request, uow: UnitOfWork) -> Reply:
    """Take back the numbered record, the quoted message, or the speaker's last message."""
    number = request.record.extra.get("number")
    if number is not None:
        subject = numbered(int(number), uow)
        if subject is None:
            return Reply("undo/not_found.txt", {"number": number})
        return _one(subject, request, uow)
    if request.said.quote:
        return _of_quoted(request, uow)
    if request.record.customer is not None:
        noted = withdrawing.drop_draft(request, uow) or _noted_of_customer(request, uow)
        return noted or _of_customer(request, uow)
    if request.record.extra.get("unsure"):
        return _of_customer(request, uow)  # 第二条撤销: of which list?
    if request.record.amount and not _is_of_draft(request.record.amount, request):
        return _of_figure(request.record.amount, request, uow)
    return _last(request, uow)


def _of_figure(fen: int, request: Request, uow: UnitOfWork) -> Reply:
    """“撤销 1042” is a number without its mark, “撤销那5000” a sum of his last message: no other record goes."""
    subject = numbered(fen // 100, uow) if fen % 100 == 0 and fen // 100 >= _FIRST_NUMBER else None
    if subject is not None:
        return _one(subject, request, uow)
    found = [one for one in lately(request.record, request, uow) if one.amount == fen]
    return _one(found[0], request, uow) if len(found) == 1 else _nothing(found)


def _is_of_draft(fen: int, request: Request) -> bool:
    asked = conversation.newest(request.state)
    return asked is not None and asked.draft is not None and fen in {one.amount for one in asked.draft.facts}


def _of_quoted(request: Request, uow: UnitOfWork) -> Reply:
    message = quoted_message(request, uow)
    found = quoted(request, uow)
    if message is None:
        taken = joined(found, uow)
        return take_back(taken, request, uow) if taken else _nothing(found)
    change = restoring.change_by(message, request)
    if change is not None:
        return restoring.restore(change, request, uow)
    unwaived = waiver.take_back(message, request, uow)
    if unwaived is not None:
        return unwaived
    taken = of_whole(message, uow)
    if taken:
        return take_back(taken, request, uow)
    live = [one.number for one in found if one.is_live]
    return Reply("undo/changed_since.txt", {"number": live[0]}) if live else _nothing(found)


def _last(request: Request, uow: UnitOfWork) -> Reply:
    """The speaker's last message: a change goes back, records are taken back. An older one is asked about first."""
    withdrawn = withdrawing.of_nobody(request, uow) or withdrawing.withdraw(request, uow)
    if withdrawn is not None:
        return withdrawn
    act = conversation.last_act(request.state)
    asked = conversation.newest(request.state)
    if act == "asked" and asked is not None and asked.draft is not None and not asked.pushed:
        conversation.close(request.state, asked.id)
        return Reply("booking/dropped.txt", {"lines": [fact.line() for fact in asked.draft.facts]})
    kept = request.state.get("last_booking")
    if kept is None:
        older = last_message_of(request, uow)
        return take_back(of_whole(older, uow) if older is not None else Taken(), request, uow)
    if act == "booked":
        change = restoring.change_by(int(kept), request)
        if change is not None:
            return restoring.restore(change, request, uow)
        taken = of_whole(int(kept), uow)
        if taken:
            return take_back(taken, request, uow)
    return _ask_older(int(kept), request, uow)


def _ask_older(kept: int, request: Request, uow: UnitOfWork) -> Reply:
    """What was said last cannot be taken back, or was: nobody expects the posting before it to go."""
    change = restoring.change_by(kept, request)
    older = kept if change is not None else last_message_of(request, uow)
    taken = of_whole(older, uow) if older is not None and change is None else Taken()
    if change is not None:
        subject = by_id(change["kind"], int(change["id"]), uow)
        lines = lines_of_subjects([subject] if subject is not None else [], uow)
    else:
        lines = lines_of(taken, uow)
    if not lines:
        return _nothing(())
    question = Question(OLDER, ({"use": "yes"}, {"use": "no"}), {"message": str(older), "lines": lines})
    conversation.ask(request.state, OpenQuestion(0, OLDER, question, request.said.now, soft=True))
    return Reply(f"questions/{OLDER}.txt", {"lines": lines, "today": request.today})


def resume_older(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """1: the posting before goes, too. 2: it stays."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    if not agrees:
        return Reply("correction/left.txt")
    message = int(asked.question.data["message"])
    change = restoring.change_by(message, request)
    if change is not None:
        return restoring.restore(change, request, uow)
    return take_back(of_whole(message, uow), request, uow)


def _one(subject: Subject, request: Request, uow: UnitOfWork) -> Reply:
    taken = of_subject(subject, uow)
    if taken:
        return take_back(taken, request, uow)
    return Reply(
        "undo/already.txt", {"number": subject.number, "today": request.today, **_undone(subject, uow)}
    )


def _undone(subject: Subject, uow: UnitOfWork) -> dict[str, Any]:
    """Who took it back, and when."""
    read = uow.journal.entries_of_receivable if subject.kind == "debt" else uow.journal.entries_of_receipt
    reversals = [entry for entry in read(subject.id) if entry.kind == "reversal"]
    if not reversals:
        return {"by": "", "day": None}
    person = uow.staff.get(reversals[-1].actor)
    return {"by": person.name if person else "", "day": reversals[-1].effective_on}


def _nothing(found: Sequence[Subject]) -> Reply:
    return Reply("undo/nothing.txt", {"numbers": [one.number for one in found]})


def _of_customer(request: Request, uow: UnitOfWork) -> Reply:
    found = lately(request.record, request, uow)
    if request.record.amount:
        found = [one for one in found if one.amount == request.record.amount]
    if len(found) == 1 and not request.record.extra.get("unsure"):
        return _one(found[0], request, uow)
    if not found:
        return _nothing(found)
    owners = {one.customer_id for one in found if one.customer_id is not None}
    named = {who: view.name for who in owners if len(owners) > 1 and (view := uow.customers.get(who))}
    options = tuple(
        {**one.option(), "name": named.get(one.customer_id or 0, "")} for one in found[:_MOST_CHOICES]
    )
    question = Question("which_record", options, {"verb": "undo"})
    conversation.ask(request.state, OpenQuestion(0, WHICH, question, request.said.now, soft=True))
    return Reply("questions/which_record.txt", {"options": options, "verb": "undo", "today": request.today})


def _noted_of_customer(request: Request, uow: UnitOfWork) -> Reply | None:
    """“永盛那个取消” right behind a hold or a promise of 永盛: that goes."""
    mention, last = request.record.customer, conversation.last_customer(request.state)
    if mention is None or last is None or mention.customer_id != last[0] or request.record.amount:
        return None
    return withdrawing.withdraw(request, uow)


def take_back(taken: Taken, request: Request, uow: UnitOfWork) -> Reply:
    """Take it back now, or ask finance where the speaker may not do so alone."""
    if not taken:
        return _nothing(())
    if MAY["undo"].get(request.speaker.role, Scope.NO) is Scope.NO:
        return Reply("refusal/role.txt", {"fact": "undo", "role": request.speaker.role})
    why = _why_asked(taken, request, uow)
    if why:
        return ask_finance(taken, why, "mistake", request, uow)
    done = carry_out(taken, "mistake", request.speaker.userid, request, uow)
    return Reply("undo/done.txt", done, news_of(taken, request, uow))


def _why_asked(taken: Taken, request: Request, uow: UnitOfWork) -> str:
    """Why finance must agree: others | old | confirmed; empty when the speaker may do it himself."""
    if any(not _is_theirs(entry, request, uow) for entry in taken.entries):
        return "others"
    if request.speaker.role in ("finance", "admin"):
        return ""
    made: list[datetime] = [entry.recorded_at for entry in taken.entries]
    made += [receipt.created_at for receipt in taken.receipts]
    if uow.now - min(made) > timedelta(hours=request.company.whole("undo_hours")):
        return "old"
    if any(entry.kind == "refund" for entry in taken.entries):
        return "confirmed"  # finance gave its word for it
    receipts = [uow.receipts.get(entry.receipt_id) for entry in taken.entries if entry.receipt_id is not None]
    confirmed = [one for one in receipts if one and one.confirmed_by not in ("", one.reported_by)]
    return "confirmed" if confirmed else ""


def _is_theirs(entry: Entry, request: Request, uow: UnitOfWork) -> bool:
    if entry.actor == request.speaker.userid:
        return True
    receipt = uow.receipts.get(entry.receipt_id) if entry.receipt_id is not None else None
    if receipt is not None and receipt.reported_by == request.speaker.userid:
        return True
    if MAY["undo"][request.speaker.role] is Scope.MINE:
        return False
    return reach("undo", request.speaker, uow.customers.get(entry.customer_id), uow) is Verdict.YES


def ask_finance(taken: Taken, why: str, reason: str, request: Request, uow: UnitOfWork) -> Reply:
    """A request card: nothing is taken back before finance agrees."""
    judge = first_with(("finance", "admin", "manager"), request.speaker, uow)
    lines = lines_of(taken, uow)
    if judge is None:
        return Reply("undo/nobody.txt", {"lines": lines})
    known = [] if any(not _is_theirs(entry, request, uow) for entry in taken.entries) else lines
    shown = known or [{**line, "customer": "", "amount": None} for line in lines]
    data = {
        "by": request.speaker.name,
        "by_id": request.speaker.userid,
        "shown": shown,
        "entries": [str(entry.id) for entry in taken.entries],
        "receipts": [str(receipt.id) for receipt in taken.receipts],
        "confirmed": [str(receipt_id) for receipt_id in taken.confirmed],
        "lines": lines,
        "why": why,
        "reason": reason,
    }
    question = Question(REQUEST, ({"use": "yes"}, {"use": "no"}), data)
    push = ask_person(judge, REQUEST, question, request, uow)
    return Reply(
        "undo/asked.txt", {"judge": judge.name, "lines": shown, "why": why, "reason": reason}, (push,)
    )


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """Finance's word on a request: 1 agrees, 2 does not."""
    agrees = answer.agrees
    if agrees is None:
        return None
    conversation.close(request.state, asked.id)
    data = asked.question.data
    lines = data.get("shown", data["lines"])  # he hears no more than he could see when he asked
    told = {"lines": lines, "by": request.speaker.name, "agreed": agrees, "reason": data["reason"]}
    push = Push(data["by_id"], f"undo:{request.said.inbox_id}:{asked.id}", "chat/undo/decided.txt", told)
    if not agrees:
        return Reply("undo/kept.txt", {"by": data["by"], "lines": data["lines"]}, (push,))
    taken = still(data["entries"], data["receipts"], uow, data.get("confirmed", ()))
    if not taken:
        return _nothing(())
    done = carry_out(taken, data["reason"], request.speaker.userid, request, uow)
    return Reply("undo/done.txt", done, (push, *news_of(taken, request, uow)))


def resume_which(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """Which of several records: by choice, or by its number."""
    options = asked.question.options
    chosen = [one for one in options if answer.text == str(one["number"])]
    if answer.choice is not None and 1 <= answer.choice <= len(options):
        chosen = [options[answer.choice - 1]]
    if not chosen:
        return None
    conversation.close(request.state, asked.id)
    subject = numbered(int(chosen[0]["number"]), uow)
    return _one(subject, request, uow) if subject is not None else _nothing(())
