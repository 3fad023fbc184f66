"""How people shorten a customer's name: the core without place and legal form, the brand without the trade."""

from __future__ import annotations

import re
from functools import lru_cache

from handlers.language.trades import (
    COMPANY_SUFFIXES,
    NICK_PREFIXES,
    REGIONS,
    SURNAMES,
    TITLES,
    TRADES,
)
from ledger.values import value

_BRACKETS = re.compile(r"[(（【\[][^)）】\]]*[)）】\]]")
_LONGEST_TRADE = max(map(len, TRADES))
_PERSON_TITLES = tuple(
    title for title in TITLES if title not in {"那边", "这边", "他们家", "他们", "他家", "家里"}
)


_NEVER_LAST = frozenset("说讲话问答欠还付给打转拿要退的了")  # 汪总说: a verb behind a name


@value
class Forms:
    """`core` and `brand` equal the name where nothing can be dropped; `surname` is set for people only."""

    core: str
    brand: str
    given: str = ""
    surname: str = ""


def without_region(name: str) -> str:
    for region in REGIONS:
        if name.startswith(region) and len(name) - len(region) >= 2:
            rest = name[len(region) :]
            return rest[1:] if rest[0] in "市省县区" and len(rest) > 2 else rest
    return name


def without_suffix(name: str) -> str:
    for suffix in COMPANY_SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2 and not _ends_in_trade(name, suffix):
            return without_suffix(name[: -len(suffix)])
    return name


def _ends_in_trade(name: str, suffix: str) -> bool:
    """酒店, 商行: the last character belongs to the trade."""
    return len(suffix) == 1 and any(name[-size:] in TRADES for size in range(2, _LONGEST_TRADE + 1))


def without_trade(name: str) -> str:
    """The brand; a name that is nothing but a trade stays whole."""
    for size in range(min(_LONGEST_TRADE, len(name) - 2), 1, -1):
        if name[-size:] in TRADES:
            return without_trade(name[:-size])
    return name


def trade_at(text: str, start: int) -> str:
    """The longest trade word that begins there, or nothing."""
    for size in range(_LONGEST_TRADE, 1, -1):
        if text[start : start + size] in TRADES:
            return text[start : start + size]
    return ""


def surname_of(name: str) -> str:
    """The surname of a person's name or nickname (王建国, 老黄, 吴老板); nothing for a firm."""
    for title in _PERSON_TITLES:
        if name.endswith(title) and len(name) - len(title) in {1, 2}:
            return name[0] if name[0] in SURNAMES else name[len(name) - len(title) - 1]
    if len(name) == 2 and (name[0] == "阿" or (name[0] in NICK_PREFIXES and name[1] in SURNAMES)):
        return name[1]
    if (
        len(name) in {2, 3}
        and name[0] in SURNAMES
        and name[-1] not in _NEVER_LAST
        and not any(part in TRADES for part in (name[1:], name[-2:]))
    ):
        return name[0]
    return ""


# An index is built anew at each new customer: the names it had are not taken apart again.
@lru_cache(maxsize=65_536)
def forms_of(name: str) -> Forms:
    """Shapes of one name; all lower case is the caller's affair."""
    plain = _BRACKETS.sub("", name).strip() or name
    core = without_suffix(without_region(plain))
    brand = without_trade(core)
    surname = surname_of(plain)
    given = (
        plain[1:] if surname and len(plain) == 3 and plain[0] == surname and plain[1:] not in TITLES else ""
    )
    return Forms(core, brand, given, surname)


_ORDINAL = re.compile(r"(?<=[一-龥])[一二三四五六七八九十]{1,2}[建中小院局厂公安冶航化附幼](?=$|司|队)")


def ordinal_of(core: str) -> str:
    """建业二建 is called 二建, 市一中 一中; nothing where a name has neither number nor nickname."""
    found = _ORDINAL.search(core)
    if found is not None:
        return found.group()
    nick = core[-2:]  # 柯桥阿芳 is called 阿芳
    return (
        nick
        if len(core) > len(nick) + 1 and (nick[0] == "阿" or (nick[0] in "老小" and nick[1] in SURNAMES))
        else ""
    )


def is_name_shaped(text: str) -> bool:
    """Whether an unknown word looks like a customer: a person, a nickname, or a brand with a trade or legal form."""
    if not 2 <= len(text) <= 20:
        return False
    return bool(surname_of(text)) or without_trade(text) != text or without_suffix(text) != text
