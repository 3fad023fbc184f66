"""Each check on books that are broken in one way; sound books have no problems."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ledger.checks import CHECKS, Books, Problem, check_customer
from ledger.entries import Entry, Leg
from ledger.history import AllocationRow, History, InstalmentRow
from tests.ledger.rows import NOON, day, entry, history, part, share

DEBT = entry(1, "debt", 100, "2017-01-01", receivable_id=1)
PAID = entry(2, "payment", 60, "2017-01-05")
ITEM = part(1, 100, "2017-02-01", outstanding=40)
GIVEN = share(5, 2, 60, "2017-01-05")
TAKEN = share(6, 2, -60, "2017-01-09", undoes=5)
SOUND = history([DEBT, PAID], [ITEM], [GIVEN])
LATER = datetime(2017, 6, 1, tzinfo=UTC)


def books(*changed: Entry | InstalmentRow | AllocationRow) -> History:
    """The sound books with these rows added, or put in the place of those with their id."""
    kinds: list[tuple[Any, ...]] = []
    for kind, rows in (
        (Entry, SOUND.entries),
        (AllocationRow, SOUND.allocations),
        (InstalmentRow, SOUND.instalments),
    ):
        by_id = {row.id: row for row in (*rows, *(each for each in changed if isinstance(each, kind)))}
        kinds.append(tuple(by_id.values()))
    entries, allocations, instalments = kinds
    return History(7, entries, allocations, instalments)


def names(found: History) -> set[str]:
    return {problem.check for problem in check_customer(found)}


def test_sound_books_have_no_problems() -> None:
    assert list(check_customer(SOUND)) == []
    assert list(check_customer(history([], []))) == []


def test_a_source_that_gave_more_than_it_had() -> None:
    assert Problem("sources_within_amount", "entry", 2, 60, 70) in check_customer(
        books(replace(GIVEN, amount=70))
    )


def test_a_source_that_took_back_more_than_it_gave() -> None:
    assert "sources_within_amount" in names(books(TAKEN, replace(TAKEN, id=7)))


def test_what_is_no_source_cannot_be_allocated() -> None:
    assert "sources_within_amount" in names(books(replace(GIVEN, source_entry=1)))
    assert "sources_within_amount" in names(books(replace(GIVEN, source_entry=99)))


def test_an_allocation_to_nothing_or_to_two_things() -> None:
    refund = entry(3, "refund", 60, "2017-01-05")
    nowhere = replace(GIVEN, target_instalment=None)
    for wrong in (nowhere, replace(GIVEN, target_instalment=99), replace(GIVEN, target_entry=3)):
        assert "targets_known" in names(books(refund, wrong))


def test_an_allocation_to_an_entry_that_takes_no_money() -> None:
    assert "targets_known" in names(books(replace(GIVEN, target_instalment=None, target_entry=1)))


def test_a_kept_figure_that_does_not_agree() -> None:
    found = list(check_customer(books(replace(ITEM, outstanding=50))))
    assert found == [Problem("outstanding_adds_up", "instalment", 1, 40, 50)]


def test_an_instalment_paid_beyond_its_amount() -> None:
    assert "outstanding_adds_up" in names(books(replace(ITEM, amount=50, outstanding=None)))


def test_a_closed_instalment_that_still_holds_money() -> None:
    closed = replace(ITEM, closed_by=3, closed_on=day("2017-01-09"), closed_at=NOON)
    assert {"outstanding_adds_up", "balance_adds_up"} <= names(books(closed))


def test_an_instalment_that_is_counted_twice() -> None:
    twice = history([DEBT, PAID], [ITEM, ITEM], [GIVEN])
    assert Problem("buckets_add_up", "customer", 7, 40, 80) in check_customer(twice)


def test_a_balance_that_no_instalment_explains() -> None:
    assert "balance_adds_up" in names(books(entry(3, "debt", 5, "2017-01-05", receivable_id=1)))


def test_legs_that_do_not_balance() -> None:
    class Crooked(Entry):
        @property
        def legs(self) -> tuple[Leg, ...]:
            return (Leg("receivable", 60),)

    fields = {name: getattr(PAID, name) for name in Entry.__dataclass_fields__}
    assert names(books(Crooked(**fields))) == {"legs_sum_to_zero"}


def test_an_undo_that_is_not_the_opposite_of_one_row() -> None:
    strange = (
        replace(TAKEN, amount=-59),
        replace(TAKEN, undoes=99),
        replace(TAKEN, target_instalment=2),
        replace(TAKEN, undoes=None),
    )
    for wrong in strange:
        assert "undone_once" in names(books(wrong))


def test_a_row_taken_back_twice_and_an_undo_taken_back() -> None:
    assert "undone_once" in names(books(TAKEN, replace(TAKEN, id=7)))
    assert "undone_once" in names(books(TAKEN, replace(GIVEN, id=7, undoes=6)))


def bounced(**more: Any) -> tuple[Entry, AllocationRow, AllocationRow]:
    """The payment taken back on 9 January, with what that does to its money."""
    facts = {"reverses": 2, "reverses_kind": "payment", "reason": "bounced", **more}
    back = entry(3, "reversal", facts.pop("amount", 60), facts.pop("on", "2017-01-09"), **facts)
    gone = share(7, 2, 60, "2017-01-09", None, by=3, target_entry=3)
    return back, replace(TAKEN, by_entry=3), gone


def test_a_bounced_payment_leaves_sound_books() -> None:
    assert names(books(*bounced(), replace(ITEM, outstanding=100))) == set()


def test_a_reversal_of_part_of_an_entry_or_of_another_kind_or_of_nothing() -> None:
    for wrong in ({"amount": 59}, {"reverses_kind": "discount"}, {"reverses": 99}):
        assert "reversed_once" in names(books(*bounced(**wrong)))


def test_a_reversal_before_its_entry_or_a_second_one() -> None:
    assert "reversed_once" in names(books(*bounced(on="2017-01-04")))
    assert "reversed_once" in names(books(*bounced(), replace(bounced()[0], id=4, seq=4)))


def test_instalments_that_do_not_sum_to_the_principal() -> None:
    found = list(check_customer(books(replace(ITEM, amount=90, outstanding=30))))
    assert Problem("plans_add_up", "receivable", 1, 100, 90) in found


def test_a_reversed_debt_leaves_nothing_open() -> None:
    closed = replace(ITEM, outstanding=None, closed_by=3, closed_on=DEBT.effective_on, closed_at=LATER)
    back = entry(3, "reversal", 100, "2017-01-01", LATER, reverses=1, reverses_kind="debt", reason="mistake")
    undo = share(6, 2, -60, "2017-01-05", at=LATER, undoes=5, by=3)
    assert names(books(back, closed, undo)) == set()
    assert "plans_add_up" in names(books(back))


def test_money_that_counts_on_another_day_than_the_entry_it_goes_to() -> None:
    refund = entry(3, "refund", 60, "2017-01-20")
    given = share(7, 2, 60, "2017-01-09", None, by=3, target_entry=3)
    found = names(books(refund, TAKEN, given, replace(ITEM, outstanding=100)))
    assert found == {"every_day_adds_up"}


def test_money_given_to_an_instalment_before_it_was_there() -> None:
    assert names(books(replace(GIVEN, effective_on=day("2016-12-31")))) == {"never_overdrawn"}


def test_money_used_twice_in_the_past_though_not_today() -> None:
    again = share(7, 2, 60, "2017-01-06")
    assert names(books(TAKEN, again)) == {"never_overdrawn"}


def test_the_checks_are_told_apart_by_name() -> None:
    assert len({check.__name__ for check in CHECKS}) == len(CHECKS)
    assert Books.of(SOUND).entries == {1: DEBT, 2: PAID}


def test_more_recovered_than_was_written_off() -> None:
    written, back = entry(3, "write_off", 30, "2017-03-01"), entry(4, "recovery", 40, "2017-04-01")
    assert Problem("recovered_within", "customer", 7, 30, 40) in check_customer(books(written, back))
    assert "recovered_within" not in names(books(written, replace(back, amount=30)))
    undone = entry(5, "reversal", 40, "2017-04-02", reverses=4, reverses_kind="recovery", reason="mistake")
    assert "recovered_within" not in names(books(written, back, undone))
