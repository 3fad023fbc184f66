"""Addresses of customers' pages: nobody makes one who does not have the key."""

from __future__ import annotations

import pytest

from bot.links import Links

LINKS = Links(b"a secret key of the company", "https://ar.example.com")
SOME = 7_250_001_234_567_890


def test_a_token_says_which_link_it_is() -> None:
    assert LINKS.read(LINKS.token(SOME)) == SOME
    assert LINKS.url(SOME) == f"https://ar.example.com/s/{LINKS.token(SOME)}"


@pytest.mark.parametrize("place", range(32))
def test_a_token_with_another_character_opens_nothing(place: int) -> None:
    token = LINKS.token(SOME)
    other = "B" if token[place] != "B" else "C"
    assert LINKS.read(token[:place] + other + token[place + 1 :]) is None


@pytest.mark.parametrize(
    "token", ["", "A" * 31, "A" * 33, "=" * 32, "永" * 32, "A" * 31 + " ", "../" * 10 + "ab"]
)
def test_what_is_no_token_opens_nothing(token: str) -> None:
    assert LINKS.read(token) is None


def test_another_key_or_company_signs_otherwise() -> None:
    token = LINKS.token(SOME)
    assert Links(b"another key", LINKS.public_url).read(token) is None
    assert Links(LINKS.key, LINKS.public_url, corp_id=2).read(token) is None


def test_the_key_is_not_shown() -> None:
    assert "secret" not in repr(LINKS)
