"""The ladder of reminders as values: stages relative to the due day, one ladder for each audience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from itertools import pairwise
from types import MappingProxyType

AUDIENCES = ("owner", "customer", "sales", "finance", "manager")
TONES = ("gentle", "firm", "formal", "final")
_NO_SHIFTS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Stage:
    """A rung: `days` after the due day (below 0 before it) this audience hears of it, in this tone.

    `template` "" is the one of the audience and tone. Raises `ValueError` for an unknown audience or tone.
    """

    days: int
    audience: str
    tone: str = "gentle"
    template: str = ""

    def __post_init__(self) -> None:
        if self.audience not in AUDIENCES or self.tone not in TONES:
            raise ValueError(f"{self.audience} {self.tone}")


@dataclass(frozen=True, slots=True)
class Caps:
    """On how many days at most a customer is contacted, across all debts and colleagues; 0 is without limit."""

    day: int = 1
    week: int = 0
    month: int = 0


@dataclass(frozen=True, slots=True)
class Policy:
    """What one audience is told, and when. Amounts in fen; quiet from `quiet_from` until `quiet_to`, over midnight.

    Stages ascend. `repeat_days`: after the last stage, again so often; 0 is never. `shifts`: by grade, how many
    tones harsher (above 0) or softer. Raises `ValueError` when stages do not ascend or are another audience's.
    """

    audience: str
    stages: tuple[Stage, ...] = ()
    repeat_days: int = 0
    min_gap_days: int = 0
    caps: Caps = Caps(day=0)
    minimum: int = 0
    quiet_from: time = time(22)
    quiet_to: time = time(8)
    shifts: Mapping[str, int] = field(default_factory=lambda: _NO_SHIFTS)

    def __post_init__(self) -> None:
        ascending = all(a.days < b.days for a, b in pairwise(self.stages))
        if not ascending or any(stage.audience != self.audience for stage in self.stages):
            raise ValueError("stages of one audience, in the order of their days")

    @property
    def is_outside(self) -> bool:
        """Does it speak to the customer? Then no stage after the due day is skipped."""
        return self.audience == "customer"


def is_quiet(policy: Policy, at: time) -> bool:
    """Whether nobody outside is contacted at this time of day; equal bounds mean never quiet."""
    start, end = policy.quiet_from, policy.quiet_to
    return start <= at < end if start <= end else at >= start or at < end


def toned(stage: Stage, grade: str, policy: Policy) -> Stage:
    """The stage in the tone for this grade; before and on the due day it stays as it is (PEOPLE P18)."""
    shift = policy.shifts.get(grade, 0)
    if stage.days <= 0 or not shift:
        return stage
    place = min(max(TONES.index(stage.tone) + shift, 0), len(TONES) - 1)
    return replace(stage, tone=TONES[place])


def next_stage(policy: Policy, age: int, reached: int | None) -> Stage | None:
    """The stage that is due `age` days after the due day, when the one of `reached` days was the last; else None.

    A missed day is caught up: never by equality. To the customer each stage after the due day comes in its
    turn, so an old debt starts at the first; everybody else hears the latest only. What stands before the due
    day is not said after it. A ladder that changed neither begins anew nor repeats what was said.
    """
    due = [
        stage
        for stage in policy.stages
        if stage.days <= age and (reached is None or stage.days > reached) and (age <= 0 or stage.days > 0)
    ]
    if due:
        return due[0] if policy.is_outside and age > 0 else due[-1]
    return _repeated(policy, age, reached)


def following(policy: Policy, reached: int) -> int | None:
    """Days after the due day of the first stage beyond `reached`; None when no more comes."""
    later = [stage.days for stage in policy.stages if stage.days > reached]
    if later:
        return later[0]
    if not policy.repeat_days or not policy.stages:
        return None
    last = policy.stages[-1].days
    return last + ((reached - last) // policy.repeat_days + 1) * policy.repeat_days


def _repeated(policy: Policy, age: int, reached: int | None) -> Stage | None:
    """After the last stage: the latest round that is due and was not yet."""
    if reached is None or not policy.repeat_days or not policy.stages:
        return None
    last = policy.stages[-1]
    days = last.days + (age - last.days) // policy.repeat_days * policy.repeat_days
    return replace(last, days=days) if days > max(reached, last.days) else None
