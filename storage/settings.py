"""Settings of a company as text: append-only; customer over category over company over what is shipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from storage.heads import CLOSED_UNTIL
from storage.relations import SETTING
from storage.work import Work

_ABSENT = object()
CORP = "corp"


@dataclass(frozen=True, slots=True)
class SettingView:
    """What a setting was set to. `scope`: corp | category:<name> | customer:<id>."""

    scope: str
    key: str
    value: str
    version: int
    set_by: str
    set_at: datetime


_LATER = SETTING.alias("later")
_NEWEST = ~(
    select(_LATER.c.id)
    .where(
        _LATER.c.corp_id == SETTING.c.corp_id,
        _LATER.c.scope == SETTING.c.scope,
        _LATER.c.key == SETTING.c.key,
        _LATER.c.version > SETTING.c.version,
    )
    .exists()
)
_OURS = select(
    SETTING.c.scope, SETTING.c.key, SETTING.c.value, SETTING.c.version, SETTING.c.set_by, SETTING.c.set_at
).where(SETTING.c.corp_id == bindparam("corp"))
_ALL = _OURS.where(_NEWEST).order_by(SETTING.c.scope, SETTING.c.key)
_IN_SCOPES = _OURS.where(_NEWEST, SETTING.c.scope.in_(bindparam("scopes", expanding=True)))
_OF_KEY = _IN_SCOPES.where(SETTING.c.key == bindparam("wanted"))
_HISTORY = _OURS.where(SETTING.c.scope == bindparam("within"), SETTING.c.key == bindparam("wanted")).order_by(
    SETTING.c.version.desc()
)


class Settings:
    """Values are text; the shipped ones are those given to the unit of work, as they are."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(
        self, key: str, *, customer: int | None = None, category: str | None = None, default: Any = _ABSENT
    ) -> Any:
        """The value that holds. KeyError when neither set nor shipped, unless `default` is given."""
        found = {row.scope: row.value for row in self._scoped(_OF_KEY, customer, category, wanted=key)}
        for scope in _scopes(customer, category):
            if scope in found:
                return found[scope]
        if default is _ABSENT:
            return self._work.defaults[key]
        return self._work.defaults.get(key, default)

    def texts(self, *, customer: int | None = None, category: str | None = None) -> dict[str, str]:
        """Every value that was set, the narrowest scope over the wider ones; nothing that is only shipped."""
        asked = (customer, category)
        return dict(self._work.remembered(SETTING, asked, lambda: self._read(customer, category)))

    def _read(self, customer: int | None, category: str | None) -> dict[str, str]:
        rows = self._scoped(_IN_SCOPES, customer, category)
        order = _scopes(customer, category)
        return {row.key: row.value for row in sorted(rows, key=lambda row: -order.index(row.scope))}

    def put(
        self, key: str, value: str, *, by: str, customer: int | None = None, category: str | None = None
    ) -> None:
        """Set it for one customer, for one category, or for the company."""
        scope = _scopes(customer, category)[0]
        last = self._work.row(_HISTORY, within=scope, wanted=key)
        self._work.insert(
            SETTING,
            {
                "corp_id": self._work.corp_id,
                "id": self._work.new_id(),
                "scope": scope,
                "key": key,
                "value": value,
                "version": last.version + 1 if last else 1,
                "set_by": by,
                "set_at": self._work.now,
            },
        )
        if (scope, key) == (CORP, CLOSED_UNTIL):
            self._work.close_until(value)

    def all(self) -> list[SettingView]:
        """Every setting that was set, as it holds now."""
        return [SettingView(*row) for row in self._work.rows(_ALL)]

    def history(
        self, key: str, *, customer: int | None = None, category: str | None = None
    ) -> list[SettingView]:
        """What it was set to in one scope, the newest first."""
        scope = _scopes(customer, category)[0]
        return [SettingView(*row) for row in self._work.rows(_HISTORY, within=scope, wanted=key)]

    def _scoped(self, statement: Any, customer: int | None, category: str | None, **values: Any) -> Any:
        return self._work.rows(statement, scopes=_scopes(customer, category), **values)


def _scopes(customer: int | None, category: str | None) -> list[str]:
    """From the narrowest to the widest."""
    narrow = [f"customer:{customer}"] if customer is not None else []
    return narrow + ([f"category:{category}"] if category else []) + [CORP]
