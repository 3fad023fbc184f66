"""What follows from a grade: days to pay for new debts, and a limit in proportion."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ledger.errors import InvalidTerms
from ledger.grade import GRADES

LETTERS = (*(letter for letter, _ in GRADES), "E")
# Per cent of the limit that a customer of grade B would have.
SHARES: Mapping[str, int] = MappingProxyType({"A": 120, "B": 100, "C": 80, "D": 50, "E": 0})
ROUND_TO = 1_000_00  # fen
MOST_DAYS = 365


def parse_grade_days(text: str) -> Mapping[str, int]:
    """Days to pay by grade, “C:20,D:10,E:0”; grades that are missing keep the company's. Raises `InvalidTerms`."""
    found: dict[str, int] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        letter, _, days = part.upper().partition(":")
        if letter not in LETTERS or not days.isdigit() or int(days) > MOST_DAYS:
            raise InvalidTerms("no grade with its days", part=part)
        found[letter] = int(days)
    return found


def format_grade_days(days: Mapping[str, int]) -> str:
    """The text that `parse_grade_days` turns into the same."""
    return ",".join(f"{letter}:{days[letter]}" for letter in LETTERS if letter in days)


def limit_for(limit: int, before: str, after: str) -> int | None:
    """The limit in fen that goes with the new grade, rounded down to 1,000 yuan; no grade before counts as B.

    None where nothing follows: the same share, or none before.
    """
    was, will = SHARES.get(before, SHARES["B"]), SHARES[after]
    if not was or was == will:
        return None
    return limit * will // was // ROUND_TO * ROUND_TO
