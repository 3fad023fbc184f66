"""serve and worker as an operator sees them: a line when they are up, and one when they have ended."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bot.company import AES_KEY, CORP_ID, TOKEN

ROOT = Path(__file__).resolve().parents[2]
WAY_IN = {"WECOM__CORP_ID": CORP_ID, "WECOM__TOKEN": TOKEN, "WECOM__AES_KEY": AES_KEY}


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


@contextmanager
def running(folder: Path, *arguments: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("QINGZHANG_")}
    ours = {f"QINGZHANG_{name}": value for name, value in {**WAY_IN, **more}.items()}
    command = [sys.executable, "-m", "bot", *arguments]
    environment = others | ours | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


def line_of(process: subprocess.Popen[str], event: str) -> dict[str, Any]:
    """The first line that says it; read until then."""
    assert process.stderr is not None
    for text in process.stderr:
        line: dict[str, Any] = json.loads(text)
        if line["event"] == event:
            return line
    raise AssertionError(f"it never said {event}")


def test_serving_says_where_it_listens_and_when_it_has_ended(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, "serve", "--port", port, BOOKING_PROCESS="off", ROBOTS__SALES_KEY="k") as process:
        said = line_of(process, "serving")
        process.send_signal(signal.SIGTERM)
        assert line_of(process, "ended")["level"] == "info"
    assert said["listens"] == f"127.0.0.1:{port}"
    assert (said["database"], said["redis"], said["books_apart"]) == ("sqlite", False, False)
    assert (said["ways_in"], said["robots"]) == (["app_callback"], ["sales"])


def test_a_worker_says_that_it_works_and_when_it_has_ended(tmp_path: Path) -> None:
    with running(tmp_path, "worker") as process:
        said = line_of(process, "working")
        process.send_signal(signal.SIGTERM)
        line_of(process, "ended")
        assert process.wait() == 0
    assert said["version"]
