"""The municipality's mailboxes: letters from citizens, between colleagues, with attachments and mails inside mails."""

from __future__ import annotations

from dataclasses import dataclass, field

from sample_data.corners import CornerDesk
from sample_data.document import Document, Mention, Paragraph
from sample_data.formats import plain, word
from sample_data.formats.archives import pack
from sample_data.formats.mails import Envelope, write_eml
from sample_data.formats.pdf import write_pdf, write_photo
from sample_data.people import Person
from sample_data.shelf import Shelf
from sample_data.stories import Newsroom, Story, stories
from sample_data.wording import fits

CHARSETS = (
    ("utf-8", "base64"),
    ("utf-8", "quoted-printable"),
    ("iso-8859-1", "quoted-printable"),
    ("windows-1252", "8bit"),
    ("utf-8", "8bit"),
    ("iso-8859-15", "base64"),
)
NOBODY = ("Fjordlev Kommune", "post@fjordlev.example")
FORM = ("Kontaktformular", "kontakt@fjordlev.example")
BOXES = ("by-og-land", "boern-og-unge", "senior-og-omsorg", "sundhed-og-kultur", "klima-og-miljoe", "job-og-velfaerd")


@dataclass(slots=True)
class MailRoom:
    """Sends mails into the store ``post``."""

    newsroom: Newsroom
    shelf: Shelf
    desk: CornerDesk
    prefix: str
    number: int = 0
    planted: list[Mention] = field(default_factory=list)

    def post(self, story: Story, main: Person, *, mode: str = "") -> str:
        """One mail of a kind; with the mode ``cpr`` the header names the person too."""
        mode = mode or self.newsroom.draw_mode(story)
        encoding, transfer = self._charset()
        document = self.newsroom.write(story, main, mode=mode, encoding=encoding)
        if not fits(document.title + document.text, encoding):
            encoding, transfer = "utf-8", "base64"
        worker = self.newsroom.cast(story, main)["w"]
        sender, to = FORM, NOBODY
        if story.folder == "internt":
            sender = (worker.name, "intern@fjordlev.example")
            document.mentions.append(Mention(worker.id, "employee", "name", "full", worker.name))
        elif document.mode == "cpr" and main.email and story.id != "mail-paaroerende":
            document.mentions += self._header(main)
            sender, to = (
                ((main.name, main.email), NOBODY) if story.folder == "indbakke" else (NOBODY, (main.name, main.email))
            )
        html = document.text if self.newsroom.rng.random() < 0.4 else ""
        return self._send(document, Envelope(sender, to, encoding=encoding, transfer=transfer, html=html), story.folder)

    def header_only(self, person: Person, where: str) -> None:
        """A mail that names somebody in its From, To, Cc or Subject and nowhere else."""
        document = self.desk.base()
        ends = {"from": NOBODY, "to": NOBODY, "cc": ("", "")}
        if where == "subject":
            document.title, mentions = self.desk.line(person, encoding="ascii")
            document.mentions += mentions
        else:
            ends[where] = (person.name, person.email)
            document.mentions += self._header(person)
        self._send(document, Envelope(ends["from"], ends["to"], cc=ends["cc"]), "indbakke", form=f"mail-{where}")

    def html_only(self, person: Person, *, alternative: bool) -> None:
        """A mention in the html part: the only one, or one whose plain neighbour says something else."""
        document = self.desk.base()
        text, mentions = self.desk.line(person)
        document.mentions += mentions
        if not alternative:
            document.blocks = (*document.blocks, Paragraph(text))
        envelope = Envelope(NOBODY, NOBODY, html=text if alternative else "", only_html=not alternative)
        self._send(document, envelope, "indbakke", form="mail-alternative" if alternative else "mail-html")

    def attached(self, person: Person, kind: str) -> None:
        """A mention in an attachment: ``docx``, ``pdf``, ``csv``, a zip, a mail, or a zip in a mail in a mail."""
        text, mentions = self.desk.line(person, encoding="ascii")
        inner = self.desk.base()
        inner.blocks = (*inner.blocks, Paragraph(text))
        name, data, inside = self._attachment(inner, kind, text)
        mail = self.desk.base()
        path = self._send(mail, Envelope(NOBODY, NOBODY, attachments=((name, data),)), "indbakke", form="")
        self.shelf.tell("post", f"{path}!{inside}", mentions, form=f"mail-attached-{kind}")

    def without_charset(self, person: Person) -> None:
        """A mail of eight-bit letters that does not say which alphabet they are of."""
        document = self.desk.base()
        text, mentions = self.desk.line(person, encoding="cp1252")
        if not fits(text, "cp1252"):
            return
        document.blocks = (*document.blocks, Paragraph(text))
        document.mentions += mentions
        envelope = Envelope(NOBODY, NOBODY, encoding="windows-1252", transfer="8bit", number=self._next())
        data = write_eml(document, envelope).replace(b'; charset="windows-1252"', b"")
        self._keep(document, data, "indbakke", form="mail-no-charset")

    def picture(self) -> None:
        """A mail with nothing but a picture attached: a gap below the mail."""
        data = write_photo(2)
        path = self._send(
            self.desk.base(), Envelope(NOBODY, NOBODY, attachments=(("scan.png", data),)), "indbakke", form=""
        )
        self.shelf.gap("post", f"{path}!scan.png", "empty_scan")

    def _attachment(self, inner: Document, kind: str, text: str) -> tuple[str, bytes, str]:
        match kind:
            case "pdf" if fits(inner.text, "cp1252"):
                return "bilag.pdf", write_pdf(inner), "bilag.pdf"
            case "csv":
                return "liste.csv", plain.write_rows([["Nr", "Notat"], ["1", text]], "utf-8-sig"), "liste.csv"
            case "zip":
                return "akter.zip", pack({"brev.docx": word.write_docx(inner)}), "akter.zip!brev.docx"
            case "eml":
                return (
                    "Videresendt.eml",
                    write_eml(inner, Envelope(NOBODY, NOBODY, number=self._next())),
                    "Videresendt.eml",
                )
            case "eml-zip":
                packed = (("akter.zip", pack({"sag/brev.docx": word.write_docx(inner)})),)
                outer = write_eml(self.desk.base(), Envelope(NOBODY, NOBODY, attachments=packed, number=self._next()))
                return "Videresendt.eml", outer, "Videresendt.eml!akter.zip!sag/brev.docx"
            case _:
                return "bilag.docx", word.write_docx(inner), "bilag.docx"

    def _header(self, person: Person) -> list[Mention]:
        return [
            Mention(person.id, "mentioned", "name", "full", person.name),
            Mention(person.id, "mentioned", "email", "plain", person.email),
        ]

    def _send(self, document: Document, envelope: Envelope, folder: str, *, form: str | None = None) -> str:
        numbered = Envelope(
            **{f: getattr(envelope, f) for f in Envelope.__slots__ if f != "number"}, number=self._next()
        )
        return self._keep(document, write_eml(document, numbered), folder, form=document.mode if form is None else form)

    def _keep(self, document: Document, data: bytes, folder: str, *, form: str) -> str:
        box = BOXES[self.number % len(BOXES)]
        path = f"{self.prefix}{box}/{folder}/{document.day.year}/{self.number:06d}.eml"
        self.shelf.put("post", path, data, document.day)
        self.shelf.tell("post", path, document.mentions, form=form)
        return path

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _charset(self) -> tuple[str, str]:
        return self.newsroom.rng.choice(CHARSETS)


def fill_mailbox(room: MailRoom, people: list[Person], *, mails: int, corners_for: list[Person]) -> None:
    """Some mails about many people, and each corner for a few."""
    kinds = [s for s in stories() if s.style == "mail"]
    rng = room.newsroom.rng
    for _ in range(mails):
        story = rng.choice(kinds)
        room.post(story, rng.choice([p for p in people if story.suits(p, room.newsroom.population)]))
    for person in corners_for:
        for where in ("from", "to", "cc", "subject"):
            room.header_only(person, where)
        for alternative in (True, False):
            room.html_only(person, alternative=alternative)
        for kind in ("docx", "pdf", "csv", "zip", "eml", "eml-zip"):
            room.attached(person, kind)
        room.without_charset(person)
        room.picture()
