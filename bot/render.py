"""The only maker of sentences: every text a person reads comes from a template below `templates/`."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    pass_context,
    select_autoescape,
)
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from bot.bytecode import BytecodeBeside
from bot.links import Links
from bot.spoken import spoken
from ledger.money import grouped

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
_FILTERS = tuple(Path(file) for file in (__file__, grouped.__code__.co_filename, spoken.__code__.co_filename))
_WEEKDAYS = "一二三四五六日"
_TEN_THOUSAND_YUAN = 1_000_000  # in fen
_MARKS = {ord(mark): ord(mark) + 0xFEE0 for mark in "*_`<>[]#~|\\"}  # WeCom knows no way to escape them
_LINES = "chat/_lines.j2"
LONGEST_NAME = 24  # characters of a name that a line of a chat has room for
_FAR = 330  # days: a day further off than this is written with its year


class _Macros(Template):
    """`_lines.j2` is made once a day, not once a reply: of all that surrounds its macros they read `today` alone."""

    def make_module(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> TemplateModule:
        if self.name != _LINES:
            return super().make_module(vars, shared, locals)
        today = (vars or {}).get("today")
        made: tuple[object, TemplateModule] | None = self.__dict__.get("_made")
        if made is None or made[0] != today:
            made = (today, super().make_module({"today": today}))
            self.__dict__["_made"] = made
        return made[1]


class _Environment(Environment):
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        # Each render copies them, and out of a ChainMap that takes a third of a short reply's time.
        return {**self.globals, **(d or {})}


class Renderer:
    """Renders `templates/<name>.j2`; an unknown name in a template is an error, never an empty string."""

    def __init__(
        self, folder: Path = TEMPLATES, *, links: Links | None = None, has_console: bool = False
    ) -> None:
        self._environment = _Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=select_autoescape(["html.j2", "html", "svg.j2"]),
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=BytecodeBeside(folder, _FILTERS),
        )
        self._environment.template_class = _Macros
        self._environment.filters.update(
            yuan=grouped, short_yuan=short_yuan, wan=wan, day=day, moment=moment, name=name, spoken=spoken,
            plain=plain, customer_url=partial(customer_url, links),
        )  # fmt: skip
        self._templates: dict[str, Template] = {}
        # Where colleagues find their pages; a company with a bot alone has links for customers and no way to log in.
        self._environment.globals["public_url"] = (
            links.public_url if links is not None and has_console else ""
        )

    def render(self, name: str, context: Mapping[str, Any] | None = None, /, **more: Any) -> str:
        """The text of template `name` (“chat/debt/booked.txt”), without the blank lines around it."""
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = self._environment.get_template(name + ".j2")
        return template.render({**(context or {}), **more}).strip()


def customer_url(links: Links | None, link: int | str) -> str:
    """The address of a customer's link by its id; "" where nobody could reach it."""
    return links.url(int(link)) if links is not None else ""


def short_yuan(fen: int) -> str:
    """An amount without needless decimals: 1200000 → “12,000”, 1250 → “12.50”."""
    return grouped(fen).removesuffix(".00")


def wan(fen: int) -> str:
    """For the owner: 万 with one decimal from 1 万 up, else yuan: 3620000 → “3.6万”."""
    if abs(fen) < _TEN_THOUSAND_YUAN:
        return short_yuan(fen)
    tenths = (abs(fen) * 20 // _TEN_THOUSAND_YUAN + 1) // 2
    sign = "-" if fen < 0 else ""
    return f"{sign}{tenths // 10}.{tenths % 10}万".replace(".0万", "万")


@pass_context
def day(context: Context, value: date, weekday: bool = True) -> str:
    """“12月31日(周四)”, with the year when it is far from `today` in the context."""
    today = context.get("today")
    text = f"{value.month}月{value.day}日"
    if isinstance(today, date) and (abs((value - today).days) > _FAR):
        text = f"{value.year}年{text}"
    return f"{text}(周{_WEEKDAYS[value.weekday()]})" if weekday else text


def name(value: object, most: int = LONGEST_NAME) -> str:
    """Words that somebody typed, safe in a line: one line, nothing invisible, `most` characters at most."""
    text = " ".join("".join(mark if mark.isprintable() else " " for mark in str(value or "")).split())
    return text if len(text) <= most else text[: most - 1] + "…"


def plain(value: str) -> str:
    """Words without a meaning in markdown, and without a mention: the marks become their full-width likes."""
    return value.translate(_MARKS)


def moment(value: datetime) -> str:
    """“12月3日 14:05” of an aware instant, in its own zone."""
    return f"{value.month}月{value.day}日 {value:%H:%M}"
