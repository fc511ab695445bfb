"""What cannot be read, and what only looks as if it could not.

The gaps' codes are those of CONTRACT.md. Each unreadable file would be about
somebody; nobody can know, which is why it must be reported.
"""

from __future__ import annotations

from datetime import date
from random import Random

from sample_data.corners import CornerDesk
from sample_data.document import Document, Paragraph
from sample_data.formats import locked, pdf, sheets, word
from sample_data.formats.archives import nest, pack
from sample_data.formats.mails import Envelope, write_eml
from sample_data.formats.sheets import Sheet
from sample_data.mailbox import NOBODY
from sample_data.people import Person
from sample_data.shelf import Shelf
from sample_data.wording import fits

DAY = date(2024, 6, 3)
PASSWORD = "sommer2024"
TOO_DEEP = 15
BOMB_SIZE = 30_000_000


def fill_broken(desk: CornerDesk, shelf: Shelf, people: list[Person], *, prefix: str) -> None:
    """Put the unreadable items on the shelf, one of each kind in each of two stores."""
    for store, person in zip(("senior-og-omsorg", "job-og-velfaerd"), people, strict=False):
        maker = _Maker(desk, person)
        for path, data, inside, code in maker.all():
            place = shelf.put(store, f"{prefix}ulæst/{path}", data, DAY)
            shelf.gap(store, place + inside, code)
    shelf.put("by-og-land", f"{prefix}ulæst/tom.txt", b"", DAY)
    shelf.links["by-og-land", f"{prefix}ulæst/genvej.txt"] = "../" * (4 if prefix else 3) + "outside/hemmeligt.txt"
    shelf.gap("by-og-land", f"{prefix}ulæst/genvej.txt", "link")


class _Maker:
    """Makes unreadable files that would be about somebody."""

    def __init__(self, desk: CornerDesk, person: Person) -> None:
        self.desk, self.person, self.rng = desk, person, desk.rng

    def all(self) -> list[tuple[str, bytes, str, str]]:
        """Path, bytes, steps to the part that is unreadable ("" for the file), and the gap's code."""
        rng, docx = self.rng, word.write_docx(self._document())
        page = pdf.write_pdf(self._document(letters="cp1252"))
        xlsx = sheets.write_xlsx({"Ark1": Sheet([["Navn"], [self.person.name]])})
        salt = rng.randbytes(16)
        broken_member = _spoil(docx)
        locked_docx = locked.lock_office(docx, PASSWORD, salt=salt)
        mail = write_eml(
            self.desk.base(), Envelope(NOBODY, NOBODY, attachments=(("løn.xlsx", locked_docx),), number=999)
        )
        return [
            ("fortroligt.docx", locked_docx, "", "encrypted"),
            ("løn.xlsx", locked.lock_office(xlsx, PASSWORD, salt=salt), "", "encrypted"),
            ("attest.pdf", pdf.lock(page, PASSWORD), "", "encrypted"),
            (
                "bilag.zip",
                locked.lock_zip("brev.txt", self._document().text.encode(), PASSWORD),
                "!brev.txt",
                "encrypted",
            ),
            ("afbrudt.docx", docx[: len(docx) // 3], "", "damaged"),
            ("afbrudt.pdf", page[:300], "", "damaged"),
            ("scan.pdf", pdf.write_scan(), "", "empty_scan"),
            ("foto.png", pdf.write_photo(), "", "empty_scan"),
            ("export.dat", bytes([0x9C, 0x03, 0x00]) + rng.randbytes(4000), "", "unsupported"),
            ("bombe.zip", pack({"nuller.txt": bytes(BOMB_SIZE)}), "!nuller.txt", "too_large"),
            ("dybt.zip", nest(docx, "brev.docx", depth=TOO_DEEP), "!lag.zip" * 11, "too_deep"),
            (
                "halvt.zip",
                pack({"læsmig.txt": b"Se det andet dokument.", "brev.docx": broken_member}),
                "!brev.docx",
                "damaged",
            ),
            ("post.eml", mail, "!løn.xlsx", "encrypted"),
        ]

    def _document(self, *, letters: str = "utf-8") -> Document:
        text, _ = self.desk.line(self.person, encoding="ascii")
        document = self.desk.base()
        document.blocks = (*document.blocks, Paragraph(text if fits(text, letters) else ""))
        return document


def _spoil(data: bytes) -> bytes:
    """The same archive without its directory and with its first part cut."""
    return data[: len(data) // 3]


def spread_copies(rng: Random, shelf: Shelf, *, count: int, prefix: str) -> None:
    """Put some files at a second place, in their own store or in another one."""
    sources = sorted(
        k for k in shelf.files if k[0] not in ("registre", "post") and "ulæst" not in k[1] and k[1].startswith(prefix)
    )
    for number, source in enumerate(rng.sample(sources, count)):
        store, path = source
        other = store if number % 2 else "oekonomi-og-erhverv"
        shelf.copy(source, (other, f"{prefix}kopier/{number:02d}/{path.rpartition('/')[2]}"))
