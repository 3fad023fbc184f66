"""The fields of Settings as environment variables: name, default, what it is. Docs are checked from it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from dotenv import dotenv_values
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

# The tests' own switches share the prefix.
TEST_PREFIX = "QINGZHANG_TEST_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    name: str
    default: str
    description: str
    is_secret: bool


def variables_of(model: type[BaseModel], prefix: str) -> Iterator[Variable]:
    """Yield every variable of `model`, levels joined by `__`, in the order of its fields."""
    for field_name, field in model.model_fields.items():
        name = prefix + field_name.upper()
        level = field.annotation
        if isinstance(level, type) and issubclass(level, BaseModel):
            yield from variables_of(level, name + "__")
        else:
            yield Variable(
                name=name,
                default=default_of(field.default),
                description=field.description or "",
                is_secret=is_secret(field),
            )


def default_of(value: Any) -> str:
    return "" if value is None or value == () else str(value)


def is_secret(field: FieldInfo) -> bool:
    """Whether the value may not be shown: a secret, a list of them, or an address that can hold one."""
    return not field.repr or "SecretStr" in repr(field.annotation) or holds_secret(field.annotation)


def holds_secret(annotation: Any) -> bool:
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return any(field.annotation is SecretStr for field in part.model_fields.values())
    return False


def unknown_variables(known: Iterable[Variable], prefix: str, env_file: Path | None = None) -> list[str]:
    """Return variables with our prefix, here or in `env_file`, that nothing reads: most likely slips of the pen."""
    names = {variable.name for variable in known}
    written = dotenv_values(env_file) if env_file is not None and env_file.is_file() else {}
    return sorted(
        name
        for name in {*os.environ, *map(str.upper, written)}
        if name.startswith(prefix) and not name.startswith(TEST_PREFIX) and name not in names
    )
