"""Where people reach the pages, digests end with the way to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.links import Links
from bot.render import TEMPLATES, Renderer

TEXTS = [
    *(f"digest/{name}.txt.j2" for name in ("manager", "finance", "review", "todo", "sales")),
    "digest/finance.md.j2",
    "chat/reminder/manager.txt.j2",
]
WAY = "{{ public_url }}/console/"


@pytest.mark.parametrize("name", TEXTS)
def test_what_lists_sums_ends_with_the_way_to_the_pages(name: str) -> None:
    text = (TEMPLATES / name).read_text()
    assert WAY in text
    assert text.count("{% if public_url %}") == text.count(WAY)


def test_without_an_address_nothing_is_promised(tmp_path: Path) -> None:
    (tmp_path / "x.txt.j2").write_text("完{% if public_url %} " + WAY + "{% endif %}")
    assert Renderer(tmp_path).render("x.txt") == "完"


def test_a_company_with_a_bot_alone_has_no_pages_to_point_at(tmp_path: Path) -> None:
    links = Links(b"key", "https://ar.example.com")
    (tmp_path / "x.txt.j2").write_text("完{% if public_url %} " + WAY + "{% endif %}")
    assert Renderer(tmp_path, links=links).render("x.txt") == "完"
    assert (
        Renderer(tmp_path, links=links, has_console=True).render("x.txt")
        == "完 https://ar.example.com/console/"
    )
