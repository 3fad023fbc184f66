"""Values kept as JSON: days as {"day": ISO}, tuples as lists; 63-bit ids are kept as text by who writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def to_plain(value: Any) -> Any:
    """JSON of a value. Raises TypeError for what has no place in a row."""
    if value is None or isinstance(value, (str, int, bool)):
        return value
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Mapping):
        return {str(name): to_plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_plain(part) for part in value]
    raise TypeError(f"{type(value).__name__} is not kept as JSON")


def to_rich(value: Any) -> Any:
    """Inverse of `to_plain`, but for lists, which stay lists."""
    if isinstance(value, Mapping):
        if set(value) == {"day"}:
            return date.fromisoformat(value["day"])
        return {name: to_rich(part) for name, part in value.items()}
    if isinstance(value, list):
        return [to_rich(part) for part in value]
    return value
