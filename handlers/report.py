"""Reports in chat: short words and a picture; “导出…” sends the file. “账龄”, “上个月回款明细”, “欠款前十”, “催收回款率”"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from handlers import chase_log, conversation, story
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.jsonable import to_plain
from handlers.language.reading import Answer, Intent, Question
from handlers.report_subject import PERMISSION, asked, inner, reach_of
from handlers.reports import make
from handlers.reports.ask import Ask, ask_of
from handlers.reports.table import Report
from handlers.whose import customer_of, not_for_role
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="report",
    intents=(Intent.REPORT, Intent.EXPORT),
    title="报表、导出",
    says=("账龄", "按行业账龄", "上个月回款明细", "欠款前十", "小李上月业绩", "导出应收明细"),
)
DRILL: Final = "report_drill"
WORK: Final = "report"  # the kind of timer that a job looks for
LAST: Final = "report"  # in the conversation: the report that “导出” alone means
QUICK: Final = 3_000  # documents: so many are summed once within the time that an answer may hold up others
WORTH: Final = MappingProxyType(
    {"trend": 2, "items": 2, "rates": 5, "rolls": 5, "silent": 3}
)  # sums of this size in a report
_A_SECOND: Final = 40_000  # documents are read and written to a file
_FIRST_NUMBER: Final = 1_001


def run(request: Request, uow: UnitOfWork) -> Reply:
    owners, _ = reach_of(request.speaker, uow)
    if owners is not None and not owners:
        return not_for_role(request)
    if _is_about_one(request):
        return _of_one(request, uow)
    ask = asked(request, uow)
    exports = _exports(request)
    if ask is None and exports:
        ask = _last(request, uow)
    if ask is None:
        return Reply("report/which.txt", {"exports": exports})
    if isinstance(ask, Reply):
        return ask
    return later(ask, "file", request, uow) if exports else _answer(ask, request, uow)


def _last(request: Request, uow: UnitOfWork) -> Ask | None:
    """The report that was read a moment ago."""
    kept = request.state.get(LAST)
    if kept is None or request.said.now - datetime.fromisoformat(kept["at"]) > conversation.OFFER_STANDS:
        return None
    return inner(ask_of(kept["ask"]), {}, request.speaker, uow)


def _is_about_one(request: Request) -> bool:
    """A customer's log and his story have their own commands."""
    record = request.record
    return (
        record.customer is not None
        and record.extra.get("report") in (None, "log", "rates", "rolls")
        and (not record.extra.get("whose"))
    )


def _of_one(request: Request, uow: UnitOfWork) -> Reply:
    if request.record.extra.get("report") != "log":
        return story.run(request, uow)
    customer = customer_of(PERMISSION, request, uow)
    return customer if isinstance(customer, Reply) else chase_log.listing(customer, request, uow)


def _exports(request: Request) -> bool:
    extra = request.record.extra
    return request.record.intent is Intent.EXPORT or bool(extra.get("export")) or extra.get("topic") == "导出"


def _answer(ask: Ask, request: Request, uow: UnitOfWork) -> Reply:
    """At once, or by a job where reading would keep others waiting."""
    if documents(uow) * WORTH.get(ask.name, 1) > QUICK:
        return later(ask, "text", request, uow)
    report = make(ask, uow)
    note(ask, "view", request.speaker.userid, uow)
    remember(ask, report, request)
    reply = Reply(report.template, report.context)
    if not report.picture or request.said.in_group or not request.company.is_on("digest_picture"):
        return reply
    key = f"report-picture:{request.said.inbox_id}"
    return reply.with_pushes(Push(request.speaker.userid, key, report.picture, to_plain(report.drawn)))


def documents(uow: UnitOfWork) -> int:
    """About as many debts and receipts as the company ever wrote."""
    return uow.head.next_number - _FIRST_NUMBER


def later(ask: Ask, kind: str, request: Request, uow: UnitOfWork) -> Reply:
    """A job makes it, once: the words (text), or a workbook (file)."""
    context = {"by": request.speaker.userid, "do": kind, "ask": ask.plain()}
    uow.timers.put(WORK, f"report:{request.said.inbox_id}", uow.now, context)
    note(ask, "export" if kind == "file" else "view", request.speaker.userid, uow)
    _keep(ask, request)
    seconds = documents(uow) // _A_SECOND
    return Reply("report/later.txt", {"seconds": 10 * (1 + seconds // 10)})


def note(ask: Ask, action: str, userid: str, uow: UnitOfWork) -> None:
    """Who looked at which figures, and who took them away in a file."""
    details = {"whose": ask.whose, "first": str(ask.first), "last": str(ask.last)}
    subject = f"report:{ask.name}" if ask.customer_id is None else f"customer:{ask.customer_id}"
    uow.audit.note(userid, action, subject, details)


def remember(ask: Ask, report: Report, request: Request) -> None:
    """What “导出” alone and a number alone mean from now on."""
    _keep(ask, request)
    if report.drill:
        conversation.ask(request.state, drill_question(ask, report, request.said.now))


def _keep(ask: Ask, request: Request) -> None:
    request.state[LAST] = {"ask": ask.plain(), "at": request.said.now.isoformat()}


def drill_question(ask: Ask, report: Report, now: datetime) -> OpenQuestion:
    data: Mapping[str, Any] = {"ask": ask.plain()}
    return OpenQuestion(0, DRILL, Question(DRILL, report.drill, data), now, soft=True)


def resume(asked_: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """A number from the list: one step further in; None for anything else."""
    steps = asked_.question.options
    if answer.choice is None or not 1 <= answer.choice <= len(steps):
        return None
    conversation.close(request.state, asked_.id)
    ask = inner(ask_of(asked_.question.data["ask"]), steps[answer.choice - 1], request.speaker, uow)
    return _answer(ask, request, uow)
