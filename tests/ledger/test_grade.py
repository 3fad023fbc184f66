from __future__ import annotations

from fractions import Fraction

import pytest

from ledger.grade import Grade, Paid, Point, Record, grade, late_share, median_days


def paid(*days: int, months_ago: int = 0) -> tuple[Paid, ...]:
    return tuple(Paid(late, months_ago) for late in days)


def test_who_pays_on_time_has_an_a_and_no_reasons() -> None:
    assert grade(Record(paid(0, -3, 0, 0))) == Grade("A", 100, ())


def test_two_say_too_little() -> None:
    assert grade(Record(paid(0, 0))) is None
    assert grade(Record(paid(0, 0) + paid(0, months_ago=24))) is None


def test_every_point_lost_has_its_reason_the_heaviest_first() -> None:
    found = grade(Record(paid(0, 0, 0, 40, 40), broken_promises=2, used=Fraction(95, 100)))
    assert found == Grade(
        "C",
        58,
        (
            Point("late_share", Fraction(2, 5), 25),
            Point("broken", 2, 12),
            Point("used", Fraction(95, 100), 5),
        ),
    )


@pytest.mark.parametrize(
    ("record", "letter"),
    [
        (Record(paid(0, 0, 0), months=3), "A"),
        (Record(paid(0, 0, 0), oldest_days=61), "A"),
        (Record(paid(0, 0, 0), oldest_days=91), "B"),
        (Record(paid(16, 16, 16)), "C"),
        (Record(paid(45, 45, 45)), "D"),
        (Record(paid(70, 70, 70), oldest_days=120, broken_promises=3, disputes=3), "E"),
    ],
)
def test_letters(record: Record, letter: str) -> None:
    found = grade(record)
    assert found is not None
    assert found.letter == letter


def test_points_never_fall_below_zero() -> None:
    worst = Record(paid(99, 99, 99), 200, broken_promises=9, used=Fraction(2), disputes=9, months=1)
    found = grade(worst)
    assert found is not None
    assert (found.letter, found.points) == ("E", 0)


def test_a_recent_delay_weighs_more_than_an_old_one() -> None:
    recently, long_ago = paid(5) + paid(0, months_ago=20), paid(0) + paid(5, months_ago=20)
    assert late_share(recently) == Fraction(24, 28)
    assert late_share(long_ago) == Fraction(4, 28)
    assert median_days(recently) == 5
    assert median_days(long_ago) == 0


def test_the_median_counts_early_as_in_time() -> None:
    assert median_days(paid(-9, -9, 4)) == 0
    assert median_days(paid(7)) == 7
