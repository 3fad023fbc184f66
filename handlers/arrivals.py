"""What arrives that is not a sentence: strangers, people who come and go, pictures, sound, places, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from config.company import CompanySettings
from handlers import greeting, import_file, staff, stamped
from handlers.command import SILENT, Audience, Reply, Request, Said
from handlers.language.names import NameIndex
from handlers.language.reading import Intent, Question, Reading
from handlers.proposal import ask_person, first_with
from handlers.subject import last_message, lines_of, of_message
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

STRANGER = staff.STRANGER
ATTACHES_WITHIN = timedelta(minutes=10)  # a picture belongs to what its sender recorded just before
_LABELS = (
    ("销售", "sales"),
    ("内勤", "clerk"),
    ("财务", "finance"),
    ("经理", "manager"),
    ("仓库", "warehouse"),
    ("管理员", "admin"),
    ("老板", "manager"),
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """`kind` as in Incoming; `media_id`, `name` of a picture or file; `text` the label of a place, title of a link."""

    kind: str
    media_id: str = ""
    name: str = ""
    text: str = ""


def known(userid: str, name: str, uow: UnitOfWork, *, in_group: bool = False) -> StaffView | None:
    """The person if he may use the books: active, and with a role.

    Who writes alone for the first time can be pushed to; who writes in a group cannot (doc/101463).
    """
    person = uow.staff.get(userid)
    if person is None or not person.active or person.role == "none":
        return None
    if not person.reached and not in_group:
        uow.staff.mark_reached(person.userid)
    return person


def receive(
    said: Said,
    arrival: Arrival,
    sender: str,
    speaker: StaffView | None,
    uow: UnitOfWork,
    *,
    index: NameIndex,
    company: CompanySettings,
) -> Reply:
    """The reply to everything but a sentence of a colleague."""
    person = speaker or uow.staff.get(sender) or StaffView(sender, name=arrival.name)
    state = uow.conversations.load(said.channel, said.chat_id, person.userid)
    request = Request(said, person, Reading(said.text, Intent.NONE), index, state, company)
    if arrival.kind == "subscribe":
        return _came(person, uow)
    if arrival.kind == "unsubscribe":
        return _left(person, uow)
    if speaker is None:
        return _stranger(person, request, uow)
    return _KINDS.get(arrival.kind, _other)(arrival, request, uow)


def _came(person: StaffView, uow: UnitOfWork) -> Reply:
    """Someone entered the app's visible range: kept with role none until an admin gives one."""
    known_person = uow.staff.get(person.userid)
    uow.staff.put(replace(known_person or replace(person, role="none", source="event"), active=True))
    return SILENT


def _left(person: StaffView, uow: UnitOfWork) -> Reply:
    if uow.staff.get(person.userid) is not None:
        uow.staff.put(replace(person, active=False))
    return SILENT


def _stranger(person: StaffView, request: Request, uow: UnitOfWork) -> Reply:
    """One polite sentence, and the admin is asked once whether to let him in (P24)."""
    seen = uow.staff.get(person.userid)
    admin = first_with(("admin", "manager"), person, uow)
    context = {"admin": admin.name if admin else ""}
    if request.said.in_group or (seen is not None and not seen.active):
        return Reply("refusal/stranger.txt", context, audience=Audience.PUBLIC)
    if admin is None or (seen is not None and seen.source == "written"):
        return Reply("refusal/stranger.txt", context)
    uow.staff.put(replace(seen or person, role="none", active=True, reached=True, source="written"))
    shown = person.name or person.userid
    question = Question(STRANGER, _roles(shown, uow), {"userid": person.userid, "name": shown})
    return Reply("refusal/stranger.txt", context, (ask_person(admin, STRANGER, question, request, uow),))


def _roles(name: str, uow: UnitOfWork) -> tuple[Mapping[str, Any], ...]:
    """What the admin may answer: the role this name was expected with, then every role, the usual ones first."""
    expected = uow.staff.get(staff.EXPECTED + name)
    first = [{"role": expected.role, "expected": True}] if expected and expected.role != "none" else []
    return (*first, *({"role": role, "label": label} for label, role in _LABELS))


def _enter(arrival: Arrival, request: Request, uow: UnitOfWork) -> Reply:
    """Opening the app greets once a day; WeCom reports it every time."""
    day = request.today.isoformat()
    if not uow.timers.put("greeted", f"greeted:{request.speaker.userid}:{day}", uow.now, done=True):
        return SILENT
    return greeting.run(request, uow)


def _picture(arrival: Arrival, request: Request, uow: UnitOfWork) -> Reply:
    """Kept at once, and attached to the record its sender made just before, else to the next one."""
    since = uow.now - ATTACHES_WITHIN
    message = last_message(request, uow)
    made = [one for one in (of_message(message, uow) if message else ()) if one.recorded_at >= since]
    subject = made[-1] if made else None
    about = subject.about if subject else ""
    kept = keep(
        request.speaker, arrival.kind, arrival.media_id, arrival.name, request.said.inbox_id, uow, about=about
    )
    if subject is None and not request.said.in_group:
        stamp = stamped.receive(kept, request, uow)
        if stamp is not None:
            uow.conversations.save(
                request.said.channel, request.said.chat_id, request.speaker.userid, request.state
            )
            return stamp
    if subject is None:
        return Reply("arrival/picture_kept.txt")
    return Reply("arrival/picture_attached.txt", lines_of([subject], uow)[0])


def keep(
    sender: StaffView,
    kind: str,
    media_id: str,
    name: str,
    message_id: int,
    uow: UnitOfWork,
    *,
    about: str = "",
) -> int:
    """A picture or file to be fetched at once, and its id; `about` names its record, "" until it has one."""
    kept = uow.attachments.add(
        sender=sender.userid, kind=kind, name=name, media_id=media_id, subject=about, message_id=message_id
    )
    return kept.id


def _voice(arrival: Arrival, request: Request, uow: UnitOfWork) -> Reply:
    return Reply("arrival/voice.txt")


def _location(arrival: Arrival, request: Request, uow: UnitOfWork) -> Reply:
    return Reply("arrival/location.txt", {"label": arrival.text})


def _file(arrival: Arrival, request: Request, uow: UnitOfWork) -> Reply:
    """A table of those who may import is read; another file is only named."""
    if request.said.in_group or not arrival.media_id or not import_file.may_import(request.speaker):
        return _other(arrival, request, uow)
    message_id = request.said.inbox_id
    about = import_file.subject_of(message_id)
    keep(request.speaker, arrival.kind, arrival.media_id, arrival.name, message_id, uow, about=about)
    return import_file.receive(arrival.name, request, uow)


def _other(arrival: Arrival, request: Request, uow: UnitOfWork) -> Reply:
    return Reply("arrival/other.txt", {"kind": arrival.kind})


def _silent(arrival: Arrival, request: Request, uow: UnitOfWork) -> Reply:
    return SILENT


_KINDS: Mapping[str, Callable[[Arrival, Request, UnitOfWork], Reply]] = MappingProxyType(
    {
        "enter": _enter,
        "image": _picture,
        "file": _file,
        "voice": _voice,
        "location": _location,
        "event": _silent,
        "unknown": _silent,
    }
)
