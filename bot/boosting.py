"""Gradient-boosted trees beside the rule and the scorecard, where the `ml` extra is installed. Shown, never used by chat."""

from __future__ import annotations

import importlib
import importlib.util

from ledger.evaluation import Guess, Trial
from ledger.outcome import Known
from ledger.scorecard import figures_of

MODULE = "lightgbm"
ROUNDS = 60  # more learn the noise of a few thousand instalments
_SETTINGS = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 8, "min_data_in_leaf": 20, "verbosity": -1, "seed": 1,
    "deterministic": True, "force_row_wise": True, "num_threads": 1,
}  # fmt: skip


def is_installed() -> bool:
    """Whether the `ml` extra is there."""
    return importlib.util.find_spec(MODULE) is not None


def learnt_trees(found: Trial) -> Guess:
    """Trees fitted on what was known by the cut. Raises ModuleNotFoundError without the `ml` extra."""
    lightgbm = importlib.import_module(MODULE)
    numpy = importlib.import_module("numpy")  # comes with it
    rows = [_figures(row, found) for row in found.learnt]
    late = [int((row.outcome.delay_known(found.cut) or 0) > 0) for row in found.learnt]
    table = lightgbm.Dataset(numpy.array(rows), label=numpy.array(late))
    trees = lightgbm.train(dict(_SETTINGS), table, num_boost_round=ROUNDS)

    def guess(known: Known) -> float:
        return float(trees.predict(numpy.array([_figures(known, found)]))[0])

    return guess


def _figures(known: Known, found: Trial) -> list[float]:
    """The figures of the scorecard, and the plain amount, which a tree may cut anywhere."""
    own = figures_of(known, everyone_late=found.late_before)
    return [*own, float(known.outcome.amount), float(known.usual)]
