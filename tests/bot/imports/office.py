"""A company's books on SQLite, and the command line in front of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from bot.cli import build
from bot.clock import SystemClock
from storage.database import Database
from storage.schema import claim_mode, migrate


@dataclass
class Office:
    """`run` types a command; `write` puts text into a file of the folder."""

    folder: Path
    url: str

    def run(self, *words: str) -> tuple[int, str]:
        """Exit code and all that was printed."""
        result = CliRunner().invoke(build(), words)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    def json(self, *words: str) -> tuple[int, Any]:
        code, printed = self.run(*words)
        return code, orjson.loads(printed)

    def write(self, name: str, *lines: str) -> str:
        path = self.folder / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(path)

    def imported(self, kind: str, *lines: str) -> tuple[int, Any]:
        """Import a CSV of these lines."""
        return self.json("import", self.write(f"{kind}.csv", *lines), "--kind", kind, "--json")

    def read(self, ask: Callable[[Any], Any]) -> Any:
        with self.database() as database:
            return database.read_now(ask)

    def command(self, deed: Callable[[Any], Any]) -> Any:
        with self.database() as database:
            return database.write_now(deed)

    def database(self) -> Database:
        return Database(self.url, clock=SystemClock().now, process_number=9)


def opened(folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Office:
    migrate(url)
    claim_mode(url, "live")
    monkeypatch.setenv("QINGZHANG_DATABASE_URL", url)
    monkeypatch.chdir(folder)
    return Office(folder, url)


def reasons(report: dict[str, Any]) -> Sequence[tuple[int, str]]:
    return [(problem["row"], problem["reason"]) for problem in report["problems"]]
