"""How likely each open instalment is to be late: by the rule, or by the scorecard that beat it on this company's past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.choice import Choice
from ledger.evaluation import Score
from ledger.forecast import Habits
from ledger.lateness import Judge, Lateness, everyone_late, known_now, lateness
from ledger.outcome import Outcome
from ledger.scorecard import of_lists
from storage.customers import CustomerView
from storage.habits import LOOK_BACK, habits, own_habit
from storage.outcomes import outcomes_of
from storage.prospects import Prospect
from storage.unit_of_work import UnitOfWork

JOB = "lateness"  # its newest finished run says which of the two is used, and why


@dataclass(frozen=True, slots=True)
class Judged:
    """An open instalment and its risk. `at_risk`: fen expected not to come in time."""

    prospect: Prospect
    lateness: Lateness

    @property
    def at_risk(self) -> float:
        return self.prospect.owed * self.lateness.chance


def habits_of(uow: UnitOfWork, today: date, customer: CustomerView | None = None) -> Habits:
    """How late everybody pays; for one customer his own habit beside everyone's of this month, without reading all."""
    if customer is None:
        return habits(uow, today)
    kept = _everyone(uow)
    return (
        habits(uow, today)
        if kept is None
        else Habits({customer.id: own_habit(uow, customer.id, today)}, kept)
    )


def judge_now(uow: UnitOfWork, today: date) -> Judge:
    """What is used today: the rule, unless the last trial chose the scorecard."""
    kept = _everyone(uow)
    habit = habits(uow, today) if kept is None else Habits({}, kept)
    run = uow.job_runs.newest_done(JOB)
    report = run.report if run is not None else {}
    card = of_lists(report["card"]) if report.get("choice") == "scorecard" else None
    late = float(report["late_before"]) if card is not None else everyone_late(habit)
    return Judge(late, habit, card)


def _everyone(uow: UnitOfWork) -> tuple[int, ...] | None:
    """Everyone's delays as this month's run kept them; None before the first one that knew any."""
    run = uow.job_runs.newest_done(JOB)
    return tuple(run.report.get("everyone", ())) or None if run is not None else None


def report_of(choice: Choice, everyone: Sequence[int], today: date) -> dict[str, Any]:
    """A choice as the run of its month keeps it, with everyone's delays of late; see `judge_now`."""
    return {
        "choice": "scorecard" if choice.scorecard is not None else "rule",
        "why": choice.why,
        "on": today.isoformat(),
        "cut": choice.cut.isoformat() if choice.cut is not None else "",
        "learnt": choice.learnt,
        "tried": choice.tried,
        "late_before": choice.late_before,
        "everyone": list(everyone),
        "rule": _figures(choice.rule),
        "scorecard": _figures(choice.card),
        "card": choice.scorecard.as_lists() if choice.scorecard is not None else {},
    }


def _figures(score: Score | None) -> dict[str, float]:
    if score is None:
        return {}
    return {"auc": round(score.auc, 4), "brier": round(score.brier, 4), "off": round(score.off, 4)}


def judged(rows: Sequence[Prospect], today: date, uow: UnitOfWork) -> list[Judged]:
    """The risk of each, from what its customer paid in the last two years."""
    judge = judge_now(uow, today)
    past: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes_of(uow, {row.customer_id for row in rows}, since=today - LOOK_BACK):
        past[outcome.customer].append(outcome)
    return [Judged(row, _risk(row, past[str(row.customer_id)], today, judge)) for row in rows]


def _risk(row: Prospect, past: Sequence[Outcome], today: date, judge: Judge) -> Lateness:
    """From all instalments of the customer but this one."""
    own = Outcome(str(row.customer_id), row.issued_on, row.due_on, row.amount, None)
    others = list(past)
    if own in others:
        others.remove(own)
    return lateness(known_now(own, others, today), today, judge)
