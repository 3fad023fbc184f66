"""Uploaded files: three days by their media_id, a few of them (doc/90253, doc/90254)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock

KEPT_BYTES = 64 * 1024 * 1024
LIFE = timedelta(days=3)
FEWEST_BYTES = 6
MOST_BYTES = {"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "file": 20 << 20}
BAD_KIND, BAD_SIZE, BAD_MEDIA_ID = 40004, 40006, 40007


@dataclass(frozen=True, slots=True)
class File:
    media_id: str
    kind: str
    name: str
    content_type: str
    content: bytes
    uploaded_at: datetime


class Files:
    """What was uploaded. The oldest go when there is too much."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._files: dict[str, File] = {}

    def add(self, kind: str, name: str, content_type: str, content: bytes) -> File | int:
        """The file with its new media_id, or the errcode."""
        if kind not in MOST_BYTES:
            return BAD_KIND
        if not FEWEST_BYTES <= len(content) <= MOST_BYTES[kind]:
            return BAD_SIZE
        file = File(secrets.token_urlsafe(32), kind, name, content_type, content, self._clock.now())
        self._files[file.media_id] = file
        while sum(len(kept.content) for kept in self._files.values()) > KEPT_BYTES:
            del self._files[next(iter(self._files))]
        return file

    def get(self, media_id: str) -> File | int:
        """The file, or the errcode of one that is unknown or older than three days."""
        file = self._files.get(media_id)
        if file is None or file.uploaded_at <= self._clock.now() - LIFE:
            return BAD_MEDIA_ID
        return file
