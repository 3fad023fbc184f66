"""Chinese that people read stands in templates/; Python holds words that it reads, never sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import name_of, python_files, tree_of

# Words and a full stop at the end or before more words; a set of marks in a pattern, "[。！？]", is none.
SENTENCE = re.compile(r"[\u4e00-\u9fff]{2}.*[。！？](?=[\s”」]*$|[\u4e00-\u9fff])", re.DOTALL)


def docstrings(path: Path) -> set[int]:
    """Return the ids of the string nodes that are docstrings, also of attributes."""
    return {
        id(node.value)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def sentences(path: Path) -> Iterator[str]:
    known = docstrings(path)
    for node in ast.walk(tree_of(path)):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in known else None
        if isinstance(text, str) and SENTENCE.search(text):
            yield f"{getattr(node, 'lineno', 0)}: {text}"


def test_what_a_sentence_is() -> None:
    assert SENTENCE.search("记好了。")
    assert SENTENCE.search("多少钱？发个准数")
    assert not SENTENCE.search("[块元,，。！？]|款费钱的，,。 0123456789")
    assert not SENTENCE.search("记好了")


@pytest.mark.parametrize("path", python_files("bot", "handlers", "storage", "ledger", "config"), ids=name_of)
def test_no_sentence_is_written_in_python(path: Path) -> None:
    assert list(sentences(path)) == []
