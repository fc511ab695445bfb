"""Which extractors there are, imported only when a file needs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from dsar.errors import ItemError, SetupError
from dsar.extract.extractor import Extractor
from dsar.model import GapCode


@dataclass(frozen=True, slots=True)
class Entry:
    """An extractor's class as ``module:Class``, and the beginnings of the media types it is worth importing for."""

    target: str
    media_types: tuple[str, ...]


BUILT_IN = (
    Entry("dsar.extract.text:TextExtractor", ("text/",)),
    Entry("dsar.extract.table:TableExtractor", ("text/csv", "text/tab-separated-values")),
    Entry("dsar.extract.html:HtmlExtractor", ("text/html",)),
    Entry("dsar.extract.json:JsonExtractor", ("application/json",)),
    Entry("dsar.extract.xml:XmlExtractor", ("application/xml",)),
    Entry("dsar.extract.mail:MailExtractor", ("message/rfc822",)),
    Entry("dsar.extract.mbox:MboxExtractor", ("application/mbox",)),
    Entry("dsar.extract.zip:ZipExtractor", ("application/zip", "application/epub+zip")),
    Entry("dsar.extract.seven_zip:SevenZipExtractor", ("application/x-7z-compressed",)),
    Entry("dsar.extract.rar:RarExtractor", ("application/vnd.rar",)),
    Entry("dsar.extract.tar:TarExtractor", ("application/x-tar",)),
    Entry(
        "dsar.extract.compressed:CompressedExtractor",
        ("application/gzip", "application/x-bzip2", "application/x-xz"),
    ),
    Entry("dsar.extract.pdf:PdfExtractor", ("application/pdf",)),
    Entry("dsar.extract.ole_storage:OleStorageExtractor", ("application/x-ole-storage",)),
    Entry("dsar.extract.doc:DocExtractor", ("application/msword",)),
    Entry("dsar.extract.ppt:PptExtractor", ("application/vnd.ms-powerpoint",)),
    Entry(
        "dsar.extract.pptx:PptxExtractor",
        ("application/vnd.openxmlformats-officedocument.presentationml.presentation",),
    ),
    Entry(
        "dsar.extract.odf:OdfExtractor",
        tuple(f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "presentation", "graphics", "chart")),
    ),
    Entry("dsar.extract.rtf:RtfExtractor", ("application/rtf",)),
    Entry("dsar.extract.word_xml:WordXmlExtractor", ("application/vnd.ms-word.xml",)),
    Entry("dsar.extract.xps:XpsExtractor", ("application/vnd.ms-xpsdocument",)),
    Entry("dsar.extract.msg:MsgExtractor", ("application/vnd.ms-outlook",)),
    Entry("dsar.extract.pst:PstExtractor", ("application/vnd.ms-outlook-pst",)),
    Entry("dsar.extract.tnef:TnefExtractor", ("application/vnd.ms-tnef",)),
    Entry("dsar.extract.smime:SignedExtractor", ("application/pkcs7-mime",)),
    Entry("dsar.extract.content_lines:ContentLinesExtractor", ("text/calendar", "text/vcard")),
    Entry(
        "dsar.extract.picture:PictureExtractor",
        (
            "image/png",
            "image/jpeg",
            "image/tiff",
            "image/gif",
            "image/bmp",
            "image/webp",
            "image/heic",
            "image/avif",
            "image/jp2",
            "image/vnd.adobe.photoshop",
            "image/x-icon",
        ),
    ),
    Entry(
        "dsar.extract.docx:DocxExtractor", ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)
    ),
    Entry(
        "dsar.extract.spreadsheet:SpreadsheetExtractor",
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.ms-excel",
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
    ),
)


class Registry:
    """Chooses the extractor that fits best: every candidate says how well, and the highest wins."""

    def __init__(self, entries: Iterable[Entry] = BUILT_IN) -> None:
        self._entries = tuple(entries)
        self._made: dict[str, Extractor] = {}

    def choose(self, media_type: str, name: str) -> Extractor | None:
        """The extractor for a file, or None where nothing reads it.

        Raises:
            ItemError: the only ones that might read it need a library that is not installed.
        """
        candidates = [self._load(e.target) for e in self._entries if media_type.startswith(e.media_types)]
        best = max(candidates, key=lambda extractor: extractor.match(media_type, name), default=None)
        return best if best is not None and best.match(media_type, name) > 0 else None

    def _load(self, target: str) -> Extractor:
        if target not in self._made:
            module, _, attribute = target.partition(":")
            try:
                self._made[target] = getattr(import_module(module), attribute)()
            except ImportError as error:
                reason = f"its reader needs the module {error.name}, which is not installed. Install dsar anew."
                raise ItemError(GapCode.UNSUPPORTED, reason) from error
        return self._made[target]


def named(where: str) -> Registry:
    """The registry of the entries at ``module:ATTRIBUTE``.

    Raises:
        SetupError: there is no such thing.
    """
    module, _, attribute = where.partition(":")
    try:
        return Registry(getattr(import_module(module), attribute))
    except (ImportError, AttributeError) as error:
        raise SetupError(f"{where}: there is no table of extractors here. Name one as module:ATTRIBUTE.") from error
