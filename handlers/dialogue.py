"""One turn of a conversation: is it an answer to the open question, or something new? Then whoever knows acts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from config.company import CompanySettings
from handlers import (
    alike,
    chase,
    chase_answer,
    conversation,
    misplaced,
    morning_answer,
    redrafting,
    task,
    together,
    which,
)
from handlers.booking import question_reply
from handlers.command import SILENT, Reply, Request, Said
from handlers.conversation import OpenQuestion
from handlers.language.answers import is_bare, read_answer
from handlers.language.chores import sets_off
from handlers.language.foretelling import read_once
from handlers.language.names import NameIndex
from handlers.language.reader import read
from handlers.language.reading import Answer, Fit, Intent, Reading
from handlers.language.sight import look
from handlers.proposal import lapsed
from handlers.registry import ASKERS, HANDLERS, MONEY
from handlers.whose import colleague_in
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

# What a mere name, or a name with the fact it belongs to, is read as.
_NO_ORDERS = frozenset({Intent.NONE, Intent.AMBIGUOUS, *MONEY})
# Done, but no booking: a bare “撤销” behind one of these must not take back the booking before it.
_LEAVES_A_TRACE = frozenset(
    {
        *(Intent.CUSTOMER_UPDATE, Intent.CREDIT_LIMIT, Intent.HAND_OVER, Intent.STAFF_UPDATE, Intent.SETTING),
        *(Intent.PROMISE, Intent.DISPUTE, Intent.FOLLOW_UP_NOTE, Intent.HOLD, Intent.TASK, Intent.REMIND),
        *(Intent.INVOICE, Intent.CONFIRM_RECEIPTS, Intent.CLAIM),
    }
)
# What is asked of one customer, or of all that somebody looks after.
_ASKS_OF_ALL = frozenset({Intent.QUERY_BALANCE, Intent.QUERY_OVERDUE})
_OF_ALL: Mapping[str, Any] = MappingProxyType({"scope": "all"})
_UNSURE = frozenset({Fit.TYPO, Fit.NEW, Fit.SEVERAL})
# Passed on to a customer as they stand: no word for the speaker may be in them (P17).
_PASSED_ON = frozenset({"query/statement.txt", "chase/text.txt"})
_DROPS_ALL = re.compile(
    r"\s*(?:没记的|上面的|前面的|那些|这些)?(?:都|全部?|全都|统统)(?:先)?(?:不记|别记|不用记|不要)了?[。.!！~ ]*"
)
_DROPS_ONE = re.compile(r"\s*(?:先)?(?:不记|别记|不用记)了?[。.!！~ ]*")
_MEANT = re.compile(r"\d[万千块元]?|[一两二三四五六七八九十]万|一半|[免批准]|同意")
_WORDS = 4  # characters: a shorter one is a number out of turn, or a sigh
_SHORT = 15  # characters: longer is about something else
_NUMBER = re.compile(r"\s*#?(\d{4,})\s*")
# A question or an order about the books that nobody understood; “车上单子还没理” is small talk.
_OF_BOOKS = re.compile(
    r"(?=.*(?:多少|几[个笔家单]|哪[些个家位笔]|谁|怎么|咋|吗|[？?]))(?=.*(?:[笔账帐款欠赊]|现金|客户|开票|发票|承诺|提成|额度|余额|催|结清|到期))"
    r"|[没未][^，,。]{0,3}(?:下单|拿货|提货|进货|来货)的|(?:上面|刚才|前面|那|这)的?[0-9一二两三四五六七八九十几]*[笔单]"
)


def converse(
    said: Said, speaker: StaffView, uow: UnitOfWork, *, index: NameIndex, company: CompanySettings
) -> Reply:
    """The reply to one message; what was asked, meant and booked is remembered in the conversation row."""
    state = uow.conversations.load(said.channel, said.chat_id, speaker.userid)
    before = (state.get("last_booking"), state.get("next"))
    asked = _open_ids(state)
    reply = _turn(said, speaker, state, uow, index, company)
    if state.get("last_booking") != before[0]:
        conversation.note_act(state, "booked")
    elif state.get("next") != before[1]:
        conversation.note_act(state, "asked")
    uow.conversations.save(said.channel, said.chat_id, speaker.userid, state)
    settled = asked - _open_ids(state)
    return replace(reply, settled=tuple(sorted(settled))) if settled else reply


def _of_colleague(
    reading: Reading, said: Said, speaker: StaffView, index: NameIndex, uow: UnitOfWork
) -> Reading:
    """“小李手上还有多少没收回来” asks about the colleague 小李, not about a customer Li; a sum may be a customer's."""
    mention = reading.records[0].customer if len(reading.records) == 1 else None
    if mention is None or mention.fit not in _UNSURE or reading.records[0].amount is not None:
        return reading
    if mention.text != colleague_in(mention.text, uow):
        return reading
    again = read(said.text, now=said.now, role=speaker.role, index=index.apart_from(mention.text))
    record = again.records[0] if len(again.records) == 1 else None
    if record is None or record.intent not in _ASKS_OF_ALL or record.customer is None:
        return again
    return replace(again, question=None, records=(replace(record, customer=None, extra=_OF_ALL),))


