"""What came of a call to WeCom, as values: the caller never guesses whether to try again."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.wecom.errcodes import Verdict, errcode_of


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Accepted by the platform. `failed` are userids, as given by the caller, whom it did not reach.

    `response_code` of a card changes it once, within 72 hours.
    """

    message_id: str
    failed: tuple[str, ...] = ()
    response_code: str = ""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Never gets through as it is. `errcode` is None where this side refused before the wire.

    With `channel_broken` nothing else gets through either until a person mends the configuration.
    """

    errcode: int | None
    reason: str
    channel_broken: bool = False


@dataclass(frozen=True, kw_only=True)
class Later:
    """Certainly not done; may be done again as it is after so many seconds."""

    after: int
    reason: str
    errcode: int | None = None


@dataclass(frozen=True, kw_only=True)
class Unsure:
    """The request was written and no answer came: it may have been done. Never repeat it blindly."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Uploaded:
    """The media_id is good for three days, for all apps of the company."""

    media_id: str


@dataclass(frozen=True, kw_only=True)
class Media:
    """`filename` is "" where the platform names none."""

    content: bytes
    content_type: str
    filename: str


SendOutcome: TypeAlias = Sent | Refused | Later | Unsure
UploadOutcome: TypeAlias = Uploaded | Refused | Later
MediaOutcome: TypeAlias = Media | Refused | Later


def outcome_of(code: int, message: str) -> Refused | Later:
    """The outcome of an errcode other than 0; `message` is the errmsg with Tencent's hint, kept for the log.

    A code that asks for a new token counts as a broken channel: the one renewal is behind it.
    """
    known = errcode_of(code)
    reason = f"{known.line} ({message})" if message else known.line
    if known.verdict is Verdict.RETRY:
        return Later(after=known.after, reason=reason, errcode=code)
    broken = known.verdict in (Verdict.CHANNEL_BROKEN, Verdict.NEW_TOKEN)
    return Refused(errcode=code, reason=reason, channel_broken=broken)
