"""One customer goes on for another: what is open moves, the past stays, and a further fact takes it back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from ledger.errors import ClosedPeriod, InvalidEntry, NotReversible
from storage.aging_query import aging
from storage.following import FOLLOWS, STAYS, bring, forget_aliases, give
from storage.merges import Merge
from storage.posting import Posted
from storage.report_words import told
from storage.stages import SaidView
from storage.unit_of_work import UnitOfWork
from storage.written_off import written_off_of
from tests.storage.books import Books, opened

JAN, FEB, MARCH = date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 2)


@pytest.fixture
def books(database_url: str) -> Iterator[Books]:
    with opened(database_url) as found:
        yield found
        assert found.problems() == []


@pytest.fixture
def two(books: Books) -> tuple[int, int]:
    """永盛装饰 owes 300; 永盛建材 owes 115 of a debt in two parts that he paid on, and a fee."""
    first, second = books.customer("永盛装饰"), books.customer("永盛建材", "li")
    books.on(JAN).debt(first, 300_00, JAN, FEB)
    number = books.debt(second, 200_00, JAN, FEB, MARCH)
    books.on(FEB).payment(second, 80_00, FEB)
    books.payment(second, 5_00, FEB)
    fee = number.receivable
    assert fee is not None
    books.run(
        lambda uow: uow.journal.late_fee(
            receivable_id=fee.id, amount=7_00, effective_on=FEB, due_on=MARCH, actor="li"
        )
    )
    books.on(MARCH)
    return first, second


def merge(books: Books, customer: int, into: int) -> Posted:
    return books.run(lambda uow: uow.journal.merge(customer, into, actor="zhao", details={"limit": 5}))


def standing(books: Books, customer: int, day: date = MARCH) -> tuple[int, int, int]:
    found = books.run(lambda uow: uow.customers.position(customer, day))
    return found.outstanding, found.overdue, found.net


def stood(books: Books, day: date, known_by: object = None) -> list[tuple[str, int, tuple[int, ...]]]:
    table = books.run(lambda uow: aging(uow, day, known_by=known_by))  # type: ignore[arg-type]
    return [(row.name, row.unallocated, tuple(row.amounts)) for row in table.rows]


def test_what_is_open_moves_with_its_days_and_the_money_on_it(books: Books, two: tuple[int, int]) -> None:
    first, second = two
    before = standing(books, second)
    items = {
        (i.number, i.position, i.kind, i.due_on, i.issued_on, i.outstanding)
        for i in books.run(lambda uow: uow.receivables.open_items(second))
    }
    merge(books, second, first)
    assert standing(books, second) == (0, 0, 0)
    assert standing(books, first) == tuple(
        a + b for a, b in zip((300_00, 300_00, 300_00), before, strict=True)
    )
    moved = {
        (i.number, i.position, i.kind, i.due_on, i.issued_on, i.outstanding)
        for i in books.run(lambda uow: uow.receivables.open_items(first))
    }
    assert items < moved


def test_every_day_before_stays_what_it_was(books: Books, two: tuple[int, int]) -> None:
    first, second = two
    days = [JAN, FEB, MARCH - timedelta(days=1)]
    before = {day: stood(books, day) for day in days}
    known = books.now - timedelta(seconds=1)
    today = stood(books, MARCH)
    merge(books, second, first)
    assert {day: stood(books, day) for day in days} == before
    assert stood(books, MARCH, known) == today
    assert [row[0] for row in stood(books, MARCH)] == ["永盛装饰"]
    assert sum(sum(row[2]) for row in stood(books, MARCH)) == sum(sum(row[2]) for row in today)


def test_a_further_fact_takes_it_back(books: Books, two: tuple[int, int]) -> None:
    first, second = two
    before = standing(books, first), standing(books, second)
    merge(books, second, first)
    books.payment(first, 10_00, MARCH)
    found = books.run(lambda uow: uow.journal.merge_of(second))
    assert found is not None
    assert (found.into, found.details["limit"]) == (first, 5)
    books.run(lambda uow: uow.journal.unmerge(found, actor="zhao"))
    assert standing(books, second) == before[1]
    assert standing(books, first)[2] == before[0][2] - 10_00
    assert books.run(lambda uow: uow.journal.merge_of(second)) is None


def test_money_that_pays_nothing_moves_and_comes_back(books: Books) -> None:
    first, second = books.customer("永盛装饰"), books.customer("永盛建材")
    books.on(JAN).payment(second, 9_00, JAN)
    merge(books, second, first)
    assert standing(books, first)[2] == -9_00
    found = books.run(lambda uow: uow.journal.merge_of(second))
    assert found is not None
    books.run(lambda uow: uow.journal.unmerge(found, actor="zhao"))
    assert (standing(books, first)[2], standing(books, second)[2]) == (0, -9_00)


def test_a_merge_that_moved_no_money_is_taken_back(books: Books) -> None:
    first, second = books.customer("永盛装饰"), books.customer("永盛建材")
    merge(books, second, first)
    found = books.run(lambda uow: uow.journal.merge_of(second))
    assert isinstance(found, Merge)
    assert books.run(lambda uow: uow.journal.unmerge(found, actor="zhao")).entry.kind == "unmerge"


def test_what_comes_back_to_who_is_no_more_goes_on_to_the_other(books: Books) -> None:
    """His old payment bounces: the debt that it paid opens with him, and follows."""
    first, second = books.customer("永盛装饰"), books.customer("永盛建材")
    books.on(JAN).debt(second, 50_00, JAN, FEB)
    paid = books.payment(second, 50_00, JAN)
    merge(books, second, first)
    books.run(lambda uow: uow.customers.update(second, merged_into=first, state="closed"))
    books.run(lambda uow: uow.journal.reverse(paid.entry.id, reason="bounced", actor="li"))
    assert (standing(books, first)[2], standing(books, second)[2]) == (50_00, 0)


def test_nobody_is_merged_into_himself_or_in_a_closed_month(books: Books) -> None:
    first, second = books.customer("永盛装饰"), books.customer("永盛建材")
    with pytest.raises(InvalidEntry):
        merge(books, first, first)
    books.run(lambda uow: uow.settings.put("closed_until", "2099-01-01", by="li"))
    with pytest.raises(ClosedPeriod):
        merge(books, second, first)


def test_a_hand_over_is_a_fact_of_the_journal(books: Books) -> None:
    customer = books.customer()
    posted = books.run(lambda uow: uow.journal.hand_over(customer, before="wang", after="li", actor="zhao"))
    assert (posted.entry.kind, json.loads(posted.entry.note)) == ("hand_over", {"from": "wang", "to": "li"})


def test_what_is_kept_beside_the_journal_follows_and_comes_back(books: Books) -> None:
    first, second = books.customer("永盛装饰"), books.customer("永盛建材")
    books.run(lambda uow: uow.contacts.put(second, "刘姐", role="accountant", phone="13800138000"))
    books.run(lambda uow: uow.receipts.report(second, 5_00, JAN, reported_by="li"))
    rows = books.run(lambda uow: bring(uow, second, to=first))
    assert set(rows) == {"customer_contact", "receipt"}
    assert [one.name for one in books.run(lambda uow: uow.contacts.of_customer(first))] == ["刘姐"]
    books.run(lambda uow: give(uow, rows, first, to=second))
    assert [one.name for one in books.run(lambda uow: uow.contacts.of_customer(second))] == ["刘姐"]


def test_names_learnt_by_a_merge_are_forgotten_with_it(books: Books) -> None:
    first = books.customer("永盛装饰")
    books.run(lambda uow: uow.customers.learn_alias(first, "永盛建材", "merge:2"))
    assert books.run(lambda uow: forget_aliases(uow, first, "merge:2")) == 1
    assert books.run(lambda uow: uow.customers.by_alias("永盛建材")) == []


def test_every_table_about_a_customer_follows_or_is_known_to_stay() -> None:
    assert {"promise", "dispute", "hold", "task", "follow_up", "reminder", "customer_contact"} <= set(FOLLOWS)
    assert STAYS.isdisjoint(FOLLOWS)


def written_off(books: Books, customer: int, number: int, fen: int) -> int:
    return books.run(
        lambda uow: uow.journal.credit(
            "write_off", customer_id=customer, amount=fen, effective_on=MARCH, actor="zhao", designated=(number,),
            reason="bad_debt",
        )
    ).entry.id  # fmt: skip


def apart(books: Books, customer: int) -> None:
    def back(uow: UnitOfWork) -> None:
        found = uow.journal.merge_of(customer)
        assert found is not None
        uow.journal.unmerge(found, actor="zhao")

    books.run(back)


@pytest.mark.parametrize("parted", [False, True])
def test_a_debt_that_was_written_off_in_part_leaves_nothing_behind_after_a_merge(
    books: Books, parted: bool
) -> None:
    gone, stays = books.customer("永盛建材"), books.customer("永盛装饰")
    debt = books.on(JAN).debt(gone, 100_00, JAN, FEB)
    assert debt.receivable is not None
    books.on(MARCH)
    written_off(books, gone, debt.receivable.id, 40_00)
    before = standing(books, gone), standing(books, stays)
    merge(books, gone, stays)
    if parted:
        apart(books, gone)
        assert (standing(books, gone), standing(books, stays)) == before
    live = books.run(lambda uow: uow.journal.entries_of_receivable(debt.receivable.id))  # type: ignore[union-attr]
    owed = [entry for entry in live if entry.kind == "debt"][-1]
    with pytest.raises(NotReversible):
        books.run(lambda uow: uow.journal.reverse(owed.id, reason="mistake", actor="zhao"))
    with pytest.raises(NotReversible):
        books.run(lambda uow: uow.journal.correct_debt(debt.receivable.id, actor="zhao", principal=50_00))  # type: ignore[union-attr]


def claims(books: Books, *customers: int) -> list[int]:
    """Fen still claimed of what was written off, of each."""
    found = [books.run(lambda uow, one=one: written_off_of(uow, one)) for one in customers]  # type: ignore[misc]
    return [one.left if one else 0 for one in found]


@pytest.mark.parametrize("fen", [40_00, 100_00])
@pytest.mark.parametrize("by_batches", [False, True])
def test_what_was_written_off_meanwhile_goes_back_with_its_debt(
    books: Books, fen: int, by_batches: bool
) -> None:
    gone, stays = books.customer("永盛建材"), books.customer("永盛装饰")
    debt = books.on(JAN).debt(gone, 100_00, JAN, FEB).receivable
    assert debt is not None
    books.on(MARCH)
    merge(books, gone, stays)
    written_off(books, stays, debt.id, fen)
    assert claims(books, stays) == [fen]
    if by_batches:
        found = books.run(lambda uow: uow.journal.merge_of(gone))
        assert found is not None
        books.run(lambda uow: uow.journal.carry_back([debt.id], found, actor="zhao"))
    apart(books, gone)
    assert standing(books, gone)[2] == 100_00 - fen
    assert standing(books, stays)[2] == 0
    assert claims(books, gone, stays) == [fen, 0]
    books.run(lambda uow: uow.journal.recovery(customer_id=gone, amount=fen, effective_on=MARCH, actor="li"))
    assert claims(books, gone, stays) == [0, 0]


def test_a_write_off_of_both_is_parted_between_them(books: Books) -> None:
    gone, stays = books.customer("永盛建材"), books.customer("永盛装饰")
    theirs, own = (books.on(JAN).debt(one, 100_00, JAN, FEB).receivable for one in (gone, stays))
    assert theirs is not None
    assert own is not None
    books.on(MARCH)
    merge(books, gone, stays)
    books.run(
        lambda uow: uow.journal.credit(
            "write_off", customer_id=stays, amount=150_00, effective_on=MARCH, actor="zhao",
            designated=(theirs.id, own.id), reason="bad_debt",
        )
    )  # fmt: skip
    before = standing(books, stays)[2]
    apart(books, gone)
    assert standing(books, gone)[2] + standing(books, stays)[2] == before == 50_00
    assert claims(books, gone, stays) == [100_00, 50_00]


def test_a_claim_on_which_money_came_stays_where_that_is_booked(books: Books) -> None:
    gone, stays = books.customer("永盛建材"), books.customer("永盛装饰")
    debt = books.on(JAN).debt(gone, 100_00, JAN, FEB).receivable
    assert debt is not None
    books.on(MARCH)
    merge(books, gone, stays)
    written_off(books, stays, debt.id, 40_00)
    books.run(
        lambda uow: uow.journal.recovery(customer_id=stays, amount=10_00, effective_on=MARCH, actor="li")
    )
    apart(books, gone)
    assert standing(books, gone)[2] == 60_00
    assert claims(books, gone, stays) == [0, 30_00]


def test_what_was_said_of_an_instalment_goes_with_it_and_comes_back(books: Books) -> None:
    gone, stays = books.customer("永盛建材"), books.customer("永盛装饰")
    books.on(JAN).debt(gone, 100_00, JAN, FEB)
    items = books.run(lambda uow: list(uow.receivables.open_items(gone)))
    books.run(lambda uow: uow.stages.say(FEB, [SaidView(gone, items[0].id, FEB, {"customer": 1})]))
    books.on(MARCH)

    def said(customer: int) -> list[dict[str, int]]:
        own = {item.id for item in books.run(lambda uow: list(uow.receivables.open_items(customer)))}
        rows = books.run(lambda uow: uow.stages.of_customer(customer))
        return [dict(row.stages) for row in rows if row.instalment_id in own]

    merge(books, gone, stays)
    assert (said(gone), said(stays)) == ([], [{"customer": 1}])
    assert list(books.run(lambda uow: told(uow, JAN, MARCH))) == [(FEB, gone)]
    apart(books, gone)
    assert (said(gone), said(stays)) == ([{"customer": 1}], [])
    assert list(books.run(lambda uow: told(uow, JAN, MARCH))) == [(FEB, gone)]
