"""`qingzhang read`: what a message says, without a database; a stream of JSON lines, or one message explained."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, TextIO
from zoneinfo import ZoneInfo

import orjson
import typer

from bot.render import Renderer
from handlers.language.contract import answer_line, spoken
from handlers.language.names import NameEntry, NameIndex
from handlers.language.reader import read as read_text
from handlers.language.reading import Question, Reading

COLOURS = {
    "customer": "bold cyan",
    "amount": "bold green",
    "quantity": "green",
    "date": "bold magenta",
    "terms": "magenta",
    "method": "blue",
    "account": "blue",
    "word": "yellow",
}
_ZONE = ZoneInfo("Asia/Shanghai")


def read(
    text: Annotated[list[str] | None, typer.Argument(help="A message to explain.")] = None,
    jsonl: Annotated[
        str | None, typer.Option("--jsonl", help="A file of messages, or - for standard input.")
    ] = None,
    customer: Annotated[
        list[str] | None, typer.Option("--customer", help="A known customer; repeatable.")
    ] = None,
    now: Annotated[str | None, typer.Option("--now", help="The moment of the message, ISO 8601.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the reading as one JSON object.")] = False,
) -> None:
    """Read messages without touching any database."""
    if jsonl is not None:
        raise typer.Exit(_stream(jsonl))
    if not text:
        typer.echo("read needs a message or --jsonl FILE", err=True)
        raise typer.Exit(2)
    moment = datetime.fromisoformat(now) if now else datetime.now(_ZONE)
    index = NameIndex(NameEntry(number, name) for number, name in enumerate(customer or (), 1))
    reading = read_text(
        " ".join(text),
        now=moment if moment.tzinfo else moment.replace(tzinfo=_ZONE),
        index=index,
        explain=True,
    )
    if as_json:
        typer.echo(orjson.dumps(spoken(reading, _Say())).decode())
    else:
        _explain(reading)


class _Say:
    """The sentence of a question, from its template; the renderer is made once."""

    def __init__(self) -> None:
        self._renderer = Renderer()

    def __call__(self, question: Question) -> str:
        context = {"customer": None, **question.data, "options": question.options}
        return self._renderer.render(f"chat/questions/{question.kind}.txt", context)


def _stream(source: str) -> int:
    """One object out for each line in, in order, each written at once; a wrong line is answered with its error."""
    problems, say = 0, _Say()
    with _opened(source) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                out = answer_line(orjson.loads(line), say)
            except ValueError as error:
                problems += 1
                out = {"error": f"line {number}: {error}"}
            sys.stdout.write(orjson.dumps(out).decode() + "\n")
            sys.stdout.flush()
    return 1 if problems else 0


@contextmanager
def _opened(source: str) -> Iterator[TextIO]:
    """Standard input is not closed behind us."""
    if source == "-":
        yield sys.stdin
        return
    with Path(source).open(encoding="utf-8") as file:
        yield file


def _explain(reading: Reading) -> None:
    """The text with its spans marked, what was read, and why."""
    from rich.console import Console  # heavy, and only for people
    from rich.text import Text

    console = Console(highlight=False)
    shown = Text(reading.text)
    for span in reading.spans:
        shown.stylize(COLOURS.get(span.kind, "dim"), span.start, span.end)
    console.print(shown)
    for span in reading.spans:
        console.print(f"  {span.start:>3}-{span.end:<3} ", end="")
        console.print(Text(f"{span.kind} ", COLOURS.get(span.kind, "dim")), end="")
        console.print(Text(f"{reading.text[span.start : span.end]} {span.value}".rstrip()))
    for why in reading.why:
        console.print(Text(f"  {why}", "dim"))
    console.print_json(orjson.dumps(spoken(reading, _Say())).decode())
