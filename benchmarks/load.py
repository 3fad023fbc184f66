"""The load: sealed requests from a file over N kept connections, in a process of its own.

    python -m benchmarks.load PORT CONNECTIONS REQUESTS RESULTS

REQUESTS is a JSON list of requests as text; RESULTS gets the seconds it took, each latency and each answer.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
import uvloop

from benchmarks.company import ROOT
from benchmarks.wire import Line

CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Run:
    """Latencies in seconds, sorted; answers (status, body) in the order of the requests."""

    seconds: float
    latencies: Sequence[float]
    answers: Sequence[tuple[int, str]]

    @property
    def throughput(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, percent: int) -> float:
        return self.latencies[min(len(self.latencies) - 1, len(self.latencies) * percent // 100)]

    def __str__(self) -> str:
        milliseconds = "  ".join(f"p{p} {1_000 * self.percentile(p):6.1f} ms" for p in (50, 95, 99))
        return f"{self.throughput:7.0f} msg/s   {milliseconds}"


def drive(port: int, requests: Iterable[bytes], folder: Path, *, connections: int = CONNECTIONS) -> Run:
    """Send the requests from another process and wait for all answers."""
    asked, answered = folder / "requests.json", folder / "results.json"
    asked.write_bytes(orjson.dumps([request.decode() for request in requests]))
    arguments = [str(port), str(connections), str(asked), str(answered)]
    subprocess.run([sys.executable, "-m", "benchmarks.load", *arguments], cwd=ROOT, check=True)
    found = orjson.loads(answered.read_bytes())
    answers = [(status, body) for status, body in found["answers"]]
    return Run(found["seconds"], sorted(found["latencies"]), answers)


async def _send(port: int, connections: int, requests: list[bytes]) -> Run:
    lines = [await Line.to(port) for _ in range(connections)]
    latencies = [0.0] * len(requests)
    answers: list[tuple[int, bytes]] = [(0, b"")] * len(requests)
    left: Iterator[tuple[int, bytes]] = iter(enumerate(requests))

    async def keep_asking(line: Line) -> None:
        for place, request in left:
            began = time.perf_counter()
            answers[place] = await line.ask(request)
            latencies[place] = time.perf_counter() - began

    began = time.perf_counter()
    await asyncio.gather(*(keep_asking(line) for line in lines))
    seconds = time.perf_counter() - began
    for line in lines:
        line.close()
    return Run(seconds, latencies, [(status, body.decode()) for status, body in answers])


def main(port: str, connections: str, asked: str, answered: str) -> None:
    requests = [text.encode() for text in orjson.loads(Path(asked).read_bytes())]
    run = uvloop.run(_send(int(port), int(connections), requests))
    found = {"seconds": run.seconds, "latencies": run.latencies, "answers": run.answers}
    Path(answered).write_bytes(orjson.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
