"""A letter as docx, to be edited before it is sent. Same letter, same bytes.

Real headings, lists and table headers, the document's language and title: what a
screen reader needs, and what is kept when it is saved as PDF from a word processor.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, time
from typing import Any

from dsar.letters.document import (
    Block,
    Heading,
    Items,
    Letter,
    Line,
    Look,
    Mark,
    Paragraph,
    Run,
    Table,
    Terms,
    together,
)
from dsar.letters.facts import Language

_FONT = "Calibri"
_ACCENT, _SOFT, _RULE, _WASH = "1F4E79", "4F5F6E", "CCD6DF", "F1F5F8"
_LOCALES = {Language.DANISH: "da-DK", Language.ENGLISH: "en-GB"}
_MARGIN_CM, _TEXT_CM = 2.6, 21.0 - 2 * 2.6
# What XML 1.0 has no room for, and lone surrogates.
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def docx(letter: Letter) -> bytes:
    """The file's bytes."""
    from docx import Document

    document = Document()
    _properties(document, letter)
    _page(document, letter)
    _styles(document, letter.language)
    _head(document, letter)
    for block, held in together(letter):
        _add(document, block)
        if held:
            document.paragraphs[-1].paragraph_format.keep_with_next = True
    made = io.BytesIO()
    document.save(made)
    return _undated(made.getvalue())


def _properties(document: Any, letter: Letter) -> None:
    made = datetime.combine(letter.made, time())  # the format's own fields are without a zone
    core = document.core_properties
    core.title, core.author, core.last_modified_by = _xml(letter.title), _xml(letter.sender.name), ""
    core.language, core.keywords, core.comments = _LOCALES[letter.language], letter.provenance, ""
    core.created = core.modified = made
    core.revision = 1


def _page(document: Any, letter: Letter) -> None:
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(_MARGIN_CM)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.4)
    footer = section.footer.paragraphs[0]
    footer.paragraph_format.tab_stops.clear_all()
    footer.add_run(_xml(letter.footer) + "\t")
    before, middle, after = re.split(r"\{pages?\}", letter.page_of)
    for text, field in ((before, "PAGE"), (middle, "NUMPAGES"), (after, "")):
        if text:
            footer.add_run(text)
        if field:
            _field(footer, field)


