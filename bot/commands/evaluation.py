"""evaluate: how good the forecasts are on the company's own past."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import orjson
import typer

from bot import boosting
from bot.commands.arguments import Json
from bot.commands.database import open_books
from handlers.judging import JOB
from ledger import evaluation
from ledger.choice import is_enough, verdict
from ledger.evaluation import Guess, Score, Trial
from ledger.forecast import BAND
from ledger.money import CURRENCY
from ledger.outcome import Outcome
from storage.job_runs import JobRunView
from storage.outcomes import outcomes
from storage.unit_of_work import UnitOfWork

GUESSES = ("rule", "scorecard", "lightgbm")
_WHY = {
    "better": "the scorecard is better at ranking and at the chance itself",
    "not_better": "the scorecard does not beat the rule",
    "not_calibrated": "the chances of the scorecard are too far from what happened",
    "too_few": "too few settled instalments to tell luck from skill",
}


def evaluate(
    cut: Annotated[
        float, typer.Option(min=0.1, max=0.95, help="The share, by day of issue, to learn from.")
    ] = evaluation.CUT,
    currency: Annotated[str, typer.Option(help="Three letters.")] = CURRENCY,
    as_json: Json = False,
) -> None:
    """Learn from the older part of the books, try on the newer: the rule, the scorecard and, where installed, LightGBM."""

    def asked(uow: UnitOfWork) -> tuple[list[Outcome], JobRunView | None]:
        return list(outcomes(uow, currency=currency.upper())), uow.job_runs.newest_done(JOB)

    with open_books() as database:
        rows, run = database.read_now(asked)
    try:
        trial = evaluation.trial(rows, cut=cut)
    except ValueError:
        typer.echo("There are too few settled instalments to judge by.", err=True)
        raise typer.Exit(1) from None
    report = _report(trial, rows, run)
    if as_json:
        typer.echo(orjson.dumps(report).decode())
        return
    _print(report)


def _print(report: dict[str, Any]) -> None:
    typer.echo(f"cut {report['cut']}: {report['learnt']} to learn from, {report['tried']} tried")
    for name in GUESSES:
        if name in report:
            found = report[name]
            figures = f"AUC {found['auc']:.4f}  Brier {found['brier']:.4f}  off by {found['off']:.3f}"
            typer.echo(f"{name:10} {figures}")
            pairs = "  ".join(
                f"{said:.2f}→{came:.2f} ({count})" for said, came, count in found["calibration"]
            )
            typer.echo(f"{'':10} said→came: {pairs}")
        else:
            typer.echo(f"{name:10} not installed: pip install 'qingzhang[ml]'")
    typer.echo(f"usual delay: {report['delay_error_days']:.2f} days off on average")
    band = report["band"]
    typer.echo(f"weekly receipts: {band['inside']} of {band['weeks']} weeks in the {BAND:.0%} band")
    typer.echo(f"better: {report['better']} ({_WHY[report['why']]})")
    used = report["used"]
    typer.echo(
        f"used by chat: {used['choice']}{', chosen on ' + used['on'] if used['on'] else ', by default'}"
    )


def _report(trial: Trial, rows: list[Outcome], run: JobRunView | None) -> dict[str, Any]:
    rule = evaluation.score(trial, evaluation.rule(trial))
    card = evaluation.score(trial, evaluation.learnt_scorecard(trial))
    trees = _scored(trial, boosting.learnt_trees(trial)) if boosting.is_installed() else None
    why = verdict(card, rule) if is_enough(trial) else "too_few"
    kept = run.report if run is not None else {}
    return {
        "cut": trial.cut.isoformat(),
        "learnt": len(trial.learnt),
        "tried": len(trial.tried),
        "rule": _figures(rule),
        "scorecard": _figures(card),
        **({"lightgbm": trees} if trees is not None else {}),
        "delay_error_days": evaluation.delay_error(trial),
        "band": asdict(evaluation.coverage(trial, rows)),
        "better": "scorecard" if why == "better" else "rule",
        "why": why,
        "used": {"choice": kept.get("choice", "rule"), "on": kept.get("on", "")},
    }


def _scored(trial: Trial, guess: Guess) -> dict[str, Any]:
    return _figures(evaluation.score(trial, guess))


def _figures(score: Score) -> dict[str, Any]:
    return {**asdict(score), "off": score.off}
