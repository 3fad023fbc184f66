"""A logistic scorecard: the chance of being late from a few figures, fitted in plain Python.

Fitted by Newton's method on standardised figures with a small ridge, so that it always has one answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from statistics import fmean, pstdev

from ledger.outcome import Known

FIGURES = ("late_share", "mean_days", "experience", "overdue", "size", "terms")
RIDGE = 1.0
STEPS = 12  # Newton's method doubles the digits with each; the ridge keeps it from running away


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Weights of the standardised `FIGURES` and a constant; `means` and `spreads` turn a figure into its standard."""

    constant: float
    weights: tuple[float, ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]

    def chance(self, figures: Sequence[float]) -> float:
        """The chance of being late, 0 to 1."""
        return _logistic(self.constant + sum(self.parts(figures)))

    def parts(self, figures: Sequence[float]) -> tuple[float, ...]:
        """What each figure adds: the explanation of the chance."""
        rows = zip(self.weights, figures, self.means, self.spreads, strict=True)
        return tuple(weight * (value - mean) / spread for weight, value, mean, spread in rows)

    def as_lists(self) -> dict[str, list[float]]:
        """As it is kept in a row; see `of_lists`."""
        return {
            "constant": [self.constant],
            "weights": list(self.weights),
            "means": list(self.means),
            "spreads": list(self.spreads),
        }


def of_lists(kept: Mapping[str, Sequence[float]]) -> Scorecard | None:
    """Inverse of `as_lists`; None for one of other figures, as an older version kept them."""
    parts = [tuple(kept.get(name, ())) for name in ("weights", "means", "spreads")]
    if not kept.get("constant") or any(len(part) != len(FIGURES) for part in parts):
        return None
    return Scorecard(kept["constant"][0], *parts)


def figures_of(known: Known, *, everyone_late: float) -> tuple[float, ...]:
    """The `FIGURES` of an instalment, from what was known at its issue."""
    delays, outcome = known.delays, known.outcome
    late = sum(delay > 0 for delay in delays)
    share = (late + everyone_late) / (len(delays) + 1)  # everyone counts as one instalment of his
    mean = sum(max(0, delay) for delay in delays) / (len(delays) + 1)
    size = log(outcome.amount / known.usual) if known.usual else 0.0
    terms = (outcome.due_on - outcome.issued_on).days
    return (share, mean, log(1 + len(delays)), float(known.overdue), size, float(terms))


def fit(rows: Sequence[Sequence[float]], late: Sequence[bool]) -> Scorecard:
    """The scorecard of these figures and outcomes. Raises ValueError without rows."""
    if not rows:
        raise ValueError("nothing to learn from")
    columns = list(zip(*rows, strict=True))
    means = tuple(fmean(column) for column in columns)
    spreads = tuple(pstdev(column) or 1.0 for column in columns)
    standard = [
        [1.0, *((value - mean) / spread for value, mean, spread in zip(row, means, spreads, strict=True))]
        for row in rows
    ]
    weights = [0.0] * (len(columns) + 1)
    for _ in range(STEPS):
        step = _newton_step(standard, late, weights)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
    return Scorecard(weights[0], tuple(weights[1:]), means, spreads)


def _newton_step(
    rows: Sequence[Sequence[float]], late: Sequence[bool], weights: Sequence[float]
) -> list[float]:
    size = len(weights)
    gradient = [-RIDGE * weight if place else 0.0 for place, weight in enumerate(weights)]
    curve = [[RIDGE if a == b and a else 0.0 for a in range(size)] for b in range(size)]
    curve[0][0] = 1e-9
    for row, was_late in zip(rows, late, strict=True):
        chance = _logistic(sum(weight * value for weight, value in zip(weights, row, strict=True)))
        error, bend = was_late - chance, chance * (1 - chance)
        for a, value in enumerate(row):
            gradient[a] += error * value
            for b in range(a + 1):
                curve[a][b] += bend * value * row[b]
    return _solved([[curve[max(a, b)][min(a, b)] for b in range(size)] for a in range(size)], gradient)


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """x of matrix·x = right, the matrix symmetric and positive (Gaussian elimination)."""
    size = len(right)
    for pivot in range(size):
        for row in range(pivot + 1, size):
            share = matrix[row][pivot] / matrix[pivot][pivot]
            for column in range(pivot, size):
                matrix[row][column] -= share * matrix[pivot][column]
            right[row] -= share * right[pivot]
    found = [0.0] * size
    for row in reversed(range(size)):
        rest = sum(matrix[row][column] * found[column] for column in range(row + 1, size))
        found[row] = (right[row] - rest) / matrix[row][row]
    return found


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-max(-500.0, min(500.0, value))))
