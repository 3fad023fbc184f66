"""The people: who may do what, who is under whom, who has left; strangers are let in by the admin (P24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers import conversation
from handlers.command import Command, Push, Reply, Request
from handlers.conversation import OpenQuestion
from handlers.holdings import holdings
from handlers.language.chores import ROLES
from handlers.language.reading import Answer, Intent
from handlers.permissions import Verdict, reach
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(
    name="staff",
    intents=(Intent.STAFF_UPDATE,),
    title="员工",
    says=("加 小李 销售", "小李离职了", "老周归赵总管", "员工名单", "我的电话13800001111"),
)
STRANGER = "stranger"
EXPECTED = "expected:"  # the userid of somebody who was named but has not written yet


def run(request: Request, uow: UnitOfWork) -> Reply:
    """List, add, change or let go; only the admin may (the first manager where there is none)."""
    if request.record.extra.get("action") == "phone":
        uow.staff.put(replace(request.speaker, phone=str(request.record.extra["phone"])))
        return Reply("staff/phone.txt", {"phone": request.record.extra["phone"]})
    if not _may(request, uow):
        return Reply("staff/not_yours.txt", {"admin": _admin_name(uow)})
    extra = request.record.extra
    action = str(extra.get("action", ""))
    if action == "list":
        return _listing(request, uow)
    found = _people(str(extra.get("name", "")), uow)
    if len(found) > 1:
        return Reply("staff/several.txt", {"name": extra["name"], "userids": [one.userid for one in found]})
    person = found[0] if found else None
    if action == "add":
        return _add(str(extra["name"]), str(extra["role"]), person, request, uow)
    if person is None:
        return Reply("staff/unknown.txt", {"name": extra.get("name", "")})
    if action == "leave":
        return _leave(person, request, uow)
    if action == "manager":
        return _put_under(person, str(extra["boss"]), request, uow)
    return _give_role(person, str(extra["role"]), request, uow)


def _may(request: Request, uow: UnitOfWork) -> bool:
    if reach("staff", request.speaker, None, uow) is Verdict.YES:
        return True
    people = [one for one in uow.staff.all() if one.active and not is_expected(one)]
    if any(one.role == "admin" for one in people):
        return False
    managers = [one.userid for one in people if one.role == "manager"]
    return managers[:1] == [request.speaker.userid]


def _admin_name(uow: UnitOfWork) -> str:
    people = [one for one in uow.staff.all() if one.active]
    named = [one.name for role in ("admin", "manager") for one in people if one.role == role]
    return named[0] if named else ""


def is_expected(person: StaffView) -> bool:
    return person.userid.startswith(EXPECTED)


def _people(name: str, uow: UnitOfWork) -> list[StaffView]:
    """People of this name (or userid): active ones, else those who left, else those who are expected."""
    found = list(uow.staff.by_name(name)) or [one for one in (uow.staff.get(name),) if one is not None]
    for wanted in (
        [one for one in found if one.active and not is_expected(one)],
        [one for one in found if not is_expected(one)],
    ):
        if wanted:
            return wanted
    return found


def _listing(request: Request, uow: UnitOfWork) -> Reply:
    people = uow.staff.all()
    lines = [
        {"name": one.name or one.userid, "role": one.role, "reached": one.reached}
        for one in people
        if one.active and one.role != "none"
    ]
    return Reply(
        "staff/list.txt",
        {
            "lines": lines,
            "silent": [line["name"] for line in lines if not line["reached"]],
            "waiting": [one.name or one.userid for one in people if one.active and one.role == "none"],
            "expected": [one.name for one in people if is_expected(one)],
        },
    )


def _add(name: str, role: str, person: StaffView | None, request: Request, uow: UnitOfWork) -> Reply:
    """Give somebody known his role; somebody unknown is expected until he writes, and then asked about."""
    if person is None or is_expected(person):
        uow.staff.put(StaffView(EXPECTED + name, name, role, active=False, source="expected"))
        _note("staff.expect", EXPECTED + name, {"role": role}, request, uow)
        return Reply("staff/expected.txt", {"name": name, "role": role})
    return _give_role(person, role, request, uow)


def _give_role(person: StaffView, role: str, request: Request, uow: UnitOfWork) -> Reply:
    if person.userid == request.speaker.userid and role != "admin" and not _other_admin(person, uow):
        return Reply("staff/last_admin.txt", {"name": person.name})
    changed = replace(person, role=role, active=True, source="chat")
    uow.staff.put(changed)
    _note("staff.role", person.userid, {"role": role, "before": person.role}, request, uow)
    push = Push(
        person.userid,
        f"role:{request.said.inbox_id}:{person.userid}",
        "chat/staff/welcome.txt",
        {"role": role},
    )
    told = (push,) if person.reached and person.userid != request.speaker.userid else ()
    context = {"name": person.name or person.userid, "role": role, "reached": person.reached}
    return Reply("staff/changed.txt", context, told)


def _other_admin(person: StaffView, uow: UnitOfWork) -> bool:
    people = [one for one in uow.staff.all() if one.active and one.userid != person.userid]
    return any(one.role in ("admin", "manager") for one in people)


def _leave(person: StaffView, request: Request, uow: UnitOfWork) -> Reply:
    """He can do nothing from now on; what he holds is listed, and handing it over is the next step."""
    if not person.active:
        return Reply("staff/left_before.txt", {"name": person.name})
    if person.userid == request.speaker.userid:
        return Reply("staff/last_admin.txt", {"name": person.name})
    uow.staff.put(replace(person, active=False, source="chat"))
    _note("staff.leave", person.userid, {"role": person.role}, request, uow)
    return Reply("staff/left.txt", {"name": person.name, **holdings(person.userid, request.today, uow)})


def _put_under(person: StaffView, boss_name: str, request: Request, uow: UnitOfWork) -> Reply:
    bosses = [one for one in _people(boss_name, uow) if one.active and one.role in ("manager", "admin")]
    if len(bosses) != 1 or bosses[0].userid == person.userid:
        return Reply("staff/no_boss.txt", {"name": boss_name})
    boss = bosses[0]
    if person.userid == boss.manager or boss.userid in uow.staff.under(person.userid):
        return Reply("staff/circle.txt", {"name": person.name, "boss": boss.name})
    uow.staff.put(replace(person, manager=boss.userid, source="chat"))
    _note("staff.manager", person.userid, {"manager": boss.userid}, request, uow)
    return Reply("staff/under.txt", {"name": person.name, "boss": boss.name})


def _note(action: str, userid: str, details: Mapping[str, Any], request: Request, uow: UnitOfWork) -> None:
    uow.audit.note(request.speaker.userid, action, f"staff:{userid}", details)


def resume(asked: OpenQuestion, answer: Answer, request: Request, uow: UnitOfWork) -> Reply | None:
    """The admin's word on a stranger: a number, a role in words, or no."""
    options = asked.question.options
    role = ROLES.get(answer.text.strip())
    name = str(asked.question.data["name"])
    if answer.yes is False:
        conversation.close(request.state, asked.id)
        return Reply("staff/not_let_in.txt", {"name": name})
    if answer.choice is not None and 1 <= answer.choice <= len(options):
        role = options[answer.choice - 1]["role"]
    if role is None:
        return None
    conversation.close(request.state, asked.id)
    person = uow.staff.get(asked.question.data["userid"])
    if person is None or not _may(request, uow):
        return Reply("staff/not_yours.txt", {"admin": _admin_name(uow)})
    expected = uow.staff.get(EXPECTED + name)
    if expected is not None:
        uow.staff.put(replace(expected, name="", role="none"))
    return _give_role(replace(person, name=person.name or name), role, request, uow)
