"""Which stage is due: a table for each side of the ladder, and laws over many days."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.ladder import Policy, Stage, following, is_quiet, next_stage, toned

OUTSIDE = Policy(
    "customer",
    tuple(
        Stage(days, "customer", tone)
        for days, tone in (
            (-15, "gentle"),
            (-3, "gentle"),
            (1, "gentle"),
            (7, "firm"),
            (30, "formal"),
            (90, "final"),
        )
    ),
)
INSIDE = Policy("owner", tuple(Stage(days, "owner") for days in (-3, 0, 1, 7, 30)), repeat_days=30)


def days(policy: Policy, age: int, reached: int | None = None) -> int | None:
    stage = next_stage(policy, age, reached)
    return stage.days if stage else None


@pytest.mark.parametrize(
    ("age", "reached", "expected"),
    [
        (-16, None, None),
        (-15, None, -15),
        (-4, None, -15),
        (-3, None, -3),  # late for the first: only the latest one missed
        (-2, -15, -3),
        (0, -3, None),
        (0, None, -3),
        (1, None, 1),
        (200, None, 1),  # an old debt starts at the first
        (200, 1, 7),
        (200, 7, 30),
        (200, 90, None),
        (8, 1, 7),
        (6, 1, None),
        (5, -3, 1),  # what stands before the due day is not said after it
        (31, 10, 30),  # a ladder that changed goes on from what was said
    ],
)
def test_the_customer_hears_every_stage_in_its_turn(
    age: int, reached: int | None, expected: int | None
) -> None:
    assert days(OUTSIDE, age, reached) == expected


@pytest.mark.parametrize(
    ("age", "reached", "expected"),
    [
        (-4, None, None),
        (-1, None, -3),
        (0, None, 0),
        (5, None, 1),
        (200, None, 30),
        (29, 7, None),
        (59, 30, None),
        (60, 30, 60),
        (125, 60, 120),
        (149, 120, None),
        (60, 90, None),
    ],
)
def test_everybody_else_hears_the_latest(age: int, reached: int | None, expected: int | None) -> None:
    assert days(INSIDE, age, reached) == expected


@pytest.mark.parametrize(
    ("policy", "reached", "expected"),
    [(OUTSIDE, -3, 1), (OUTSIDE, 90, None), (INSIDE, 30, 60), (INSIDE, 61, 90), (Policy("owner"), 3, None)],
)
def test_what_comes_next_is_known(policy: Policy, reached: int, expected: int | None) -> None:
    assert following(policy, reached) == expected


def test_a_ladder_without_stages_says_nothing_ever() -> None:
    assert next_stage(Policy("owner", repeat_days=30), 400, 30) is None


@given(st.lists(st.integers(-40, 400), min_size=1))
def test_no_stage_comes_twice_or_before_its_day(visits: list[int]) -> None:
    for policy in (OUTSIDE, INSIDE):
        reached: int | None = None
        for age in sorted(visits):
            stage = next_stage(policy, age, reached)
            if stage is not None:
                assert stage.days <= age
                assert reached is None or stage.days > reached
                reached = stage.days


@given(st.sets(st.integers(1, 400), min_size=8))
def test_no_stage_to_the_customer_is_skipped(visits: set[int]) -> None:
    heard: list[int] = []
    for age in sorted(visits):
        stage = next_stage(OUTSIDE, age, heard[-1] if heard else None)
        heard += [stage.days] if stage else []
    assert heard == [1, 7, 30, 90][: len(heard)]


@pytest.mark.parametrize(
    ("grade", "days", "tone"), [("A", 7, "gentle"), ("", 7, "firm"), ("E", 90, "final"), ("E", -3, "gentle")]
)
def test_the_tone_goes_by_stage_and_grade(grade: str, days: int, tone: str) -> None:
    policy = Policy("customer", OUTSIDE.stages, shifts={"A": -1, "E": 1})
    stage = next(stage for stage in OUTSIDE.stages if stage.days == days)
    assert toned(stage, grade, policy).tone == tone


@pytest.mark.parametrize(
    ("hour", "quiet"), [(7, True), (8, False), (21, False), (22, True), (23, True), (0, True)]
)
def test_the_quiet_hours_go_over_midnight(hour: int, quiet: bool) -> None:
    assert is_quiet(OUTSIDE, time(hour)) is quiet


def test_quiet_hours_within_a_day() -> None:
    noon = Policy("customer", quiet_from=time(12), quiet_to=time(14))
    assert [is_quiet(noon, time(hour)) for hour in (11, 12, 14)] == [False, True, False]


def test_a_ladder_that_contradicts_itself_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="nobody"):
        Stage(1, "nobody")
    with pytest.raises(ValueError, match="loud"):
        Stage(1, "owner", "loud")
    with pytest.raises(ValueError, match="in the order of their days"):
        Policy("owner", (Stage(3, "owner"), Stage(3, "owner")))
    with pytest.raises(ValueError, match="of one audience"):
        Policy("owner", (Stage(3, "customer"),))
