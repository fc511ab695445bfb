"""Writes a PDF of pictured pages, with their text for screen readers and for search, a page at a time.

What a page shows is one picture, marked as an artifact; its text lies over it unseen
(rendering mode 3), in a tree of sections and paragraphs, and is all that a screen reader
reads. Nothing else is in the file: no links, forms, notes, layers, scripts or attachments,
and neither dates nor names of programs or authors.

Written by hand because it must be written a page at a time: five thousand pages do not
fit in memory, and libraries that stream do not tag.

Source: ISO 32000-1:2008, 14.7 and 14.8 (structure), 9.7 (composite fonts), 9.10.3 (ToUnicode); ISO 14289-1 (PDF/UA-1):
7.1 (title, language), 7.21.4.1 (fonts that draw nothing need not be embedded).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import BinaryIO
from xml.sax.saxutils import escape

from dsar.redact.page_copy import Line, PageCopy

_CATALOG, _PAGES, _TREE, _PARENTS, _DOCUMENT, _FONT, _CID_FONT, _UNICODE, _METADATA, _INFO, _DESCRIPTOR = range(1, 12)
_EM_SHARE = 0.5
"""Every letter of the unseen font is half as wide as it is high."""
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag>
<rdf:li>da-DK</rdf:li></rdf:Bag></dc:language><pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


class TaggedPdf:
    """A file being written. Close it, or it is no PDF.

    Args:
        file: open for writing, at its beginning.
        title: what a reader shows in place of the file's name; holds nobody else's data.
    """

    def __init__(self, file: BinaryIO, title: str) -> None:
        self._file, self._title = file, title
        self._offsets: dict[int, int] = {}
        self._next = _DESCRIPTOR + 1
        self._pages: list[int] = []
        self._sections: list[int] = []
        self._parents: list[list[int]] = []
        self._used: set[int] = set()
        file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    @property
    def pages(self) -> int:
        """How many are written."""
        return len(self._pages)

    def add(self, page: PageCopy) -> None:
        """Write one page."""
        number, content, picture, section = (self._new() for _ in range(4))
        self._write_picture(picture, page)
        self._write_stream(content, b"", _content(page))
        self._used.update(ord(letter) for line in page.lines for letter in _shown(line.text))
        paragraphs = _paragraphs(page.lines)
        elements = [self._new() for _ in paragraphs]
        for element, marks in zip(elements, paragraphs, strict=True):
            kids = b" ".join(b"%d" % mark for mark in marks)
            self._write(element, b"<</Type/StructElem/S/P/P %d 0 R/Pg %d 0 R/K[%s]>>" % (section, number, kids))
        self._write(section, b"<</Type/StructElem/S/Sect/P %d 0 R/K[%s]>>" % (_DOCUMENT, _references(elements)))
        self._write(
            number,
            b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R/Tabs/S/StructParents %d"
            b"/Resources<</Font<</F %d 0 R>>/XObject<</P %d 0 R>>>>>>"
            % (_PAGES, page.width, page.height, content, len(self._pages), _FONT, picture),
        )
        self._pages.append(number)
        self._sections.append(section)
        self._parents.append([element for element, marks in zip(elements, paragraphs, strict=True) for _ in marks])

    def close(self) -> None:
        """Write what belongs to the file as a whole, and its table of objects."""
        self._write_font()
        self._write_tree()
        title = self._title.encode("utf-16-be").hex().encode()
        self._write(_INFO, b"<</Title<feff%s>>>" % title)
        self._write_stream(
            _METADATA, b"/Type/Metadata/Subtype/XML", _XMP.format(escape(self._title)).encode(), plain=True
        )
        self._write(
            _CATALOG,
            b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>/Lang(da-DK)/Metadata %d 0 R"
            b"/ViewerPreferences<</DisplayDocTitle true>>>>" % (_PAGES, _TREE, _METADATA),
        )
        kids = _references(self._pages)
        self._write(_PAGES, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self._pages), kids))
        start = self._file.tell()
        self._file.write(b"xref\n0 %d\n0000000000 65535 f \n" % self._next)
        for number in range(1, self._next):
            self._file.write(b"%010d 00000 n \n" % self._offsets[number])
        self._file.write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
            % (self._next, _CATALOG, _INFO, start)
        )

    def _new(self) -> int:
        self._next += 1
        return self._next - 1

    def _write(self, number: int, body: bytes) -> None:
        self._offsets[number] = self._file.tell()
        self._file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _write_stream(self, number: int, entries: bytes, data: bytes, *, plain: bool = False) -> None:
        packed = data if plain else zlib.compress(data, 6)
        coding = b"" if plain else b"/Filter/FlateDecode"
        self._write(number, b"<<%s%s/Length %d>>\nstream\n%s\nendstream" % (entries, coding, len(packed), packed))

    def _write_picture(self, number: int, page: PageCopy) -> None:
        picture = page.picture
        kind = (
            b"/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
            if picture.coloured
            else (b"/DeviceGray/BitsPerComponent 4/Filter/FlateDecode")
        )
        head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s" % (picture.width, picture.height, kind)
        self._write_stream(number, head, picture.data, plain=True)

    def _write_font(self) -> None:
        """A font whose letter number is the letter's number in Unicode, and which draws nothing."""
        self._write(
            _FONT,
            b"<</Type/Font/Subtype/Type0/BaseFont/Unseen/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (_CID_FONT, _UNICODE),
        )
        self._write(
            _CID_FONT,
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Unseen/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/FontDescriptor %d 0 R/DW %d>>" % (_DESCRIPTOR, 1000 * _EM_SHARE),
        )
        self._write(
            _DESCRIPTOR,
            b"<</Type/FontDescriptor/FontName/Unseen/Flags 4/FontBBox[0 -200 500 800]/ItalicAngle 0/Ascent 800"
            b"/Descent -200/CapHeight 700/StemV 80>>",
        )
        pairs = [b"<%04x> <%04x>\n" % (code, code) for code in sorted(self._used)]
        blocks = (pairs[start : start + 100] for start in range(0, len(pairs), 100))  # no more are allowed in a block
        table = b"".join(b"%d beginbfchar\n%sendbfchar\n" % (len(block), b"".join(block)) for block in blocks)
        self._write_stream(
            _UNICODE,
            b"",
            b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) "
            b"/Ordering (UCS) /Supplement 0>> def\n/CMapName /Unseen def\n/CMapType 2 def\n1 begincodespacerange\n"
            b"<0000> <ffff>\nendcodespacerange\n" + table + b"endcmap\nCMapName currentdict /CMap defineresource pop\n"
            b"end\nend\n",
        )

    def _write_tree(self) -> None:
        self._write(_TREE, b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R>>" % (_DOCUMENT, _PARENTS))
        kids = _references(self._sections)
        self._write(_DOCUMENT, b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (_TREE, kids))
        rows = b"".join(b"%d[%s]" % (page, _references(parents)) for page, parents in enumerate(self._parents))
        self._write(_PARENTS, b"<</Nums[%s]>>" % rows)


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _content(page: PageCopy) -> bytes:
    """The page's picture as an artifact, then each line as marked text."""
    parts = [b"/Artifact BMC\nq %.2f 0 0 %.2f 0 0 cm /P Do Q\nEMC\n" % (page.width, page.height)]
    for mark, line in enumerate(page.lines):
        written = _shown(line.text)
        width = max(1.0, line.box.width)
        size = max(0.5, min(0.8 * line.box.height, width / (_EM_SHARE * len(written))))
        stretch = 100 * width / (_EM_SHARE * size * len(written))
        bottom = page.height - line.box.bottom + 0.2 * size
        text = written.encode("utf-16-be").hex().encode()
        parts.append(
            b"/P<</MCID %d>>BDC\nBT 3 Tr /F %.2f Tf %.2f Tz 1 0 0 1 %.2f %.2f Tm <%s> Tj ET\nEMC\n"
            % (mark, size, min(1000.0, max(50.0, stretch)), max(0.0, line.box.left), max(0.0, bottom), text)
        )
    return b"".join(parts)


def _shown(text: str) -> str:
    """The text with what has no number of 16 bits, or is none of text, replaced."""
    return "".join(c if c.isprintable() and ord(c) < 0xFFFE else "□" for c in text.replace("\u200b", "")) or "□"


def _paragraphs(lines: Sequence[Line]) -> list[list[int]]:
    """The numbers of the lines, those together that follow each other closely."""
    paragraphs: list[list[int]] = []
    for number, line in enumerate(lines):
        if number and 0 <= line.box.top - lines[number - 1].box.top < 1.9 * lines[number - 1].box.height:
            paragraphs[-1].append(number)
        else:
            paragraphs.append([number])
    return paragraphs
