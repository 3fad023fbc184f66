"""What the commands of one transaction have read and none of them has changed since."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Kept:
    """Answers by table and question. It lives as long as one transaction, which no other writer can overtake."""

    def __init__(self) -> None:
        self._answers: dict[str, dict[Hashable, Any]] = {}

    def get(self, table: str, question: Hashable, read: Callable[[], T]) -> T:
        """What `read` gave when the question was first put; it is put again after a change of the table."""
        answers = self._answers.setdefault(table, {})
        if question not in answers:
            answer = read()
            # Reading may send a change of the same table that was kept back.
            self._answers.setdefault(table, {})[question] = answer
            return answer
        found: T = answers[question]
        return found

    def size(self, table: str) -> int:
        return len(self._answers.get(table, ()))

    def forget(self, table: str) -> None:
        """A row of the table is changed."""
        self._answers.pop(table, None)

    def clear(self) -> None:
        """A savepoint was undone: what was read since may have been part of it."""
        self._answers.clear()
