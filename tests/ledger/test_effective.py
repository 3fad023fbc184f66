from __future__ import annotations

import pytest

from ledger.effective import counts_from, free_from, reversal_day
from ledger.errors import InvalidEntry
from tests.ledger.rows import day

JAN, FEB, MARCH, APRIL = (day(f"2026-0{n}-01") for n in (1, 2, 3, 4))


def test_something_untouched_is_free_from_its_own_day() -> None:
    assert free_from(JAN) == JAN


def test_something_used_meanwhile_is_free_from_when_it_was_given_back() -> None:
    assert free_from(JAN, [MARCH, FEB]) == MARCH


def test_a_change_counts_no_earlier_than_what_it_rests_on() -> None:
    assert counts_from(FEB) == FEB
    assert counts_from(FEB, [JAN, MARCH]) == MARCH


@pytest.mark.parametrize(
    ("reason", "expected"), [("mistake", JAN), ("bounced", MARCH), ("returned", MARCH), ("cancelled", MARCH)]
)
def test_a_mistake_was_never_true_and_a_bounce_happened_on_its_day(reason: str, expected: object) -> None:
    assert reversal_day(reason, reversed_on=JAN, happened_on=MARCH, first_open=JAN) == expected


def test_a_mistake_in_a_closed_month_is_mended_on_the_first_open_day() -> None:
    assert reversal_day("mistake", reversed_on=JAN, happened_on=APRIL, first_open=MARCH) == MARCH


def test_nothing_bounces_before_it_was_paid() -> None:
    assert reversal_day("bounced", reversed_on=MARCH, happened_on=JAN, first_open=JAN) == MARCH


def test_a_mistake_that_others_rest_on_is_mended_when_they_are_done() -> None:
    assert reversal_day("mistake", reversed_on=JAN, happened_on=APRIL, first_open=JAN, rests_on=[FEB]) == FEB


def test_a_reversal_needs_one_of_the_reasons() -> None:
    with pytest.raises(InvalidEntry):
        reversal_day("whim", reversed_on=JAN, happened_on=JAN, first_open=JAN)
