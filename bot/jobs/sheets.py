"""Files that people dropped into the chat are read, told about, and written when they say so (P23)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import structlog

from bot.imports.doubts import doubts_of, sure_part
from bot.imports.plan import Plan, make_plan
from bot.imports.run import run as write_plan
from bot.imports.workbook import Unreadable, is_locked
from bot.jobs.job import Context, one_by_one
from handlers import import_file
from handlers.jsonable import to_plain
from ledger.money import fen_of
from storage.attachments import AttachmentView
from storage.timers import TimerView
from storage.unit_of_work import UnitOfWork

NAME: Final = "sheets"
KINDS: Final = ("receivables", "payments", "customers")  # 金额 and 日期 alone are debts
ALONE: Final = ""
_log = structlog.get_logger(__name__)


def is_due(uow: UnitOfWork, _: Context) -> bool:
    return uow.timers.is_due(import_file.WORK)


async def run(context: Context) -> None:
    """Read or write what is asked for; a file not fetched yet waits for the next tick."""
    due = await context.database.read(lambda uow: uow.timers.due(kinds=(import_file.WORK,), limit=200))
    await one_by_one(due, _work, context)


async def _work(work: TimerView, context: Context) -> None:
    subject = str(work.context["subject"])
    kept = await context.database.read(lambda uow: uow.attachments.of(subject))
    if kept and not kept[0].sha256:
        return
    if not kept or not kept[0].path:
        await _tell(work, "chat/import/gone.txt", {}, context)
        return
    plan = await asyncio.to_thread(_plan, kept[0], work.context.get("mended", ()), context)
    if plan is None:
        locked = await asyncio.to_thread(lambda: is_locked((context.files / kept[0].path).read_bytes()))
        told = {"name": kept[0].name, "locked": locked}
        await _tell(work, "chat/import/unreadable.txt", told, context)
    elif work.context["do"] == "read":
        await context.database.write(partial(_ask, work, plan, kept[0], context))
    else:
        await _write(work, sure_part(plan), context)


async def _write(work: TimerView, plan: Plan, context: Context) -> None:
    """Run twice it goes on where it was: rows that are in are known."""
    written = await write_plan(plan, context.database, by=str(work.context["by"]))
    customers = len({item.whose.key for item in plan.items})
    told = {"customers": customers, "items": len(plan.items), "kind": plan.kind.name, "rows": written.rows}
    await _tell(work, "chat/import/done.txt", told, context)


def _plan(kept: AttachmentView, mended: Sequence[Mapping[str, Any]], context: Context) -> Plan | None:
    """The file as the first kind whose headers it has; None when it has none of them."""
    cells = {(one["sheet"], one["row"]): one["cells"] for one in mended}
    path = context.files / kept.path
    for kind in KINDS:
        try:
            return make_plan(path, kind, None, context.company, context.database.read_now, mended=cells)
        except (Unreadable, OSError) as error:
            _log.info("a file is none of these", kind=kind, cause=type(error).__name__)
    return None


def _ask(work: TimerView, plan: Plan, kept: AttachmentView, context: Context, uow: UnitOfWork) -> None:
    person = uow.staff.get(str(work.context["by"]))
    if person is None or not uow.timers.done(work.id):
        return
    sure = sure_part(plan)
    total = sum(_fen(item) for item in plan.items)
    covered = _covered(plan)
    data = {
        "subject": str(work.context["subject"]),
        "name": kept.name,
        "kind": plan.kind.name,
        "sheets": len(plan.sheets),
        "rows": plan.rows,
        "there": plan.there,
        "total": total,
        "agrees": covered == total,
        "covered": covered,
        "sure": sum(len(item.marks) for item in sure.items),
        "new_customers": len(sure.new_customers),
        "doubts": [dict(doubt.plain()) for doubt in doubts_of(plan)],
        "mended": [dict(one) for one in work.context.get("mended", ())],
    }
    state = uow.conversations.load(context.staff_channel, ALONE, person.userid)
    reply = import_file.found(data, state, context.local_now(), person)
    uow.conversations.save(context.staff_channel, ALONE, person.userid, state)
    _push(work, "chat/" + reply.template, reply.context, context, uow)


def _covered(plan: Plan) -> int | None:
    """Fen of all rows that the sheets' own totals are about; None where they have none, or add up wrongly."""
    if any(doubt.code == "total" for doubt in doubts_of(plan)):
        return None
    covered = [fen_of(sheet["covered"]) for sheet in plan.sheets if sheet["totals"]]
    return sum(covered) if covered else None


def _fen(item: Any) -> int:
    return int(getattr(item, "principal", getattr(item, "amount", 0)) or 0)


async def _tell(work: TimerView, template: str, told: Mapping[str, Any], context: Context) -> None:
    def tell(uow: UnitOfWork) -> None:
        if uow.timers.done(work.id):
            _push(work, template, told, context, uow)

    await context.database.write(tell)


def _push(work: TimerView, template: str, told: Mapping[str, Any], context: Context, uow: UnitOfWork) -> None:
    uow.outbox.push(
        channel=context.staff_channel,
        target=str(work.context["by"]),
        unique_key=f"{work.unique_key}:told",
        template=template,
        context=to_plain(told),
        priority=1,
    )
