"""P21: in a group a reply shows what every member may see; the rest goes to its speaker alone.

Nobody can list the members of a group (the platform does not say), so every member is any colleague at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from handlers.command import SILENT, Audience, Reply


@dataclass(frozen=True, slots=True)
class Shared:
    """A reply in a group, parted: what all see, and what the speaker alone gets (silent: nothing)."""

    shown: Reply
    private: Reply


def shared(reply: Reply, *, may_push: bool) -> Shared:
    """Part a reply. Where the speaker cannot be written to alone, the group reads how he can be."""
    parts = [part for part in _parts(reply) if part.template]
    if not parts:
        return Shared(SILENT, SILENT)
    shown = [seen for part in parts if (seen := _seen(part)) is not None]
    hidden = [part for part in parts if part.audience is Audience.PRIVATE]
    if hidden:
        shown.append(Reply("group/told.txt" if may_push else "group/write_first.txt", {"alone": not shown}))
    private = _joined(hidden) if may_push else SILENT
    return Shared(_joined(shown), private)


def _parts(reply: Reply) -> Iterator[Reply]:
    yield replace(reply, also=(), pushes=())
    for more in reply.also:
        yield from _parts(more)


def _seen(part: Reply) -> Reply | None:
    return part if part.audience is Audience.PUBLIC else part.in_group


def _joined(parts: list[Reply]) -> Reply:
    return parts[0].with_more(*parts[1:]) if parts else SILENT
