"""A whole process of the command line, as it runs where it was installed."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 5


def seconds_of(*arguments: str, url: str, says: bytes = b"") -> float:
    """The median of several runs after one that leaves the bytecode there, as installing does.

    `says` stands in what it prints. Raises CalledProcessError when it fails.
    """
    environment = {**os.environ, "QINGZHANG_DATABASE_URL": url}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    times = []
    with tempfile.TemporaryDirectory(prefix="qz-bytecode-") as bytecode:
        environment["PYTHONPYCACHEPREFIX"] = bytecode
        for _ in range(RUNS + 1):
            started = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "bot", *arguments], check=True, capture_output=True, env=environment
            )
            times.append(time.perf_counter() - started)
            assert says in done.stdout
    return statistics.median(times[1:])
