"""aging: what is owed on any day, by how late it is."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import orjson
import typer

from bot.commands.arguments import Json, day_of, instant_of
from bot.commands.preparation import read_books
from config.aging import Basis as AgedBy
from config.aging import load_buckets
from config.settings import load
from ledger.aging import Buckets
from ledger.money import CURRENCY, grouped, yuan
from storage.aging_query import AgedRow, AgedTable
from storage.aging_query import aging as aged


class By(StrEnum):
    customer = "customer"
    salesperson = "salesperson"
    region = "region"
    category = "category"


class Basis(StrEnum):
    due = "due"
    issued = "issued"


class Preset(StrEnum):
    """Buckets of `config/aging.toml`: the interface's days past due, or years since issue for provisions."""

    days = "days"
    years = "years"


def aging(
    as_of: Annotated[str, typer.Option("--as-of", help="The day, 2026-11-30.")],
    known_by: Annotated[
        str | None, typer.Option("--known-by", help="Only what was recorded by this ISO time.")
    ] = None,
    by: Annotated[By, typer.Option(help="What a row stands for.")] = By("customer"),  # noqa: B008
    basis: Annotated[
        Basis | None,
        typer.Option(help="Age from the due day, or the day of issue (as the preset years does)."),
    ] = None,
    preset: Annotated[Preset, typer.Option(help="Buckets of days or of years.")] = Preset("days"),  # noqa: B008
    currency: Annotated[str, typer.Option(help="Three letters.")] = CURRENCY,
    as_json: Json = False,
) -> None:
    """Print the aging table: JSON, and for people at a terminal a table."""
    day = day_of(as_of)
    instant = instant_of(known_by, ZoneInfo(load(simulator=True).timezone)) if known_by else None
    in_years = preset is Preset.years
    from_ = basis or (Basis.issued if in_years else Basis.due)
    buckets = _buckets("issued" if in_years else "due")
    with read_books() as work:
        table = aged(
            work, day, known_by=instant, by=by.value, basis=from_.value, currency=currency.upper(),
            buckets=buckets,
        )  # fmt: skip
    if as_json or not sys.stdout.isatty():
        typer.echo(orjson.dumps(plain(table)).decode())
    else:
        _show(table)


def _buckets(of: AgedBy) -> Buckets:
    kept = load_buckets()[of]
    bounds = tuple(bucket.up_to for bucket in kept.buckets if bucket.up_to is not None)
    return Buckets(tuple(bucket.name for bucket in kept.buckets), bounds, kept.unit)


def plain(table: AgedTable) -> dict[str, Any]:
    """The table as other programs read it; amounts are decimal strings in yuan."""
    return {
        "as_of": table.as_of.isoformat(),
        "currency": table.currency,
        "other_currencies": list(table.other_currencies),
        "buckets": list(table.buckets.labels),
        "rows": [{"key": row.key, "name": row.name, **_amounts(table, row)} for row in table.rows],
        "total": _amounts(table, table.total),
    }


def _amounts(table: AgedTable, row: AgedRow) -> dict[str, str]:
    amounts = dict(zip(table.buckets.labels, map(yuan, row.amounts), strict=True))
    amounts["outstanding"], amounts["unallocated"] = yuan(row.outstanding), yuan(row.unallocated)
    return amounts


def _show(table: AgedTable) -> None:
    from rich.console import Console  # heavy, and only for people
    from rich.table import Table

    shown = Table(title=f"{table.as_of} {table.currency}", show_footer=True)
    shown.add_column("", footer="total", overflow="fold")
    total = (*table.total.amounts, table.total.outstanding, table.total.unallocated)
    for label, fen in zip((*table.buckets.labels, "outstanding", "unallocated"), total, strict=True):
        shown.add_column(label, footer=grouped(fen), justify="right", no_wrap=True)
    for row in table.rows:
        shown.add_row(row.name, *(grouped(fen) for fen in (*row.amounts, row.outstanding, row.unallocated)))
    Console().print(shown)
    if table.other_currencies:
        typer.echo(f"Also owed in: {', '.join(table.other_currencies)}")
