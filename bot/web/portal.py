"""The customer's own page, `/s/{token}`: what is open, what he paid, and three things he may say. Nothing is booked."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.jobs.job import Context
from bot.links import PATH, Links
from bot.web.form import Slip, fields_of, slip_of
from bot.web.pages import headers_of
from handlers import customer_word
from handlers.account import account_of, signer_of
from handlers.customer_word import Word
from handlers.dunning.hearers import salesperson
from handlers.jsonable import to_plain
from storage.customers import CustomerView
from storage.debtors import company_name
from storage.links import LinkView
from storage.unit_of_work import UnitOfWork

ONE_VIEW: Final = timedelta(minutes=10)  # a page that is loaded again within it was looked at once
MOST_WORDS: Final = 10  # of one link in a day; more is not a customer, or one who should be called
# They make the card that a chat shows of a link: it shows no sum (P18), and their look is nobody's.
_PREVIEWERS: Final = ("bot", "spider", "crawler", "preview", "facebookexternalhit", "whatsapp", "wxspider")

router = APIRouter()


@dataclass(slots=True)
class Portal:
    """What the page needs; `wake` is called when something was put into the outbox."""

    context: Context
    links: Links
    wake: Callable[[], None]
    _seen: dict[int, datetime] = field(default_factory=dict)

    def is_new_view(self, link_id: int) -> bool:
        """Was the page not looked at just now? In this process alone; another may count one more."""
        now = self.context.clock.now()
        self._seen = {one: at for one, at in self._seen.items() if now - at < ONE_VIEW}
        return self._seen.setdefault(link_id, now) is now


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that opens, with whose it is and what he sees."""

    link: LinkView
    customer: CustomerView
    account: Mapping[str, Any]
    is_held: bool = False  # a lawyer speaks for him: nothing is shown while that lasts (P18)


def portal_of(request: Request) -> Portal:
    """The portal, or 404 where no public address is set."""
    portal: Portal | None = request.app.state.portal
    if portal is None:
        raise HTTPException(404)
    return portal


Here = Annotated[Portal, Depends(portal_of)]


@router.get(PATH + "{token}")
async def look(request: Request, portal: Here, token: str, done: str = "") -> Response:
    """The page. Noted in the audit, and the salesperson hears of the first look of a day."""
    opened = await _opened(portal, token)
    if isinstance(opened, Response):
        return opened
    if _is_previewer(request):
        return _page(portal, "shut.html", {**_face(opened), "state": "preview"})
    if portal.is_new_view(opened.link.id):
        await portal.context.database.write(lambda uow: _viewed(opened, uow, portal))
        portal.wake()
    return _shown(portal, token, opened, slip=Slip(), done=done)


@router.post(PATH + "{token}")
async def say(request: Request, portal: Here, token: str) -> Response:
    """He says something. What was typed wrong comes back with the page; what he said goes to his salesperson."""
    opened = await _opened(portal, token)
    if isinstance(opened, Response):
        return opened
    fields = await fields_of(request)
    if fields is None:
        raise HTTPException(413)
    slip = slip_of(fields, today=portal.context.local_now().date())
    if slip.problem:
        return _shown(portal, token, opened, slip=slip, status=422)
    word = Word(slip.kind, slip.amount, slip.day, slip.words, net=int(opened.account["net"]))
    if not await portal.context.database.write(lambda uow: _said(opened, word, uow, portal)):
        return _shown(portal, token, opened, slip=replace(slip, problem="too_many"), status=429)
    portal.wake()
    return RedirectResponse(f"{PATH}{token}?done={slip.kind}", status_code=303, headers=headers_of(""))


async def _opened(portal: Portal, token: str) -> Opened | Response:
    """The link behind a token, or the page that says why it does not open."""
    link_id = portal.links.read(token)
    found = (
        await portal.context.database.read(lambda uow: _find(link_id, uow, portal))
        if link_id is not None
        else None
    )
    if found is None:
        return _page(portal, "shut.html", {"state": "unknown", "company": "", "signer": "", "phone": ""}, 404)
    if not found.link.opens(portal.context.clock.now()):
        return _page(portal, "shut.html", {**_face(found), "state": "over"}, 410)
    if found.is_held:
        await portal.context.database.write(lambda uow: _knocked(found, uow, portal))
        portal.wake()
        return _page(portal, "shut.html", {**_face(found), "state": "held"}, 403)
    return found


