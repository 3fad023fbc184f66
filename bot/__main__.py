"""`python -m bot` is `qingzhang`."""

from bot.cli import main

main()
