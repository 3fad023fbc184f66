"""Two customers become one, with all that is kept about them, and two again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.left_alone import recall
from storage.customers import CustomerView
from storage.following import bring, forget_aliases, give
from storage.merges import Merge
from storage.unit_of_work import UnitOfWork
from storage.written_off import written_off_of


@dataclass(frozen=True, slots=True)
class By:
    """Whose word it was, in which message."""

    userid: str
    message_id: int | None


# What the one lacks in his file he gets from the other.
_FILLED = ("owner", "category", "industry", "region", "terms", "phone", "email", "contract", "grade")


def unite(
    gone: CustomerView,
    stays: CustomerView,
    limit: int | None,
    agreed: list[str],
    by: By,
    uow: UnitOfWork,
    *,
    carried: Sequence[int] = (),
) -> None:
    """`stays` goes on for `gone` from today, with this limit (fen, None: none); one fact of the journal tells it all.

    `carried` are the debts that went before.
    """
    recall(gone.id, "merged", uow)
    rows = bring(uow, gone.id, to=stays.id)
    changes = _changes(gone, stays, limit)
    details = {
        "name": gone.name,
        "state": gone.state,
        "rows": {name: [str(one) for one in ids] for name, ids in rows.items()},
        "before": {column: _plain(getattr(stays, column)) for column in changes},
        "after": {column: _plain(value) for column, value in changes.items()},
        "agreed": agreed,
        "settings": _settings_brought(gone, stays, by, uow),
    }
    posted = uow.journal.merge(
        gone.id, stays.id, actor=by.userid, details=details, message_id=by.message_id, carried=carried
    )
    names = [
        (gone.name, "name"),
        *([(gone.short_name, "name")] if gone.short_name else ()),
        *uow.customers.aliases_of(gone.id),
    ]
    uow.customers.update(gone.id, merged_into=stays.id, state="closed")
    for alias, kind in names:
        if alias != stays.name:
            uow.customers.learn_alias(stays.id, alias, _taught_by(posted.entry.id), kind)
    if changes:
        uow.customers.update(stays.id, **changes)
    _note("customer.merge", gone, stays, by, uow)


def part(merge: Merge, by: By, uow: UnitOfWork) -> int:
    """Both stand apart again from today; what was changed since in the file of the one who stayed is left.

    Fen that were written off and are still claimed from him: a claim on which money came stays where that is booked.
    """
    gone, stays = uow.customers.exactly(merge.customer_id), uow.customers.exactly(merge.into)
    if gone is None or stays is None:
        return 0
    uow.journal.unmerge(merge, actor=by.userid, message_id=by.message_id)
    rows = {name: [int(one) for one in ids] for name, ids in merge.details["rows"].items()}
    give(uow, rows, stays.id, to=gone.id)
    forget_aliases(uow, stays.id, _taught_by(merge.entry_id))
    uow.customers.update(gone.id, merged_into=None, state=merge.details["state"])
    after = merge.details["after"]
    back = {
        column: value
        for column, value in merge.details["before"].items()
        if column != "known_since" and _plain(getattr(stays, column)) == after[column]
    }
    if back:
        uow.customers.update(stays.id, **back)
    _give_settings_back(merge.details.get("settings", {}), stays, by, uow)
    _note("customer.unmerge", gone, stays, by, uow)
    claim = written_off_of(uow, stays.id)
    return claim.left if claim is not None else 0


def _changes(gone: CustomerView, stays: CustomerView, limit: int | None) -> dict[str, Any]:
    """Columns of the one who stays that become something else. Who was stopped or silent in one stays so."""
    changes: dict[str, Any] = {
        column: getattr(gone, column)
        for column in _FILLED
        if getattr(gone, column) and not getattr(stays, column)
    }
    if limit != stays.credit_limit:
        changes["credit_limit"] = limit
    if gone.state == "blocked" and stays.state == "active":
        changes["state"] = "blocked"
    if stays.released and not gone.released:
        changes["released"] = False
    if gone.known_since and (stays.known_since is None or gone.known_since < stays.known_since):
        changes["known_since"] = gone.known_since
    return changes


def _settings_brought(
    gone: CustomerView, stays: CustomerView, by: By, uow: UnitOfWork
) -> dict[str, list[str]]:
    """What was agreed with the one alone, a late rate say, holds for both: key → what held before, and now."""
    brought = {}
    for row in uow.settings.all():
        if row.scope != f"customer:{gone.id}" or uow.settings.history(row.key, customer=stays.id):
            continue
        before = uow.settings.get(row.key, customer=stays.id, category=stays.category or None, default="")
        uow.settings.put(row.key, row.value, by=by.userid, customer=stays.id)
        brought[row.key] = [str(before), row.value]
    return brought


def _give_settings_back(
    brought: Mapping[str, Sequence[str]], stays: CustomerView, by: By, uow: UnitOfWork
) -> None:
    """What held before holds again, unless it was set to something else since."""
    for key, (before, after) in brought.items():
        if uow.settings.get(key, customer=stays.id, default="") == after:
            uow.settings.put(key, before, by=by.userid, customer=stays.id)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (str, int, bool)) else value.isoformat()


def _taught_by(entry_id: int) -> str:
    return f"merge:{entry_id}"


def _note(action: str, gone: CustomerView, stays: CustomerView, by: By, uow: UnitOfWork) -> None:
    details = {"gone": gone.name, "stays": stays.name}
    for customer in (gone, stays):
        uow.audit.note(by.userid, action, f"customer:{customer.id}", details)
