"""What one can say, written from the commands and shown with the speaker's own customers. “怎么用”"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.command import Command, Reply, Request
from handlers.examples import own_names, with_own
from handlers.language.reading import Intent
from handlers.permissions import MAY, Scope
from storage.staff import StaffView
from storage.unit_of_work import UnitOfWork

COMMAND = Command(name="help", intents=(Intent.HELP,), title="怎么用", says=("怎么用",))


def run(request: Request, uow: UnitOfWork, *, commands: Sequence[Command]) -> Reply:
    """One line for each of `commands` that the speaker's role may use."""
    allowed = [
        command for command in commands if command is not COMMAND and may_use(command, request.speaker)
    ]
    examples = with_own([command.says[0] for command in allowed], own_names(request, uow))
    lines = [{"title": command.title, "says": says} for command, says in zip(allowed, examples, strict=True)]
    return Reply("help/commands.txt", {"role": request.speaker.role, "lines": lines})


def may_use(command: Command, speaker: StaffView) -> bool:
    return MAY[command.permission].get(speaker.role, Scope.NO) is not Scope.NO
