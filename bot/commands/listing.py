"""A value of a listing as other programs read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def plain_of(value: Any) -> dict[str, Any]:
    """The fields of a dataclass; ids are strings in every export."""
    fields = getattr(value, "__dataclass_fields__", {})
    return {name: _shown(getattr(value, name)) for name in fields}


def _shown(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _shown(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shown(one) for one in value]
    return value if value is None or isinstance(value, (str, int, bool, float)) else str(value)
