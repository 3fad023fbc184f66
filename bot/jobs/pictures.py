"""Pictures and files that people sent are fetched at once: WeCom keeps them for three days only (P10)."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
from pathlib import Path

import structlog

from bot.jobs.job import Context
from bot.wecom.client import Client
from bot.wecom.outcomes import Later, Media
from storage.attachments import AttachmentView

NAME = "pictures"
BATCH = 20
FOLDER = "attachments"
_log = structlog.get_logger(__name__)


async def run(context: Context) -> None:
    """Fetch what has no file yet; what cannot be had is marked, and looked for no more."""
    if context.client is None:
        return
    waiting = await context.database.read(lambda uow: uow.attachments.unfetched(limit=BATCH))
    for attachment in waiting:
        await _fetch(attachment, context.client, context)


async def _fetch(attachment: AttachmentView, client: Client, context: Context) -> None:
    outcome = await client.get_media(attachment.media_id)
    if isinstance(outcome, Later):
        return  # the next tick tries again
    if not isinstance(outcome, Media):
        _log.warning("a picture cannot be fetched", attachment=attachment.id, cause=outcome.reason)
        await context.database.write(
            lambda uow: uow.attachments.fetched(attachment.id, path="", sha256="gone")
        )
        return
    sha256 = hashlib.sha256(outcome.content).hexdigest()
    suffix = mimetypes.guess_extension(outcome.content_type.partition(";")[0]) or ""
    path = context.files / FOLDER / f"{sha256}{suffix}"
    await asyncio.to_thread(_keep, path, outcome.content)
    await context.database.write(
        lambda uow: uow.attachments.fetched(attachment.id, path=f"{FOLDER}/{path.name}", sha256=sha256)
    )


def _keep(path: Path, content: bytes) -> None:
    """Written whole or not at all; the same picture twice is one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(path.suffix + ".part")
    part.write_bytes(content)
    part.replace(path)
