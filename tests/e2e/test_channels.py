"""What people say gives the same books and the same answers, whichever way it comes in."""

from __future__ import annotations

from benchmarks.channels import run

MESSAGES = 30


def test_a_dialogue_gives_the_same_books_through_every_way_in() -> None:
    assert run(MESSAGES) == 0