def _find(link_id: int, uow: UnitOfWork, portal: Portal) -> Opened | None:
    link = uow.links.get(link_id)
    customer = uow.customers.get(link.customer_id) if link is not None else None
    if link is None or customer is None:
        return None
    settings, today = portal.context.company.over(uow.settings.texts()), portal.context.local_now().date()
    is_held = any(hold.kind == "lawyer" for hold in uow.holds.active_of(customer.id, today))
    if is_held or not link.opens(portal.context.clock.now()):
        named = {"company": settings.text("company_name") or company_name(uow), **signer_of(customer, uow)}
        return Opened(link, customer, named, is_held)
    return Opened(link, customer, account_of(customer, uow, today, settings))


def _knocked(opened: Opened, uow: UnitOfWork, portal: Portal) -> None:
    """He wanted to look while a lawyer speaks for him: his salesperson hears it, once a day."""
    customer, day = opened.customer, portal.context.local_now().date()
    for userid in salesperson(customer.owner, uow)[:1]:
        uow.outbox.push(
            portal.context.staff_channel, userid, f"link_held:{opened.link.id}:{day.isoformat()}",
            "chat/link/held.txt", {"customer": customer.name}, priority=4,
        )  # fmt: skip


def _viewed(opened: Opened, uow: UnitOfWork, portal: Portal) -> None:
    customer, link = opened.customer, opened.link
    uow.audit.note(
        f"link:{link.id}", "view", f"customer:{customer.id}", {"what": "link", "net": opened.account["net"]}
    )
    day = portal.context.local_now().date()
    context = {"customer": customer.name, "net": opened.account["net"]}
    for userid in salesperson(customer.owner, uow)[:1]:
        key = f"link_viewed:{link.id}:{day.isoformat()}"
        uow.outbox.push(
            portal.context.staff_channel, userid, key, "chat/link/viewed.txt", to_plain(context), priority=4
        )


def _said(opened: Opened, word: Word, uow: UnitOfWork, portal: Portal) -> bool:
    """False when this link has said too much today."""
    now = portal.context.local_now()
    key = f"link_word:{opened.link.id}:{now.date().isoformat()}"
    place = next((place for place in range(MOST_WORDS) if not uow.timers.is_set(f"{key}:{place}")), None)
    if place is None:
        return False
    if customer_word.pass_on(word, opened.customer, uow, channel=portal.context.staff_channel, now=now):
        uow.timers.put("link_word", f"{key}:{place}", uow.now, done=True)
    return True


def _is_previewer(request: Request) -> bool:
    agent = request.headers.get("user-agent", "").lower()
    return any(name in agent for name in _PREVIEWERS)


def _face(opened: Opened) -> dict[str, Any]:
    """What also stands on a page without figures."""
    return {name: opened.account[name] for name in ("company", "signer", "phone")}


def _shown(
    portal: Portal, token: str, opened: Opened, *, slip: Slip, done: str = "", status: int = 200
) -> Response:
    context = {
        **opened.account,
        "action": f"{PATH}{token}",
        "done": done if done in ("agrees", "contests", "paid") else "",
        "slip": slip,
        "until": opened.link.expires_at.astimezone(portal.context.zone).date(),
        "latest": portal.context.local_now().date().isoformat(),
    }
    return _page(portal, "account.html", context, status)


def _page(portal: Portal, name: str, context: Mapping[str, Any], status: int = 200) -> Response:
    nonce = secrets.token_urlsafe(16)
    html = portal.context.renderer.render(f"web/portal/{name}", context, nonce=nonce)
    return HTMLResponse(html, status_code=status, headers=headers_of(nonce))
