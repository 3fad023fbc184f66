"""The ladder of reminders: `dunning.toml`, read into plain values."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from config.problems import InvalidSettings

FILE = Path(__file__).with_name("dunning.toml")
Tone = Literal["gentle", "firm", "formal", "final"]
Way = Literal["task", "kf", "sms", "email", "forward"]


class Rung(BaseModel):
    """One stage: `days` after the due day, below 0 before it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: int = Field(ge=-365, le=3650)
    tone: Tone = "gentle"
    template: str = ""


class Ladder(BaseModel):
    """The stages of one audience, in the order of their days. `repeat`: days after the last, 0 is never."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stages: tuple[Rung, ...] = ()
    repeat: int = Field(default=0, ge=0)
    channels: tuple[Way, ...] = ()

    @field_validator("stages")
    @classmethod
    def _in_order(cls, stages: tuple[Rung, ...]) -> tuple[Rung, ...]:
        for one, other in pairwise(stages):
            if one.days >= other.days:
                raise ValueError(f"stage {other.days} must come after stage {one.days}")
            if other.days <= 0 and other.tone != "gentle":
                raise ValueError(f"stage {other.days} is not after the due day and must be gentle")
        return stages

    def only(self, days: tuple[str, ...]) -> tuple[Rung, ...]:
        """The stages whose days are among these, as the settings name them."""
        return tuple(rung for rung in self.stages if str(rung.days) in days)


class Dunning(BaseModel):
    """What the file says. `grades`: grade → how many tones harsher (above 0) or softer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    grades: dict[str, int] = {}
    owner: Ladder = Ladder()
    customer: Ladder = Ladder()
    sales: Ladder = Ladder()
    finance: Ladder = Ladder()
    manager: Ladder = Ladder()

    def ladder(self, audience: str) -> Ladder:
        ladder: Ladder = getattr(self, audience)
        return ladder


def load_dunning(file: Path = FILE) -> Dunning:
    """Return the ladder; raise InvalidSettings with a sentence for each thing that is wrong in the file."""
    found = file.stat()
    return _read(file, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int, _size: int) -> Dunning:
    # Asked for by every tick and every letter, and read in milliseconds: once until it changes.
    try:
        with file.open("rb") as handle:
            return Dunning.model_validate(tomllib.load(handle))
    except tomllib.TOMLDecodeError as error:
        raise InvalidSettings((f"{file.name} cannot be read: {error}.",)) from None
    except ValidationError as error:
        raise InvalidSettings(tuple(_sentence(file, detail) for detail in error.errors())) from None


def _sentence(file: Path, detail: object) -> str:
    found: dict[str, object] = dict(detail)  # type: ignore[call-overload]
    place = ".".join(str(part) for part in found["loc"])  # type: ignore[attr-defined]
    what = str(found["msg"]).removeprefix("Value error, ")
    return f"{file.name}, {place}: {what[0].lower()}{what[1:]}."
