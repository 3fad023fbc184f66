"""A cell of 账期: 30, “30天”, “月结30”, “货到付款”, “net 30”."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.imports.values import BadCell, Cell, text_of
from config.company import CompanySettings
from handlers.language.terms import find_terms
from handlers.terms import terms_meant
from ledger.errors import InvalidTerms
from ledger.terms import Terms, parse

_DAYS = re.compile(r"(?:net\s*)?(\d{1,4})(?:\s*days?)?", re.IGNORECASE | re.ASCII)


def terms_in(cell: Cell, company: CompanySettings) -> Terms | None:
    """The terms of a cell; None when it is empty. Raises `BadCell`."""
    text = unicodedata.normalize("NFKC", text_of(cell))
    return _read(text, company) if text else None


def _read(text: str, company: CompanySettings) -> Terms:
    try:
        match = _DAYS.fullmatch(text)
        if match is not None:
            return Terms("net", int(match[1]))
        if ":" in text or "_" in text:
            return parse(text)  # as exports write it
        spans = _spans(text)
        if len(spans) == 1 and len(spans[0].text.strip()) == len(text):
            return terms_meant(spans[0].terms, company)
    except InvalidTerms as error:
        raise BadCell(f"{text!r}: {error}") from error
    raise BadCell(f"{text!r} are no terms that can be read")


_spans = lru_cache(maxsize=1_024)(find_terms)
