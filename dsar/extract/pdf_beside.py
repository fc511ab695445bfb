"""What a PDF holds beside its pages' text: notes, form fields, links, bookmarks, properties, attached files."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

import pypdfium2
import pypdfium2.raw as pdfium

from dsar.extract.extractor import Limits
from dsar.extract.pdf_fields import hidden_fields
from dsar.extract.properties import stated_by
from dsar.extract.xmp import xml_texts, xmp, xmp_line, xmp_of
from dsar.model import Gap, GapCode, Part, Passage
from dsar.stated import DATES, MOST, Stated, StatedKind, on
from dsar.words import DATE_KINDS, PLACES, PROPERTIES

_INFO = ("Title", "Author", "Subject", "Keywords", "Company", "Manager")
_DATES = ("CreationDate", "ModDate")
_XFA_DATA = b"datasets"
_BOOKMARK_DEPTH = 20
_MOST_OPTIONS = 1_000
_DATE = re.compile("(?:D:)?([0-9]{4})([01][0-9])([0-3][0-9])")
_TOOLS = frozenset({"Sticky Note", "Text Box", "Typewriter", "Highlight", "Note", "Comment", "Notat", "Tekstboks"})
"""What programs write as the subject of a note by themselves."""


def page_notes(page: pypdfium2.PdfPage, number: int, limits: Limits) -> Iterator[Passage | Part | Gap]:
    """Yield a page's comments, form fields and links, a passage each, and the files pinned to it."""
    notes, fields, links = list[str](), list[str](), list[str]()
    for index in range(max(0, pdfium.FPDFPage_GetAnnotCount(page))):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            if kind == pdfium.FPDF_ANNOT_LINK:
                links.append(_link(page, note))
            elif kind == pdfium.FPDF_ANNOT_WIDGET:
                fields.append(_field(page, note))
            elif kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                notes.append(_comment(note))
                yield from _attached(pdfium.FPDFAnnot_GetFileAttachment(note), limits)
            elif kind != pdfium.FPDF_ANNOT_POPUP:  # a pop-up shows the text of the note it belongs to
                notes.append(_comment(note))
        finally:
            pdfium.FPDFPage_CloseAnnot(note)
    for place, lines in (("page_notes", notes), ("page_form", fields), ("page_links", links)):
        kept = [line for line in dict.fromkeys(lines) if line]
        if kept:
            yield Passage(PLACES[place].format(number), "\n".join(kept))


def document_notes(document: pypdfium2.PdfDocument, data: bytes, password: str = "") -> Iterator[Passage]:
    """Yield the bookmarks, the data of an XFA form, and the properties."""
    titles = [mark.get_title() for mark in document.get_toc(max_depth=_BOOKMARK_DEPTH)]
    if any(titles):
        yield Passage(PLACES["bookmarks"], "\n".join(title for title in titles if title))
    form = "\n".join((*_form_data(document), *(hidden_fields(data, password) if _has_form(document) else ())))
    if form:
        yield Passage(PLACES["form_data"], form)
    own = [(key, document.get_metadata_value(key)) for key in (*_INFO, *_DATES)]
    properties = [f"{PROPERTIES.get(key.lower(), key)}: {value}" for key, value in own[: len(_INFO)] if value.strip()]
    properties += _dates(own[len(_INFO) :])
    known = {value.strip() for _, value in own}
    properties += [xmp_line(*one) for one in xmp(data) if one[1] not in known]
    stated = stated_by(own)
    more = (*_signed(document), *(() if stated else stated_by(xmp_of(data, b"application/pdf"))))
    properties += [f"{DATE_KINDS[one.kind].capitalize()}: {one.value[:10]}" for one in more if one.kind in DATES]
    if properties:
        yield Passage(PLACES["properties"], "\n".join(dict.fromkeys(properties)), stated=(*more, *stated))


def attached_files(document: pypdfium2.PdfDocument, limits: Limits) -> Iterator[Part | Gap]:
    """Yield the files attached to the document as a whole."""
    for index in range(max(0, pdfium.FPDFDoc_GetAttachmentCount(document))):
        yield from _attached(pdfium.FPDFDoc_GetAttachment(document, index), limits)


def _comment(note: pdfium.FPDF_ANNOTATION) -> str:
    text = _note_value(note, b"Contents").strip()
    author = _note_value(note, b"T").strip()
    subject = _note_value(note, b"Subj").strip()
    lines = [f"{PROPERTIES['author']}: {author}"] if author else []
    lines += [f"{PROPERTIES['subject']}: {subject}"] if subject and subject not in _TOOLS else []
    return "\n".join([*lines, text] if text else lines)


