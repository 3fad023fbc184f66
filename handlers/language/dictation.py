"""Whether a message sounds spoken. What is dictated is always confirmed before it is booked."""

from __future__ import annotations

import re

from handlers.language.sight import Sight

_A_BREATH, _TOO_LONG = 16, 26  # characters without a stop
_BREATHS = re.compile(rf"[^\s.…，,。；;、!?:|]{{{_A_BREATH},}}")


def is_dictated(sight: Sight) -> bool:
    """Sounds spoken: a long run of characters without a stop, figures in words; always confirmed."""
    longest = max(map(len, _BREATHS.findall(sight.text)), default=0)
    if not longest or longest >= _TOO_LONG:
        return longest > 0
    spoken_figure = any(
        not char.isascii()
        for amount in sight.amounts
        for char in amount.text
        if char not in "万千百亿元块角毛分¥"
    )
    has_digits = any(char.isdigit() for char in sight.text)
    return spoken_figure and not has_digits
