"""A statement as a workbook, to be attached to the letter that brings it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from bot.documents.xlsx import OPTIONS, disarmed
from bot.render import Renderer
from handlers.jsonable import to_plain
from ledger.money import yuan

FOLDER = "statements"
TITLE, MOVEMENT = "letters/statement_title.txt", "letters/movement.txt"
_WIDTHS = (12, 14, 16, 14, 14)


def keep(context: Mapping[str, Any], renderer: Renderer, files: Path) -> tuple[str, str]:
    """Write it into `files`: (its path below that folder, its name). `rows` of the context are its lines, oldest first;
    the same statement twice is one file."""
    name, *headers = renderer.render(TITLE, context).splitlines()
    said = json.dumps(to_plain(context), sort_keys=True, ensure_ascii=False)
    path = f"{FOLDER}/{hashlib.sha256(said.encode()).hexdigest()[:32]}.xlsx"
    if not (files / path).exists():
        (files / path).parent.mkdir(parents=True, exist_ok=True)
        part = (files / path).with_suffix(".part")
        part.write_bytes(_workbook(context, headers, renderer))
        part.replace(files / path)
    return path, f"{name}.xlsx"


def _workbook(context: Mapping[str, Any], headers: Sequence[str], renderer: Renderer) -> bytes:
    # No constant memory here: rows are few, and nothing is written to the disk but the file itself.
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {**OPTIONS, "constant_memory": False, "in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        money = workbook.add_format({"num_format": "#,##0.00"})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        bold = workbook.add_format({"bold": True})
        opening, closing = headers[-2:]
        for column, (header, width) in enumerate(zip(headers[:-2], _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, header, bold)
        sheet.write_string(1, 1, opening)
        sheet.write_number(1, 4, float(yuan(context["opening"])), money)
        place = 2
        for place, row in enumerate(context["rows"], 2):
            sheet.write_datetime(place, 0, row["day"], day)
            sheet.write_string(place, 1, renderer.render(MOVEMENT, {"what": row["what"]}))
            sheet.write_string(place, 2, disarmed(str(row["document_no"] or row["number"] or "")))
            sheet.write_number(place, 3, float(yuan(row["change"])), money)
            sheet.write_number(place, 4, float(yuan(row["balance"])), money)
        sheet.write_string(place + 1, 1, closing, bold)
        sheet.write_number(place + 1, 4, float(yuan(context["closing"])), money)
        sheet.freeze_panes(1, 0)
    return kept.getvalue()
