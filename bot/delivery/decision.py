"""What becomes of an outbox row after an attempt: pure, so that the loop around it stays thin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.wecom.outcomes import Later, Refused, SendOutcome, Sent, Unsure

MOST_ATTEMPTS = 8
_FIRST_WAIT = 5  # seconds; doubled each time
_LONGEST_WAIT = 3600
# A way that is broken until a person mends it is tried again so often, for so long.
PROBE = timedelta(minutes=10)
GIVE_UP = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Next:
    """`state`: sent | waiting (again after `wait`) | failed | unsure (a person decides)."""

    state: str
    wait: timedelta = timedelta()
    reason: str = ""
    external_id: str = ""


def decide(outcome: SendOutcome, attempts: int, *, target: str, age: timedelta = timedelta()) -> Next:
    """The next state of a row, `age` old, after its `attempts`-th attempt (1 = the first).

    `external_id` is the platform's number of the message and, behind a blank, the code that changes a card.
    """
    match outcome:
        case Sent(message_id=message_id, failed=failed, response_code=code):
            if target in failed:  # errcode 0 with invaliduser is a failure for that person
                return Next("failed", reason="the person cannot be reached by this app")
            return Next("sent", external_id=f"{message_id} {code}".rstrip())
        case Later(after=after, reason=reason):
            if attempts >= MOST_ATTEMPTS:
                return Next("failed", reason=reason)
            wait = max(after, min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (attempts - 1)))
            return Next("waiting", timedelta(seconds=wait), reason)
        case Refused(reason=reason, channel_broken=True) if age < GIVE_UP:
            return Next("waiting", PROBE, reason)
        case Refused(reason=reason):
            return Next("failed", reason=reason)
        case Unsure(reason=reason):
            return Next("unsure", reason=reason)
