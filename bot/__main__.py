"""`python -m bot` is `qingzhang`."""

from bot.memory import loading

with loading():
    from bot.cli import main

if __name__ == "__main__":
    main()
