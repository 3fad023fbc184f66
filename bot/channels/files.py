"""Files on their way out: read from below the data folder, and from nowhere else."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from bot.wecom.outcomes import Later, Refused, SendOutcome

_MEDIA_GONE: Final = 40007
_AGAIN: Final = 1  # seconds


def once_more(outcome: SendOutcome) -> SendOutcome:
    """A media_id that the platform does not know any more (40007): with the next attempt the file is uploaded again."""
    if isinstance(outcome, Refused) and outcome.errcode == _MEDIA_GONE:
        return Later(after=_AGAIN, reason=outcome.reason)
    return outcome


async def content_of(folder: Path, path: str) -> bytes | None:
    """The bytes of the file `path` below `folder`; None when it is not there, or not below it."""
    return await asyncio.to_thread(_read, folder, path)


def _read(folder: Path, path: str) -> bytes | None:
    file = (folder / path).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        return None
    return file.read_bytes()
