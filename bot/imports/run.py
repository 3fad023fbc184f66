"""A plan written into the books, a few rows at a time: others write between, and a kill loses nothing."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.imports.item import ACTOR, Item, Kind
from bot.imports.plan import Plan, keys_of
from storage.database import Database
from storage.imports import RunView
from storage.unit_of_work import UnitOfWork

MOST_AT_ONCE = 500
FEWEST_AT_ONCE = 20
FIRST_AT_ONCE = 100  # nobody knows yet how fast this machine is
# Seconds: a chat answer waits for one batch at most, and is to be there within one second.
SLOW, QUICK = 0.2, 0.15
# After so long a batch ends with what it has posted by then: on a busy machine it may rest with the lock in its hand.
ENOUGH = 0.1


@dataclass(slots=True)
class Written:
    """What a run has done so far. `there` are rows that somebody else wrote meanwhile, `slowest` seconds of a batch."""

    run_id: int
    rows: int = 0
    there: int = 0
    created: list[str] = field(default_factory=list)
    slowest: float = 0.0


@dataclass(frozen=True, slots=True)
class _Batch:
    items: int
    rows: int
    there: int
    created: dict[str, tuple[str, int]]
    seconds: float


async def run(
    plan: Plan,
    database: Database,
    *,
    by: str = ACTOR,
    on_progress: Callable[[int], None] = lambda rows: None,
) -> Written:
    """Post what the plan holds, which must have no problems. Raises what `Database.write` raises.

    What was committed until then stays; the same file goes on from there.
    """
    gc.freeze()  # a plan is millions of objects that stay: looking through them again and again takes a fifth
    try:
        return await _run(plan, database, by, on_progress)
    finally:
        gc.unfreeze()


async def _run(plan: Plan, database: Database, by: str, on_progress: Callable[[int], None]) -> Written:
    begun = await database.write(partial(_begin, plan, by))
    written = Written(begun.id)
    ids: dict[str, int] = {}
    size, place = FIRST_AT_ONCE, 0
    while place < len(plan.items):
        items = plan.items[place : place + size]
        batch = await database.write(partial(_post, plan.kind, items, ids, begun.id))
        place += batch.items
        ids.update({key: made[1] for key, made in batch.created.items()})
        written.rows += batch.rows
        written.there += batch.there
        written.created += [name for name, _ in batch.created.values()]
        written.slowest = max(written.slowest, batch.seconds)
        size = next_size(batch.items, batch.seconds)
        on_progress(batch.rows + batch.there)
    report = report_of(plan, written)
    await database.write(partial(_finish, written, report, by))
    return written


def next_size(size: int, seconds: float) -> int:
    """How many items next, after `size` of them took so long."""
    if seconds > SLOW:
        return max(FEWEST_AT_ONCE, int(size * 0.9 * SLOW / seconds))
    return min(MOST_AT_ONCE, int(size * min(2.0, QUICK / seconds))) if seconds < QUICK else size


def report_of(plan: Plan, written: Written) -> dict[str, Any]:
    report = plan.report()
    report.pop("to_write")
    report["already_there"] += written.there
    return {"run": str(written.run_id), "written": written.rows, **report, "new_customers": written.created}


def _begin(plan: Plan, by: str, uow: UnitOfWork) -> RunView:
    return uow.imports.begin(plan.kind.name, plan.digest, by=by)


def _finish(written: Written, report: dict[str, Any], by: str, uow: UnitOfWork) -> None:
    uow.imports.finish(written.run_id, report)
    shown = {name: report[name] for name in ("kind", "written", "already_there")}
    uow.audit.note(by, "import", f"run:{written.run_id}", shown)


def _post(kind: Kind, items: Sequence[Item], ids: dict[str, int], run_id: int, uow: UnitOfWork) -> _Batch:
    """One commit of the first items, of all while there is time. May run more than once, and changes nothing but its
    unit of work.
    """
    started = time.perf_counter()
    created: dict[str, tuple[str, int]] = {}
    known_names = _known_names(items, ids, uow)
    own = [_customer(item, ids, known_names, created, uow) for item in items]
    keys = [keys_of(kind.name, item, customer) for item, customer in zip(items, own, strict=True)]
    known = uow.imports.known(key for these in keys for key in these)
    taken = rows = there = 0
    subjects: dict[str, str] = {}
    for item, customer, these in zip(items, own, keys, strict=True):
        if taken >= FEWEST_AT_ONCE and time.perf_counter() - started > ENOUGH:
            break
        taken += 1
        if not known.isdisjoint(these):
            there += len(these)
            continue
        subject = kind.post(item, customer, run_id, uow)
        subjects.update(dict.fromkeys(these, subject))
        rows += len(these)
    # In the order of their index: rows at random places of it cost a page each.
    for key in sorted(subjects):
        uow.imports.remember(run_id, key, subjects[key])
    uow.flush()
    return _Batch(taken, rows, there, created, time.perf_counter() - started)


def _known_names(items: Sequence[Item], ids: dict[str, int], uow: UnitOfWork) -> dict[str, int]:
    """Ids of customers that somebody else created since the plan was made, by folded name."""
    new = {item.whose.name: item.whose.key for item in items if item.whose.customer_id is None}
    found = uow.imports.named(name for name, key in new.items() if key not in ids)
    return {new[name]: customer_id for name, customer_id in found.items()}


def _customer(
    item: Item,
    ids: dict[str, int],
    known: dict[str, int],
    created: dict[str, tuple[str, int]],
    uow: UnitOfWork,
) -> int:
    """The customer's id. An unknown one is created, silent to the outside until finance releases him."""
    if item.whose.customer_id is not None:
        return item.whose.customer_id
    key = item.whose.key
    found = ids.get(key) or known.get(key)
    if found is not None:
        return found
    if key not in created:
        details = {"owner": item.owner, **item.details}
        view = uow.customers.create(name=item.whose.name, created_by=ACTOR, released=False, **details)
        created[key] = (view.name, view.id)
    return created[key][1]
