"""Pictures and files that people sent are fetched at once: WeCom keeps them for three days, a bot's for five minutes."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
from pathlib import Path

import structlog

from bot.jobs.job import Context
from bot.wecom.aibot.media import PREFIX, fetch
from bot.wecom.outcomes import Later, Media, MediaOutcome
from storage.attachments import AttachmentView
from storage.unit_of_work import UnitOfWork

NAME = "pictures"
BATCH = 20
FOLDER = "attachments"
_LONGEST_SUFFIX = 8
_log = structlog.get_logger(__name__)


def is_due(uow: UnitOfWork, _: Context) -> bool:
    return bool(uow.attachments.unfetched(limit=1))


async def run(context: Context) -> None:
    """Fetch what has no file yet; what cannot be had is marked, and looked for no more."""
    waiting = await context.database.read(lambda uow: uow.attachments.unfetched(limit=BATCH))
    for attachment in waiting:
        await _fetch(attachment, context)


async def _get(media_id: str, context: Context) -> MediaOutcome | None:
    """What lies there; None where this process has no way to it."""
    if media_id.startswith(PREFIX):
        return await fetch(context.http, media_id) if context.http is not None else None
    return await context.client.get_media(media_id) if context.client is not None else None


async def _fetch(attachment: AttachmentView, context: Context) -> None:
    outcome = await _get(attachment.media_id, context)
    if outcome is None or isinstance(outcome, Later):
        return  # the next tick tries again
    if not isinstance(outcome, Media):
        _log.warning("a picture cannot be fetched", attachment=attachment.id, cause=outcome.reason)
        await context.database.write(
            lambda uow: uow.attachments.fetched(attachment.id, path="", sha256="gone")
        )
        return
    sha256 = hashlib.sha256(outcome.content).hexdigest()
    suffix = _suffix(outcome, attachment)
    path = context.files / FOLDER / f"{sha256}{suffix}"
    await asyncio.to_thread(_keep, path, outcome.content)
    await context.database.write(
        lambda uow: uow.attachments.fetched(attachment.id, path=f"{FOLDER}/{path.name}", sha256=sha256)
    )


def _suffix(media: Media, attachment: AttachmentView) -> str:
    """The ending of the kept file: of its name where it has one, else of what it is said, or seen, to be."""
    named = Path(media.filename or attachment.name).suffix.lower()
    if named:
        return named if named.isascii() and len(named) <= _LONGEST_SUFFIX else ""
    known = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif", b"%PDF": ".pdf"}
    seen = next((suffix for start, suffix in known.items() if media.content.startswith(start)), "")
    return seen or mimetypes.guess_extension(media.content_type) or ""


def _keep(path: Path, content: bytes) -> None:
    """Written whole or not at all; the same picture twice is one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(path.suffix + ".part")
    part.write_bytes(content)
    part.replace(path)
