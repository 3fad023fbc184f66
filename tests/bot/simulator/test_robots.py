"""Groups over the real protocol: the service's own outbox, robots and app chats, with their limits and failures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.outgoing import Outgoing
from bot.simulator.company import ROBOTS
from bot.wecom.outcomes import Refused, Sent
from tests.bot.simulator.played import Played

SALES = "wrsimulatedsales"
TABLE = "|客户|欠|\n|:--|--:|\n|永盛|1.2万|"


async def push(played: Played, key: str, body: str, *, target: str = "sales", template: str = "") -> None:
    await played.service.database.write(
        lambda uow: uow.outbox.push("group", target, key, template, body=body)
    )


async def drain(played: Played) -> None:
    # The service delivers by itself, too: what it has in hand is waited for.
    while await played.service.delivery.drain() or await due(played):
        continue


async def due(played: Played) -> bool:
    now = played.simulator.clock.now()
    rows = await played.service.database.read(lambda uow: uow.outbox.list())
    return any(row.state == "sending" or (row.state == "waiting" and row.not_before <= now) for row in rows)


async def states(played: Played) -> set[str]:
    rows = await played.service.database.read(lambda uow: uow.outbox.list())
    return {row.state for row in rows if row.channel == "group"}


def texts(played: Played, chat: str) -> list[str]:
    return [bubble.text for bubble in played.simulator.platform.chats.of(chat)]


@pytest.fixture
def robots() -> dict[str, str]:
    return {group: key for key, group in ROBOTS.items()}


async def test_the_sales_group_hears_its_robot(live: Played) -> None:
    await push(live, "k", "今日回款 3.6万")
    await drain(live)
    assert texts(live, SALES) == ["今日回款 3.6万"]


async def test_twenty_leave_and_the_others_wait_their_minute(live: Played) -> None:
    for number in range(30):
        await push(live, f"k{number}", f"第{number}条")
    await drain(live)
    assert len(texts(live, SALES)) == 20
    await live.simulator.clock.advance(timedelta(seconds=62))
    await drain(live)
    assert texts(live, SALES) == [f"第{number}条" for number in range(30)]
    assert not live.simulator.platform.robots.refused


async def test_a_robot_that_was_removed_is_told_to_the_admin(live: Played, robots: dict[str, str]) -> None:
    live.simulator.platform.robots.remove(robots[SALES])
    await push(live, "k", "今日回款")
    await drain(live)
    assert await states(live) == {"waiting"}
    told = [bubble.text for bubble in live.pushed("xiaohe")]
    assert told[0].startswith("销售群的消息发不出去了。\n群里的机器人被移走了")


async def test_an_answer_that_never_came_is_unsure_and_never_said_twice(live: Played) -> None:
    await live.http.post("/simulator/faults", json={"resets": 1})
    await push(live, "k", "今日回款")
    await drain(live)
    await live.simulator.clock.advance(timedelta(hours=1))
    await drain(live)
    assert await states(live) == {"unsure"}
    assert texts(live, SALES) == ["今日回款"]


async def test_a_busy_platform_is_asked_again(live: Played) -> None:
    await live.http.post("/simulator/faults", json={"errcodes": [-1, 45009]})
    await push(live, "k", "今日回款")
    for _ in range(3):
        await drain(live)
        await live.simulator.clock.advance(timedelta(minutes=2))
    assert texts(live, SALES) == ["今日回款"]


async def test_a_group_without_a_robot_speaks_in_the_apps_chat(still: Played) -> None:
    client = still.client()
    made = await client.create_chat(
        {"name": "销售", "owner": "zhaozong", "userlist": ["zhaozong", "laozhou"]}
    )
    assert isinstance(made, str)
    assert isinstance(await client.send_to_chat(made, {"msgtype": "text", "text": {"content": "到期"}}), Sent)
    assert texts(still, made) == ["到期"]
    other = await client.send_to_chat("unknown", {"msgtype": "text", "text": {"content": "到期"}})
    assert isinstance(other, Refused)
    assert (other.errcode, other.channel_broken) == (86001, True)


async def test_whoever_is_mentioned_is_shown_by_name(live: Played) -> None:
    body = Outgoing(text="各人明细已私发", mentions=("laozhou", "xiaoli")).encode()
    await push(live, "k", body)
    await drain(live)
    assert texts(live, SALES) == ["各人明细已私发 @老周 @小李"]


async def test_a_group_is_seen_on_the_screen_and_spoken_in(live: Played) -> None:
    await live.simulator.talk.gateway.wait_live()
    said = {"who": "laozhou", "text": "永盛欠多少", "group": SALES}
    assert (await live.http.post("/simulator/acts", json=said)).status_code == 200
    shown = (await live.http.get(f"/simulator/chats/{SALES}")).json()
    assert (shown[0]["text"], shown[0]["by"]) == ("@清账 永盛欠多少", "laozhou")
    twice = said | {"text": "@清账 永盛欠多少"}
    assert (await live.http.post("/simulator/acts", json=twice)).status_code == 200
    asked = [
        one["text"]
        for one in (await live.http.get(f"/simulator/chats/{SALES}")).json()
        if one["by"] == "laozhou"
    ]
    assert asked == ["@清账 永盛欠多少"] * 2
    stranger = said | {"who": "laowu"}
    assert (await live.http.post("/simulator/acts", json=stranger)).status_code == 404
