"""The shipped percentages of the provision matrix: `provision.toml`, and a company's own, as plain values."""

from __future__ import annotations

import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("provision.toml")


class ProvisionRates(BaseModel):
    """Per cent by bucket, the youngest first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issued: tuple[Decimal, ...]
    due: tuple[Decimal, ...]
    roll_last: Decimal


def load_provision(file: Path = FILE) -> ProvisionRates:
    """Return the shipped percentages; raise pydantic's ValidationError on what is none."""
    with file.open("rb") as handle:
        return ProvisionRates.model_validate(tomllib.load(handle))


def read_rates(text: str) -> tuple[Decimal, ...]:
    """“5,10,30,50,80,100” as percentages; raise ValueError for what is none, or not between 0 and 100."""
    try:
        rates = tuple(Decimal(part.strip()) for part in text.split(",") if part.strip())
    except InvalidOperation:
        raise ValueError(text) from None
    if any(not 0 <= rate <= 100 for rate in rates):
        raise ValueError(text)
    return rates
