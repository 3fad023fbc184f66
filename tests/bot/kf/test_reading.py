"""The list of messages: read by pages, interrupted, twice, late. Each message is dealt with once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.jobs import kf
from bot.simulator import counter as platform
from storage.unit_of_work import UnitOfWork
from tests.bot.kf.counter import KF, LIU, KfShop


async def kept(shop: KfShop) -> list[str]:
    """The customers' words that are in the inbox, in order."""

    def read(uow: UnitOfWork) -> list[str]:
        return [row.text for row in reversed(uow.inbox.newest(50)) if row.channel == "kf"]

    return await shop.shop.service.database.read(read)


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two messages a page, as the platform may decide by itself."""
    read = platform.Counter.read
    monkeypatch.setattr(platform.Counter, "read", lambda self, asked: read(self, {**asked, "limit": 2}))


@pytest.mark.usefixtures("small_pages")
async def test_pages_are_read_to_the_end_in_order(shop: KfShop) -> None:
    for number in range(5):
        shop.counter.kf.wrote(KF, LIU, f"第{number}句")
    await shop.call(shop.counter.kf.call_again(KF))
    assert await kept(shop) == [f"第{number}句" for number in range(5)]


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("errcode", [-1, 45009, 95007])
async def test_a_reading_that_breaks_off_goes_on_where_it_was(shop: KfShop, errcode: int) -> None:
    for number in range(5):
        shop.counter.kf.wrote(KF, LIU, f"第{number}句")
    reads = []
    real = shop.counter.kf.read

    def broken(asked: dict[str, object]) -> object:
        reads.append(asked)
        return errcode if len(reads) == 2 else real(asked)

    shop.counter.kf.read = broken  # type: ignore[method-assign]
    await shop.call(shop.counter.kf.call_again(KF))
    assert len(await kept(shop)) == 2
    await shop.read()
    assert await kept(shop) == [f"第{number}句" for number in range(5)]


@pytest.mark.usefixtures("small_pages")
async def test_a_process_that_dies_within_a_page_leaves_nothing_out_and_nothing_twice(
    shop: KfShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        shop.counter.kf.wrote(KF, LIU, f"第{number}句")
    real, dealt = kf.Reading._deal_with, []

    async def dies(self: kf.Reading, heard: object, name: str) -> None:
        dealt.append(heard)
        if len(dealt) == 4:
            raise KeyboardInterrupt
        await real(self, heard, name)  # type: ignore[arg-type]

    monkeypatch.setattr(kf.Reading, "_deal_with", dies)
    await shop.shop.service.database.write(
        lambda uow: uow.kf.called(KF, shop.counter.kf.call_again(KF), uow.now)
    )
    with pytest.raises(KeyboardInterrupt):
        await shop.read()
    monkeypatch.setattr(kf.Reading, "_deal_with", real)
    await shop.read()
    assert await kept(shop) == [f"第{number}句" for number in range(4)]


async def test_an_event_that_comes_three_times_is_read_once(shop: KfShop) -> None:
    await shop.link()
    token = shop.counter.kf.wrote(KF, LIU, "我欠多少")
    for _ in range(3):
        await shop.call(token)
    await shop.deliver()
    assert len(shop.phone()) == 1
    assert await kept(shop) == ["我欠多少"]


async def test_a_call_whose_token_is_too_old_is_read_without_one(shop: KfShop) -> None:
    token = shop.counter.kf.wrote(KF, LIU, "在吗")
    await shop.shop.service.database.write(lambda uow: uow.kf.called(KF, token, uow.now))
    await shop.shop.clock.advance(timedelta(minutes=11))
    await shop.read()
    asked = [body for name, body in shop.counter.asked if name == "kf/sync_msg"]
    assert "token" not in asked[-1]
    assert await kept(shop) == ["在吗"]


async def test_messages_in_the_wrong_order_leave_the_window_at_the_latest(shop: KfShop) -> None:
    """An older message that is listed later does not close the window that a newer one opened."""
    items = shop.counter.kf.accounts[KF].items
    shop.counter.kf.wrote(KF, LIU, "前一句")
    await shop.shop.clock.advance(timedelta(hours=3))
    shop.counter.kf.wrote(KF, LIU, "后一句")
    items.reverse()
    await shop.call(shop.counter.kf.call_again(KF))
    chat = await shop.shop.service.database.read(lambda uow: uow.kf.chat(KF, LIU))
    assert chat is not None
    assert shop.shop.clock.now() - (chat.said_at or shop.shop.clock.now()) < timedelta(minutes=5)


async def test_an_event_is_refused_when_it_cannot_be_kept(shop: KfShop) -> None:
    """The platform sends it again then."""
    response = await shop.happened("kf_msg_or_event", Token="t", OpenKfId=KF)
    assert response.status_code == 200
    assert await shop.shop.service.database.read(
        lambda uow: [one.open_kfid for one in uow.kf.accounts()]
    ) == [KF]
