"""Text files, web pages, and the exports of systems in json, xml and csv."""

from __future__ import annotations

import csv
import io
import json
from html import escape

from sample_data.document import Document, Heading, Paragraph, Table

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1")


def encode(text: str, encoding: str, *, windows: bool = False) -> bytes:
    """Bytes in an encoding (``utf-16`` is little-endian with a mark), with the line ends of Windows if asked."""
    text = text.replace("\n", "\r\n") if windows else text
    return b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16" else text.encode(encoding)


def write_txt(document: Document, encoding: str) -> bytes:
    """Title and text; old encodings go with the line ends of Windows."""
    return encode(f"{document.title}\n\n{document.text}\n", encoding, windows=encoding in ("cp1252", "utf-16"))


def write_log(document: Document, encoding: str) -> bytes:
    """The text alone, a line an entry."""
    return encode(document.text.replace("\n\n", "\n") + "\n", encoding)


def write_md(document: Document, encoding: str) -> bytes:
    """Markdown: headings with number signs, tables with bars."""
    parts = [f"# {document.title}"]
    for block in document.blocks:
        match block:
            case Heading(text):
                parts.append(f"## {text}")
            case Paragraph(text):
                parts.append(text)
            case Table(rows):
                lines = [f"| {' | '.join(row)} |" for row in rows]
                parts.append("\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]]))
    return encode("\n\n".join(parts) + "\n", encoding)


def write_html(document: Document, encoding: str) -> bytes:
    """A web page as a case system prints it, with its charset named in a meta element."""
    parts = []
    for block in document.blocks:
        match block:
            case Heading(text):
                parts.append(f"<h2>{escape(text)}</h2>")
            case Paragraph(text):
                parts.append(f"<p>{escape(text).replace(chr(10), '<br>')}</p>")
            case Table(rows):
                cells = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in rows)
                parts.append(f"<table>{cells}</table>")
    charset = {"cp1252": "windows-1252", "latin-1": "iso-8859-1", "utf-8-sig": "utf-8"}.get(encoding, encoding)
    page = (
        f'<!DOCTYPE html>\n<html lang="da"><head><meta charset="{charset}"><title>{escape(document.title)}</title>'
        "<style>td { padding: 2px }</style></head>\n"
        f"<body><h1>{escape(document.title)}</h1>\n{chr(10).join(parts)}\n"
        "<script>var side = 1;</script></body></html>\n"
    )
    return encode(page, encoding)


def write_json(document: Document, encoding: str) -> bytes:
    """A record of a case system."""
    fields: dict[str, object] = {"titel": document.title, "dato": document.day.isoformat(), "type": document.story}
    for block in document.blocks:
        if isinstance(block, Table):
            fields["felter"] = {row[0]: " ".join(row[1:]) for row in block.rows}
    fields["notater"] = [block.text for block in document.blocks if isinstance(block, Heading | Paragraph)]
    return encode(json.dumps(fields, ensure_ascii=False, indent=1) + "\n", encoding)


def write_xml(document: Document, encoding: str) -> bytes:
    """A journal's export in xml, its encoding declared."""
    charset = {"cp1252": "windows-1252", "latin-1": "iso-8859-1", "utf-8-sig": "utf-8"}.get(encoding, encoding)
    parts = []
    for number, block in enumerate(document.blocks, 1):
        match block:
            case Table(rows):
                parts += [f'  <felt navn="{escape(row[0])}">{escape(" ".join(row[1:]))}</felt>' for row in rows]
            case Heading(text) | Paragraph(text):
                parts.append(f'  <notat nr="{number}">{escape(text, quote=False)}</notat>')
    body = "\n".join(parts)
    return encode(
        f'<?xml version="1.0" encoding="{charset}"?>\n<journal dato="{document.day}">\n'
        f"  <titel>{escape(document.title)}</titel>\n{body}\n</journal>\n",
        encoding,
    )


def write_rows(rows: list[list[str]], encoding: str, *, delimiter: str = ";") -> bytes:
    """Rows as a spreadsheet program saves them for Danes."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return encode(out.getvalue(), encoding, windows=encoding == "cp1252")


def write_csv(document: Document, encoding: str) -> bytes:
    """A journal as rows: number, date and text."""
    texts = [
        b.text if isinstance(b, Heading | Paragraph) else " ".join(" ".join(r) for r in b.rows) for b in document.blocks
    ]
    rows = [["Nr", "Oprettet", "Notat"], *([str(n), document.day.isoformat(), text] for n, text in enumerate(texts, 1))]
    return write_rows(rows, encoding)
