"""How good forecasts are on outcomes in order of time: learnt before a day, tried on what was issued from it on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ledger.forecast import EVERYONE, Expected, Habits, Open, forecast, late_rate, usual_delay, weeks
from ledger.outcome import Known, Outcome, known_at_issue
from ledger.scorecard import figures_of, fit

CUT = 0.7
LEAST_EXPECTED = 5_000  # fen: a week in which next to nothing is expected says nothing about a band
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)

Guess = Callable[[Known], float]


@dataclass(frozen=True, slots=True)
class Trial:
    """Outcomes apart by time. `late_before`: the share of late ones known on the day of the cut."""

    cut: date
    learnt: tuple[Known, ...]
    tried: tuple[Known, ...]
    late_before: float


@dataclass(frozen=True, slots=True)
class Score:
    """`auc`: how often a late one got the higher risk; `brier`: mean squared error of the chance, less is better;
    `calibration`: for each of `BINS` (mean chance, share that was late, how many).
    """

    auc: float
    brier: float
    calibration: tuple[tuple[float, float, int], ...]

    @property
    def off(self) -> float:
        """How far the chance is from what happened, on average over all that was tried."""
        count = sum(row[2] for row in self.calibration)
        return (
            sum(abs(mean - share) * rows for mean, share, rows in self.calibration) / count if count else 0.0
        )


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many weekly sums fell into their band, of how many."""

    inside: int
    weeks: int


def trial(outcomes: Sequence[Outcome], *, cut: float = CUT) -> Trial:
    """Cut by day of issue. Learnt is what was issued before and known by then; tried what was settled.

    Raises ValueError when one side is empty.
    """
    rows = list(known_at_issue(outcomes))
    day = rows[int(len(rows) * cut)].outcome.issued_on if rows else date.min
    learnt = tuple(
        row for row in rows if row.outcome.issued_on < day and row.outcome.delay_known(day) is not None
    )
    tried = tuple(row for row in rows if row.outcome.issued_on >= day and row.outcome.settled_on is not None)
    if not learnt or not tried:
        raise ValueError("too few outcomes to cut")
    lates = sum((row.outcome.delay_known(day) or 0) > 0 for row in learnt)
    return Trial(day, learnt, tried, lates / len(learnt))


def rule(found: Trial) -> Guess:
    """The default: the customer's own past share of late ones, everyone's for a new customer."""
    return lambda known: found.late_before if (own := late_rate(known.delays)) is None else own


def learnt_scorecard(found: Trial) -> Guess:
    """The scorecard, fitted on what was known by the cut."""
    rows = [figures_of(row, everyone_late=found.late_before) for row in found.learnt]
    card = fit(rows, [(row.outcome.delay_known(found.cut) or 0) > 0 for row in found.learnt])
    return lambda known: card.chance(figures_of(known, everyone_late=found.late_before))


def score(found: Trial, guess: Guess) -> Score:
    """How the guess did on what was tried."""
    pairs = [(guess(known), known.outcome.is_late()) for known in found.tried]
    brier = sum((chance - late) ** 2 for chance, late in pairs) / len(pairs)
    return Score(auc(pairs), brier, tuple(_calibration(pairs)))


def beats(challenger: Score, default: Score) -> bool:
    """Whether another guess earns its place: better at ranking and at the chance itself."""
    return challenger.auc > default.auc and challenger.brier < default.brier


def auc(pairs: Sequence[tuple[float, bool]]) -> float:
    """The chance that a late one has the higher guess, ties counting half; 0.5 when there is only one kind."""
    ranks: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for chance, late in pairs:
        ranks[chance][late] += 1
    below, won = 0, 0.0
    for chance in sorted(ranks):
        in_time, too_late = ranks[chance]
        won += too_late * (below + in_time / 2)
        below += in_time
    lates = len(pairs) - below
    return won / (lates * below) if lates and below else 0.5


