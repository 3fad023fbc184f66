from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import InvalidTerms
from ledger.terms import EVENTS, MONTHLY, Terms, due_on, month_end, months_later, parse
from tests.ledger.rows import day

with_days = st.builds(Terms, st.sampled_from(("net", *MONTHLY)), days=st.integers(0, 3_660))
by_day = st.builds(Terms, st.just("day_of_month"), day=st.integers(1, 31), months=st.integers(0, 99))
after = st.builds(Terms, st.just("after_event"), days=st.integers(0, 3_660), event=st.sampled_from(EVENTS))
plain = st.sampled_from([Terms("with_next_delivery"), Terms("before_delivery")])
any_terms = st.one_of(with_days, by_day, after, plain)


@pytest.mark.parametrize(
    ("text", "issued", "due"),
    [
        ("net:30", "2026-12-01", "2026-12-31"),  # 算尾不算头
        ("net:45", "2026-12-02", "2027-01-16"),
        ("net", "2026-12-02", "2026-12-02"),
        ("month_end_plus:30", "2026-11-05", "2026-12-30"),
        ("month_end_plus", "2026-11-05", "2026-11-30"),
        ("month_end_issue:30", "2026-11-05", "2026-12-05"),
        ("month_end_same_day:30", "2026-01-31", "2026-02-28"),
        ("month_end_same_day:60", "2026-11-15", "2027-01-15"),
        ("day_of_month:15", "2026-12-02", "2026-12-15"),
        ("day_of_month:15", "2026-12-15", "2027-01-15"),
        ("day_of_month:31", "2026-01-31", "2026-02-28"),
        ("day_of_month:31", "2028-02-01", "2028-02-29"),
        ("day_of_month:5+1", "2026-12-31", "2027-01-05"),
        ("day_of_month:31+2", "2026-12-31", "2027-02-28"),
        ("before_delivery", "2026-12-02", "2026-12-02"),
    ],
)
def test_a_due_day_by_the_rule(text: str, issued: str, due: str) -> None:
    assert due_on(parse(text), day(issued)) == day(due)


@pytest.mark.parametrize("text", ["after_event:delivery:7", "after_event:invoice:30", "with_next_delivery"])
def test_no_due_day_until_the_event(text: str) -> None:
    assert due_on(parse(text), day("2026-12-01")) is None


def test_days_count_from_the_event() -> None:
    assert due_on(parse("after_event:invoice:30"), day("2026-01-01"), day("2026-03-01")) == day("2026-03-31")
    assert due_on(Terms("with_next_delivery"), day("2026-01-01"), day("2026-03-01")) == day("2026-03-01")


def test_what_starts_the_clock() -> None:
    starts = [parse(t).start for t in ("net:30", "after_event:acceptance:7", "with_next_delivery")]
    assert starts == ["issue", "acceptance", "next_delivery"]


@given(any_terms)
def test_the_stored_text_is_read_back(terms: Terms) -> None:
    assert parse(str(terms)) == terms


@given(any_terms, st.dates(day("2000-01-01"), day("2100-01-01")))
def test_nothing_falls_due_before_the_fact(terms: Terms, issued: Any) -> None:
    due = due_on(terms, issued, issued)
    assert due is not None
    assert due >= issued


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "net:-1", "net:9999", "net:30:30", "after_event:30", "after_event:moon:30",
        "net:invoice:30", "day_of_month", "day_of_month:0", "day_of_month:32", "day_of_month:invoice:5", "net:30+1",
        "before_delivery:5", "with_next_delivery:5", "net:３０", "net:30 ",
    ],
)  # fmt: skip
def test_other_texts_are_no_terms(text: str) -> None:
    with pytest.raises(InvalidTerms):
        parse(text)


@pytest.mark.parametrize("parts", [{"days": -1}, {"day": 5}, {"months": 1}, {"months": 100}])
def test_terms_that_contradict_themselves_cannot_be_built(parts: dict[str, Any]) -> None:
    with pytest.raises(InvalidTerms):
        Terms("net", **parts)


def test_months_clamp_to_their_last_day() -> None:
    assert month_end(day("2028-02-10")) == day("2028-02-29")
    assert months_later(day("2026-03-31"), -1) == day("2026-02-28")
    assert months_later(day("2026-12-31"), 2) == day("2027-02-28")
