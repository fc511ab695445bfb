"""Makes the pictures of ``dsar/docs/sagsbehandler.md`` from a demo: ``make pictures``."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2

TARGET = Path(__file__).parent.parent / "dsar" / "docs" / "billeder"
WIDTH = 560
"""Pixels; sixteen greys and colours are enough for text."""


def main(demo: Path) -> None:
    """Draw a page of each thing that a caseworker sends."""
    citizen = demo / "pakke" / "citizen"
    copy = next(p for p in sorted((citizen / "oplysninger").iterdir()) if "Byggetilladelse" in p.name)
    for name, pdf, page in (
        ("svarbrev", citizen / "svarbrev.pdf", 0),
        ("oversigt", citizen / "oversigt.pdf", 1),
        ("kopi", copy, 0),
    ):
        with pypdfium2.PdfDocument(pdf) as document:
            drawn = document[page]
            picture = drawn.render(scale=WIDTH / drawn.get_width()).to_pil()
        if name == "kopi":
            picture = picture.crop((0, 0, picture.width, picture.height // 2))
        picture.quantize(32).save(TARGET / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
