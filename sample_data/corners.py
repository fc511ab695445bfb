"""Mentions in the places where people seldom look.

Each corner is a file about nobody in particular, with one mention of somebody:
in a footnote, a comment, a deleted sentence, a hidden sheet, a file name…
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from sample_data.document import Document, Mention, Paragraph
from sample_data.formats import plain, sheets, word
from sample_data.formats.archives import nest, pack
from sample_data.formats.pdf import write_pdf
from sample_data.formats.sheets import Cell, Sheet
from sample_data.people import Person
from sample_data.scene import Scene
from sample_data.shelf import Shelf
from sample_data.stories import Newsroom, stories
from sample_data.wording import fits

LINE_MODES = ("cpr", "name", "cpr-only", "name+birth", "name+address", "reversed-cpr")
DOCX_CORNERS = (
    "header",
    "footer",
    "footnote",
    "comment",
    "inserted",
    "deleted",
    "textbox",
    "nested_cell",
    "split_runs",
)


@cache
def texts() -> dict[str, Any]:
    """The sentences, in Danish."""
    return tomllib.loads(files("sample_data").joinpath("prose", "corners.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Corner:
    """A file with its path and bytes, and where in it the mention lies.

    Attributes:
        inside: the locator's steps below the file, ``!brev.docx`` or "".
    """

    path: str
    data: bytes
    mentions: tuple[Mention, ...]
    form: str
    inside: str = ""
    planted: tuple[str, ...] = ()


class CornerDesk:
    """Makes corners for one person after the other."""

    def __init__(self, newsroom: Newsroom, prefix: str) -> None:
        self.newsroom, self.rng, self.prefix = newsroom, newsroom.rng, prefix
        self.number = self.lines = 0

    def line(self, person: Person, *, mode: str = "", encoding: str = "utf-8") -> tuple[str, tuple[Mention, ...]]:
        """A sentence about somebody, and its mentions."""
        story = next(s for s in stories() if s.id == "naboklage")
        self.lines += 1
        mode = self.newsroom.possible(mode or LINE_MODES[self.lines % len(LINE_MODES)], person)
        cast = self.newsroom.cast(story, person)
        scene = Scene(self.rng, cast, self.newsroom.lists, date(2025, 9, 1), mode=mode, encoding=encoding)
        text = scene.fill(self.rng.choice(texts()["sentences"]))
        return text, tuple(scene.mentions)

    def base(self, *, paragraphs: int = 1) -> Document:
        """A document about nobody."""
        story = self.rng.choice([s for s in stories() if s.id in ("politik", "dagsorden")])
        document = self.newsroom.write(story, None)
        scene = Scene(self.rng, {}, self.newsroom.lists, document.day)
        filler = [Paragraph(scene.fill(texts()["filler"])) for _ in range(paragraphs)]
        document.blocks = (Paragraph(scene.fill(texts()["body"])), *document.blocks, *filler)
        return document

    def docx(self, person: Person, corner: str) -> Corner:
        """A mention in a corner of a Word document."""
        text, mentions = self.line(person)
        data = word.write_docx(self.base(), word.Extras(**{corner: text}))
        return Corner(self._path("skabeloner", "docx"), data, mentions, f"docx-{corner.replace('_', '-')}")

    def title(self, person: Person, suffix: str) -> Corner:
        """A mention in the metadata's title, and in the first line where the format shows it there."""
        text, mentions = self.line(person, mode="name")
        document = self.base()
        writers: dict[str, Callable[[], bytes]] = {
            "docx": lambda: word.write_docx(document, word.Extras(footer=document.title)),
            "pdf": lambda: write_pdf(document),
            "html": lambda: plain.write_html(document, "utf-8"),
        }
        if suffix == "pdf" and not fits(text, "cp1252"):
            suffix = "docx"
        document.title = text
        return Corner(self._path("skabeloner", suffix), writers[suffix](), mentions, f"{suffix}-title")

    def hidden_sheet(self, person: Person, suffix: str) -> Corner:
        """A mention in a sheet that does not show."""
        text, mentions = self.line(person)
        book = {
            "Ark1": Sheet([texts()["headers"]["benefit"], ["", "–", 0]]),
            "Arkiv": Sheet([texts()["headers"]["note"], ["2025-09-01", text]], hidden=True),
        }
        writers = {"xlsx": sheets.write_xlsx, "xls": sheets.write_xls, "ods": sheets.write_ods}
        return Corner(self._path("lister", suffix), writers[suffix](book), mentions, f"{suffix}-hidden-sheet")

    def cell_note(self, person: Person) -> Corner:
        """A mention in a cell's comment."""
        text, mentions = self.line(person)
        sheet = Sheet([texts()["headers"]["note"], ["2025-09-01", "OK"]], notes={"B2": text})
        return Corner(self._path("lister", "xlsx"), sheets.write_xlsx({"Ark1": sheet}), mentions, "xlsx-note")

    def lost_zero(self, person: Person, suffix: str) -> Corner:
        """A CPR number in a number cell; those of the first nine days of a month lose their zero."""
        number = int(person.cpr)
        mentions = (Mention(person.id, "subject", "cpr", "number-cell", str(number)),)
        rows: list[list[Cell]] = [texts()["headers"]["benefit"], [number, "Kontanthjælp", 11_423]]
        writers = {"xlsx": sheets.write_xlsx, "xls": sheets.write_xls, "ods": sheets.write_ods}
        form = "lost-zero" if person.cpr.startswith("0") else "number-cell"
        return Corner(self._path("lister", suffix), writers[suffix]({"Ark1": Sheet(rows)}), mentions, form)

    def split_cells(self, person: Person, what: str) -> Corner:
        """A CPR number's date and serial, or a name's first and last part, in two cells."""
        one, other = (person.cpr[:6], person.cpr[6:]) if what == "cpr" else (person.first, person.last)
        mentions = (Mention(person.id, "subject", what, "split", one),)
        rows = [texts()["headers"][f"split_{what}"], [one, other, "Hold 3"]]
        if self.rng.random() < 0.5:
            data, suffix = plain.write_rows(rows, "utf-8-sig"), "csv"
        else:
            data, suffix = sheets.write_xlsx({"Ark1": Sheet(rows)}), "xlsx"
        return Corner(self._path("lister", suffix), data, mentions, f"split-{what}", planted=(other,))

    def file_name(self, person: Person, what: str) -> Corner:
        """A mention in the file's name, or in the name of its folder, and nowhere else."""
        name = {
            "cpr": f"{person.cpr[:6]}-{person.cpr[6:]} ansøgning",
            "cpr-glued": f"scan_{person.cpr}_side1",
            "name": f"{person.name} - brev",
            "folder": f"{person.last}, {person.first}",
        }[what]
        kind = "cpr" if what.startswith("cpr") else "name"
        written = {"cpr": name[:11], "cpr-glued": person.cpr, "name": person.name, "folder": name}[what]
        form = {"cpr": "dash", "cpr-glued": "glued", "name": "full", "folder": "reversed"}[what]
        path = (
            f"{self.prefix}indscannet/{name}/notat.txt" if what == "folder" else f"{self.prefix}indscannet/{name}.txt"
        )
        mention = Mention(person.id, "subject", kind, form, written)
        return Corner(path, plain.write_txt(self.base(), "utf-8"), (mention,), f"file-name-{what}")

    def deep_inside(self, person: Person, suffix: str) -> Corner:
        """A mention in the middle of a very long text, or on one of the last pages."""
        text, mentions = self.line(person, encoding="ascii" if suffix == "pdf" else "utf-8")
        document = self.base(paragraphs=1800 if suffix == "txt" else 160)
        if suffix == "pdf" and not fits(text, "cp1252"):
            suffix, document = "txt", self.base(paragraphs=1800)
        middle = len(document.blocks) * 3 // 5
        document.blocks = (*document.blocks[:middle], Paragraph(text), *document.blocks[middle:])
        data = write_pdf(document) if suffix == "pdf" else plain.write_txt(document, "utf-8")
        return Corner(self._path("arkiv", suffix), data, mentions, f"{suffix}-long")

    def wrong_suffix(self, person: Person, suffix: str, shown: str) -> Corner:
        """A file whose name tells the wrong format."""
        text, mentions = self.line(person, encoding="ascii")
        document = self.base()
        document.blocks = (*document.blocks, Paragraph(text))
        as_pdf = suffix == "pdf" and fits(text, "cp1252")
        data = write_pdf(document) if as_pdf else word.write_docx(document)
        return Corner(self._path("arkiv", shown), data, mentions, "wrong-suffix")

    def in_zip(self, person: Person, *, depth: int) -> Corner:
        """A mention in a document in a zip, which may lie in other zips."""
        text, mentions = self.line(person)
        document = self.base()
        document.blocks = (*document.blocks, Paragraph(text))
        data = word.write_docx(document)
        if depth == 1:
            packed = pack({"læsmig.txt": plain.write_txt(self.base(), "utf-8"), "akter/brev.docx": data})
            inside = "!akter/brev.docx"
        else:
            packed, inside = nest(data, "brev.docx", depth=depth), "!lag.zip" * (depth - 1) + "!brev.docx"
        return Corner(self._path("arkiv", "zip"), packed, mentions, f"zip-{depth}", inside=inside)

    def _path(self, folder: str, suffix: str) -> str:
        self.number += 1
        return f"{self.prefix}{folder}/{folder}-{self.number:04d}.{suffix}"


