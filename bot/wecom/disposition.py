"""The name of a file in the head of its response (Content-Disposition)."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

_NAME: Final = re.compile(r"filename\*=utf-8''([^;]+)|filename=\"?([^\";]+)\"?", re.IGNORECASE)


def filename_in(disposition: str) -> str:
    """The file's name; "" where none is given."""
    found = _NAME.search(disposition)
    if found is None:
        return ""
    return unquote(found[1]) if found[1] else found[2]
