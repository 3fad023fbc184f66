"""Cookies: nobody makes one, and none is good for another purpose or longer than it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.web.session import Cookies

NOW = datetime(2026, 12, 3, 4, tzinfo=UTC)
COOKIES = Cookies(b"a key to sign with")


def test_a_cookie_says_what_was_put_in_until_its_end() -> None:
    sealed = COOKIES.seal("who", {"userid": "周"}, until=NOW + timedelta(hours=1))
    found = COOKIES.open("who", sealed, now=NOW)
    assert found is not None
    assert found["userid"] == "周"
    assert COOKIES.open("who", sealed, now=NOW + timedelta(hours=1)) is None


def test_a_cookie_serves_one_purpose_and_one_key() -> None:
    sealed = COOKIES.seal("login", {"state": "x"}, until=NOW + timedelta(hours=1))
    assert COOKIES.open("who", sealed, now=NOW) is None
    assert Cookies(b"another").open("login", sealed, now=NOW) is None


@pytest.mark.parametrize("sealed", ["", ".", "a.b", "周.周", "e30.", "." * 5_000])
def test_what_is_no_cookie_opens_nothing(sealed: str) -> None:
    assert COOKIES.open("who", sealed, now=NOW) is None


def test_a_changed_cookie_opens_nothing() -> None:
    sealed = COOKIES.seal("who", {"userid": "zhou"}, until=NOW + timedelta(hours=1))
    other = COOKIES.seal("who", {"userid": "zhao"}, until=NOW + timedelta(hours=1))
    assert COOKIES.open("who", sealed.partition(".")[0] + "." + other.partition(".")[2], now=NOW) is None
