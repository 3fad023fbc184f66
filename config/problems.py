"""What is wrong with the environment, one English sentence a variable; no sentence shows a secret."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ValidationError

from config.variables import Variable, variables_of

# Written by pydantic for a reader of Python; these say the same to a reader of .env.
ALLOWED = {
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "greater_than": "a number above {gt}",
    "literal_error": "one of {expected}",
    "path_type": "a path",
    "model_type": "set by its parts, such as {name}__…",
}


class InvalidSettings(Exception):
    """The environment cannot be used as it is."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def problems_of(error: ValidationError, model: type[BaseModel], prefix: str) -> tuple[str, ...]:
    """Return a sentence a wrong variable: its name, what was found (never a secret), what is allowed."""
    known = {variable.name: variable for variable in variables_of(model, prefix)}
    return tuple(sentence(detail, known, prefix) for detail in error.errors(include_url=False))


def sentence(detail: Any, known: dict[str, Variable], prefix: str) -> str:
    name = prefix + "__".join(str(part).upper() for part in detail["loc"])
    variable = known.get(name)
    shown = found(str(detail["input"]), is_secret=variable is None or variable.is_secret)
    return f"{name} is {shown}; allowed is {allowed(detail, name)}."


def found(text: str, *, is_secret: bool) -> str:
    return f"set ({len(text)} characters)" if is_secret else repr(text)


def allowed(detail: Any, name: str) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    words: str = ALLOWED.get(detail["type"], detail["msg"])
    return words.format(name=name, **detail.get("ctx", {}))


def unreadable(error: Exception, prefix: str) -> str:
    """Return the sentence for a level that was set as a whole, such as QINGZHANG_WECOM=…"""
    field = re.search(r'"(\w+)"', str(error))
    name = prefix + (field.group(1).upper() if field else "…")
    return f"{name} cannot be set as a whole; allowed is to set its parts, such as {name}__…"
