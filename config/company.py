"""Company settings: `defaults.toml` as typed values, and a company's own values over them.

`storage` keeps a company's values as text (customer > category > corp > file); reading and writing that text
happens here only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

Kind = Literal["bool", "whole", "money", "choice", "several", "date", "time", "text"]
Scope = Literal["corp", "category", "customer"]
Role = Literal["finance", "manager", "admin"]
Value = bool | int | str | tuple[str, ...] | date | time | None
T = TypeVar("T")

FILE = Path(__file__).with_name("defaults.toml")
WORDS_OF_BOOL = {"true": True, "false": False}
ALLOWED: dict[Kind, str] = {
    "bool": "true or false",
    "whole": "a whole number of 0 or more",
    "money": "yuan with at most two decimals, such as 500.00",
    "date": "a date such as 2026-11-30, or nothing",
    "time": "a time of day such as 08:45",
    "text": "one line of at most 200 characters",
}
LONGEST_TEXT = 200


class UnknownSetting(KeyError):
    """No company setting has this key."""

    def __str__(self) -> str:
        return f"no company setting is called {self.args[0]!r}"


class CompanySetting(BaseModel):
    """One key: its kind, shipped value (money in fen, a date may be None), who may change it and where.

    A whole number may be set to `most`; one that was kept before there was a bound is still read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    kind: Kind
    choices: tuple[str, ...] = ()
    value: Value
    most: int | None = None
    changed_by: Role
    scopes: tuple[Scope, ...]
    description: str

    @field_validator("value", mode="plain")
    @classmethod
    def _read_shipped(cls, raw: object, info: ValidationInfo) -> Value:
        text = str(raw).lower() if isinstance(raw, bool) else str(raw)
        return read_value(text, info.data["kind"], info.data["choices"])

    def read(self, text: str) -> Value:
        """Return the value that `text` stands for; raise ValueError with what is allowed."""
        try:
            return read_value(text.strip(), self.kind, self.choices)
        except (ValueError, KeyError, InvalidOperation):
            some = "some" if self.kind == "several" else "one"
            allowed = ALLOWED.get(self.kind) or f"{some} of " + ", ".join(self.choices)
            raise ValueError(f"{self.key} is {text!r}; allowed is {allowed}.") from None

    def is_too_much(self, value: Value) -> bool:
        return self.most is not None and isinstance(value, int) and value > self.most

    def accept(self, text: str) -> Value:
        """Return what `read` does; raise ValueError also for what is too much to be set."""
        value = self.read(text)
        if self.is_too_much(value):
            raise ValueError(f"{self.key} is {text!r}; allowed is {ALLOWED[self.kind]}, at most {self.most}.")
        return value

    def write(self, value: Value) -> str:
        """Return the text that `read` turns into `value`."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).lower()
        if self.kind == "money" and isinstance(value, int):
            return f"{value // 100}.{value % 100:02}"
        if isinstance(value, tuple):
            return ",".join(value)
        return value.strftime("%H:%M") if isinstance(value, time) else str(value)


def read_value(text: str, kind: Kind, choices: tuple[str, ...]) -> Value:
    if kind == "bool":
        return WORDS_OF_BOOL[text.lower()]
    if kind == "whole":
        return at_least_zero(Decimal(int(text)))
    if kind == "money":
        return at_least_zero(Decimal(text) * 100)
    if kind == "date":
        return date.fromisoformat(text) if text else None
    if kind == "time":
        return time.fromisoformat(text)
    if kind == "text":
        return one_line(text)
    if kind == "several":
        return several_of(text, choices)
    if text not in choices:
        raise ValueError(text)
    return text


def one_line(text: str) -> str:
    """Return the text; raise ValueError for a long one, or one with what cannot be seen."""
    if len(text) > LONGEST_TEXT or not text.isprintable():
        raise ValueError(text)
    return text


def several_of(text: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parts between commas, in the order of the choices; raise ValueError for one that is none of them."""
    parts = {part.strip() for part in text.split(",")} - {""}
    if parts - set(choices):
        raise ValueError(text)
    return tuple(choice for choice in choices if choice in parts)


def at_least_zero(number: Decimal) -> int:
    """Return a whole number (of fen: nothing below a fen is money); raise ValueError otherwise."""
    if number < 0 or number != number.to_integral_value():
        raise ValueError(str(number))
    return int(number)


@dataclass(frozen=True, slots=True)
class CompanySettings(Mapping[str, Value]):
    """The value of every key: `texts` (a company's own, already laid over each other) over what is shipped.

    A key that does not exist raises UnknownSetting; asking for a key as another kind than it is, TypeError.
    Of the environment are `public_url`, where people reach the pages, "" where they cannot, and `customer_ways`, those
    by which letters go to customers by themselves.
    """

    shipped: Mapping[str, CompanySetting]
    texts: Mapping[str, str] = field(default_factory=dict)
    public_url: str = ""
    customer_ways: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> Value:
        setting = self.setting(key)
        return setting.read(self.texts[key]) if key in self.texts else setting.value

    def __iter__(self) -> Iterator[str]:
        return iter(self.shipped)

    def __len__(self) -> int:
        return len(self.shipped)

    def setting(self, key: str) -> CompanySetting:
        if key not in self.shipped:
            raise UnknownSetting(key)
        return self.shipped[key]

    def over(self, texts: Mapping[str, str]) -> CompanySettings:
        """Return the same settings with `texts` over what was there."""
        return CompanySettings(self.shipped, {**self.texts, **texts}, self.public_url, self.customer_ways)

    def is_on(self, key: str) -> bool:
        return self._typed(key, bool)

    def whole(self, key: str) -> int:
        return self._typed(key, int)

    def fen(self, key: str) -> int:
        return self._typed(key, int)

    @property
    def discount_limits(self) -> Mapping[str, int]:
        """Fen that a role may let go by itself; those who decide are not in it (PEOPLE P8)."""
        sales, finance = self.fen("discount_limit_sales"), self.fen("discount_limit_finance")
        return {"sales": sales, "clerk": sales, "finance": finance}

    def choice(self, key: str) -> str:
        return self._typed(key, str)

    def text(self, key: str) -> str:
        return self._typed(key, str)

    def several(self, key: str) -> tuple[str, ...]:
        return self._typed(key, tuple)

    def at(self, key: str) -> time:
        return self._typed(key, time)

    def day(self, key: str) -> date | None:
        return None if self[key] is None else self._typed(key, date)

    def _typed(self, key: str, kind: type[T]) -> T:
        value = self[key]
        if type(value) is not kind:
            raise TypeError(f"{key} is a {self.setting(key).kind}, not a {kind.__name__}")
        return value


def load_company(
    file: Path = FILE, *, public_url: str = "", customer_ways: frozenset[str] = frozenset()
) -> CompanySettings:
    """Return the shipped settings; raise pydantic's ValidationError on an entry that contradicts itself."""
    return CompanySettings(_shipped(file), {}, public_url, customer_ways)


@cache
def _shipped(file: Path) -> Mapping[str, CompanySetting]:
    with file.open("rb") as handle:
        tables = tomllib.load(handle)
    return {key: CompanySetting(key=key, **table) for key, table in tables.items()}
