"""The groups sales, finance and manager: by robot, else by a chat of the app, else by the bot's chat."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels import aibot_push, app_chat, group_robot
from bot.channels.channel import Channel
from bot.delivery.routes import Way
from bot.leaving import GROUP
from bot.wecom.outcomes import Refused
from storage.database import Database
from storage.groups import GROUPS
from storage.outbox import OutboxView

NAME = "group"


class Groups:
    """A route. `robots` by group; the app and the bot speak where a chat was set for the group."""

    def __init__(
        self,
        robots: Mapping[str, Channel],
        *,
        app: app_chat.AppChat | None,
        bot: Channel | None,
        database: Database,
    ) -> None:
        self._robots = robots
        self._app = app
        self._bot = bot
        self._database = database

    def lane(self, row: OutboxView) -> str:
        return ""

    async def way(self, row: OutboxView) -> Way | Refused:
        """The way to a group; it may be another one after an admin has set it."""
        target = row.target
        fault = f"{NAME}:{target}"
        if target not in GROUPS:
            return Refused(errcode=None, reason=f"there is no group {target}")
        if target in self._robots:
            return Way(group_robot.NAME, self._robots[target], target, fault)
        chats = await self._database.read(lambda uow: uow.group_chats.chats())
        if self._app is not None and chats.get((target, app_chat.NAME)):
            return Way(app_chat.NAME, self._app, chats[target, app_chat.NAME], fault)
        if self._bot is not None and chats.get((target, aibot_push.NAME)):
            return Way(aibot_push.NAME, self._bot, GROUP + chats[target, aibot_push.NAME], fault)
        return Refused(errcode=None, reason=f"no robot, app chat or bot chat is set for the group {target}")
