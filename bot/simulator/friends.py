"""客户联系, played on this machine: customers' people as colleagues have them in WeChat, and tasks that wait for a tap."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.simulator.chats import Chats
from bot.simulator.counter import phone_of
from bot.simulator.media import Files

MOST_PAGE, TEXT_BYTES, NUDGES, MOST_PIECES = 100, 4_000, 3, 9
PIECES = ("link", "image", "video", "file")
LINK_BYTES = (128, 512, 2_048)  # title, desc, url
BAD_PERSON, BAD_USER, BAD_PARAMETER, NO_RELATION, NOBODY, EMPTY, TOO_LONG = (
    40096, 40003, 40058, 84061, 41048, 44004, 45002,
)  # fmt: skip
WAITING, SENT, NO_FRIEND, QUOTA_USED = 0, 2, 2, 3
Fields = dict[str, Any]


@dataclass
class Friend:
    """A person of a customer as the colleague `userid` has him: `remark`, `company` and `mobiles` are his notes."""

    external_userid: str
    name: str
    userid: str
    remark: str = ""
    company: str = ""
    mobiles: tuple[str, ...] = ()


@dataclass
class Task:
    """A message to one customer that `sender` may send with a tap. `state`: waiting | sent | cancelled."""

    message_id: str
    sender: str
    external_userid: str
    text: str
    made_at: datetime
    state: str = "waiting"
    result: int = 0
    nudged: list[datetime] = field(default_factory=list)


class Friends:
    """Who is whose friend, and the tasks."""

    def __init__(
        self, clock: Clock, chats: Chats, friends: Iterable[Friend], files: Files | None = None
    ) -> None:
        self._clock = clock
        self._chats = chats
        self._files = files or Files(clock)
        self.friends = {(one.userid, one.external_userid): one for one in friends}
        self.people = {one.external_userid: one.name for one in self.friends.values()}
        self.tasks: dict[str, Task] = {}
        self._given: Counter[tuple[str, int, int]] = Counter()

    def of(self, userid: str) -> list[Friend]:
        return [one for (whose, _), one in self.friends.items() if whose == userid]

    # -- what the service asks -------------------------------------------------------------------------------------

    def follow_users(self) -> Fields:
        """externalcontact/get_follow_user_list."""
        return {"follow_user": sorted({userid for userid, _ in self.friends})}

    def listed(self, userid: str) -> Fields | int:
        """externalcontact/list."""
        found = [one.external_userid for one in self.of(userid)]
        return {"external_userid": found} if found else NO_RELATION

    def get(self, external_userid: str) -> Fields | int:
        """externalcontact/get."""
        found = [one for one in self.friends.values() if one.external_userid == external_userid]
        if not found:
            return BAD_PERSON
        return {"external_contact": _person(found[0]), "follow_user": [_follow(one) for one in found]}

    def batch(self, question: Mapping[str, Any]) -> Fields | int:
        """externalcontact/batch/get_by_user."""
        userids, limit = question.get("userid_list"), question.get("limit", 50)
        if (
            not isinstance(userids, list)
            or not 0 < len(userids) <= MOST_PAGE
            or not 0 < int(limit) <= MOST_PAGE
        ):
            return BAD_PARAMETER
        found = [one for userid in userids for one in self.of(str(userid))]
        start = int(question.get("cursor") or 0)
        page = found[start : start + limit]
        following = str(start + limit) if len(found) > start + limit else ""
        rows = [{"external_contact": _person(one), "follow_info": _follow(one)} for one in page]
        return {"external_contact_list": rows, "next_cursor": following}

    def give(self, body: Mapping[str, Any]) -> Fields | int:
        """externalcontact/add_msg_template: a task for each customer; nothing leaves until the sender taps."""
        sender, people = str(body.get("sender", "")), body.get("external_userid")
        part = body.get("text")
        text = str(part.get("content", "")) if isinstance(part, Mapping) else ""
        attachments = body.get("attachments") or []
        if not text.strip() and not attachments:
            return EMPTY
        if len(text.encode()) > TEXT_BYTES:
            return TOO_LONG
        if (
            not isinstance(people, list)
            or not isinstance(attachments, list)
            or len(attachments) > MOST_PIECES
        ):
            return BAD_PARAMETER
        shown = [self._shown(piece) for piece in attachments]
        if (fault := next((one for one in shown if isinstance(one, int)), None)) is not None:
            return fault
        reached = [one for one in people if (sender, one) in self.friends]
        if not reached:
            return NOBODY
        message_id = secrets.token_urlsafe(18)
        for one in reached:
            words = "\n".join([text, *map(str, shown)]).strip()
            self.tasks[message_id] = Task(message_id, sender, one, words, self._clock.now())
        return {"msgid": message_id, "fail_list": [one for one in people if one not in reached]}

    def result(self, question: Mapping[str, Any]) -> Fields | int:
        """externalcontact/get_groupmsg_send_result."""
        task = self.tasks.get(str(question.get("msgid")))
        if task is None or task.sender != question.get("userid"):
            return BAD_PARAMETER
        status = {"waiting": 0, "cancelled": 0}.get(task.state, task.result)
        row = {"external_userid": task.external_userid, "userid": task.sender, "status": status}
        return {"next_cursor": "", "send_list": [row]}

    def nudge(self, question: Mapping[str, Any]) -> Fields | int:
        """externalcontact/remind_groupmsg_send: three times in 24 hours."""
        task, now = self.tasks.get(str(question.get("msgid"))), self._clock.now()
        if task is None or task.state != "waiting":
            return BAD_PARAMETER
        task.nudged = [at for at in task.nudged if at > now - timedelta(days=1)]
        if len(task.nudged) >= NUDGES:
            return 45009
        task.nudged.append(now)
        return {}

    def cancel(self, question: Mapping[str, Any]) -> Fields | int:
        """externalcontact/cancel_groupmsg_send."""
        task = self.tasks.get(str(question.get("msgid")))
        if task is None or task.state != "waiting":
            return BAD_PARAMETER
        task.state = "cancelled"
        return {}

    def _shown(self, piece: Any) -> str | int:
        """What an attachment looks like on the phone, or the errcode (doc/92135)."""
        kind = str(piece.get("msgtype", "")) if isinstance(piece, Mapping) else ""
        part = piece.get(kind) if kind in PIECES else None
        if not isinstance(part, Mapping):
            return BAD_PARAMETER
        if kind == "link":
            words = [str(part.get(name, "")) for name in ("title", "desc", "url")]
            fits = all(len(word.encode()) <= most for word, most in zip(words, LINK_BYTES, strict=True))
            return f"{words[0]} {words[2]}" if fits and words[0] and words[2] else BAD_PARAMETER
        file = self._files.get(str(part.get("media_id", "")))
        if isinstance(file, int):
            return file
        return f"[{kind}] {file.name}" if file.kind == kind else BAD_PARAMETER

    # -- what people do --------------------------------------------------------------------------------------------

    def waiting(self) -> list[Task]:
        return [task for task in self.tasks.values() if task.state == "waiting"]

    def tap(self, message_id: str) -> Task | None:
        """The colleague sends it; None for no task that waits. So many a month reach a customer as it has days."""
        task = self.tasks.get(message_id)
        if task is None or task.state != "waiting":
            return None
        now = self._clock.now()
        month = (task.external_userid, now.year, now.month)
        task.state = "sent"
        if (task.sender, task.external_userid) not in self.friends:
            task.result = NO_FRIEND
        elif self._given[month] >= _days_of(now):
            task.result = QUOTA_USED
        else:
            self._given[month] += 1
            task.result = 1
            self._chats.heard(phone_of(task.external_userid), task.text, pushed=True, by=task.sender)
        return task

    def unfriend(self, userid: str, external_userid: str) -> bool:
        return self.friends.pop((userid, external_userid), None) is not None


def _person(one: Friend) -> Fields:
    return {"external_userid": one.external_userid, "name": one.name, "type": 1, "gender": 0}


def _follow(one: Friend) -> Fields:
    return {
        "userid": one.userid, "remark": one.remark, "description": "", "remark_corp_name": one.company,
        "remark_mobiles": list(one.mobiles), "add_way": 1,
    }  # fmt: skip


def _days_of(now: datetime) -> int:
    following = now.replace(day=28) + timedelta(days=4)
    return (following - timedelta(days=following.day)).day
