from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ledger.duplicates import Told, recalled, same
from tests.ledger.rows import day

NINE = datetime(2026, 12, 2, 1, tzinfo=UTC)
FIRST = Told("debt", 12_000_00, day("2026-12-01"), "wang", NINE, due_on=day("2027-01-15"), id=1)


def later(minutes: float = 1, **changes: Any) -> Told:
    """The same fact told again, with changes."""
    return replace(FIRST, id=0, told_at=NINE + timedelta(minutes=minutes), **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 1_200_00},
        {"day": day("2026-12-02")},
        {"due_on": day("2027-01-31")},
        {"minutes": 5, "amount": 1},
    ],
)
def test_recalled_and_typed_again_with_another_amount_or_date(changes: dict[str, Any]) -> None:
    assert recalled(later(**changes), [FIRST]) == FIRST


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"amount": 1, "due_on": None},
        {"minutes": 5.1, "amount": 1},
        {"minutes": -1, "amount": 1},
        {"kind": "payment", "amount": 1},
        {"way": "cash", "amount": 1},
        {"speaker": "sun", "amount": 1},
        {"source": "import", "amount": 1},
    ],
)
def test_another_fact_is_not_a_recalled_one(changes: dict[str, Any]) -> None:
    assert recalled(later(**changes), [FIRST]) is None


def test_two_document_numbers_are_two_facts() -> None:
    numbered = replace(FIRST, document_no="8831")
    assert recalled(later(amount=1, document_no="8832"), [numbered]) is None
    assert same(later(speaker="sun", document_no="8832"), [numbered]) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"speaker": "sun"},
        {"source": "import"},
        {"speaker": "sun", "day": day("2026-12-04"), "minutes": 9_999},
        {"speaker": "sun", "day": day("2026-11-28"), "document_no": "8831"},
        {"speaker": "sun", "way": "cash"},
    ],
)
def test_told_by_somebody_else_as_well(changes: dict[str, Any]) -> None:
    assert same(later(**changes), [FIRST]) == FIRST


def test_sent_twice_by_the_same_person_just_now() -> None:
    assert same(later(5), [FIRST]) == FIRST


@pytest.mark.parametrize("changes", [{"day": day("2026-12-05")}, {"amount": 1}, {"kind": "payment"}])
def test_a_colleagues_other_fact_is_new(changes: dict[str, Any]) -> None:
    assert same(later(speaker="sun", **changes), [FIRST]) is None


def test_the_same_person_means_another_one_after_a_while() -> None:
    assert same(later(5.1), [FIRST]) is None


def test_the_nearest_day_is_shown_then_the_latest() -> None:
    near = replace(FIRST, id=2, day=day("2026-12-03"))
    nearest = [
        replace(FIRST, id=n, day=day("2026-12-02"), told_at=NINE + timedelta(seconds=n)) for n in (3, 4)
    ]
    assert same(later(speaker="sun", day=day("2026-12-02")), [FIRST, near, *nearest]) == nearest[1]


def test_the_latest_recalled_one_is_shown() -> None:
    second = replace(FIRST, id=2, told_at=NINE + timedelta(seconds=5))
    assert recalled(later(amount=1), [second, FIRST]) == second
