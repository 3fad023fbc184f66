"""Which lines of the list shown last a message speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import conversation
from handlers.command import Reply, Request


def lines_meant(kind: str, request: Request) -> Sequence[tuple[int, int]] | Reply:
    """(number, id) of each line that was named, all of them for “都”; the reply that says why not."""
    listed = conversation.listed(request.state, kind)
    if not listed:
        return Reply("credit/no_list.txt", {"kind": kind})
    asked = request.record.extra.get("numbers") or range(1, len(listed) + 1)
    numbers = list(dict.fromkeys(int(number) for number in asked))
    beyond = [number for number in numbers if not 1 <= number <= len(listed)]
    if beyond:
        return Reply("credit/beyond.txt", {"numbers": beyond, "count": len(listed)})
    return [(number, listed[number - 1]) for number in numbers]
