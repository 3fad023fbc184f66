"""How long `serve` takes from exec to its first healthy answer, and how much memory it then holds."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.company import environment, found
from benchmarks.served import end, free_port, load_average, start, wait_healthy

RUNS = 5


def measure(_: Sequence[str] = ()) -> bool:
    with tempfile.TemporaryDirectory(prefix="qz-start-") as name:
        folder, url = Path(name), f"sqlite:///{name}/books.db"
        found(url)
        measured = [_once(url, folder) for _ in range(RUNS)]
    seconds, megabytes = (statistics.median(column) for column in zip(*measured, strict=True))
    print(
        f"serve, SQLite, 2,000 customers: {seconds:.2f} s from exec to healthy (best "
        f"{min(measured)[0]:.2f}), {megabytes:.0f} MB resident; median of {RUNS}, {load_average()}"
    )
    return True


def _once(url: str, folder: Path) -> tuple[float, float]:
    """Seconds to healthy and megabytes resident."""
    port = free_port()
    began = time.perf_counter()
    process = start(["-m", "bot", "serve", "--port", str(port)], folder, environment(url))
    try:
        wait_healthy(process, port, folder)
        seconds = time.perf_counter() - began
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        resident = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return seconds, int(resident.split()[1]) / 1024
    finally:
        end(process)
