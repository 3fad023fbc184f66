"""A reply with its picture: the text first, then the picture, to the asker alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.command import Push, Reply, Request
from handlers.jsonable import to_plain


def with_picture(reply: Reply, template: str, drawn: Mapping[str, Any], request: Request) -> Reply:
    """The reply, and below it `template` drawn from `drawn`. None in a group, or where pictures are turned off."""
    if not request.company.is_on("digest_picture") or request.said.in_group:
        return reply
    key = f"picture:{request.said.inbox_id}:{template}"
    return reply.with_pushes(Push(request.speaker.userid, key, template, to_plain(drawn)))
