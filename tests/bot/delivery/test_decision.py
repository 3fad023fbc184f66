"""What becomes of a push after an attempt, as a table."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.delivery.decision import GIVE_UP, MOST_ATTEMPTS, PROBE, Next, decide
from bot.wecom.outcomes import Later, Refused, SendOutcome, Sent, Unsure


@pytest.mark.parametrize(
    ("outcome", "attempts", "following"),
    [
        (Sent(message_id="m"), 1, Next("sent", external_id="m")),
        (
            Sent(message_id="m", failed=("zhou",)),
            1,
            Next("failed", reason="the person cannot be reached by this app"),
        ),
        (Sent(message_id="m", failed=("li",)), 1, Next("sent", external_id="m")),
        (Later(after=0, reason="busy"), 1, Next("waiting", timedelta(seconds=5), "busy")),
        (Later(after=0, reason="busy"), 4, Next("waiting", timedelta(seconds=40), "busy")),
        (Later(after=60, reason="often"), 1, Next("waiting", timedelta(seconds=60), "often")),
        (Later(after=0, reason="busy"), MOST_ATTEMPTS, Next("failed", reason="busy")),
        (Refused(errcode=81013, reason="nobody"), 1, Next("failed", reason="nobody")),
        (
            Refused(errcode=60020, reason="not trusted", channel_broken=True),
            MOST_ATTEMPTS,
            Next("waiting", PROBE, "not trusted"),
        ),
        (Sent(message_id="m", response_code="c"), 1, Next("sent", external_id="m c")),
        (Unsure(reason="cut"), 1, Next("unsure", reason="cut")),
    ],
)
def test_decision(outcome: SendOutcome, attempts: int, following: Next) -> None:
    assert decide(outcome, attempts, target="zhou") == following


def test_a_row_does_not_wait_for_ever_for_a_way_that_is_broken() -> None:
    broken = Refused(errcode=60020, reason="not trusted", channel_broken=True)
    assert decide(broken, 3, target="zhou", age=GIVE_UP) == Next("failed", reason="not trusted")
