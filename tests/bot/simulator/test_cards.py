"""Cards over the real protocol: sent by the app, clicked on a screen, changed for who has them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.simulator.chats import Bubble
from bot.wecom.outcomes import Refused, Sent
from tests.bot.simulator.played import Played

CARD: dict[str, Any] = {
    "card_type": "button_interaction",
    "main_title": {"title": "张三建材是新客户吗"},
    "task_id": "q1-0123456789ab-77",
    "button_list": [{"text": "是", "key": "1:是"}, {"text": "不是", "key": "2:不是"}],
}


def content(**changes: Any) -> dict[str, Any]:
    return {"msgtype": "template_card", "template_card": CARD | changes}


def cards(played: Played, who: str) -> list[Bubble]:
    return [bubble for bubble in played.simulator.platform.chats.of(who) if bubble.card is not None]


async def test_a_card_is_changed_once_with_its_code(still: Played) -> None:
    client = still.client()
    sent = await client.send("laozhou", content())
    assert isinstance(sent, Sent)
    change = {"userids": ["laozhou"], "response_code": sent.response_code, "template_card": CARD}
    assert isinstance(await client.update_card(change | {"template_card": {"replace_text": "已回复"}}), Sent)
    (bubble,) = cards(still, "laozhou")
    assert bubble.card == {"replace_text": "已回复", "task_id": CARD["task_id"]}
    assert isinstance(await client.update_card(change), Refused)


async def test_a_code_lives_72_hours(still: Played) -> None:
    client = still.client()
    sent = await client.send("laozhou", content())
    assert isinstance(sent, Sent)
    await still.simulator.clock.advance(timedelta(hours=72))
    change = {"userids": ["laozhou"], "response_code": sent.response_code, "template_card": CARD}
    assert isinstance(await client.update_card(change), Refused)


async def test_what_no_card_may_be_is_refused(still: Played) -> None:
    client = still.client()
    await client.send("laozhou", content())
    wrong = (
        content(main_title={"title": "again"}),  # its task_id was used
        content(task_id=""),
        content(task_id="账"),
        content(task_id="t2", button_list=[{"text": "1", "key": "k"}] * 7),
        content(task_id="t3", button_list=[{"text": "1", "key": "k" * 1_025}]),
        content(task_id="t4", main_title={}),
        content(card_type="text_notice"),
    )
    for body in wrong:
        assert isinstance(await client.send("laozhou", body), Refused)


async def test_a_question_is_answered_by_its_button(live: Played) -> None:
    await live.say("laozhou", "新地装修 5000 月底")
    await live.simulator.clock.advance(timedelta(seconds=2))
    while await live.service.delivery.drain() or not cards(live, "laozhou"):
        pass
    card = cards(live, "laozhou")[0].card
    assert card is not None
    pressed = {"who": "laozhou", "task_id": card["task_id"], "key": card["button_list"][0]["key"]}
    answer = (await live.http.post("/simulator/clicks", json=pressed)).json()["answer"]
    assert answer == "已选：是新客户"
    changed = cards(live, "laozhou")[0].card
    assert changed is not None
    assert changed["replace_text"] == "已选：是新客户"
    assert await live.service.database.read(lambda uow: uow.customers.by_name("新地装修")) is not None
