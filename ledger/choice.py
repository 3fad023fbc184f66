"""Which of two judges a company's own past speaks for: the rule, unless the scorecard beats it on what came later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ledger.evaluation import CUT, Score, Trial, beats, learnt_scorecard, rule, score, trial
from ledger.outcome import Outcome, known_at_issue
from ledger.scorecard import Scorecard, figures_of, fit

LEAST_TRIED = 100  # fewer outcomes are luck
LEAST_OF_A_KIND = 10  # late ones, and others
WORST_CALIBRATION = 0.10  # a chance of 70 % may mean 60 to 80: a few hundred outcomes tell no closer


@dataclass(frozen=True, slots=True)
class Choice:
    """`scorecard` is set where it is used: fitted on all that is known today, with the share that was late so far.

    `why`: better | not_better | not_calibrated | too_few. Scores are None where there was too little to try.
    """

    why: str
    late_before: float
    cut: date | None = None
    learnt: int = 0
    tried: int = 0
    rule: Score | None = None
    card: Score | None = None
    scorecard: Scorecard | None = None


def choose(outcomes: Sequence[Outcome], today: date, *, cut: float = CUT) -> Choice:
    """Try both on the newer outcomes; the scorecard is used where it wins at ranking and at the chance itself."""
    late = _late_by(outcomes, today)
    try:
        found = trial(outcomes, cut=cut)
    except ValueError:
        return Choice("too_few", late)
    tried = Choice("too_few", late, found.cut, len(found.learnt), len(found.tried))
    if not is_enough(found):
        return tried
    default, challenger = score(found, rule(found)), score(found, learnt_scorecard(found))
    why = verdict(challenger, default)
    card = fitted(outcomes, today, late) if why == "better" else None
    return replace(tried, why=why, rule=default, card=challenger, scorecard=card)


def verdict(challenger: Score, default: Score) -> str:
    """better | not_better | not_calibrated."""
    if not beats(challenger, default):
        return "not_better"
    return "better" if challenger.off <= max(WORST_CALIBRATION, default.off) else "not_calibrated"


def is_enough(found: Trial) -> bool:
    """Whether what was tried is more than luck, and what was learnt is of both kinds."""
    late = sum(row.outcome.is_late() for row in found.tried)
    enough = len(found.tried) >= LEAST_TRIED and min(late, len(found.tried) - late) >= LEAST_OF_A_KIND
    return enough and 0 < found.late_before < 1


def fitted(outcomes: Sequence[Outcome], today: date, late_before: float) -> Scorecard:
    """The scorecard of all that is known today. Raises ValueError when nothing is."""
    rows = [row for row in known_at_issue(outcomes) if row.outcome.delay_known(today) is not None]
    figures = [figures_of(row, everyone_late=late_before) for row in rows]
    return fit(figures, [(row.outcome.delay_known(today) or 0) > 0 for row in rows])


def _late_by(outcomes: Sequence[Outcome], today: date) -> float:
    known = [delay for row in outcomes if (delay := row.delay_known(today)) is not None]
    return sum(delay > 0 for delay in known) / len(known) if known else 0.5
