"""How likely an open instalment is to be late, and why: by the rule of past lateness, or by a scorecard that beat it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.forecast import Habits, Open, forecast, late_rate, usual_delay
from ledger.outcome import Known, Outcome
from ledger.scorecard import FIGURES, Scorecard, figures_of

SOON = 30  # days within which what is overdue is hoped for
MOST_REASONS = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """One of `scorecard.FIGURES`, or everyone_late | overdue_already | hard. `figures` are what is said with it:
    late_share (late ones, of how many, usual days), mean_days (days), experience (instalments), overdue (how many),
    size (tenths of his usual sum), terms (days), everyone_late (per cent), overdue_already (days), hard (days).
    """

    cause: str
    figures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lateness:
    """`chance` of being late, 0 to 1; of what is late already: of still being owed in `SOON` days.

    `days`: how late it will be if it is as late as usual, or is by then; at least 1.
    """

    chance: float
    reasons: tuple[Reason, ...]
    days: int = 1


@dataclass(frozen=True, slots=True)
class Judge:
    """What chances rest on: the share of all that were late, everyone's habits, and the scorecard where it is used."""

    everyone_late: float
    habits: Habits
    card: Scorecard | None = None


def known_now(item: Outcome, others: Sequence[Outcome], today: date) -> Known:
    """What is known today about an open instalment from the `others` of its customer."""
    earlier = [row for row in others if row.issued_on < today]
    delays = tuple(delay for row in earlier if (delay := row.delay_known(today)) is not None)
    settled = tuple(row.days_late() for row in earlier if row.is_settled(today))
    overdue = sum(row.due_on < today and not row.is_settled(today) for row in earlier)
    amounts = sorted(row.amount for row in earlier)
    return Known(item, delays, settled, overdue, amounts[len(amounts) // 2] if amounts else 0)


def everyone_late(habits: Habits) -> float:
    """The share of all settled instalments that were late; one half when there is none."""
    rate = late_rate((), everyone=habits.everyone)
    return 0.5 if rate is None else rate


def lateness(known: Known, today: date, judge: Judge) -> Lateness:
    """The chance for an instalment that is still owed, and its first reasons."""
    if known.outcome.due_on < today:
        return _overdue(known, today, judge)
    days = max(1, usual_delay(known.delays or judge.habits.everyone) or 1)
    if judge.card is not None:
        return _scored(known, judge, judge.card, days)
    late = sum(delay > 0 for delay in known.delays)
    share = (late + judge.everyone_late) / (len(known.delays) + 1)  # everyone counts as one instalment of his
    return Lateness(share, (_usual(known, judge),), days)


def _overdue(known: Known, today: date, judge: Judge) -> Lateness:
    days = (today - known.outcome.due_on).days
    item = Open(0, known.outcome.amount, known.outcome.due_on)
    found = forecast(
        [item], Habits({0: known.settled}, judge.habits.everyone), edges=(today, _in_days(today, SOON))
    )
    if found.hard:
        return Lateness(1.0, (Reason("hard", (days,)),), days + SOON)
    came = found.periods[0].fen / known.outcome.amount
    return Lateness(1 - came, (Reason("overdue_already", (days,)), _usual(known, judge)), days + SOON)


def _in_days(today: date, days: int) -> date:
    return date.fromordinal(today.toordinal() + days)


def _usual(known: Known, judge: Judge) -> Reason:
    """What the rule goes by."""
    if not known.delays:
        return Reason("everyone_late", (round(100 * judge.everyone_late),))
    late = sorted(known.delays)
    count = len(late) - bisect_left(late, 1)
    return Reason("late_share", (count, len(late), usual_delay(known.delays) or 0))


def _scored(known: Known, judge: Judge, card: Scorecard, days: int) -> Lateness:
    figures = figures_of(known, everyone_late=judge.everyone_late)
    chance = card.chance(figures)
    sign = 1 if chance >= judge.everyone_late else -1  # what makes it likelier, or what makes it unlikely
    parts = sorted(zip(card.parts(figures), FIGURES, strict=True), key=lambda part: -sign * part[0])
    reasons = [_said(name, known) for part, name in parts if sign * part > 0][:MOST_REASONS]
    return Lateness(chance, tuple(reasons) or (_usual(known, judge),), days)


def _said(name: str, known: Known) -> Reason:
    """A figure of the scorecard in whole numbers that people know."""
    delays, outcome = known.delays, known.outcome
    if name == "late_share":
        return Reason(name, (sum(delay > 0 for delay in delays), len(delays), usual_delay(delays) or 0))
    if name == "mean_days":
        return Reason(name, (sum(max(0, delay) for delay in delays) // max(1, len(delays)),))
    if name == "size":
        return Reason(name, (10 * outcome.amount // known.usual if known.usual else 10,))
    whole = {
        "experience": len(delays),
        "overdue": known.overdue,
        "terms": (outcome.due_on - outcome.issued_on).days,
    }
    return Reason(name, (whole[name],))
