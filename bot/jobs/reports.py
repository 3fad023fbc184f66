"""Reports that are asked for as a file, or are too large to be summed while others wait: made beside the chat, once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from bot.documents.report_sheet import keep_report, words_of
from bot.jobs.job import Context, one_by_one
from bot.outgoing import Kind, Outgoing
from handlers import conversation
from handlers.jsonable import to_plain
from handlers.report import WORK, drill_question
from handlers.report_subject import inner, reach_of
from handlers.reports import make
from handlers.reports.ask import Ask, ask_of
from handlers.reports.table import Report
from storage.timers import TimerView
from storage.unit_of_work import UnitOfWork

NAME: Final = "reports"
FOLDER: Final = "reports"
ALONE: Final = ""
MOST_BYTES: Final = 20 * 1024 * 1024  # of a file in media/upload (doc/90253)
KEPT: Final = timedelta(days=3)  # as long as the platform keeps what is uploaded
PERIODS: Final = frozenset({"receipts", "debts", "fresh", "log", "words", "rates"})


def is_due(uow: UnitOfWork, context: Context) -> bool:
    return uow.timers.is_due(WORK) or any(_old(context.files / FOLDER))


async def run(context: Context) -> None:
    """Make what waits; killed in between, the next tick makes it again, and only one of two tells it."""
    due = await context.database.read(lambda uow: uow.timers.due(kinds=(WORK,), limit=200))
    await one_by_one(due, _work, context)
    await asyncio.to_thread(_forget, context.files / FOLDER)


async def _work(work: TimerView, context: Context) -> None:
    made = await context.database.read(lambda uow: _made(work, uow))
    if made is None:
        await _push(work, context, template="chat/report/gone.txt")
        return
    ask, report = made
    if work.context["do"] == "file":
        await _send_file(work, ask, report, context)
    else:
        await _tell(work, ask, report, context)


def _made(work: TimerView, uow: UnitOfWork) -> tuple[Ask, Report] | None:
    """Within what he who asked may see now; None when that is nothing any more."""
    person = uow.staff.get(str(work.context["by"]))
    if person is None or not person.active or reach_of(person, uow)[0] == frozenset():
        return None
    ask = inner(ask_of(work.context["ask"]), {}, person, uow)
    return ask, make(ask, uow)


async def _send_file(work: TimerView, ask: Ask, report: Report, context: Context) -> None:
    path = f"{FOLDER}/{work.id}.xlsx"
    file = context.files / path
    said = _said(ask, report, context)
    title = context.renderer.render("sheets/title.txt", said)
    rows = await asyncio.to_thread(keep_report, file, report, title, context.renderer)
    if file.stat().st_size > MOST_BYTES:
        await _push(work, context, template="chat/report/too_large.txt", told={"rows": rows})
        return
    name = context.renderer.render("sheets/file.txt", said)
    await _push(work, context, body=Outgoing(kind=Kind.FILE, path=path, name=name).encode())


def _said(ask: Ask, report: Report, context: Context) -> dict[str, Any]:
    """What the title and the name of the file are made of."""
    kind = "period" if ask.name in PERIODS else "day"
    title = words_of(context.renderer)[ask.name]
    return {
        "title": title,
        "whose": ask.whose,
        "first": ask.first,
        "last": ask.last,
        "today": ask.today,
        "kind": kind,
        "others": report.context["others"],
    }


async def _tell(work: TimerView, ask: Ask, report: Report, context: Context) -> None:
    """The words, and the picture behind them; a number now goes one step further in."""
    who = str(work.context["by"])

    def tell(uow: UnitOfWork) -> None:
        if not uow.timers.done(work.id):
            return
        if report.drill:
            state = uow.conversations.load(context.staff_channel, ALONE, who)
            conversation.ask(state, drill_question(ask, report, context.local_now()))
            uow.conversations.save(context.staff_channel, ALONE, who, state)
        push = uow.outbox.push
        told = to_plain(report.context)
        push(
            context.staff_channel, who, f"{work.unique_key}:told", f"chat/{report.template}", told, priority=1
        )
        if report.picture and context.company.over(uow.settings.texts()).is_on("digest_picture"):
            drawn = to_plain(report.drawn)
            push(context.staff_channel, who, f"{work.unique_key}:picture", report.picture, drawn, priority=1)

    await context.database.write(tell)


async def _push(
    work: TimerView,
    context: Context,
    *,
    template: str = "",
    told: dict[str, Any] | None = None,
    body: str = "",
) -> None:
    def push(uow: UnitOfWork) -> None:
        if uow.timers.done(work.id):
            uow.outbox.push(
                channel=context.staff_channel,
                target=str(work.context["by"]),
                unique_key=f"{work.unique_key}:told",
                template=template,
                context=told or {},
                body=body,
                priority=1,
            )

    await context.database.write(push)


def _forget(folder: Path) -> None:
    for file in _old(folder):
        file.unlink(missing_ok=True)


def _old(folder: Path) -> Iterator[Path]:
    """Files that were sent days ago, and halves that a cut left; by the machine's time, as files have it."""
    now = time.time()
    for file in folder.glob("*.xlsx*") if folder.is_dir() else ():
        with suppress(FileNotFoundError):  # another process was quicker
            if now - file.stat().st_mtime > KEPT.total_seconds():
                yield file