def _field(paragraph: Any, code: str) -> None:
    """A page number that the word processor fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001  # the library has no fields


def _styles(document: Any, language: Language) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    _font(document.styles["Normal"], 11.5)
    normal = document.styles["Normal"]
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(8), 1.15
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    spoken = defaults.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        defaults.append(spoken)
    for part in ("w:val", "w:eastAsia"):
        spoken.set(qn(part), _LOCALES[language])
    for name, size, above in (("Title", 19, 0), ("Heading 1", 14, 16), ("Heading 2", 12, 12)):
        style = document.styles[name]
        _font(style, size, _ACCENT, bold=name != "Title")
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(7)
        style.paragraph_format.keep_with_next = True
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    for name in ("List Bullet", "List Number"):
        document.styles[name].paragraph_format.space_after = Pt(4)
    footer = document.styles["Footer"]
    _font(footer, 9, _SOFT)
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(_TEXT_CM), WD_TAB_ALIGNMENT.RIGHT)


def _font(style: Any, size: float, color: str = "", *, bold: bool = False) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for part in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(part), None)
    for part in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(part), _FONT)
    if color:
        style.font.color.rgb = RGBColor.from_string(color)


def _head(document: Any, letter: Letter) -> None:
    from docx.shared import Pt, RGBColor

    def small(text: str, *, size: float, color: str, bold: bool = False, after: float = 0) -> None:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(after)
        run = paragraph.add_run(_xml(text))
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, RGBColor.from_string(color)

    small(letter.sender.name, size=14, color=_ACCENT, bold=True)
    if letter.sender.unit:
        small(letter.sender.unit, size=10, color=_SOFT)
    if letter.sender.return_address:
        small(letter.sender.return_address, size=8, color=_SOFT)
    address = document.add_paragraph()
    address.paragraph_format.space_before, address.paragraph_format.space_after = Pt(28), Pt(14)
    _runs(address, (Run(f"{letter.addressee.name}\n{letter.addressee.address}".strip()),))
    small(
        "\u00a0\u00a0· ".join(f"{label}: {value}" for label, value in letter.reference), size=9.5, color=_SOFT, after=20
    )
    document.add_paragraph(_xml(letter.title), style="Title")


def _add(document: Any, block: Block) -> None:
    from docx.shared import Pt

    match block:
        case Heading(level=level, text=text):
            _runs(document.add_paragraph(style=f"Heading {level - 1}"), text)
        case Paragraph(text=text, look=look):
            paragraph = document.add_paragraph()
            _runs(paragraph, text)
            if look is Look.LEAD:
                _shade(paragraph)
            elif look is Look.SIGNED:
                paragraph.paragraph_format.space_before = Pt(24)
                paragraph.paragraph_format.keep_together = True
        case Items(mark=mark, entries=entries):
            _list(document, mark, entries)
        case Terms(entries=entries):
            for term, means in entries:
                _runs(document.add_paragraph(), (Run(term, bold=True), Run(f": {means}")))
        case Table():
            _table(document, block)


def _runs(paragraph: Any, line: Line) -> None:
    for run in line:
        paragraph.add_run(_xml(run.text)).bold = run.bold or None


def _list(document: Any, mark: Mark, entries: tuple[Line, ...]) -> None:
    number = _numbering(document) if mark is Mark.NUMBER else None
    for entry in entries:
        if mark is Mark.BOX:
            _runs(document.add_paragraph(), (Run("☐  "), *entry))
            continue
        paragraph = document.add_paragraph(style="List Number" if number is not None else "List Bullet")
        if number is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001  # no API for numbering
            properties.get_or_add_numId().val = number
            properties.get_or_add_ilvl().val = 0
        _runs(paragraph, entry)


def _numbering(document: Any) -> int:
    """A numbering of its own, so that each list starts at 1."""
    from docx.oxml.ns import qn

    numbering = document.part.numbering_part.numbering_definitions._numbering  # noqa: SLF001  # no API for numbering
    style = document.styles["List Number"].element
    like = numbering.num_having_numId(int(style.find(f".//{qn('w:numId')}").get(qn("w:val"))))
    made = numbering.add_num(int(like.abstractNumId.val))
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def _shade(paragraph: Any) -> None:
    """What stands out: a bar at the left and a light ground."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Cm, Pt

    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # the library has no borders or shading
    bar = f'<w:left w:val="single" w:sz="24" w:space="8" w:color="{_ACCENT}"/>'
    above, below = (f'<w:{side} w:val="single" w:sz="4" w:space="5" w:color="{_WASH}"/>' for side in ("top", "bottom"))
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{above}{bar}{below}</w:pBdr>")
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    properties.insert_element_before(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{_WASH}"/>'),
        *("w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    )
    paragraph.paragraph_format.left_indent = Cm(0.4)
    paragraph.paragraph_format.space_after = Pt(10)


def _table(document: Any, block: Table) -> None:
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Cm, Pt

    table = document.add_table(rows=0, cols=len(block.header))
    table.autofit = False
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>' for side in ("bottom", "insideH")
    )
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>")
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")  # noqa: SLF001
    shares = [Cm(_TEXT_CM * share / sum(block.widths)) for share in block.widths]
    for number, row in enumerate((block.header, *block.rows)):
        made = table.add_row()
        properties = made._tr.get_or_add_trPr()  # noqa: SLF001  # the library has no row properties
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, width, text in zip(made.cells, shares, row, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(3)
            _runs(paragraph, tuple(Run(run.text, bold=run.bold or number == 0) for run in text))
            for run in paragraph.runs:
                run.font.size = Pt(10)
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), shares, strict=True):  # noqa: SLF001
        column.w = width
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _xml(text: str) -> str:
    """The text with a box for what XML cannot hold."""
    return _NOT_XML.sub("□", text)


def _undated(made: bytes) -> bytes:
    """The same zip with the same time on each member, so that equal letters are equal files."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(entry, old.read(name))
    return kept.getvalue()