def _open_ids(state: Mapping[str, Any]) -> frozenset[int]:
    return frozenset(row["id"] for row in state.get("open", ()))


def _turn(
    said: Said,
    speaker: StaffView,
    state: dict[str, Any],
    uow: UnitOfWork,
    index: NameIndex,
    company: CompanySettings,
) -> Reply:
    last = conversation.last_customer(state)
    empty = Reading(said.text, Intent.NONE)
    conversation.drop_old_offers(state, said.now)
    conversation.drop_outgrown(state, speaker.role)
    dropped = _drop_all(said.text, state)
    if dropped is not None:
        return dropped
    picked = which.chosen(said.text, state)
    said = said if picked is None else replace(said, text=picked[1])
    for asked in _may_be_meant(said, state, index) if picked is None else [picked[0]]:
        answer = understood(said, asked, state, index)
        if answer is None or _is_an_order(answer, said, speaker, index):
            continue
        request = Request(said, speaker, empty, index, state, company)
        if which.is_unclear(asked, answer, state):
            return which.ask(request)
        decided = answer.choice is not None or answer.yes is not None
        reply = lapsed(asked, request) if decided else None
        reply = reply or ASKERS[asked.asker](asked, answer, request, uow)
        if reply is not None:
            if asked.draft is None:
                alike.forget(state)
            return _with_next(reply, asked, request, uow)
    bare = Request(said, speaker, empty, index, state, company)
    passed_on = (
        chase.passed_on(said.text, bare, uow)
        or misplaced.moved(bare, uow)
        or alike.all_alike(bare, uow)
        or which.waiting(bare)
    )
    if passed_on is not None:
        alike.forget(state)
        return passed_on
    said = alike.in_full(said, state, index, speaker.role)
    reading = read_once(
        said.text, now=said.now, role=speaker.role, index=index, last=last, foretold=said.foretold
    )
    reading = _of_colleague(reading, said, speaker, index, uow)
    alike.note(reading, said, state)
    request = Request(said, speaker, reading, index, state, company)
    if reading.intent is not Intent.NONE:
        conversation.drop_soft(state)
    before = {open_.id for open_ in conversation.unbooked(state)}
    reply = _route(request, uow)
    return _with_unbooked(reply, before, request) if reply is not SILENT else _still_asked(request)


def _drop_all(text: str, state: dict[str, Any]) -> Reply | None:
    """“都不记”, “不记了”: what he told himself and nothing of is booked; what a colleague told wants its own no."""
    own = [asked for asked in conversation.unbooked(state) if not asked.pushed]
    if not own:
        return None
    if _DROPS_ALL.fullmatch(text) is None:
        newest = conversation.newest(state)
        if _DROPS_ONE.fullmatch(text) is None or newest is None or newest.draft or not newest.pushed:
            return None
        own = own[-1:]  # what was asked after it is no booking: the words cannot be for that
    for asked in own:
        conversation.close(state, asked.id)
    return Reply("booking/dropped.txt", {"lines": _lines(own)})


def _may_be_meant(said: Said, state: dict[str, Any], index: NameIndex) -> Iterator[OpenQuestion]:
    yield from morning_answer.numbered(said, state, index)
    yield from which.may_be_meant(said.text, state)


def understood(said: Said, asked: OpenQuestion, state: Mapping[str, Any], index: NameIndex) -> Answer | None:
    """The message as an answer to the open question; None when it is something new."""
    if asked.asker == together.NAME:
        return morning_answer.heard(said, asked, state, index)
    if task.is_told(said, asked, index):
        return Answer(text=said.text)
    number = _NUMBER.fullmatch(said.text)
    if asked.soft and number:
        return Answer(text=number[1])
    option = chase_answer.option_said(said, asked, index)
    option = option or chase_answer.words_said(said, asked, state, index)
    return option or read_answer(said.text, asked.question, now=said.now, index=index)


