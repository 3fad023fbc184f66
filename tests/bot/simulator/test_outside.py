"""Customers' phones: what they write is answered over the real protocol, and what they pay is found."""

from __future__ import annotations

from bot.jobs import collected, customer_friends
from bot.simulator.outside import KF
from tests.bot.simulator.played import Played

LIU = "wmsimulated0liu"


async def settled(live: Played) -> None:
    """What the service does behind its answers has happened."""
    await live.service.bell.finish()
    while await live.service.delivery.drain():
        continue


async def phone(live: Played, who: str = LIU) -> list[str]:
    answer = await live.http.get(f"/simulator/phones/{who}")
    return [str(bubble["text"]) for bubble in answer.json() if bubble["side"] == "app"]


async def test_a_stranger_asks_is_linked_and_hears_his_sums(live: Played) -> None:
    assert {one["external_userid"] for one in (await live.http.get("/simulator/phones")).json()} >= {LIU}
    await live.http.post(f"/simulator/phones/{LIU}/lines", json={"text": "我欠多少"})
    await settled(live)
    assert len(await phone(live)) == 1
    await live.say("lijie", "永盛")
    assert (await live.say("lijie", "1")).startswith("记好了 ✓ 刘会计 是永盛装饰的会计")
    await settled(live)
    assert "永盛装饰未结货款" in (await phone(live))[1]


async def test_a_friend_is_proposed_a_task_waits_for_a_tap_and_a_payment_is_found(live: Played) -> None:
    context = live.service.scheduler._context
    await customer_friends.run(context)
    await live.say("laozhou", "1")  # he has two friends to tell of, and is asked which
    assert (await live.say("laozhou", "2")).startswith("记好了 ✓ 刘会计")
    assert "微信群发" in await live.say("laozhou", "把对账单发给永盛")
    await live.say("laozhou", "1")
    await settled(live)
    (task,) = (await live.http.get("/simulator/tasks")).json()
    tapped = await live.http.post(f"/simulator/tasks/{task['task']}/taps")
    assert tapped.json() == {"result": 1}
    assert await phone(live) == [task["text"]]
    await live.http.post(f"/simulator/phones/{LIU}/payments", json={"payee": "laozhou", "fen": 12_300})
    await live.say("xiaohe", "对外收款打开")
    await collected.run(context)
    assert "123.00" in await live.say("lijie", "待到账")


async def test_only_known_people_write_and_only_waiting_tasks_are_tapped(still: Played) -> None:
    assert (await still.http.get("/simulator/phones/wmnobody")).status_code == 404
    assert (await still.http.post("/simulator/tasks/none/taps")).status_code == 404


async def ask(still: Played, name: str, **body: object) -> object:
    query = {"access_token": await still.token()}
    answer = await still.http.post(f"/simulator/wecom/cgi-bin/{name}", params=query, json=body)
    return answer.json()["errcode"]


async def test_the_counter_answers_with_the_platforms_codes(still: Played) -> None:
    counter = still.simulator.outside.counter
    said = {"touser": LIU, "open_kfid": KF, "msgtype": "text", "text": {"content": "您好"}}
    assert await ask(still, "kf/send_msg", **said) == 95018
    token = counter.wrote(KF, LIU, "在吗")
    assert [await ask(still, "kf/send_msg", **said) for _ in range(6)] == [0, 0, 0, 0, 0, 95001]
    assert await ask(still, "kf/send_msg", **{**said, "open_kfid": "wkother"}) == 95004
    assert await ask(still, "kf/send_msg", **{**said, "touser": "wmnobody"}) == 40096
    assert await ask(still, "kf/send_msg", **{**said, "text": {"content": "好" * 700}}) == 45002
    assert await ask(still, "kf/sync_msg", open_kfid=KF, token=token) == 0
    assert await ask(still, "kf/sync_msg", open_kfid=KF, token="stale") == 95007
    assert [await ask(still, "kf/sync_msg", open_kfid=KF) for _ in range(4)] == [0, 0, 0, 45009]
    assert await ask(still, "externalpay/get_bill_list", begin_time=0, end_time=32 * 86_400) == 40058
