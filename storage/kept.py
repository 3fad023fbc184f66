"""What commands have read and nobody has changed since."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
MOST = 5_000  # answers about one table; a bound for the memory, not a rule


class Kept:
    """Answers by table and question, from the writer's own reads.

    They outlive a transaction as long as nobody else writes to the database: `storage.heads` sees to that.
    """

    def __init__(self) -> None:
        self._answers: dict[str, dict[Hashable, Any]] = {}

    def get(self, table: str, question: Hashable, read: Callable[[], T]) -> T:
        """What `read` gave when the question was first put; it is put again after a change of the table."""
        answers = self._answers.setdefault(table, {})
        if question not in answers:
            answer = read()
            self.put(table, question, answer)
            return answer
        found: T = answers[question]
        return found

    def put(self, table: str, question: Hashable, answer: Any) -> None:
        """The answer is known without asking: it was just written."""
        # Looked up again: reading may have sent a change of the same table that was kept back.
        answers = self._answers.setdefault(table, {})
        if len(answers) >= MOST:
            answers.clear()
        answers[question] = answer

    def has(self, table: str, question: Hashable) -> bool:
        return question in self._answers.get(table, ())

    def size(self, table: str) -> int:
        return len(self._answers.get(table, ()))

    def forget(self, table: str, question: Hashable | None = None) -> None:
        """A row of the table is changed; with a question, only the answer to it."""
        if question is None:
            self._answers.pop(table, None)
        else:
            self._answers.get(table, {}).pop(question, None)

    def clear(self) -> None:
        """A savepoint was undone: what was read since may have been part of it."""
        self._answers.clear()