def _calibration(pairs: Sequence[tuple[float, bool]]) -> Iterator[tuple[float, float, int]]:
    for low, high in pairwise(BINS):
        inside = [(chance, late) for chance, late in pairs if low <= chance < high or chance == high == 1.0]
        if inside:
            count = len(inside)
            yield sum(chance for chance, _ in inside) / count, sum(late for _, late in inside) / count, count


def delay_error(found: Trial) -> float:
    """Mean absolute error in days of “as late as usual” (the median; early is 0), what was tried."""
    everyone = usual_delay([delay for row in found.learnt for delay in row.settled]) or 0
    errors = [abs(max(0, row.outcome.days_late()) - max(0, _usual(row, everyone))) for row in found.tried]
    return sum(errors) / len(errors)


def _usual(known: Known, everyone: int) -> int:
    own = usual_delay(known.settled)
    return everyone if own is None else own


def coverage(found: Trial, outcomes: Sequence[Outcome]) -> Coverage:
    """Forecast every week from the cut on, from what was known then, and look at what came."""
    inside = total = 0
    last = max(row.outcome.issued_on for row in found.tried)
    customers = numbered(outcomes)
    day = found.cut
    while day <= last:
        for expected, came in _weeks(day, outcomes, customers):
            total += 1
            inside += expected[0] <= came <= expected[1]
        day += timedelta(7)
    return Coverage(inside, total)


def _weeks(
    day: date, outcomes: Sequence[Outcome], customers: dict[str, int]
) -> Iterator[tuple[tuple[int, int], int]]:
    """(band, what came) for each week in which enough is expected."""
    for past in as_known(day, outcomes, customers, edges=weeks(day)):
        if past.expected.fen >= LEAST_EXPECTED:
            yield (past.expected.low, past.expected.high), past.came


@dataclass(frozen=True, slots=True)
class Past:
    """What was expected of a period from what was known before it, and what came of it (fen)."""

    expected: Expected
    came: int

    @property
    def is_inside(self) -> bool:
        """Whether it fell into the band."""
        return self.expected.low <= self.came <= self.expected.high


def as_known(
    day: date, outcomes: Sequence[Outcome], customers: Mapping[str, int], *, edges: Sequence[date]
) -> tuple[Past, ...]:
    """The forecast between `edges` as it would have been made on `day`; () when no habit was known by then.

    `customers` gives each name a number. What was issued later, and so could not be known, is in neither figure.
    """
    rows = [row for row in outcomes if row.issued_on < day]
    owed = [row for row in rows if not row.is_settled(day)]
    settled = sorted((row for row in rows if row.is_settled(day)), key=lambda row: row.settled_on or day)
    if not settled:
        return ()
    own: dict[int, list[int]] = defaultdict(list)
    for row in settled:
        own[customers[row.customer]].append(row.days_late())
    habits = Habits(own, [row.days_late() for row in settled[-EVERYONE:]])
    items = [Open(customers[row.customer], row.amount, row.due_on) for row in owed]
    return tuple(
        Past(
            period, sum(r.amount for r in owed if r.settled_on and period.start <= r.settled_on < period.end)
        )
        for period in forecast(items, habits, edges=edges).periods
    )


def looked_back(outcomes: Sequence[Outcome], today: date, count: int) -> tuple[Past, ...]:
    """Each of the last `count` weeks, the oldest first, as forecast on its first day from what was known then.

    Weeks in which next to nothing was expected and nothing came are left out: they say nothing.
    """
    customers = numbered(outcomes)
    found: list[Past] = []
    for number in range(count, 0, -1):
        day = today - timedelta(7 * number)
        found += as_known(day, outcomes, customers, edges=(day, day + timedelta(7)))
    return tuple(past for past in found if past.expected.fen >= LEAST_EXPECTED or past.came)


def numbered(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """A number for each customer."""
    return {name: place for place, name in enumerate(sorted({row.customer for row in outcomes}))}
