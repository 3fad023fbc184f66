"""A row into what leaves: rendered once, from the books as they stand where it asks for that."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog
from jinja2 import TemplateError

from bot.delivery.refresh import KEY, Gone, NotNow, Partly, Refresh
from bot.documents import picture, statement_sheet
from bot.outgoing import Kind, Outgoing, kind_of
from bot.render import Renderer
from bot.wecom.limits import split_text
from config.company import CompanySettings
from handlers.jsonable import to_rich
from storage.database import Database
from storage.outbox import OutboxView
from storage.unit_of_work import UnitOfWork

LINK_CARD = "letters/statement_link.card"  # beside a letter: what opens the customer's own page
_log = structlog.get_logger(__name__)
NOTHING = Outgoing()


class Rendering:
    """Makes the frozen body of a row."""

    def __init__(
        self,
        database: Database,
        renderer: Renderer,
        company: CompanySettings,
        refreshes: Mapping[str, Refresh],
        files: Path,
    ) -> None:
        self._database = database
        self._renderer = renderer
        self._company = company
        self._refreshes = refreshes
        self._files = files

    async def message(self, row: OutboxView) -> Outgoing | Gone | NotNow:
        """What leaves for this row; an empty message when its template fails, which fails the row, not the batch.

        A row that was frozen for an earlier attempt is asked again whether it may leave. It keeps its bytes, unless it
        is completed from the books and surely has not left: then it says what is true now.
        """
        context: Mapping[str, Any] | Gone | NotNow = to_rich(row.context)
        is_kept = bool(row.body)
        if isinstance(context, Mapping) and KEY in context:
            is_kept = is_kept and await self._is_kept(row)
            context = await self._refreshed(row, context, is_kept=is_kept)
        if isinstance(context, Gone | NotNow):
            return context
        if is_kept or not row.template:
            return Outgoing.decode(row.body)
        try:
            if kind_of(row.template) is Kind.IMAGE:
                return await asyncio.to_thread(self._drawn, row.template, context)
            made = self._made(row.template, context)
            if context.get("link_card"):
                made = replace(made, card=json.loads(self._renderer.render(LINK_CARD, context)))
            if context.get("sheet"):
                return await asyncio.to_thread(self._with_sheet, made, context)
            return made
        except (TemplateError, ValueError):
            _log.exception("a template failed", row=row.id, template=row.template)
            return NOTHING

    async def _is_kept(self, row: OutboxView) -> bool:
        """It may have left, or parts of it may, or a person has sent it again: its bytes stay."""
        if row.sent_at is not None or row.attempts == 0:
            return True
        second = part_key(row.unique_key, 2)
        return await self._database.read(lambda uow: uow.outbox.find(second) is not None)

    async def _refreshed(
        self, row: OutboxView, context: Mapping[str, Any], *, is_kept: bool
    ) -> Mapping[str, Any] | Gone | NotNow:
        refresh = self._refreshes.get(str(context[KEY]))
        if refresh is None:
            _log.error("nobody completes this row", row=row.id, refresh=context[KEY])
            return Gone(f"nothing completes {context[KEY]}")

        def completed(uow: UnitOfWork) -> Mapping[str, Any] | Partly | Gone | NotNow:
            return refresh(context, uow, self._company.over(uow.settings.texts()))

        found = await self._database.read(completed)
        if isinstance(found, Partly | Gone) and found.settle is not None and not is_kept:
            await self._database.write(found.settle)
        return found.context if isinstance(found, Partly) else found

    def _drawn(self, template: str, context: Mapping[str, Any]) -> Outgoing:
        """A picture of its own figures, as a file beside the books. Drawing takes a tenth of a second."""
        path = picture.keep(self._renderer.render(template, context), self._files)
        return Outgoing(kind=Kind.IMAGE, path=path, name=str(context.get("name", "")))

    def _with_sheet(self, made: Outgoing, context: Mapping[str, Any]) -> Outgoing:
        """The letter with its statement beside it."""
        path, name = statement_sheet.keep(context, self._renderer, self._files)
        return replace(made, kind=Kind.FILE, path=path, name=name)

    def _made(self, template: str, context: Mapping[str, Any]) -> Outgoing:
        name, kind = template.removesuffix(".j2"), kind_of(template)
        text = self._renderer.render(name, context)
        if kind is Kind.CARD:
            return Outgoing(kind=kind, card=json.loads(text), text=str(context.get("text", "")))
        return Outgoing(kind=kind, text=text, mentions=tuple(context.get("mentions", ())))


def part_key(unique_key: str, place: int) -> str:
    """The key of the `place`-th part of a row that is too long for one message."""
    return f"{unique_key}/{place}"


def parts_of(message: Outgoing, *, text_bytes: int, markdown_bytes: int) -> list[Outgoing]:
    """The message in parts that the channel takes whole; only the first mentions anybody."""
    room = {Kind.TEXT: text_bytes, Kind.MARKDOWN: markdown_bytes}.get(message.kind)
    if room is None:
        return [message]
    first, *rest = split_text(message.text, room)
    head = replace(message, text=first)
    return [head, *(Outgoing(kind=message.kind, text=part) for part in rest)]
