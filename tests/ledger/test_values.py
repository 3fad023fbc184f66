"""Values: equal and hashed by what is in them."""

from dataclasses import replace
from datetime import date

from ledger.receivable import Part

_PART = Part(5_000, date(2026, 3, 1))


def test_values_of_the_same_parts_are_one_key() -> None:
    assert {_PART: "first", Part(5_000, date(2026, 3, 1)): "again"} == {_PART: "again"}


def test_a_value_with_another_part_is_another() -> None:
    assert replace(_PART, amount=4_000) != _PART


def test_a_value_has_no_room_for_more_than_its_parts() -> None:
    assert not hasattr(_PART, "__dict__")
