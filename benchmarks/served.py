"""Server processes, started for a measurement and ended after it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.company import environment

PATIENCE_SECONDS = 120
_HEALTH = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_healthy(port: int) -> bool:
    """Whether /healthz answers 200 now."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as link:
            link.sendall(_HEALTH)
            return link.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def start(command: Sequence[str], folder: Path, variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start it in `folder`, where no `.env` lies; what it writes goes to `server.log` there."""
    with (folder / "server.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=folder,
            env=dict(variables),
            stdout=log,
            stderr=log,
        )


def wait_healthy(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    """Return when it answers. Raises RuntimeError with what it wrote when it ended or never does."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_healthy(port):
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise RuntimeError((folder / "server.log").read_text(encoding="utf-8")[-4_000:])
        time.sleep(0.01)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end; it drains what it has taken."""
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=PATIENCE_SECONDS)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers on `port`."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu_seconds(self) -> float:
        """What it and its children have used of the processors since they started, in user and system mode."""
        pids = [self.process.pid, *_children(self.process.pid)]
        return sum(map(_ticks, pids)) / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            if int(_fields(path)[1]) == pid:
                found.append(int(path.parent.name))
    return found


def _fields(path: Path) -> list[str]:
    """What stands behind the name, from the state on."""
    return path.read_text(encoding="utf-8").rpartition(")")[2].split()


def _ticks(pid: int) -> int:
    fields = _fields(Path(f"/proc/{pid}/stat"))
    return int(fields[11]) + int(fields[12])


@contextmanager
def serving(database_url: str, folder: Path) -> Iterator[Server]:
    """`qingzhang serve` on this database."""
    port = free_port()
    command = ["-m", "bot", "serve", "--port", str(port)]
    with _running(command, port, folder, environment(database_url)) as server:
        yield server


@contextmanager
def echoing(folder: Path) -> Iterator[Server]:
    """The bare echo."""
    port = free_port()
    with _running(["-m", "benchmarks.echo", str(port)], port, folder, environment("")) as server:
        yield server


@contextmanager
def _running(command: list[str], port: int, folder: Path, variables: Mapping[str, str]) -> Iterator[Server]:
    process = start(command, folder, variables)
    try:
        wait_healthy(process, port, folder)
        yield Server(process, port)
    finally:
        end(process)


def load_average() -> str:
    """How busy the machine is, ourselves included: figures of a shared machine say so."""
    return "load {:.2f} {:.2f} {:.2f} on {} cores".format(*os.getloadavg(), os.cpu_count())
