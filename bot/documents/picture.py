"""Pictures: an SVG from a template becomes a PNG with the font we bring, the same bytes on every machine."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bot.render import TEMPLATES

FONT = TEMPLATES / "fonts" / "wqy-microhei.ttc"
FOLDER = "pictures"


def png(svg: str) -> bytes:
    """The picture, at the size the SVG names. Raises ValueError for what is no SVG."""
    import resvg_py  # 10 MB of code that only pictures need

    drawn = resvg_py.svg_to_bytes(svg_string=svg, font_files=[str(FONT)], skip_system_fonts=True)
    return bytes(drawn)


def keep(svg: str, files: Path) -> str:
    """Draw it into `files` and return its path below that folder; the same picture twice is one file."""
    name = f"{FOLDER}/{hashlib.sha256(svg.encode()).hexdigest()[:32]}.png"
    path = files / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(png(svg))
        part.replace(path)
    return name
