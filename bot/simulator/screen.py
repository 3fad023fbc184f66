"""The chat screen at `/`: be anybody of the company, type, and see what everybody gets and what the books say."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from starlette.websockets import WebSocket

from bot.render import TEMPLATES
from bot.simulator.chats import Bubble, Chats
from bot.simulator.company import NAME
from bot.simulator.doorstep import local_only
from bot.simulator.media import MOST_BYTES, File
from bot.simulator.overview import overview
from bot.simulator.passage import pass_time, until_morning
from bot.simulator.playing import Playing
from bot.simulator.stage import Simulator
from bot.simulator.talk import one_to_one

FOLDER = "web/simulator"
FILES = {"screen.css": "text/css", "screen.js": "text/javascript"}
PICTURES = ("image/png", "image/jpeg")  # what WeCom takes (doc/90253)
# Nothing comes from elsewhere, and nobody frames the page.
POLICY = "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'"
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}

router = APIRouter(dependencies=[Depends(local_only)])


class Act(BaseModel):
    """What a person does. `text` is what he types, the label of a place or the title of a link."""

    who: str
    kind: Literal["text", "voice", "location", "link", "enter_agent", "subscribe", "unsubscribe"] = "text"
    text: str = Field(default="", max_length=10_000)
    group: str = ""  # typed there, calling the bot
    bot: bool = False  # typed in his own chat with the AI bot


class Click(BaseModel):
    """A button of a card, or with `option` what was selected and sent; `chat` is where the card is."""

    who: str
    task_id: str
    key: str
    option: str = ""
    chat: str = ""


class Order(BaseModel):
    """Faults of the interface: the next errcodes, seconds of delay, answers that never leave."""

    errcodes: list[int] = Field(default_factory=list, max_length=100)
    delay: float = Field(default=0, ge=0, le=30)
    resets: int = Field(default=0, ge=0, le=100)


class Look(BaseModel):
    who: str


class Passage(BaseModel):
    """How the Clock moves: minutes, or on to the next morning."""

    minutes: int = Field(default=0, ge=0, le=31 * 24 * 60)
    morning: bool = False


@router.get("/")
async def page(simulator: Playing) -> HTMLResponse:
    people = list(simulator.platform.people.values())
    context = {
        "people": people,
        "groups": list(simulator.talk.groups.values()),
        "phones": simulator.outside.phones(),
        "company": NAME,
    }
    return HTMLResponse(simulator.service.renderer.render(f"{FOLDER}/screen.html", context), headers=HEADERS)


@router.get("/simulator/files/{name}")
async def file(name: str) -> Response:
    if name not in FILES:
        raise HTTPException(404)
    content = (TEMPLATES / FOLDER / name).read_bytes()
    return Response(content, media_type=FILES[name], headers=HEADERS)


@router.get("/simulator/state")
async def state(simulator: Playing) -> dict[str, Any]:
    """The Clock in the company's zone, and how much everybody has not read."""
    now = simulator.clock.now().astimezone(simulator.service.settings.zone)
    return {"now": now.isoformat(timespec="seconds"), "unread": simulator.platform.chats.unread()}


@router.get("/simulator/chats/{who}")
async def chat(simulator: Playing, who: str) -> list[dict[str, Any]]:
    """The bubbles of a person or a group; they have been read now."""
    chats = simulator.platform.chats
    chats.look(_chat(simulator, who))
    return [_plain(bubble, simulator) for bubble in chats.of(who)]


@router.post("/simulator/looks", status_code=204)
async def look(simulator: Playing, looking: Look) -> None:
    """What came while a chat was open has been seen."""
    simulator.platform.chats.look(_chat(simulator, looking.who))


@router.post("/simulator/acts")
async def act(simulator: Playing, doing: Act) -> dict[str, str]:
    """Do it as that person, sealed and posted like the platform; `answer` is what came back at once."""
    who, sender = _person(simulator, doing.who), simulator.sender
    match doing.kind:
        case "text":
            if not doing.text.strip():
                raise HTTPException(422)
            if doing.group or doing.bot:
                return {"answer": await _to_bot(simulator, who, doing)}
            answer = await sender.text(who, doing.text)
        case "voice":
            answer = await sender.voice(who)
        case "location":
            answer = await sender.location(who, doing.text)
        case "link":
            answer = await sender.link(who, doing.text)
        case _:
            answer = await sender.event(who, doing.kind)
    return {"answer": answer}


