"""What leaves is frozen as text and comes back as it was."""

from __future__ import annotations

import pytest

from bot.outgoing import Kind, Outgoing, kind_of

EVERY = [
    Outgoing(text="到账了"),
    Outgoing(text="周报", mentions=("zhou", "li")),
    Outgoing(kind=Kind.MARKDOWN, text="# 日报\n> 3"),
    Outgoing(kind=Kind.IMAGE, path="pictures/1.png"),
    Outgoing(kind=Kind.FILE, path="files/1.xlsx", name="永盛对账单.xlsx"),
    Outgoing(kind=Kind.CARD, card={"card_type": "text_notice"}, text="永盛欠 1"),
    Outgoing(text="\x1e{}"),
]


@pytest.mark.parametrize("message", EVERY)
def test_a_frozen_message_is_the_message(message: Outgoing) -> None:
    assert Outgoing.decode(message.encode()) == message


def test_a_bare_text_is_frozen_as_itself() -> None:
    assert Outgoing(text='{"kind":"card"}').encode() == '{"kind":"card"}'
    assert Outgoing.decode('{"kind":"card"}') == Outgoing(text='{"kind":"card"}')


@pytest.mark.parametrize(
    ("template", "kind"),
    [
        ("chat/a.txt", Kind.TEXT),
        ("chat/a.txt.j2", Kind.TEXT),
        ("digest/a.md", Kind.MARKDOWN),
        ("cards/a.card.j2", Kind.CARD),
    ],
)
def test_a_templates_suffix_says_what_it_makes(template: str, kind: Kind) -> None:
    assert kind_of(template) is kind


def test_nothing_to_say_is_empty() -> None:
    assert Outgoing(text=" \n").is_empty
    assert not Outgoing(kind=Kind.IMAGE, path="a.png").is_empty
