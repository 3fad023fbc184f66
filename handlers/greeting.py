"""“在吗”, “你好”, “这个咋用”: three things to say, with the speaker's own customers. Pure small talk stays unanswered."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from handlers.command import Command, Reply, Request
from handlers.examples import own_names, with_own
from handlers.language.reading import Intent
from storage.unit_of_work import UnitOfWork

COMMAND = Command(name="greeting", intents=(Intent.GREETING,), title="打招呼", says=("在吗",), action="help")
# What each role says most; three, as many as one remembers.
_FIRST: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sales": ("永盛拿了1.2万 下月15给", "收到宏达5000", "永盛欠多少"),
        "clerk": ("永盛 12000 送货单8831 1月15", "票开了 #1042 票号12345678", "#1042"),
        "warehouse": ("永盛能发吗", "宏达来拉5万 能装车吗", "鑫源能发吗"),
        "finance": ("待确认", "永盛欠多少", "谁超期了"),
        "manager": ("总共还有多少没收回来", "谁超期了", "永盛怎么回事"),
    }
)


def run(request: Request, uow: UnitOfWork) -> Reply:
    examples = _FIRST.get(request.speaker.role, _FIRST["manager"])
    return Reply("help/greeting.txt", {"lines": with_own(examples, own_names(request, uow))})
