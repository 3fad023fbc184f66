"""What old money can be expected to bring."""

from __future__ import annotations

import pytest

from ledger.aging import BY_DUE
from ledger.recovery import PERCENT, at_risk, expected


def test_there_is_a_figure_for_every_bucket_past_due() -> None:
    assert len(PERCENT) == len(BY_DUE.labels) - 1


def test_the_older_the_less() -> None:
    each = [expected([10_000 if place == age else 0 for place in range(6)]) for age in range(6)]
    assert each == [9_600, 9_000, 8_000, 6_000, 4_000, 1_500]


def test_what_comes_and_what_does_not_are_the_whole() -> None:
    parts = (12_345, 1, 99, 7_777, 0, 31)
    assert expected(parts) + at_risk(parts) == sum(parts)


def test_it_rounds_half_up_once() -> None:
    assert expected((50, 5, 0, 0, 0, 0)) == 53  # 48 + 4.5


def test_other_buckets_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        expected((1, 2))
