"""Gives documents a format and puts them on the shelf."""

from __future__ import annotations

from random import Random

from sample_data.document import Document
from sample_data.formats import plain, sheets, word
from sample_data.formats.pdf import write_pdf
from sample_data.people import Person
from sample_data.shelf import Shelf
from sample_data.stories import Newsroom, Story
from sample_data.wording import fits

FORMATS: dict[str, str] = {
    "letter": "docx pdf docx pdf txt:cp1252 html:utf-8 txt:utf-8 docx",
    "note": "txt:utf-8 docx md:utf-8 txt:utf-16 html:cp1252 txt:latin-1 txt:utf-8-sig",
    "journal": "json:utf-8 xml:utf-8 html:utf-8 xml:latin-1 csv:cp1252 txt:latin-1 docx csv:utf-8-sig",
    "form": "docx pdf html:latin-1 xlsx ods xls json:utf-8 xml:cp1252",
    "chat": "log:utf-8 txt:utf-8-sig md:utf-8 log:cp1252 txt:utf-16",
    "minutes": "docx pdf md:utf-8 html:utf-8 docx",
    "log": "log:utf-8 txt:cp1252",
}
"""Formats by style, as suffix or ``suffix:encoding``; a repeated one is drawn more often."""


def render(document: Document, suffix: str, encoding: str) -> bytes:
    """The document in a format."""
    match suffix:
        case "docx":
            return word.write_docx(document)
        case "pdf":
            return write_pdf(document)
        case "xlsx":
            return sheets.write_xlsx({"Ark1": sheets.as_sheet(document)})
        case "xls":
            return sheets.write_xls({"Ark1": sheets.as_sheet(document)})
        case "ods":
            return sheets.write_ods({"Ark1": sheets.as_sheet(document)})
        case _:
            writers = {"txt": plain.write_txt, "log": plain.write_log, "md": plain.write_md, "html": plain.write_html,
                       "json": plain.write_json, "xml": plain.write_xml, "csv": plain.write_csv}  # fmt: skip
            return writers[suffix](document, encoding)


def letters_of(suffix: str, encoding: str) -> str:
    """What the letters of a document must fit into: pdf's standard fonts hold those of cp1252."""
    return encoding or ("cp1252" if suffix == "pdf" else "utf-8")


def publish(
    newsroom: Newsroom,
    shelf: Shelf,
    story: Story,
    main: Person | None,
    *,
    mode: str = "",
    suffix: str = "",
    prefix: str = "",
) -> str:
    """Write one document of a kind about somebody, in a drawn format; its locator is given back."""
    rng: Random = newsroom.rng
    suffix, _, encoding = (suffix or str(rng.choice(FORMATS[story.style].split()))).partition(":")
    # The invisible hyphens and spaces do not survive a pdf's text layer, so its numbers keep to ASCII.
    document = newsroom.write(
        story,
        main,
        mode=mode or newsroom.draw_mode(story),
        encoding="ascii" if suffix == "pdf" else letters_of(suffix, encoding),
    )
    if not fits(document.title + document.text, letters_of(suffix, encoding)):
        suffix, encoding = ("docx", "") if suffix == "pdf" else (suffix, "utf-8")
    data = render(document, suffix, encoding)
    path = shelf.put(story.store_name, f"{prefix}{story.folder}/{file_name(document)}.{suffix}", data, document.day)
    shelf.tell(story.store_name, path, document.mentions, form=document.mode)
    return path


def file_name(document: Document) -> str:
    """Date and title, without the signs that file systems refuse."""
    return f"{document.day} " + "".join(c for c in document.title if c not in '/:?*"<>|,.').strip()[:60]
