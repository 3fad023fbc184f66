"""Many pushes that are alike but for whom they are for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage.pushes import NewPush
from tests.storage.books import opened

AT = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("many", [10, 100, 250])
@pytest.mark.parametrize("template", ["letters/a.txt", "it's 100%", "(?, ?) VALUES (%s", "：\n"])
def test_what_many_have_in_common_is_kept_as_it_was_given(
    database_url: str, template: str, many: int
) -> None:
    like = NewPush("customer", "", "", template, AT, audience="customer", priority=6)
    with opened(database_url) as books:
        rows = [(f"{n:03}", f"key {n}", f'{{"n": {n}}}', AT + n * SECOND) for n in range(many)]
        books.run(lambda uow: uow.pushes.put_alike(like, rows))
        books.run(lambda uow: uow.pushes.put_alike(like, rows))
        found = books.run(lambda uow: uow.outbox.list())
    assert sorted((row.target, row.template, row.context["n"], row.not_before) for row in found) == [
        (f"{n:03}", template, n, AT + n * SECOND) for n in range(many)
    ]
    assert {(row.priority, row.created_at) for row in found} == {(6, found[0].created_at)}


def test_of_many_those_whose_key_was_there_stay_as_they_are(database_url: str) -> None:
    like = NewPush("customer", "", "", "letters/a.txt", AT)
    with opened(database_url) as books:
        for target, numbers in (("old", range(0, 300, 7)), ("new", range(300))):
            rows = [(target, f"key {n}", "{}", AT) for n in numbers]
            books.run(lambda uow, rows=rows: uow.pushes.put_alike(like, rows))  # type: ignore[misc]
        found = books.run(lambda uow: uow.outbox.list())
    assert {row.unique_key for row in found if row.target == "old"} == {f"key {n}" for n in range(0, 300, 7)}
    assert len(found) == 300
