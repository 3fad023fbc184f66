"""Links to a customer's own account: until when they open."""

from __future__ import annotations

from datetime import timedelta

from storage.unit_of_work import UnitOfWork
from tests.storage.books import opened

WEEK = timedelta(days=7)


def test_a_link_opens_until_its_end(database_url: str) -> None:
    with opened(database_url) as books:
        customer, other = books.customer(), books.customer("鑫源商贸")
        made = books.run(lambda uow: uow.links.make(customer, by="wang", until=uow.now + WEEK))
        assert made.opens(made.expires_at - timedelta(seconds=1))
        assert not made.opens(made.expires_at)
        assert books.run(lambda uow: uow.links.get(made.id)) == made
        assert books.run(lambda uow: uow.links.open_of(customer)) == [made]
        assert books.run(lambda uow: uow.links.open_of(other)) == []


def test_revoking_closes_every_link_of_this_customer_only(database_url: str) -> None:
    with opened(database_url) as books:
        customer, other = books.customer(), books.customer("鑫源商贸")

        def make(uow: UnitOfWork) -> None:
            for whose in (customer, customer, other):
                uow.links.make(whose, by="wang", until=uow.now + WEEK)

        books.run(make)
        assert books.run(lambda uow: uow.links.revoke(customer, by="zhao")) == 2
        assert books.run(lambda uow: uow.links.revoke(customer, by="zhao")) == 0
        assert books.run(lambda uow: uow.links.open_of(customer)) == []
        assert len(books.run(lambda uow: uow.links.open_of(other))) == 1
