"""Pictures and files through the AI bot: sealed with AES at an address that lives five minutes; up in pieces."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
from typing import Final

import httpx
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.wecom.aibot.connection import Connection
from bot.wecom.aibot.frames import Command, Frame
from bot.wecom.disposition import filename_in
from bot.wecom.limits import MEDIA_MAXIMUM, MEDIA_MINIMUM
from bot.wecom.outcomes import Later, Media, MediaOutcome, Refused, Uploaded, UploadOutcome
from bot.wecom.wire import MEDIA_SECONDS

CHUNK: Final = 512 * 1024  # doc/101463
PREFIX: Final = "aibot:"  # of a media_id that is an address with its key
_PAD = 32  # PKCS7 over 32 bytes, as in the envelope
_AGAIN = 5


class Sealed(Exception):
    """What was fetched cannot be opened with this key."""


def media_id(url: str, key: str) -> str:
    """An address and its key (base64) as a media_id of an attachment."""
    return f"{PREFIX}{key}@{url}"


def opened(content: bytes, key: str) -> bytes:
    """The file in what was fetched: AES-256-CBC, IV = the key's first 16 bytes. Raises Sealed."""
    try:
        raw = base64.b64decode(key + "=" * (-len(key) % 4), validate=True)
    except (ValueError, binascii.Error):
        raise Sealed("the key is not base64") from None
    if len(raw) != 32 or not content or len(content) % 16:
        raise Sealed("the key or the length is wrong")
    decryptor = Cipher(algorithms.AES(raw), modes.CBC(raw[:16])).decryptor()
    plain = decryptor.update(content) + decryptor.finalize()
    pad = plain[-1]
    if not 1 <= pad <= _PAD or not plain.endswith(bytes([pad]) * pad):
        raise Sealed("the padding is wrong")
    return plain[:-pad]


async def fetch(http: httpx.AsyncClient, media_id: str, *, most: int = MEDIA_MAXIMUM["file"]) -> MediaOutcome:
    """Fetch and open what `media_id` names. Larger than `most` bytes: refused, not cut."""
    key, _, url = media_id.removeprefix(PREFIX).partition("@")
    try:
        async with (
            asyncio.timeout(MEDIA_SECONDS),
            http.stream("GET", url, follow_redirects=True, timeout=30) as response,
        ):
            if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                return Later(after=_AGAIN, reason=f"HTTP {response.status_code}")
            if response.status_code != httpx.codes.OK:
                return Refused(errcode=None, reason=f"HTTP {response.status_code}")
            content = bytearray()
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > most + _PAD:
                    return Refused(errcode=None, reason=f"the file is larger than {most} bytes")
            named = filename_in(response.headers.get("content-disposition", ""))
            kind = response.headers.get("content-type", "").partition(";")[0]
        return Media(content=opened(bytes(content), key), content_type=kind, filename=named)
    except httpx.InvalidURL:
        return Refused(errcode=None, reason="its address is none")
    except (httpx.HTTPError, TimeoutError) as error:
        return Later(after=_AGAIN, reason=f"no file ({type(error).__name__})")
    except Sealed as error:
        return Refused(errcode=None, reason=str(error))


async def upload(connection: Connection, kind: str, filename: str, content: bytes) -> UploadOutcome:
    """Upload an image, voice, video or file in pieces; its media_id is good for three days."""
    if not MEDIA_MINIMUM <= len(content) <= MEDIA_MAXIMUM[kind]:
        return Refused(errcode=None, reason=f"{len(content)} bytes are too few or too many for a {kind}")
    pieces = [content[start : start + CHUNK] for start in range(0, len(content), CHUNK)]
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    begun = await connection.ask(
        Command.UPLOAD_INIT,
        {
            "type": kind,
            "filename": filename,
            "total_size": len(content),
            "total_chunks": len(pieces),
            "md5": digest,
        },
    )
    if not isinstance(begun, Frame):
        return _not_up(begun)
    upload_id = str(begun.body.get("upload_id") or "")
    for place, piece in enumerate(pieces):
        data = base64.b64encode(piece).decode()
        body = {"upload_id": upload_id, "chunk_index": place, "base64_data": data}
        sent = await connection.ask(Command.UPLOAD_CHUNK, body)
        if not isinstance(sent, Frame):
            return _not_up(sent)
    ended = await connection.ask(Command.UPLOAD_FINISH, {"upload_id": upload_id})
    if not isinstance(ended, Frame):
        return _not_up(ended)
    named = ended.body.get("media_id")
    if not isinstance(named, str) or not named:
        return Later(after=_AGAIN, reason="the upload was answered without a media_id")
    return Uploaded(media_id=named)


def _not_up(outcome: Refused | Later | object) -> Refused | Later:
    """A lost piece harms nobody: the whole is sent again."""
    if isinstance(outcome, Refused | Later):
        return outcome
    return Later(after=_AGAIN, reason="the upload was cut")
