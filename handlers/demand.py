"""Whether a text that went to a customer counts as a demand (民法典 195; 诉讼时效规定 art. 8: data messages too)."""

from __future__ import annotations

import re

_SUM = re.compile(r"\d[\d,]*(?:\.\d{1,2})?\s*(?:元|块|万)")
_DAY = re.compile(r"\d{1,2}\s*[月/.-]\s*\d{1,2}|\d{1,2}[日号]")
_ASKS = re.compile(
    r"(?:请|烦请|麻烦|望|务必)[^。！]{0,24}(?:付|结|还|打|汇|安排|清)|付清|结清|清偿|偿还|尽快支付"
)
_OWED = re.compile(r"欠|应付|货款|到期|逾期|未付|账款")


def is_demand(text: str, customer: str) -> bool:
    """It names the debtor in full, a sum, a day and a clear request; a greeting or an offer is none."""
    named = customer in text
    return named and all(pattern.search(text) for pattern in (_SUM, _DAY, _ASKS, _OWED))
