"""evaluate: how good the forecasts are on the company's own past."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import orjson
import typer

from bot.commands.arguments import Json
from bot.commands.database import open_books
from ledger import evaluation
from ledger.forecast import BAND
from ledger.money import CURRENCY
from ledger.outcome import Outcome
from storage.outcomes import outcomes


def evaluate(
    cut: Annotated[
        float, typer.Option(min=0.1, max=0.95, help="The share, by day of issue, to learn from.")
    ] = evaluation.CUT,
    currency: Annotated[str, typer.Option(help="Three letters.")] = CURRENCY,
    as_json: Json = False,
) -> None:
    """Learn from the older part of the books, try on the newer: the rule beside the scorecard."""
    with open_books() as database:
        rows = database.read_now(lambda uow: list(outcomes(uow, currency=currency.upper())))
    try:
        trial = evaluation.trial(rows, cut=cut)
    except ValueError:
        typer.echo("There are too few settled instalments to judge by.", err=True)
        raise typer.Exit(1) from None
    report = _report(trial, rows)
    if as_json:
        typer.echo(orjson.dumps(report).decode())
        return
    typer.echo(f"cut {report['cut']}: {report['learnt']} to learn from, {report['tried']} tried")
    for name in ("rule", "scorecard"):
        typer.echo(f"{name:10} AUC {report[name]['auc']:.4f}  Brier {report[name]['brier']:.4f}")
    typer.echo(f"usual delay: {report['delay_error_days']:.2f} days off on average")
    band = report["band"]
    typer.echo(f"weekly receipts: {band['inside']} of {band['weeks']} weeks in the {BAND:.0%} band")
    typer.echo(f"better: {report['better']}")


def _report(trial: evaluation.Trial, rows: list[Outcome]) -> dict[str, Any]:
    rule = evaluation.score(trial, evaluation.rule(trial))
    card = evaluation.score(trial, evaluation.learnt_scorecard(trial))
    return {
        "cut": trial.cut.isoformat(),
        "learnt": len(trial.learnt),
        "tried": len(trial.tried),
        "rule": asdict(rule),
        "scorecard": asdict(card),
        "delay_error_days": evaluation.delay_error(trial),
        "band": asdict(evaluation.coverage(trial, rows)),
        "better": "scorecard" if evaluation.beats(card, rule) else "rule",
    }
