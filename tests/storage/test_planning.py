"""An empty database must look for one customer's rows as a full one does."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Executable

from storage.compiled import Compiled
from storage.customers import _USUAL
from storage.engines import snapshot
from storage.receivables import _RECENT, _SIMILAR
from storage.schema import migrate

LOOKS = {
    "usual amounts": (_USUAL, ("customer", "kind")),
    "similar debts": (_SIMILAR, ("customer", "amount", "first", "last")),
    "recent debts": (_RECENT, ("customer", "actor", "since")),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_at_one_customer_does_not_read_the_whole_company(look: str, tmp_path: Path) -> None:
    statement, names = LOOKS[look]
    url = f"sqlite:///{tmp_path / 'books.db'}"
    migrate(url)
    assert "customer_id=?" in first_step(url, statement, names)


def first_step(url: str, statement: Executable, names: tuple[str, ...]) -> str:
    """The first line of SQLite's plan."""
    with snapshot(url) as connection:
        compiled = Compiled(statement, connection.dialect, dict.fromkeys(("corp", *names)))
        values = (None,) * compiled.text.count("?")
        plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + compiled.text, values).all()
    return str(plan[0][3])