def corners(desk: CornerDesk, person: Person) -> list[Corner]:
    """Every corner once, for one person."""
    return [
        *(desk.docx(person, corner) for corner in DOCX_CORNERS),
        *(desk.title(person, suffix) for suffix in ("docx", "pdf", "html")),
        *(desk.hidden_sheet(person, suffix) for suffix in ("xlsx", "xls", "ods")),
        desk.cell_note(person),
        *(desk.lost_zero(person, suffix) for suffix in ("xlsx", "xls", "ods")),
        desk.split_cells(person, "cpr"),
        desk.split_cells(person, "name"),
        *(desk.file_name(person, what) for what in ("cpr", "cpr-glued", "name", "folder")),
        desk.deep_inside(person, "txt"),
        desk.deep_inside(person, "pdf"),
        desk.wrong_suffix(person, "docx", "txt"),
        desk.wrong_suffix(person, "pdf", "doc"),
        desk.in_zip(person, depth=1),
        desk.in_zip(person, depth=2),
        desk.in_zip(person, depth=4),
    ]


def put(shelf: Shelf, corner: Corner, store: str) -> str:
    """Put a corner on the shelf."""
    path = shelf.put(store, corner.path, corner.data, date(2025, 9, 2))
    shelf.tell(store, path + corner.inside, corner.mentions, form=corner.form, planted=corner.planted)
    return path
