"""Customers' phones: list them, see what arrived, write, pay, and tap a colleague's task."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, Field

from bot.simulator.doorstep import local_only
from bot.simulator.outside import Outside
from bot.simulator.playing import Playing

router = APIRouter(prefix="/simulator", dependencies=[Depends(local_only)])


class Line(BaseModel):
    """What a customer types into the service account's chat; nothing: he opens it."""

    text: str = Field(default="", max_length=10_000)


class Sum(BaseModel):
    """He pays a colleague by 对外收款."""

    payee: str
    fen: int = Field(gt=0)
    remark: str = Field(default="", max_length=100)


@router.get("/phones")
async def phones(simulator: Playing) -> list[dict[str, Any]]:
    """Customers' people, and how much each has not looked at."""
    return simulator.outside.phones()


@router.get("/phones/{person}")
async def phone(simulator: Playing, person: str) -> list[dict[str, Any]]:
    """The bubbles of one phone, in the company's zone; they have been read now."""
    zone = simulator.service.settings.zone
    bubbles = simulator.outside.phone(_known(simulator.outside, person))
    return [
        asdict(bubble) | {"at": bubble.at.astimezone(zone).isoformat(timespec="seconds")}
        for bubble in bubbles
    ]


@router.post("/phones/{person}/lines", status_code=204)
async def write(simulator: Playing, person: str, line: Line) -> None:
    """Sealed and posted as an event; the answer comes to the phone by itself."""
    outside = simulator.outside
    if line.text.strip():
        await outside.write(_known(outside, person), line.text)
    else:
        await outside.enter(_known(outside, person))


@router.post("/phones/{person}/payments")
async def pay(simulator: Playing, person: str, paid: Sum) -> dict[str, str]:
    """The transaction, as bills show it when they are fetched."""
    outside = simulator.outside
    if paid.payee not in simulator.platform.people:
        raise HTTPException(404)
    payment = outside.pay(_known(outside, person), paid.payee, paid.fen, paid.remark)
    return {"transaction_id": payment.transaction_id}


@router.get("/tasks")
async def tasks(simulator: Playing) -> list[dict[str, Any]]:
    """What colleagues were asked to send with a tap, and have not."""
    zone = simulator.service.settings.zone
    return [
        {
            "task": task.message_id, "who": task.sender, "person": task.external_userid, "text": task.text,
            "name": simulator.outside.names.get(task.external_userid, ""),
            "at": task.made_at.astimezone(zone).isoformat(timespec="seconds"),
        }
        for task in simulator.outside.tasks()
    ]  # fmt: skip


@router.post("/tasks/{task_id}/taps")
async def tap(simulator: Playing, task_id: str) -> dict[str, int]:
    """The colleague taps: 1 delivered, 2 no friend any more, 3 the month's quota is used."""
    task = simulator.outside.tap(task_id)
    if task is None:
        raise HTTPException(404)
    return {"result": task.result}


def _known(outside: Outside, person: str) -> str:
    if person not in outside.names:
        raise HTTPException(404)
    return person
