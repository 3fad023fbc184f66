"""`python -m bot.backroom FD`: started by `serve`, ended by the end of what it is connected to."""

from __future__ import annotations

import signal
import sys

from bot.memory import loading

# Its end is the end of the process in front, which a terminal and systemd tell of theirs at the same moment.
for kind in (signal.SIGINT, signal.SIGTERM):
    signal.signal(kind, signal.SIG_IGN)

with loading():
    from bot.backroom.room import main

main(int(sys.argv[1]))
