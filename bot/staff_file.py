"""The staff file: imported at start and when it changes; it wins for the people it names."""

from __future__ import annotations

import asyncio
import tomllib
from pathlib import Path
from typing import Literal

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from storage.database import Database
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

_log = structlog.get_logger(__name__)


class Person(BaseModel):
    """One `[[staff]]` table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    userid: str
    name: str
    role: Literal["sales", "clerk", "warehouse", "finance", "manager", "admin", "none"]
    department: str = ""
    manager: str = ""


class Staff(BaseModel):
    model_config = ConfigDict(extra="forbid")

    staff: tuple[Person, ...]


class StaffFile:
    """Reads the file when it has changed since it was read last."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at = 0.0

    async def load(self, database: Database) -> bool:
        """Put its people into the books if the file is new; a file with a mistake is logged and changes nothing."""
        try:
            changed_at = await asyncio.to_thread(lambda: self._path.stat().st_mtime)
            if changed_at == self._read_at:
                return False
            people = await asyncio.to_thread(read_staff, self._path)
        except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
            _log.error("the staff file cannot be read", path=str(self._path), error=str(error))
            return False
        await database.write(lambda uow: _put(people, uow))
        self._read_at = changed_at
        return True


def read_staff(path: Path) -> tuple[Person, ...]:
    """The people named in the file. Raises OSError, TOMLDecodeError or ValidationError."""
    with path.open("rb") as file:
        return Staff.model_validate(tomllib.load(file)).staff


def _put(people: tuple[Person, ...], uow: UnitOfWork) -> None:
    for person in people:
        uow.staff.put(StaffView(**person.model_dump(), source="file"))
