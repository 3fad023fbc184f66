from __future__ import annotations

import pytest

from ledger.errors import InvalidTerms
from ledger.grade_terms import format_grade_days, limit_for, parse_grade_days


def test_days_by_grade_are_read_as_they_were_written() -> None:
    assert parse_grade_days("D:10, C:20,E:0") == {"C": 20, "D": 10, "E": 0}
    assert format_grade_days(parse_grade_days("D:10,C:20")) == "C:20,D:10"
    assert parse_grade_days("") == {}


@pytest.mark.parametrize("text", ["F:10", "C:", "C:ten", "C:400", "20"])
def test_what_is_no_grade_with_days_is_refused(text: str) -> None:
    with pytest.raises(InvalidTerms):
        parse_grade_days(text)


@pytest.mark.parametrize(
    ("before", "after", "limit"),
    [
        ("B", "D", 50_000_00),
        ("", "C", 80_000_00),
        ("A", "B", 83_000_00),
        ("D", "B", 200_000_00),
        ("C", "E", 0),
    ],
)
def test_a_limit_goes_with_the_grade(before: str, after: str, limit: int) -> None:
    assert limit_for(100_000_00, before, after) == limit


def test_nothing_follows_from_the_same_grade_or_from_none() -> None:
    assert limit_for(100_000_00, "B", "B") is None
    assert limit_for(100_000_00, "E", "C") is None
