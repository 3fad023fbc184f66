"""Many pushes that are alike but for whom they are for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.pushes import NewPush
from tests.storage.books import opened

AT = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize("template", ["letters/a.txt", "it's 100%", "(?, ?) VALUES (%s", "：\n"])
def test_what_many_have_in_common_is_kept_as_it_was_given(database_url: str, template: str) -> None:
    like = NewPush("customer", "", "", template, AT, audience="customer", priority=6)
    with opened(database_url) as books:
        rows = [(str(n), f"key {n}", "{}", AT) for n in range(10)]
        books.run(lambda uow: uow.pushes.put_alike(like, rows))
        books.run(lambda uow: uow.pushes.put_alike(like, rows))
        found = books.run(lambda uow: uow.outbox.list())
    assert sorted((row.target, row.template, row.priority, row.not_before) for row in found) == [
        (str(n), template, 6, AT) for n in range(10)
    ]