def _is_an_order(answer: Answer, said: Said, speaker: StaffView, index: NameIndex) -> bool:
    """“计提坏账准备” is no customer's name though one was asked for, “张三那边结清了没” asks about him."""
    if answer.mention is None:
        return False
    is_new = answer.mention.fit is Fit.NEW
    if not is_new and is_bare(answer):
        return False
    intent = read(said.text, now=said.now, role=speaker.role, index=index).intent
    return intent not in _NO_ORDERS if is_new else intent is not Intent.NONE


def _route(request: Request, uow: UnitOfWork) -> Reply:
    """Money facts of a message are one booking; everything else goes record by record to whoever knows."""
    reading = request.reading
    if reading.forwarded:
        return HANDLERS[Intent.PROMISE](request, uow)
    if request.speaker.role == "warehouse" and reading.intent is Intent.AMBIGUOUS and reading.records:
        asked = request.about(reading.records[0])  # “永盛来拉货了”, “张三2万”
        return HANDLERS[Intent.MAY_DELIVER](asked, uow)
    money = [record for record in reading.records if record.intent in MONEY]
    others = [record for record in reading.records if record.intent not in MONEY]
    replies: list[Reply] = []
    if money:
        corrected = redrafting.meant(request, uow)
        books = HANDLERS[Intent.RECORD_DEBT if corrected is None else Intent.CORRECT]
        replies.append(books(corrected or request, uow))
    for record in others:
        handler = HANDLERS.get(record.intent)
        if handler is not None:
            if record.intent in _LEAVES_A_TRACE and record.extra.get("action") != "list":
                conversation.forget_standing(request.state)
            replies.append(handler(request.about(record), uow))
    if not reading.records and reading.intent in HANDLERS:
        replies.append(HANDLERS[reading.intent](request, uow))
    if not replies:
        return SILENT
    first, *rest = sorted(replies, key=lambda reply: reply.template.startswith("questions/"))
    return first.with_more(*rest).with_pushes(*(push for reply in rest for push in reply.pushes))


def _with_unbooked(reply: Reply, before: set[int], request: Request) -> Reply:
    """A new command is answered together with what is still unbooked (P3)."""
    still = [asked for asked in conversation.unbooked(request.state) if asked.id in before]
    if not still or not reply.template or reply.template in _PASSED_ON:
        return reply
    told = [asked.id for asked in still]
    again, request.state["unbooked_told"] = request.state.get("unbooked_told") == told, told
    if again and all(asked.pushed for asked in still):
        return reply  # what colleagues reported: said once, and at the day's end
    return reply.with_more(Reply("booking/unbooked.txt", {"lines": _lines(still), "again": again}))


def _still_asked(request: Request) -> Reply:
    """“加到8万吧” to “1 同意 2 不同意” is no answer, but meant as one: what is asked is said again."""
    asked = conversation.newest(request.state)
    if asked is None or asked.soft or asked.aside or request.said.in_group:
        return _unread(request)
    is_of_today = asked.asked_at.date() == request.today
    if not is_of_today or len(request.said.text) > _SHORT or not _MEANT.search(request.said.text):
        return _unread(request)
    return Reply("questions/said_again.txt").with_more(question_reply(asked.question, request))


def _unread(request: Request) -> Reply:
    """Silence one-to-one is for small talk, never where a customer or a sum stands in the words (P10)."""
    said = request.said
    if said.in_group or request.reading.intent is not Intent.NONE or len(said.text) < _WORDS:
        return SILENT
    sight = look(said.text, now=said.now, role=request.speaker.role, index=request.index)
    known = next((one for one in sight.mentions if one.customer_id is not None), None)
    if known is None and not any(found.fen for found in sight.amounts) and not _OF_BOOKS.search(said.text):
        return SILENT
    context = {"customer": known.name if known else "", "role": request.speaker.role, "kept": sets_off(sight)}
    return Reply("help/unread.txt", context)


def _with_next(reply: Reply, answered: OpenQuestion, request: Request, uow: UnitOfWork) -> Reply:
    """After one question is settled, the one below it is asked again, or what waited for its answer is done."""
    following = conversation.newest(request.state)
    if following is not None and (following.id < answered.id or following.asker == together.NAME):
        before = request.state["next"]
        lists = [one.id for one in conversation.open_questions(request.state) if one.asker == together.NAME]
        done = [done for number in lists for done in morning_answer.act(number, request, uow)]
        reply = morning_answer.joined([reply, *done])
        if request.state["next"] != before:
            return reply
    if following is None or following.soft or following.id >= answered.id or following.draft is None:
        return reply
    return reply.with_more(question_reply(following.question, request))


def _lines(open_: Sequence[OpenQuestion]) -> list[dict[str, Any]]:
    return [fact.line() for asked in open_ if asked.draft for fact in asked.draft.facts]
