"""setting: what the company has set, for itself, a category or a customer; and changing it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import orjson
import typer

from bot.commands.arguments import Json
from bot.commands.database import open_books
from config.company import CompanySetting, UnknownSetting, load_company
from config.dunning import load_dunning
from config.settings import load
from handlers.calendar import official
from handlers.dunning.preview import KEYS, preview
from handlers.dunning.rules import rules_of
from ledger.ladder import AUDIENCES
from storage.database import Database
from storage.settings import CORP
from storage.unit_of_work import UnitOfWork

BY = "cli"


def setting(
    key: Annotated[str | None, typer.Argument(help="The setting; all of them when left out.")] = None,
    value: Annotated[str | None, typer.Argument(help="What to set it to; shown when left out.")] = None,
    customer: Annotated[str | None, typer.Option("--customer", help="Only for this customer.")] = None,
    category: Annotated[str | None, typer.Option("--category", help="Only for this category.")] = None,
    as_json: Json = False,
) -> None:
    """Show or change company settings; a changed rule of reminding shows what it does on the next workday."""
    if customer and category:
        raise typer.BadParameter("a customer or a category, not both")
    known = _known(key) if key else None
    with open_books() as database:
        scope = _scope(database, known, customer, category)
        if known is None or value is None:
            _show(database, known, scope, as_json=as_json)
        else:
            _change(database, known, _read(known, value), scope, as_json=as_json)


def _known(key: str) -> CompanySetting:
    try:
        return load_company().setting(key)
    except UnknownSetting as error:
        raise typer.BadParameter(str(error)) from None


def _read(known: CompanySetting, value: str) -> str:
    try:
        return known.write(known.accept(value))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _scope(
    database: Database, known: CompanySetting | None, customer: str | None, category: str | None
) -> dict[str, Any]:
    """Where it holds, as the repository takes it. Raises BadParameter for a place where it cannot be set."""
    wanted = "customer" if customer else "category" if category else "corp"
    if known is not None and wanted not in known.scopes:
        raise typer.BadParameter(f"{known.key} is set for: {', '.join(known.scopes)}")
    if not customer:
        return {"category": category} if category else {}
    found = database.read_now(lambda uow: uow.customers.by_name(customer))
    if found is None:
        raise typer.BadParameter(f"no customer is called {customer!r}")
    return {"customer": found.id}


def _show(database: Database, known: CompanySetting | None, scope: dict[str, Any], *, as_json: bool) -> None:
    company = load_company().over(database.read_now(lambda uow: uow.settings.texts(**scope)))
    for key in [known.key] if known else company:
        one = company.setting(key)
        text = one.write(company[key])
        line = {"key": key, "value": text, "scopes": list(one.scopes), "description": one.description}
        typer.echo(orjson.dumps(line).decode() if as_json else f"{key} = {text}   # {one.description}")


def _change(
    database: Database, known: CompanySetting, text: str, scope: dict[str, Any], *, as_json: bool
) -> None:
    before = database.write_now(lambda uow: _put(uow, known, text, scope))
    done: dict[str, Any] = {"key": known.key, "before": before, "after": text}
    if known.key in KEYS and before != text:
        within = next((f"{name}:{value}" for name, value in scope.items()), CORP)
        done["tomorrow"] = database.read_now(lambda uow: _preview(uow, {known.key: before}, within))
    if as_json:
        typer.echo(orjson.dumps(done).decode())
        return
    typer.echo(f"{known.key}: {before} → {text}")
    for line in _words(done.get("tomorrow")):
        typer.echo(line)


def _put(uow: UnitOfWork, known: CompanySetting, text: str, scope: dict[str, Any]) -> str:
    """Set it and note it in the audit; what held before."""
    company = load_company().over(uow.settings.texts(**scope))
    before = known.write(company[known.key])
    if before != text:
        uow.settings.put(known.key, text, by=BY, **scope)
        details = {"before": before, "after": text, **{name: str(value) for name, value in scope.items()}}
        uow.audit.note(BY, "setting.change", f"setting:{known.key}", details)
    return before


def _preview(uow: UnitOfWork, before: dict[str, str], scope: str) -> dict[str, Any]:
    rules = rules_of(load_dunning(), load_company(), official(), uow.settings.all())
    now = datetime.now(ZoneInfo(load(simulator=True).timezone))
    found = preview(uow, rules, before, now, scope)
    return {"day": found["day"].isoformat(), "before": found["before"], "after": found["after"]}


def _words(tomorrow: dict[str, Any] | None) -> list[str]:
    if tomorrow is None:
        return []
    before, after = tomorrow["before"], tomorrow["after"]
    counts = [
        f"  {name}: {before[name]} → {after[name]}" for name in AUDIENCES if before[name] or after[name]
    ]
    return [f"Reminders of {tomorrow['day']}:", *(counts or ["  none, before and after"])]
