"""WeCom's XML, read into plain values and written without holes.

No entity, no DTD, no attribute. What is deeper or wider than any callback is refused while being read.
"""

import re
from typing import Final, TypeAlias
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import DefusedXMLParser

Node: TypeAlias = str | dict[str, "Node"] | list["Node"]

# One of these arrives as a single element, several as repeated ones: readers always get a list.
ALWAYS_LISTS: Final = frozenset({"SelectedItem", "OptionId"})
# The deepest callback documented (approvals, doc/91815) has 7 levels and some hundred elements.
MAX_DEPTH: Final = 16
MAX_ELEMENTS: Final = 4_000

# XML 1.0 §2.2; lone surrogates cannot be written as UTF-8 either.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# A message as WeCom writes it: leaves alone, and nothing that XML would read as anything else.
_LEAF = re.compile(r"<([A-Za-z]+)>(?:<!\[CDATA\[([^\]\r]*(?:\](?!\]>)[^\]\r]*)*)\]\]>|([^<>&\]\r]*))</\1>\s*")
_OPENED, _CLOSED = "<xml>", "</xml>"
_FEW = 40  # no message has as many leaves


class NotReadable(ValueError):
    """The text is not well-formed XML of the plain kind that WeCom sends."""


def legal(text: str) -> str:
    """The text without the characters that XML 1.0 cannot carry (controls, lone surrogates, U+FFFE/FFFF)."""
    return _ILLEGAL.sub("", text)


def cdata(text: str) -> str:
    """The text as CDATA that it cannot leave: `]]>` is split over two sections, illegal characters go."""
    return "<![CDATA[" + legal(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def read_xml(document: str | bytes) -> dict[str, Node]:
    """Children of the root `<xml>`: leaves as str (unstripped), others as dicts, repeated elements as lists.

    Raises NotReadable for everything else.
    """
    leaves = _leaves(document) if isinstance(document, str) else None
    if leaves is not None:
        return leaves
    parser = DefusedXMLParser(target=_Reader(), forbid_dtd=True)
    try:
        parser.feed(document)
        root = parser.close()
    except (ParseError, ValueError, LookupError) as error:  # LookupError: an encoding nobody knows
        raise NotReadable(str(error)) from None
    if not isinstance(root, dict):
        raise NotReadable("the root holds nothing")
    return root


def _leaves(document: str) -> dict[str, Node] | None:
    """As the parser would read it, at a tenth of its cost; None for what needs a parser."""
    if not document.startswith(_OPENED) or _ILLEGAL.search(document):
        return None
    found: dict[str, Node] = {}
    at = len(_OPENED)
    while leaf := _LEAF.match(document, at):
        name, marked, bare = leaf.groups()
        if name in found or name in ALWAYS_LISTS or len(found) == _FEW:
            return None
        found[name] = bare if marked is None else marked
        at = leaf.end()
    return found if found and document[at:] == _CLOSED else None


class _Reader:
    """Target of the parser: builds plain values directly, so that a hostile tree is never held in memory."""

    def __init__(self) -> None:
        self._open: list[tuple[str, list[str], dict[str, list[Node]]]] = []
        self._elements = 0
        self._root: Node = ""

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS or len(self._open) >= MAX_DEPTH:
            raise NotReadable("larger than any callback")
        if not self._open and tag != "xml":
            raise NotReadable("the root is not <xml>")
        self._open.append((tag, [], {}))

    def data(self, text: str) -> None:
        self._open[-1][1].append(text)

    def end(self, _tag: str) -> None:
        tag, text, children = self._open.pop()
        node: Node = {name: _one_or_all(name, nodes) for name, nodes in children.items()} or "".join(text)
        if self._open:
            self._open[-1][2].setdefault(tag, []).append(node)
        else:
            self._root = node

    def close(self) -> Node:
        return self._root


def _one_or_all(tag: str, nodes: list[Node]) -> Node:
    return nodes if len(nodes) > 1 or tag in ALWAYS_LISTS else nodes[0]
