"""An import taken back: what it posted is reversed as a mistake, unless something happened to it since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from bot.imports.customers import FILLED, PEOPLE
from bot.imports.item import ACTOR
from bot.imports.run import MOST_AT_ONCE
from storage.database import Database
from storage.imports import RunView
from storage.unit_of_work import UnitOfWork

AT_ONCE = MOST_AT_ONCE // 20  # a reversal reads all that it touches
WHAT = {"receivables": "receivable", "payments": "receipt", "customers": "customer"}


class NotUndone(Exception):
    """This import cannot be taken back; nothing was. `reasons` say why, one each."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


async def undo(
    run_id: int,
    database: Database,
    *,
    by: str = ACTOR,
    on_progress: Callable[[int], None] = lambda rows: None,
) -> int:
    """Take a run back and return how many rows went. Raises `NotUndone` before the first write.

    Killed half-way, the same command goes on. Customers that receivables created stay.
    """
    run = await database.read(lambda uow: _checked(run_id, uow))
    taken = await database.read(lambda uow: uow.imports.taken(run.id))
    subjects: dict[str, list[str]] = {}
    for key, subject in taken:
        subjects.setdefault(subject, []).append(key)
    rest = list(subjects.items())
    for start in range(0, len(rest), AT_ONCE):
        these = rest[start : start + AT_ONCE]
        await database.write(partial(_take_back, run, these, by))
        on_progress(sum(len(keys) for _, keys in these))
    await database.write(partial(_finish, run, by))
    return len(taken)


def _checked(run_id: int, uow: UnitOfWork) -> RunView:
    run = uow.imports.get(run_id)
    if run is None:
        raise NotUndone(f"there is no import {run_id}")
    if run.state == "undone":
        raise NotUndone(f"import {run_id} was taken back before")
    reasons = list(_changes(run, uow))
    if reasons:
        raise NotUndone(*reasons)
    return run


def _changes(run: RunView, uow: UnitOfWork) -> Iterable[str]:
    """What was changed since, each named."""
    what = WHAT[run.kind]
    ids = [_id(subject) for _, subject in uow.imports.taken(run.id)]
    if what != "customer":
        for number in uow.imports.touched(what, dict.fromkeys(ids), run.id):
            yield f"{what} #{number} was changed since"
        return
    for customer_id in ids:
        met = _people(customer_id, run, uow)
        others = any(one.name not in met for one in uow.contacts.of_customer(customer_id))
        if _filled(customer_id, run, uow) is None and (others or uow.imports.is_used(customer_id)):
            view = uow.customers.get(customer_id)
            yield f"customer {view.name if view else customer_id} is in use"


def _take_back(run: RunView, subjects: Sequence[tuple[str, list[str]]], by: str, uow: UnitOfWork) -> None:
    what = WHAT[run.kind]
    ids = [_id(subject) for subject, _ in subjects]
    still = uow.imports.known(key for _, keys in subjects for key in keys)
    entries = uow.imports.entries(what, ids) if what != "customer" else {}
    for (_, keys), own in zip(subjects, ids, strict=True):
        if still.isdisjoint(keys):
            continue
        if what == "customer":
            _take_back_customer(own, run, uow)
        else:
            uow.journal.reverse(entries[own], reason="mistake", actor=by)
        uow.imports.forget(keys)


def _take_back_customer(customer_id: int, run: RunView, uow: UnitOfWork) -> None:
    filled = _filled(customer_id, run, uow)
    if filled is None:
        uow.imports.remove_customer(customer_id)
        return
    view = uow.customers.get(customer_id)
    same = [name for name, value in filled.items() if getattr(view, name, None) == value]
    uow.customers.update(customer_id, **{name: _BLANKS.get(name, "") for name in same})


def _filled(customer_id: int, run: RunView, uow: UnitOfWork) -> dict[str, object] | None:
    """What the run filled in of a customer it found; None for one that it created."""
    for note in uow.audit.of(f"customer:{customer_id}"):
        if note.action == FILLED and note.details.get("run") == str(run.id):
            return dict(note.details["fields"])
    return None


_BLANKS = {"credit_limit": None, "known_since": None, "state": "active"}


def _people(customer_id: int, run: RunView, uow: UnitOfWork) -> set[str]:
    """The names of the people at the customer whom the run brought."""
    notes = uow.audit.of(f"customer:{customer_id}")
    ours = [note for note in notes if note.action == PEOPLE and note.details.get("run") == str(run.id)]
    return {name for note in ours for name in note.details["names"]}


def _finish(run: RunView, by: str, uow: UnitOfWork) -> None:
    uow.imports.mark_undone(run)
    uow.audit.note(by, "import.undo", f"run:{run.id}", {"kind": run.kind})


def _id(subject: str) -> int:
    return int(subject.partition(":")[2])
