"""`python -m benchmarks [NAME] [options]`: one measurement, or all of them; exit code 1 when a figure is not reached."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from benchmarks import (
    aging,
    channels,
    digest,
    grading,
    importing,
    language,
    message,
    pushes,
    reading,
    reminders,
    reports,
    start,
)

Measure = Callable[[Sequence[str]], bool]
MEASURES: dict[str, Measure] = {
    "message": message.measure,
    "postgres": message.measure_postgres,
    "read": reading.measure,
    "start": start.measure,
    "language": language.measure,
    "aging": aging.measure,
    "channels": channels.measure,
    "digest": digest.measure,
    "grading": grading.measure,
    "import": importing.measure,
    "pushes": pushes.measure,
    "reminders": reminders.measure,
    "reports": reports.measure,
}


def main() -> int:
    name, *options = sys.argv[1:] or [""]
    if name and name not in MEASURES:
        print(f"there are {', '.join(MEASURES)}")
        return 2
    reached = [MEASURES[one](options) for one in ([name] if name else MEASURES)]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
