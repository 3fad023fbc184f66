"""What was said, and dated runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from storage.stages import SaidView
from tests.storage.books import Books, opened

DAY = date(2026, 3, 2)


@pytest.fixture
def books(database_url: str) -> Iterator[Books]:
    with opened(database_url) as found:
        yield found


@pytest.fixture
def item(books: Books) -> tuple[int, int]:
    """(customer, instalment)"""
    customer = books.customer()
    books.debt(customer, 10_000, DAY)
    (instalment,) = books.run(lambda uow: uow.receivables.open_items(customer))
    return customer, instalment.id


def test_a_stage_is_said_once_a_day(books: Books, item: tuple[int, int]) -> None:
    customer, instalment = item
    for days in (1, 7):
        said = [SaidView(customer, instalment, DAY, {"owner": days})]
        books.run(lambda uow, said=said: uow.stages.say(DAY, said))
    assert [view.stages for view in books.run(lambda uow: uow.stages.of_customer(customer))] == [{"owner": 1}]


def test_what_an_audience_heard_goes_by_the_owner_of_the_customer(
    books: Books, item: tuple[int, int]
) -> None:
    customer, instalment = item
    said = [SaidView(customer, instalment, DAY, {"owner": 1, "customer": 1})]
    books.run(lambda uow: uow.stages.say(DAY, said))
    assert books.run(lambda uow: uow.stages.persons_on(DAY, "owner")) == ["wang"]
    assert books.run(lambda uow: uow.stages.heard_on(DAY, "owner", "wang")) == said
    assert books.run(lambda uow: uow.stages.heard_on(DAY, "owner", "qian")) == []
    assert books.run(lambda uow: uow.stages.heard_on(DAY, "sales")) == []


def test_a_message_that_did_not_leave_was_not_said(books: Books, item: tuple[int, int]) -> None:
    customer, instalment = item
    books.run(
        lambda uow: uow.stages.say(DAY, [SaidView(customer, instalment, DAY, {"owner": 1, "customer": 1})])
    )
    assert books.run(lambda uow: uow.stages.take_back(customer, DAY, "customer"))
    assert not books.run(lambda uow: uow.stages.take_back(customer, DAY, "customer"))
    (view,) = books.run(lambda uow: uow.stages.of_customer_on(customer, DAY))
    assert view.stages == {"owner": 1}


def test_a_run_is_held_by_one_at_a_time(books: Books) -> None:
    assert books.run(lambda uow: uow.job_runs.claim("remind", DAY, "one"))
    assert books.run(lambda uow: uow.job_runs.claim("remind", DAY, "two")) is None
    assert books.run(lambda uow: uow.job_runs.claim("remind", DAY, "one"))


def test_a_dead_run_is_taken_over_where_it_stopped(books: Books) -> None:
    books.run(lambda uow: uow.job_runs.claim("remind", DAY, "one"))
    books.run(lambda uow: uow.job_runs.advance("remind", DAY, "one", 42, {"said": 3}))
    books.now += timedelta(minutes=3)
    run = books.run(lambda uow: uow.job_runs.claim("remind", DAY, "two"))
    assert run is not None
    assert (run.place, run.report) == (42, {"said": 3})
    assert not books.run(lambda uow: uow.job_runs.advance("remind", DAY, "one", 50, {}))


def test_a_run_that_let_go_is_free_at_once(books: Books) -> None:
    books.run(lambda uow: uow.job_runs.claim("remind", DAY, "one"))
    assert books.run(lambda uow: uow.job_runs.release("remind", DAY, "one"))
    assert books.run(lambda uow: uow.job_runs.claim("remind", DAY, "two"))


def test_a_finished_run_is_claimed_by_nobody(books: Books) -> None:
    books.run(lambda uow: uow.job_runs.claim("remind", DAY, "one"))
    assert books.run(lambda uow: uow.job_runs.finish("remind", DAY, "one", {"said": 1}))
    assert books.run(lambda uow: uow.job_runs.claim("remind", DAY, "one")) is None
    run = books.run(lambda uow: uow.job_runs.latest("remind"))
    assert run is not None
    assert (run.day, run.state, run.report) == (DAY, "done", {"said": 1})
