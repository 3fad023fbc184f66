import pytest

from bot.wecom.errcodes import ERRCODES, Verdict, errcode_of
from bot.wecom.outcomes import Later, Refused, outcome_of


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (-1, Verdict.RETRY),
        (40014, Verdict.NEW_TOKEN),
        (42001, Verdict.NEW_TOKEN),
        (40001, Verdict.NEW_TOKEN),
        (45009, Verdict.RETRY),
        (45002, Verdict.PERMANENT),
        (81013, Verdict.PERMANENT),
        (60020, Verdict.CHANNEL_BROKEN),
        (93000, Verdict.CHANNEL_BROKEN),
        (84061, Verdict.PERMANENT),
        (123456, Verdict.PERMANENT),
    ],
)
def test_each_code_has_its_consequence(code: int, verdict: Verdict) -> None:
    assert errcode_of(code).verdict is verdict


def test_only_what_is_retried_has_a_wait() -> None:
    for code, known in ERRCODES.items():
        assert (known.after > 0) == (known.verdict is Verdict.RETRY), code
        assert known.line, code


def test_a_code_nobody_knows_names_itself() -> None:
    assert errcode_of(123456).line == "unknown errcode 123456"


def test_a_retry_waits_and_keeps_the_hint_for_the_log() -> None:
    assert outcome_of(45009, "hint: [x]") == Later(
        after=60, reason="called too often (hint: [x])", errcode=45009
    )


def test_a_broken_channel_is_a_refusal_that_says_so() -> None:
    refused = outcome_of(60020, "")
    assert isinstance(refused, Refused)
    assert refused.channel_broken


def test_a_refused_message_does_not_break_the_channel() -> None:
    assert outcome_of(45002, "") == Refused(errcode=45002, reason="the content is too long")
