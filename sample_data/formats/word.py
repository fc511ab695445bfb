"""Word documents, written part by part, so that every corner of the format can hold a text.

The parts follow ECMA-376 (WordprocessingML). A document here has a header and a
footer, and where the extras ask for it footnotes, comments, tracked changes, a
text box and a table inside a table.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from sample_data.document import Block, Document, Heading, Paragraph, Table
from sample_data.formats.archives import pack

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Extras:
    """Texts for the corners of a document; "" leaves the corner out."""

    header: str = "Fjordlev Kommune"
    footer: str = "Rådhusgangen 1, 9600 Aars"
    footnote: str = ""
    comment: str = ""
    inserted: str = ""
    deleted: str = ""
    textbox: str = ""
    nested_cell: str = ""
    split_runs: str = ""
    """A paragraph of its own whose every third letter starts a new run, as Word likes to store edited words."""


def write_docx(document: Document, extras: Extras = Extras()) -> bytes:
    """The document in WordprocessingML."""
    body = [
        _paragraph(document.title, style="Heading1"),
        *(_block(b) for b in document.blocks),
        *_corners(document, extras),
    ]
    refs = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdH"/>'
        '<w:footerReference w:type="default" r:id="rIdF"/></w:sectPr>'
    )
    parts = {
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{''.join(body)}{refs}</w:body></w:document>",
        "word/styles.xml": _styles(),
        "word/header1.xml": f"<w:hdr {_W}>{_paragraph(extras.header)}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {_W}>{_paragraph(extras.footer)}</w:ftr>",
    }
    kinds = {"styles": ("rIdS", "styles.xml"), "header": ("rIdH", "header1.xml"), "footer": ("rIdF", "footer1.xml")}
    if extras.footnote:
        parts["word/footnotes.xml"] = (
            f'<w:footnotes {_W}><w:footnote w:id="2">{_paragraph(extras.footnote)}</w:footnote></w:footnotes>'
        )
        kinds["footnotes"] = ("rIdN", "footnotes.xml")
    if extras.comment:
        signed = f'w:id="0" w:author="Sagsbehandler" w:initials="S" w:date="{document.day}T10:00:00Z"'
        note = f"<w:comment {signed}>{_paragraph(extras.comment)}</w:comment>"
        parts["word/comments.xml"] = f"<w:comments {_W}>{note}</w:comments>"
        kinds["comments"] = ("rIdC", "comments.xml")
    return _package(document, parts, kinds)


def _package(document: Document, parts: dict[str, str], kinds: dict[str, tuple[str, str]]) -> bytes:
    overrides = "".join(
        f'<Override PartName="/word/{target}" ContentType="{_TYPE}.{kind}+xml"/>' for kind, (_, target) in kinds.items()
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:creator>{escape(document.author)}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{document.day}T08:00:00Z</dcterms:created></cp:coreProperties>'
    )
    core_type = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    members = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relations(
            [("rId1", f"{_REL}/officeDocument", "word/document.xml"), ("rId2", core_type, "docProps/core.xml")]
        ),
        "word/_rels/document.xml.rels": _relations(
            [(i, f"{_REL}/{kind}", target) for kind, (i, target) in kinds.items()]
        ),
        "docProps/core.xml": core,
        **parts,
    }
    return pack({name: (_HEAD + xml).encode() for name, xml in members.items()})


def _relations(entries: list[tuple[str, str, str]]) -> str:
    inner = "".join(f'<Relationship Id="{i}" Type="{t}" Target="{to}"/>' for i, t, to in entries)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def _styles() -> str:
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    heading = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/><w:basedOn w:val="Normal"/>'
        f'<w:rPr><w:b/><w:sz w:val="{36 - 6 * n}"/></w:rPr></w:style>'
        for n in (1, 2)
    )
    return f"<w:styles {_W}>{normal}{heading}</w:styles>"


def _run(text: str, *, tag: str = "t") -> str:
    lines = [f'<w:{tag} xml:space="preserve">{escape(part, quote=False)}</w:{tag}>' for part in text.split("\n")]
    return f"<w:r>{'<w:br/>'.join(lines)}</w:r>".replace("\t", f'</w:{tag}><w:tab/><w:{tag} xml:space="preserve">')


def _paragraph(text: str, *, style: str = "", inner: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{_run(text) if text else ''}{inner}</w:p>"


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return _paragraph(text, style="Heading2")
        case Paragraph(text):
            return _paragraph(text)
        case Table(rows):
            return _table([[_paragraph(cell) for cell in row] for row in rows])


def _table(rows: list[list[str]]) -> str:
    grid = '<w:gridCol w:w="4000"/>' * len(rows[0])
    cells = "".join(
        "<w:tr>"
        + "".join(f'<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for cell in row)
        + "</w:tr>"
        for row in rows
    )
    properties = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    return f"<w:tbl>{properties}{cells}</w:tbl>{_paragraph('')}"


def _corners(document: Document, extras: Extras) -> list[str]:
    """The paragraphs that hold, or point at, the extras."""
    change = f'w:id="9" w:author="Sagsbehandler" w:date="{document.day}T11:00:00Z"'
    found = []
    if extras.inserted:
        found.append(_paragraph("", inner=f"<w:ins {change}>{_run(extras.inserted)}</w:ins>"))
    if extras.deleted:
        found.append(_paragraph("Se ovenfor. ", inner=f"<w:del {change}>{_run(extras.deleted, tag='delText')}</w:del>"))
    if extras.textbox:
        shape = (
            '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:200pt;height:60pt"><v:textbox>'
            f"<w:txbxContent>{_paragraph(extras.textbox)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        found.append(_paragraph("", inner=shape))
    if extras.footnote:
        found.append(_paragraph("Der henvises til noten.", inner='<w:r><w:footnoteReference w:id="2"/></w:r>'))
    if extras.comment:
        found.append(
            '<w:p><w:commentRangeStart w:id="0"/>'
            + _run("Afventer.")
            + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>'
        )
    if extras.nested_cell:
        found.append(_table([[_paragraph("Bilag"), _table([[_paragraph(extras.nested_cell)]])]]))
    if extras.split_runs:
        runs = "".join(_run(extras.split_runs[i : i + 3]) for i in range(0, len(extras.split_runs), 3))
        found.append(_paragraph("", inner=runs))
    return found
