"""Service accounts and who wrote to them; money collected there."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.collected import CollectedView
from storage.database import Database
from storage.kf import AccountView, ChatView, key_prefix
from storage.unit_of_work import UnitOfWork
from tests.storage.conftest import NINE_O_CLOCK

LATER = NINE_O_CLOCK + timedelta(minutes=1)


async def test_an_account_waits_until_it_was_read_up_to_its_last_call(database: Database) -> None:
    await database.write(lambda uow: uow.kf.called("kf1", "t1", NINE_O_CLOCK))
    await database.write(lambda uow: uow.kf.called("kf1", "t2", LATER))
    await database.write(lambda uow: uow.kf.advance("kf1", "c1", read_at=NINE_O_CLOCK))
    waiting = await database.read(lambda uow: uow.kf.waiting())
    assert waiting == [AccountView("kf1", "c1", "t2", LATER, NINE_O_CLOCK)]
    await database.write(lambda uow: uow.kf.advance("kf1", "c2", read_at=LATER))
    assert await database.read(lambda uow: (uow.kf.waiting(), uow.kf.account("kf1").cursor)) == ([], "c2")


async def test_a_chat_keeps_what_is_not_changed(database: Database) -> None:
    await database.write(lambda uow: uow.kf.put("kf1", "wm1", name="刘会计"))
    await database.write(lambda uow: uow.kf.put("kf1", "wm1", said_at=LATER))
    chats = await database.read(lambda uow: uow.kf.chats_of("wm1"))
    assert chats == [ChatView("kf1", "wm1", "刘会计", LATER)]


def push(uow: UnitOfWork, who: str, number: int) -> None:
    uow.outbox.push("kf", f"kf1|{who}", f"{key_prefix('kf1', who)}{number}", body="您好")


async def test_what_counts_is_on_its_way_or_left_since_the_person_wrote(database: Database) -> None:
    def left(uow: UnitOfWork) -> None:
        for number in range(3):
            push(uow, "wm1", number)
        push(uow, "wm12", 9)
        first = uow.outbox.find(f"{key_prefix('kf1', 'wm1')}0")
        uow.outbox.freeze(first.id, "您好")
        uow.outbox.done(first.id)

    await database.write(left)

    async def count(said_at: datetime) -> int:
        return await database.read(lambda uow: uow.kf.used(ChatView("kf1", "wm1", said_at=said_at)))

    assert (await count(NINE_O_CLOCK), await count(LATER)) == (3, 2)


async def test_a_collected_payment_is_found_by_its_transaction_and_its_receipt(database: Database) -> None:
    view = CollectedView("4200001", 7, 500_000, 0, 0, "wm1", "zhou", "", NINE_O_CLOCK)
    await database.write(lambda uow: uow.collected.add(view))
    await database.write(lambda uow: uow.collected.refund("4200001", refunded=100, told=0))
    found = await database.read(lambda uow: (uow.collected.get("4200001"), uow.collected.of_receipt(7)))
    assert found[0] == found[1]
    assert found[0].refunded == 100
    assert await database.read(lambda uow: uow.collected.get("4200002")) is None


async def test_messages_of_a_person_are_counted_by_when_they_were_sent(database: Database) -> None:
    def said(uow: UnitOfWork) -> int:
        for minute in range(5):
            at = uow.now + timedelta(minutes=minute - 5)
            uow.inbox.add(channel="kf", key=f"m{minute}", sender="wm1", sent_at=at)
        uow.inbox.add(channel="kf", key="other", sender="wm2", sent_at=uow.now)
        return uow.inbox.count_of("wm1", since=uow.now - timedelta(minutes=4), until=uow.now)

    assert await database.write(said) == 3
