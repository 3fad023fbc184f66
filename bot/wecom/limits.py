"""What fits through which channel, in bytes of UTF-8 (not characters); texts that do not fit are split."""

import unicodedata
from collections.abc import Iterator
from typing import Final

APP_TEXT: Final = 2_048  # doc/90236; what is longer is cut without a word
APP_MARKDOWN: Final = 2_048
ROBOT_TEXT: Final = 2_048  # doc/91770
ROBOT_MARKDOWN: Final = 4_096
ROBOT_IMAGE: Final = 2 * 1024 * 1024  # before base64
AIBOT_MARKDOWN: Final = 20_480  # doc/101031, streams and pushes alike
TITLE: Final = 128  # textcard, news, video, link
DESCRIPTION: Final = 512
URL: Final = 2_048
CARD_BUTTON_KEY: Final = 1_024
CARD_OPTION_ID: Final = 128

MEDIA_MINIMUM: Final = 6  # "more than 5 bytes" (doc/90253)
MEDIA_MAXIMUM: Final = {
    "image": 10 * 1024 * 1024,
    "voice": 2 * 1024 * 1024,
    "video": 10 * 1024 * 1024,
    "file": 20 * 1024 * 1024,
}

_SMALLEST = 64  # room for a number and for one family of emoji
_JOINER = "\u200d"


def size(text: str) -> int:
    """Bytes of the text in UTF-8."""
    return len(text.encode())


def cut(text: str, most_bytes: int) -> str:
    """The text if it fits, else its beginning with an ellipsis; never half a character."""
    if size(text) <= most_bytes:
        return text
    kept, room = "", most_bytes - size("…")
    for cluster in _clusters(text, room):
        if size(kept) + size(cluster) > room:
            break
        kept += cluster
    return kept + "…"


def split_text(text: str, limit_bytes: int = APP_TEXT) -> list[str]:
    """The text in parts of at most `limit_bytes`, cut at line ends, else between whole characters.

    More than one part: each begins with its number, `(1/3)`, on a line of its own, counted within the limit.
    The line end at a cut is dropped. Raises ValueError below 64 bytes.
    """
    if limit_bytes < _SMALLEST:
        raise ValueError(f"parts of {limit_bytes} bytes are too small to number")
    if size(text) <= limit_bytes:
        return [text]
    digits, parts = 0, [text]
    while len(str(len(parts))) > digits:
        digits = len(str(len(parts)))
        parts = _parts(text, limit_bytes - size("(/)\n") - 2 * digits)
    return [f"({number}/{len(parts)})\n{part}" for number, part in enumerate(parts, 1)]


def _parts(text: str, room: int) -> list[str]:
    """Lines gathered greedily; parts of nothing but line ends are left out."""
    parts: list[str] = []
    gathered: str | None = None
    for line in text.split("\n"):
        for piece in _pieces(line, room):
            joined = piece if gathered is None else f"{gathered}\n{piece}"
            if gathered is not None and (piece is not line or size(joined) > room):
                parts.append(gathered)
                joined = piece
            gathered = joined
    return [part for part in [*parts, gathered or ""] if part.strip("\n")]


def _pieces(line: str, room: int) -> Iterator[str]:
    """The line itself if it fits (the same object), else cuts of it."""
    if size(line) <= room:
        yield line
        return
    piece, used = "", 0
    for cluster in _clusters(line, room):
        length = size(cluster)
        if used + length > room:
            yield piece
            piece, used = "", 0
        piece, used = piece + cluster, used + length
    yield piece


def _clusters(line: str, room: int) -> Iterator[str]:
    """What a reader sees as one character, near enough (no tables): emoji sequences, flags, accents.

    A cluster larger than the room is given up and cut between code points.
    """
    cluster = ""
    for character in line:
        if cluster and (not _continues(cluster, character) or size(cluster + character) > room):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _continues(cluster: str, character: str) -> bool:
    if (
        character == _JOINER
        or cluster[-1] == _JOINER
        or unicodedata.category(character) in ("Mn", "Me", "Mc")
    ):
        return True
    code = ord(character)
    if 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F:  # skin tones, tags of regional flags
        return True
    return _is_flag_half(character) and len(cluster) == 1 and _is_flag_half(cluster)


def _is_flag_half(character: str) -> bool:
    return 0x1F1E6 <= ord(character) <= 0x1F1FF
