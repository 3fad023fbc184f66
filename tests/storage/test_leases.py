"""A lease has one holder, until it ends or is given back."""

from __future__ import annotations

from datetime import timedelta

from storage.database import Database
from storage.leases import Leases
from tests.storage.conftest import NINE_O_CLOCK


def claim(database: Database, holder: str, *, after: float) -> bool:
    """Ten seconds from so many seconds after nine."""
    now = NINE_O_CLOCK + timedelta(seconds=after)
    until = now + timedelta(seconds=10)
    return database.write_now(lambda uow: Leases(uow).claim("aibot", holder, now=now, until=until))


def test_it_is_kept_by_who_has_it_and_refused_to_others_until_it_ends(database: Database) -> None:
    assert claim(database, "a", after=0)
    assert claim(database, "a", after=5)
    assert not claim(database, "b", after=14)
    assert claim(database, "b", after=15)
    assert not claim(database, "a", after=16)


def test_what_is_given_back_may_be_taken_at_once(database: Database) -> None:
    assert claim(database, "a", after=0)
    now = NINE_O_CLOCK + timedelta(seconds=1)
    assert not database.write_now(lambda uow: Leases(uow).give_back("aibot", "b", now=now))
    assert database.write_now(lambda uow: Leases(uow).give_back("aibot", "a", now=now))
    assert database.read_now(lambda uow: Leases(uow).holder("aibot", now=now)) == ""
    assert claim(database, "b", after=1)
