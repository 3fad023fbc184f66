"""The buckets of the aging table: `aging.toml`, read into plain values."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, model_validator

Basis = Literal["due", "issued"]
FILE = Path(__file__).with_name("aging.toml")


class Bucket(BaseModel):
    """`up_to` is the last age that belongs to the bucket; None in the last one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    up_to: int | None = None


class Buckets(BaseModel):
    """Buckets without gap or overlap; ages are counted in `unit`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: Literal["days", "years"]
    buckets: tuple[Bucket, ...]

    @model_validator(mode="after")
    def _check_order(self) -> Buckets:
        *ends, last = [bucket.up_to for bucket in self.buckets]
        if last is not None or None in ends or ends != sorted({end for end in ends if end is not None}):
            raise ValueError("up_to grows from bucket to bucket, and only the last bucket has none")
        return self


def load_buckets(file: Path = FILE) -> dict[Basis, Buckets]:
    """Return the buckets of each basis; raise pydantic's ValidationError when they leave a gap."""
    with file.open("rb") as handle:
        return TypeAdapter(dict[Basis, Buckets]).validate_python(tomllib.load(handle))
