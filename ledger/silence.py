"""Why nothing is said: every silence has a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# In this order; the first that fits is the one that is named.
REASONS = (
    "settled",  # nothing is owed on it
    "not_dated",  # its day waits for an event
    "not_yet",  # the next stage is still to come
    "finished",  # the ladder has no more stages
    "lawyer",
    "do_not_contact",
    "unreleased",  # an imported balance that finance has not let out (PEOPLE P15)
    "no_channel",
    "just_sold",  # earlier than half the term (PEOPLE P18)
    "disputed",
    "promised",
    "on_hold",
    "quiet_hours",
    "too_recent",
    "below_minimum",
    "unallocated_money_covers_it",
    "customer_cap",
    "not_workday",
    "awaiting_confirmation",
)
OTHERS_FIRST = "others_first"  # its salesperson has as many texts to pass on that day as he can pass on


@dataclass(frozen=True, slots=True)
class Silence:
    """A reason of `REASONS` or `OTHERS_FIRST`, and the first day on which it may have passed, None when that is not known.

    Raises `ValueError` for a reason without a name.
    """

    reason: str
    until: date | None = None

    def __post_init__(self) -> None:
        if self.reason not in (*REASONS, OTHERS_FIRST):
            raise ValueError(self.reason)

    @property
    def is_of_the_ladder(self) -> bool:
        """Is it silent only because no stage is due?"""
        return self.reason in REASONS[:4]
