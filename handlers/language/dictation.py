"""Whether a message sounds spoken. What is dictated is always confirmed before it is booked."""

from __future__ import annotations

import re

from handlers.language.sight import Sight

_STOPS = re.compile(r"[\s.…，,。；;、!?:|]+")
_A_BREATH = 16  # characters without a stop


def is_dictated(sight: Sight) -> bool:
    """Sounds spoken: a long run of characters without a stop, figures in words; always confirmed."""
    if len(sight.text) < _A_BREATH:
        return False
    runs = _STOPS.split(sight.text)
    longest = max(map(len, runs), default=0)
    spoken_figure = any(
        not char.isascii()
        for amount in sight.amounts
        for char in amount.text
        if char not in "万千百亿元块角毛分¥"
    )
    has_digits = any(char.isdigit() for char in sight.text)
    return longest >= 26 or (longest >= _A_BREATH and spoken_figure and not has_digits)