def _field(page: pypdfium2.PdfPage, note: pdfium.FPDF_ANNOTATION) -> str:
    if page.formenv is None:
        return ""
    name = _wide(lambda *out: pdfium.FPDFAnnot_GetFormFieldName(page.formenv, note, *out))
    value = _wide(lambda *out: pdfium.FPDFAnnot_GetFormFieldValue(page.formenv, note, *out)).strip()
    value = ", ".join(_chosen(page, note)) or value
    return f"{name}: {value}" if value and value != "Off" else ""


def _chosen(page: pypdfium2.PdfPage, note: pdfium.FPDF_ANNOTATION) -> Iterator[str]:
    """The options that are chosen of a list, in the words that the page shows."""
    for index in range(min(_MOST_OPTIONS, max(0, pdfium.FPDFAnnot_GetOptionCount(page.formenv, note)))):
        if pdfium.FPDFAnnot_IsOptionSelected(page.formenv, note, index):
            yield _wide(lambda *out, at=index: pdfium.FPDFAnnot_GetOptionLabel(page.formenv, note, at, *out))


def _has_form(document: pypdfium2.PdfDocument) -> bool:
    return bool(pdfium.FPDF_GetFormType(document) != pdfium.FORMTYPE_NONE)


def _signed(document: pypdfium2.PdfDocument) -> Iterator[Stated]:
    """When it was signed, each time."""
    for index in range(min(MOST, max(0, pdfium.FPDF_GetSignatureCount(document)))):
        signature = pdfium.FPDF_GetSignatureObject(document, index)
        size = pdfium.FPDFSignatureObj_GetTime(signature, None, 0)
        buffer = ctypes.create_string_buffer(max(1, min(size, 100)))
        pdfium.FPDFSignatureObj_GetTime(signature, buffer, len(buffer))
        yield from on(StatedKind.SIGNED, buffer.value.decode("ascii", "replace"))


def _dates(own: list[tuple[str, str]]) -> Iterator[str]:
    """When it was made and changed, ``2026-11-02``, where the file says so (ISO 32000-1, 7.9.4)."""
    for key, value in own:
        found = _DATE.match(value)
        if found:
            yield f"{PROPERTIES[key.lower()]}: {'-'.join(found.groups())}"


def _link(page: pypdfium2.PdfPage, note: pdfium.FPDF_ANNOTATION) -> str:
    link = pdfium.FPDFAnnot_GetLink(note)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return _note_value(note, b"Contents").strip()
    size = pdfium.FPDFAction_GetURIPath(page.pdf, action, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(page.pdf, action, buffer, size)
    return unquote(buffer.value.decode("utf-8", "replace"))


def _note_value(note: pdfium.FPDF_ANNOTATION, key: bytes) -> str:
    return _wide(lambda *out: pdfium.FPDFAnnot_GetStringValue(note, key, *out))


def _wide(ask: Callable[..., int]) -> str:
    """A text from a PDFium call that first tells the size (bytes of UTF-16, a final NUL included)."""
    size = ask(None, 0)
    if size <= 2:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
    ask(buffer, size)
    text = bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _attached(raw: pdfium.FPDF_ATTACHMENT, limits: Limits) -> Iterator[Part | Gap]:
    if not raw:
        return
    name = _wide(lambda *out: pdfium.FPDFAttachment_GetName(raw, *out)) or "vedhæftning"
    size = ctypes.c_ulong()
    if not pdfium.FPDFAttachment_GetFile(raw, None, 0, size):
        yield Gap(name, GapCode.DAMAGED, "the attached file cannot be unpacked.")
    elif size.value > limits.size:
        yield Gap(name, GapCode.TOO_LARGE, "the attached file is larger than [limits] size allows.")
    else:
        buffer = ctypes.create_string_buffer(size.value)
        pdfium.FPDFAttachment_GetFile(raw, buffer, size.value, size)
        yield Part(name, io.BytesIO(buffer.raw))


def _form_data(document: pypdfium2.PdfDocument) -> Iterator[str]:
    """What was filled into an XFA form: such a PDF's pages only say "please wait"."""
    for index in range(max(0, pdfium.FPDF_GetXFAPacketCount(document))):
        size = pdfium.FPDF_GetXFAPacketName(document, index, None, 0)
        name = ctypes.create_string_buffer(max(1, size))
        pdfium.FPDF_GetXFAPacketName(document, index, name, size)
        length = ctypes.c_ulong()
        pdfium.FPDF_GetXFAPacketContent(document, index, None, 0, length)
        content = ctypes.create_string_buffer(max(1, length.value))
        pdfium.FPDF_GetXFAPacketContent(document, index, content, length.value, length)
        if name.value == _XFA_DATA:
            yield from (f"{key}: {text}" for key, text in xml_texts(content.raw[: length.value]))
