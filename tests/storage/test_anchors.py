"""Anchors: where the journal stood on the days of digests."""

from __future__ import annotations

from datetime import date

from storage.check import problems
from tests.storage.books import opened

FIRST, SECOND = date(2026, 1, 5), date(2026, 1, 6)


def test_a_day_has_one_anchor_and_the_next_one_counts_from_it(database_url: str) -> None:
    with opened(database_url) as books:
        books.run(lambda uow: uow.anchors.head())
        assert not books.run(lambda uow: uow.anchors.take(FIRST))  # nothing was booked
        books.debt(books.customer(), 100_00, FIRST)
        assert books.run(lambda uow: uow.anchors.take(FIRST))
        books.debt(books.customer("宏达"), 100_00, FIRST)
        assert not books.run(lambda uow: uow.anchors.take(FIRST))
        before = books.run(lambda uow: uow.anchors.before(SECOND))
        assert before is not None
        assert (before.day, before.seq) == (FIRST, 1)
        assert books.run(lambda uow: uow.anchors.before(FIRST)) is None
        anchors = books.run(lambda uow: uow.anchors.told())
        assert anchors == {1: before.hash}
        assert books.run(lambda uow: list(problems(uow, anchors))) == []


def test_a_journal_that_lost_its_end_is_found_by_its_anchor(database_url: str) -> None:
    with opened(database_url) as books:
        books.debt(books.customer(), 100_00, FIRST)
        found = books.run(lambda uow: list(problems(uow, {2: "the hash that a digest told"})))
        assert [problem.check for problem in found] == ["anchors"]