@router.post("/simulator/clicks")
async def click(simulator: Playing, pressed: Click) -> dict[str, str]:
    """Press it as that person; `answer` is what the card says then."""
    who = _person(simulator, pressed.who)
    if pressed.chat in ("", who):
        return {
            "answer": await simulator.sender.click(who, pressed.task_id, pressed.key, option=pressed.option)
        }
    group = pressed.chat if pressed.chat in simulator.talk.groups else ""  # else his own chat with the bot
    await simulator.talk.click(who, pressed.task_id, pressed.option or pressed.key, group=group)
    return {"answer": ""}


@router.post("/simulator/faults", status_code=204)
async def order(simulator: Playing, ordered: Order) -> None:
    """What goes wrong from now on."""
    orders = simulator.platform.orders
    orders.errcodes = deque(ordered.errcodes)
    orders.delay, orders.resets = ordered.delay, ordered.resets


@router.post("/simulator/pictures")
async def send_picture(simulator: Playing, request: Request, who: str, name: str = "") -> dict[str, str]:
    """A picture, as the body; it is uploaded and sent by that person."""
    _person(simulator, who)
    content_type = request.headers.get("content-type", "")
    length = int(request.headers.get("content-length") or 0)
    if content_type not in PICTURES or not 0 < length <= MOST_BYTES["image"]:
        raise HTTPException(422)
    kept = simulator.platform.files.add("image", name, content_type, await request.body())
    if not isinstance(kept, File):
        raise HTTPException(422)
    return {"answer": await simulator.sender.picture(who, kept)}


@router.get("/simulator/pictures/{media_id}")
async def picture(simulator: Playing, media_id: str) -> Response:
    found = simulator.platform.files.get(media_id)
    if not isinstance(found, File):
        raise HTTPException(404)
    return Response(found.content, media_type=found.content_type, headers=HEADERS)


@router.post("/simulator/clock")
async def move_clock(simulator: Playing, passage: Passage) -> dict[str, Any]:
    """Move time forward, with everything that falls due on the way."""
    clock, zone = simulator.clock, simulator.service.settings.zone
    by = until_morning(clock.now(), zone) if passage.morning else timedelta(minutes=passage.minutes)
    if not by:
        raise HTTPException(422)
    await pass_time(simulator.service, clock, by)
    return await state(simulator)


@router.get("/simulator/books")
async def books(simulator: Playing) -> HTMLResponse:
    seen = await simulator.service.database.read(overview)
    context = {field: getattr(seen, field) for field in type(seen).__dataclass_fields__}
    return HTMLResponse(simulator.service.renderer.render(f"{FOLDER}/books.html", context), headers=HEADERS)


@router.websocket("/simulator/live")
async def live(websocket: WebSocket, simulator: Playing) -> None:
    """Every bubble as it appears; the browser says nothing."""
    await websocket.accept()
    telling = asyncio.create_task(_tell(websocket, simulator))
    try:
        async for _ in websocket.iter_text():
            continue
    finally:
        telling.cancel()


async def _tell(websocket: WebSocket, simulator: Simulator) -> None:
    chats: Chats = simulator.platform.chats
    async for bubble in chats.watch():
        await websocket.send_json({"bubble": _plain(bubble, simulator), "unread": chats.unread()})
    await websocket.close()


async def _to_bot(simulator: Simulator, who: str, doing: Act) -> str:
    """Said to the bot, alone or before the others; it answers by itself, so there is nothing to give back."""
    if doing.group and who not in getattr(simulator.talk.groups.get(doing.group), "members", ()):
        raise HTTPException(404)
    try:
        await simulator.talk.text(who, doing.text, group=doing.group)
    except ConnectionError:
        raise HTTPException(503) from None
    return ""


def _chat(simulator: Simulator, key: str) -> str:
    if key in simulator.talk.groups:
        return key
    is_bot, person = key.startswith(one_to_one("")), _person(simulator, key.removeprefix(one_to_one("")))
    return one_to_one(person) if is_bot else person


def _person(simulator: Simulator, who: str) -> str:
    if who not in simulator.platform.people:
        raise HTTPException(404)
    return who


def _plain(bubble: Bubble, simulator: Simulator) -> dict[str, Any]:
    local = bubble.at.astimezone(simulator.service.settings.zone)
    return asdict(bubble) | {"at": local.isoformat(timespec="seconds")}
