"""Plain text as the AI bot shows it: it knows markdown only, and no name somebody typed may become a heading or an @."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

# Full-width look-alikes: nobody knows whether each client understands a backslash.
_MARKS: Final = str.maketrans(
    dict(
        MappingProxyType(
            {"*": "＊", "_": "＿", "`": "｀", "~": "～", "<": "＜", ">": "＞", "[": "［", "]": "］"}
        )
    )
)
_AT_START: Final = re.compile(r"^([ \t]*)([#+\-])(?=[ \t])", re.MULTILINE)
_WIDE: Final = MappingProxyType({"#": "＃", "+": "＋", "-": "－"})
_NUMBERED: Final = re.compile(r"^([ \t]*\d+)\.(?=[ \t])", re.MULTILINE)


def literal(text: str) -> str:
    """The text so that markdown shows it as it is."""
    text = text.translate(_MARKS)
    text = _AT_START.sub(lambda found: found[1] + _WIDE[found[2]], text)
    return _NUMBERED.sub(r"\1．", text)
