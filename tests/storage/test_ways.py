"""Broken ways out, and the chats of groups."""

from __future__ import annotations

import pytest

from storage.database import Database


async def test_a_broken_way_is_new_once_until_it_is_mended(database: Database) -> None:
    first = await database.write(lambda uow: uow.faults.note("app", 60020, "not trusted"))
    assert first is not None
    assert (first.way, first.errcode, first.reason) == ("app", 60020, "not trusted")
    assert await database.write(lambda uow: uow.faults.note("app", 60020, "again")) is None
    assert await database.read(lambda uow: list(uow.faults.all())) == [first]
    assert await database.write(lambda uow: uow.faults.mend("app")) == first
    assert await database.write(lambda uow: uow.faults.mend("app")) is None
    assert await database.read(lambda uow: list(uow.faults.all())) == []


async def test_a_group_has_one_chat_a_way(database: Database) -> None:
    await database.write(lambda uow: uow.group_chats.put("sales", "app_chat", "c1"))
    await database.write(lambda uow: uow.group_chats.put("sales", "app_chat", "c2"))
    await database.write(lambda uow: uow.group_chats.put("sales", "aibot", "c2"))
    chats = await database.read(lambda uow: dict(uow.group_chats.chats()))
    assert chats == {("sales", "app_chat"): "c2", ("sales", "aibot"): "c2"}
    await database.write(lambda uow: uow.group_chats.put("sales", "aibot", ""))
    assert ("sales", "aibot") not in await database.read(lambda uow: dict(uow.group_chats.chats()))


async def test_a_group_that_does_not_exist_has_no_chat(database: Database) -> None:
    with pytest.raises(ValueError, match="everybody"):
        await database.write(lambda uow: uow.group_chats.put("everybody", "aibot", "c1"))
