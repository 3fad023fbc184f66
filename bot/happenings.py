"""Events of the platform that are nobody's message: kept before they are acknowledged, worked on behind the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from bot.channels.app_message import NAME as APP
from bot.leaving import APPROVAL as ASKED
from bot.wecom.messages import Event
from handlers.colleagues import CONTACT
from storage.database import Database
from storage.unit_of_work import UnitOfWork

APPROVAL: Final = "approval_changed"  # the kind of timer that reads an approval back
SELDOM_USED: Final = "chat/channel/seldom_used.txt"
LOOKED_AFTER: Final = timedelta(days=30)  # so long an approval that was asked for is looked at
FRIEND: Final = "friend_changed"  # the kind of timer that looks at a customer's person in WeChat


class Happenings:
    """`ring` is called when something was kept that should be looked at now."""

    def __init__(self, database: Database, ring: Callable[[], None]) -> None:
        self._database = database
        self._ring = ring

    async def take(self, event: Event) -> bool:
        """Keep it, once however often it comes; False for what is of no use here. Raises when it could not be kept."""
        keep = _KEPT.get(event.name)
        if keep is None:
            return False
        await self._database.write(lambda uow: keep(event, uow))
        self._ring()
        return True


def _kf(event: Event, uow: UnitOfWork) -> None:
    """Somebody wrote to a service account: its token reads what it was (doc/94670)."""
    account = _word(event, "OpenKfId")
    if account:
        uow.kf.called(account, _word(event, "Token"), uow.now)


def _friend(event: Event, uow: UnitOfWork) -> None:
    """A customer was added, edited or lost by a colleague (doc/92130)."""
    context = {
        "change": _word(event, "ChangeType"), "userid": _word(event, "UserID"),
        "external_userid": _word(event, "ExternalUserID"),
    }  # fmt: skip
    if context["external_userid"]:
        uow.timers.put(FRIEND, f"{FRIEND}:{event.digest}", uow.now, context)


def _contact(event: Event, uow: UnitOfWork) -> None:
    """Somebody came, changed or left in the address book."""
    context = {"change": _word(event, "ChangeType"), "userid": _word(event, "UserID")}
    uow.timers.put(CONTACT, f"{CONTACT}:{event.digest}", uow.now, context)


def _approval(event: Event, uow: UnitOfWork) -> None:
    """An approval that we asked for went on: which, is all that is taken from the event; how it stands is read back
    (doc/91815). The company's others, leave and travel, are none of our business."""
    info = event.fields.get("ApprovalInfo")
    number = (info.get("SpNoStr") or info.get("SpNo")) if isinstance(info, Mapping) else None
    if not isinstance(number, str) or not number:
        return
    if any(row.external_id == number for row in uow.pushes.sent(ASKED, since=uow.now - LOOKED_AFTER)):
        uow.timers.put(APPROVAL, f"{APPROVAL}:{event.digest}", uow.now, {"number": number})


def _seldom_used(event: Event, uow: UnitOfWork) -> None:
    """The platform warns of an app that is seldom used, and closes it in the end (doc/90240): the admins hear it."""
    told = {"event": event.name}
    for person in uow.staff.all():
        if person.active and person.role == "admin":
            key = f"{event.name}:{event.digest}:{person.userid}"
            uow.outbox.push(APP, person.userid, key, SELDOM_USED, told, priority=2)


def _word(event: Event, name: str) -> str:
    value = event.fields.get(name)
    return value.strip() if isinstance(value, str) else ""


_KEPT: Final[Mapping[str, Callable[[Event, UnitOfWork], None]]] = MappingProxyType(
    {
        "kf_msg_or_event": _kf,
        "change_external_contact": _friend,
        "change_contact": _contact,
        "sys_approval_change": _approval,
        "inactive_alert": _seldom_used,
        "close_inactive_agent": _seldom_used,
        "reopen_inactive_agent": _seldom_used,
        "low_active_alert": _seldom_used,
        "low_active": _seldom_used,
        "active_restored": _seldom_used,
    }
)
