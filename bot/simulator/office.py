"""What people do in the app besides talking: press its menu, and decide in WeCom's own approvals (审批)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel

from bot.simulator.doorstep import local_only
from bot.simulator.office_api import PENDING, decide
from bot.simulator.playing import Playing
from bot.simulator.stage import Simulator
from bot.wecom.approvals import State

CLICK, VIEW = "click", "view"
EVENT: Final = "sys_approval_change"

router = APIRouter(prefix="/simulator", dependencies=[Depends(local_only)])


class Press(BaseModel):
    """A button of the menu, by its key or the address it opens."""

    who: str
    key: str


class Word(BaseModel):
    """What the approver says."""

    who: str
    agrees: bool


@router.get("/menu")
async def menu(simulator: Playing) -> list[dict[str, Any]]:
    """The buttons below the chat with the app, as they were put there."""
    return [{"sub_button": [], **button} for button in simulator.platform.menu]


@router.post("/presses")
async def press(simulator: Playing, pressed: Press) -> dict[str, str]:
    """The event as the platform sends it (doc/90240); `answer` is what came back at once."""
    if pressed.who not in simulator.platform.people:
        raise HTTPException(404)
    button = next(
        (one for one in _buttons(simulator) if pressed.key in (one.get("key"), one.get("url"))), None
    )
    if button is None:
        raise HTTPException(404)
    name = VIEW if button.get("url") else CLICK
    return {"answer": await simulator.sender.event(pressed.who, name, key=pressed.key)}


def _buttons(simulator: Simulator) -> list[Mapping[str, Any]]:
    return [one for button in simulator.platform.menu for one in button.get("sub_button") or (button,)]


@router.get("/approvals")
async def approvals(simulator: Playing) -> list[dict[str, Any]]:
    """Approvals nobody has decided, with who is asked."""
    return [
        _shown(number, found, simulator)
        for number, found in simulator.platform.approvals.items()
        if found["sp_status"] == PENDING
    ]


@router.post("/approvals/{number}", status_code=204)
async def say(simulator: Playing, number: str, word: Word) -> None:
    """The approver's word; the service is told that something changed, and reads it back."""
    found = simulator.platform.approvals.get(number)
    if found is None or word.who not in _asked(found):
        raise HTTPException(404)
    if found["sp_status"] != PENDING:
        raise HTTPException(409)
    state = State.APPROVED if word.agrees else State.REFUSED
    decide(simulator.platform, number, word.who, int(state))
    info = f"<ApprovalInfo><SpNoStr>{number}</SpNoStr><SpStatus>{int(state)}</SpStatus></ApprovalInfo>"
    await simulator.sender.happened("sys", EVENT, {}, more=info)


def _asked(found: Mapping[str, Any]) -> list[str]:
    return [one["approver"]["userid"] for record in found["sp_record"] for one in record["details"]]


def _shown(number: str, found: Mapping[str, Any], simulator: Simulator) -> dict[str, Any]:
    values = [one.get("value") or {} for one in found["apply_data"]["contents"]]
    by = str(found["applyer"]["userid"])
    return {
        "number": number,
        "by": simulator.platform.names.get(by, by),
        "who": _asked(found),
        "text": next((one["text"] for one in values if "text" in one), ""),
        "sum": next((one["new_money"] for one in values if "new_money" in one), ""),
    }
