"""Form fields that stand on no page: a PDF may hold what was filled in and show it nowhere."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

_DEEPEST = 20
_MOST = 10_000


def hidden_fields(data: bytes, password: str = "") -> Iterator[str]:
    """Yield a line (``navn: værdi``) for each filled field that no page shows."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1
    from pdfminer.psexceptions import PSException

    from dsar.extract.pdf_rescue import STUMBLES, quiet

    quiet()
    try:
        form = resolve1(PDFDocument(PDFParser(io.BytesIO(data)), password).catalog.get("AcroForm")) or {}
        waiting = [(field, "", 0) for field in reversed(resolve1(form.get("Fields")) or [])]
        seen = 0
        while waiting and seen < _MOST:
            reference, above, depth = waiting.pop()
            seen += 1
            field = resolve1(reference)
            name = ".".join(filter(None, (above, _text(resolve1(field.get("T"))))))
            kids = resolve1(field.get("Kids")) or []
            value = _text(resolve1(field.get("V")))
            if value and value != "Off" and not any(_is_shown(resolve1(one)) for one in (field, *kids)):
                yield f"{name}: {value}"
            if depth < _DEEPEST:
                waiting += [(kid, name, depth + 1) for kid in reversed(kids)]
    except (PSException, *STUMBLES):
        return


def _is_shown(field: Any) -> bool:
    return "Rect" in field


def _text(value: Any) -> str:
    from pdfminer.psparser import PSLiteral
    from pdfminer.utils import decode_text

    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, PSLiteral):
        return str(value.name)
    if isinstance(value, bytes):
        return str(decode_text(value)).strip()
    return value.strip() if isinstance(value, str) else ""
