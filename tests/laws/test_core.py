"""The pure core under random histories."""

from __future__ import annotations

from tests.laws.book import Book
from tests.laws.machine import Histories


class CoreHistories(Histories):
    def make_books(self) -> Book:
        return Book()


TestCoreHistories = CoreHistories.TestCase
