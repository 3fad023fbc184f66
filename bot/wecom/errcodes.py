"""WeCom's errcodes and what follows from each (doc/90313). Unknown ones are permanent: no guessed retries."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """PERMANENT: this message never gets through. CHANNEL_BROKEN: none does until a person mends something.

    NEW_TOKEN: once more with a fresh access_token, then it is CHANNEL_BROKEN. RETRY: later, as it is.
    """

    PERMANENT = "permanent"
    RETRY = "retry"
    NEW_TOKEN = "new_token"  # noqa: S105
    CHANNEL_BROKEN = "channel_broken"


@dataclass(frozen=True)
class Errcode:
    """`after` is in seconds and 0 for everything but RETRY."""

    verdict: Verdict
    line: str
    after: int = 0


_PERMANENT, _RETRY = Verdict.PERMANENT, Verdict.RETRY
_NEW_TOKEN, _BROKEN = Verdict.NEW_TOKEN, Verdict.CHANNEL_BROKEN

ERRCODES: Final[dict[int, Errcode]] = {
    -1: Errcode(_RETRY, "the platform is busy", after=2),
    # credentials
    40001: Errcode(_NEW_TOKEN, "the secret is wrong, or the access_token is stale"),
    40013: Errcode(_BROKEN, "the corp id is wrong"),
    40014: Errcode(_NEW_TOKEN, "the access_token is invalid"),
    41001: Errcode(_BROKEN, "the access_token is missing"),
    41004: Errcode(_BROKEN, "the secret is missing"),
    42001: Errcode(_NEW_TOKEN, "the access_token has expired"),
    40029: Errcode(_PERMANENT, "the login code is not valid: log in again"),
    42003: Errcode(_PERMANENT, "the login code has expired: log in again"),
    # the person
    40003: Errcode(_PERMANENT, "the userid is not valid"),
    46004: Errcode(_PERMANENT, "nobody has this userid"),
    60011: Errcode(_PERMANENT, "the app has no right on this member, department or agent"),
    60111: Errcode(_PERMANENT, "the userid is not in the address book"),
    81013: Errcode(_PERMANENT, "all recipients are invalid or out of the app's visible range"),
    82001: Errcode(_PERMANENT, "no recipient was named"),
    82002: Errcode(_PERMANENT, "too many departments were named"),
    82003: Errcode(_PERMANENT, "too many tags were named"),
    50002: Errcode(_PERMANENT, "the member is outside the app's visible range"),
    # the content
    40007: Errcode(_PERMANENT, "the media_id is invalid or older than three days: upload again"),
    40008: Errcode(_PERMANENT, "the message type is not valid"),
    40033: Errcode(_PERMANENT, "the body holds characters that are not allowed"),
    40035: Errcode(_PERMANENT, "a parameter is not valid"),
    40058: Errcode(_PERMANENT, "a parameter is missing or not valid"),
    40201: Errcode(_PERMANENT, "the content was taken for spam: reword it"),
    44004: Errcode(_PERMANENT, "the content is empty"),
    45002: Errcode(_PERMANENT, "the content is too long"),
    45008: Errcode(_PERMANENT, "more than eight articles"),
    # configuration of the app
    40056: Errcode(_BROKEN, "the agent id is not valid"),
    301002: Errcode(_BROKEN, "the secret has no right on this agent id"),
    43012: Errcode(_BROKEN, "the app needs a callback URL for interactive cards"),
    48001: Errcode(_BROKEN, "the app may not call this interface"),
    48002: Errcode(_BROKEN, "the interface is not allowed to this secret"),
    48006: Errcode(_BROKEN, "the right was withdrawn because the app was unused for long"),
    50001: Errcode(_BROKEN, "the redirect address is not on the trusted domain"),
    60020: Errcode(_BROKEN, "this server's address is not among the company's trusted IPs"),
    80001: Errcode(_BROKEN, "the trusted domain is not set or not registered to the company"),
    # frequency
    45009: Errcode(_RETRY, "called too often", after=60),  # the block lasts a minute (doc/90312)
    45033: Errcode(_RETRY, "too many calls at once", after=5),
    # customers (external contacts)
    40096: Errcode(_PERMANENT, "the external_userid is not valid"),
    41048: Errcode(_PERMANENT, "none of the customers can receive it"),
    41051: Errcode(_PERMANENT, "the chat has begun already, no welcome is possible"),
    41063: Errcode(_RETRY, "the mass message is still being dispatched", after=300),
    84061: Errcode(_PERMANENT, "this colleague and this customer are no longer connected"),
    84074: Errcode(_PERMANENT, "no right on this customer"),
    # groups created by the app
    86001: Errcode(_BROKEN, "the chat id is not valid"),
    86003: Errcode(_BROKEN, "the chat id does not exist"),
    86008: Errcode(_BROKEN, "the chat belongs to another app"),
    86216: Errcode(_PERMANENT, "a member of the chat is not valid"),
    86217: Errcode(_PERMANENT, "the sender is not a member of the chat"),
    # group robots
    93000: Errcode(_BROKEN, "the robot's address is not valid or the robot was removed"),
    93001: Errcode(_BROKEN, "robots are not allowed in this group"),
    93004: Errcode(_BROKEN, "the robot is disabled"),
    93006: Errcode(_BROKEN, "the group id is not valid"),
    93008: Errcode(_BROKEN, "the robot is not in the group"),
    93017: Errcode(_PERMANENT, "the body is empty"),
    93018: Errcode(_PERMANENT, "the picture is too large"),
    93019: Errcode(_BROKEN, "the robot's id is not valid"),
    # customer service (kf)
    95000: Errcode(_BROKEN, "the customer-service account is not valid"),
    95001: Errcode(_PERMANENT, "five messages were sent since the customer last wrote"),
    95004: Errcode(_BROKEN, "the customer-service account does not exist"),
    95007: Errcode(_PERMANENT, "the token of the message callback is not valid"),
    95013: Errcode(_PERMANENT, "the conversation has ended"),
    95018: Errcode(
        _PERMANENT, "48 hours have passed since the customer wrote, or a colleague has taken over"
    ),
    # approvals
    301025: Errcode(_PERMANENT, "a parameter of the approval is not valid"),
    301055: Errcode(_BROKEN, "the app has no right on approvals"),
    # the bot's socket
    846605: Errcode(_PERMANENT, "the req_id does not fit this kind of answer"),
    846608: Errcode(_PERMANENT, "the stream has expired"),
}


def errcode_of(code: int) -> Errcode:
    """What follows from a code other than 0; PERMANENT for codes that are not in the table."""
    return ERRCODES.get(code) or Errcode(_PERMANENT, f"unknown errcode {code}")
