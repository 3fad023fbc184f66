"""A group by its robot: one way, text, tables, pictures, files and notices."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.channels.files import content_of, once_more
from bot.delivery.limits import ROBOT, Quota
from bot.outgoing import Kind, Outgoing
from bot.wecom import limits
from bot.wecom.outcomes import Refused, SendOutcome
from bot.wecom.robot import Robot
from bot.wecom.wire import Wire

NAME = "robot"


class GroupRobot:
    """The robot of one group, whatever the target says; `files` is the data folder."""

    duplicate_window = timedelta()
    text_bytes = limits.ROBOT_TEXT
    markdown_bytes = limits.ROBOT_MARKDOWN
    is_here = True

    def __init__(self, wire: Wire, key: SecretStr, files: Path) -> None:
        self._robot = Robot(wire, key)
        self._files = files
        # The key is a credential, and two groups may share a robot: it is counted by a digest of it.
        self._counted_as = hashlib.sha256(key.get_secret_value().encode()).hexdigest()[:16]

    def quotas(self, target: str) -> tuple[Quota, ...]:
        return (Quota(f"robot:{self._counted_as}", ROBOT),)

    async def send(self, target: str, message: Outgoing) -> SendOutcome:
        match message.kind:
            case Kind.TEXT:
                return await self._robot.text(message.text, message.mentions)
            case Kind.MARKDOWN:
                return await self._robot.markdown(message.text)
            case Kind.CARD:
                return await self._robot.card(message.card)
        content = await content_of(self._files, message.path)
        if content is None:
            return Refused(errcode=None, reason=f"the file {message.path} is not there")
        if message.kind is Kind.IMAGE:
            return await self._robot.image(content)
        return once_more(await self._robot.file(message.name or Path(message.path).name, content))
