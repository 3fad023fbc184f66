"""A cell of 联系人: the people at a customer with their roles and phones, as they are written and read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.imports.values import BadCell

# role of `storage.tables.customers.CustomerContact` ← how a table calls it; the first name is written
ROLES = {
    "accountant": ("会计", "财务", "出纳"),
    "owner": ("老板", "负责人", "法人"),
    "purchasing": ("采购",),
    "site": ("现场", "工地"),
}
_ROLE_OF = {word: role for role, words in ROLES.items() for word in words}
_PERSON = re.compile(
    r"(?P<name>[^\s(),;、|]{1,20})\s*(?:\((?P<role>[^)]{1,6})\))?\s*(?P<phone>\+?\d[\d-]{5,19})?"
)
_BETWEEN = re.compile(r"[;,、|\n]+")


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: str = ""
    phone: str = ""


def people_in(text: str) -> tuple[Person, ...]:
    """“刘姐(会计) 13800138000；张工(现场)”. Raises `BadCell`."""
    people: list[Person] = []
    for piece in _BETWEEN.split(unicodedata.normalize("NFKC", text)):
        if piece.strip():
            people.append(_person(piece.strip()))
    return tuple(people)


def _person(text: str) -> Person:
    match = _PERSON.fullmatch(text)
    if match is None or match["name"].isdigit():
        raise BadCell(f"{text!r} is no person: write 刘姐(会计) 13800138000")
    called = match["role"] or ""
    if called and called not in _ROLE_OF:
        raise BadCell(f"{called!r} is no role: {', '.join(words[0] for words in ROLES.values())}")
    return Person(match["name"], _ROLE_OF.get(called, ""), match["phone"] or "")


def written(people: Iterable[Person]) -> str:
    """The text that `people_in` reads again."""
    return "；".join(
        one.name
        + (f"({ROLES[one.role][0]})" if one.role in ROLES else "")
        + (f" {one.phone}" if one.phone else "")
        for one in people
    )
