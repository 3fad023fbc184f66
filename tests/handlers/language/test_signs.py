"""A pattern that is looked for only where one of its signs stands finds nothing where none does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from handlers.language import (
    asides,
    chunks,
    clauses,
    dates,
    deeds,
    documents,
    extras,
    leftovers,
    misgivings,
    safety,
    terms,
    verdict,
    vouchers,
    ways,
)

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def stands(items: Iterable[tuple[Any, Any]], signs: Iterable[str]) -> bool:
    """Whether one of the signs stands in all that a parsed pattern finds; only what is sure is true."""
    return any(_stands(kind, found, set(signs)) for kind, found in items)


def _stands(kind: Any, found: Any, signs: set[str]) -> bool:
    if kind is op.LITERAL:
        return chr(found) in signs
    if kind is op.IN:
        return all(_all_in(one, what, signs) for one, what in found)
    if kind is op.BRANCH:
        return all(stands(branch, signs) for branch in found[1])
    if kind in _REPEATS:
        return bool(found[0] >= 1 and stands(found[2], signs))
    if kind is op.SUBPATTERN:
        return stands(found[3], signs)
    if kind is op.GROUPREF_EXISTS:
        return found[2] is not None and stands(found[1], signs) and stands(found[2], signs)
    return kind is op.ASSERT and stands(found[1], signs)


def _all_in(kind: Any, found: Any, signs: set[str]) -> bool:
    if kind is op.RANGE:
        return found[1] - found[0] < len(signs) and {chr(code) for code in range(*found)} <= signs
    return kind is op.LITERAL and chr(found) in signs


# What these find without their signs they do not read, or another rule reads it as well (春节前).
_REFUSED = {"before_new_year", "counted", "clock"}
LOOKED_FOR: dict[str, tuple[re.Pattern[str], Iterable[str]]] = {
    "ours": (chunks._OURS, chunks._TELLS_OURS),
    "a fee behind": (chunks._FEE_AFTER, "费"),
    "stated": (clauses._STATED, "("),
    "short of": (chunks._SHORT_OF, chunks._TELLS_SHORT),
    "earlier": (chunks._EARLIER, chunks._TELLS_EARLIER),
    "a bill's term": (verdict._BILL_TERM, verdict._TELLS_BILL),
    "a tail written off": (deeds._TAIL, "核"),
    "let go": (verdict._LET, "让"),
    "brought back": (ways._BROUGHT_BACK, "回"),
    "here": (ways._HERE, "来"),
    "applies to": (extras._APPLIES_TO, extras._TELLS_FOR),
    "applies to, too": (extras._APPLIES_TO, extras._TELLS_FOR_ALSO),
    "pays at the end": (misgivings._PAYS_AT_END, misgivings._OWES),
    "owes on paper": (misgivings._OWES_ON_PAPER, misgivings._PAPERS),
    "a relative": (asides._RELATIVE, asides._HE),
    "rates": (leftovers._RATES, "息金"),
    "stopped": (leftovers._STOPPED, leftovers._TELLS_STOP),
    "a pattern only": (safety._PATTERN_ONLY, safety._TELLS_PATTERN),
    "as a pattern": (safety._AS_PATTERN, safety._TELLS_PATTERN),
    "a voucher": (vouchers._SIDES, safety._TELLS_PATTERN),
    "a method": (documents._METHOD, documents._TELLS_WAY.pattern),
    "an account": (documents._ACCOUNT, documents._TELLS_ACCOUNT.pattern),
    **{
        f"terms {place} {at}": (rule[2], signs)
        for place, rule in enumerate(terms._RULES)
        for at, signs in enumerate(rule[:2])
    },
    **{
        f"{rule[3].__name__} {at}": (rule[2], signs)
        for rule in dates.RULES
        for at, signs in enumerate(rule[:2])
        if rule[3].__name__ not in _REFUSED
    },
}


@pytest.mark.parametrize("name", LOOKED_FOR)
def test_one_of_its_signs_stands_in_all_that_it_finds(name: str) -> None:
    pattern, signs = LOOKED_FOR[name]
    assert stands(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE), signs)


@pytest.mark.parametrize("pattern", ["甲|乙", "甲?", "[甲乙]", "(?:甲|丙)丁*", "(?!甲)丙"])
def test_a_pattern_that_needs_no_sign_is_seen(pattern: str) -> None:
    assert not stands(parser.parse(pattern), "甲")
