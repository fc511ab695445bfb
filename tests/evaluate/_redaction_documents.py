"""Documents about one person with others in them, each with its truth: which words are whose. Nobody in them exists.

A document is written from pieces that know whose they are, so that the truth owes
nothing to any detector. The kinds in ``HELD_OUT`` were not looked at while redaction was
developed; the others were.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from random import Random

from reportlab.pdfgen.canvas import Canvas

from dsar.model import Subject
from tests.cpr_numbers import cpr_number
from tests.extract.pdf_files import changed, embedded_font

FIRST = [
    "Mette",
    "Kirsten",
    "Ahmed",
    "Lone",
    "Søren",
    "Jytte",
    "Nguyen",
    "Fatima",
    "Bo",
    "Åse",
    "Torben",
    "Ulla",
    "Karsten",
    "Ida",
    "Malthe",
    "Sofie",
    "Yusuf",
    "Ingrid",
    "Poul",
    "Gitte",
    "Henning",
    "Amina",
    "Kasper",
    "Rikke",
    "Dragan",
    "Zainab",
    "Villads",
    "Bodil",
    "Egon",
    "Liva",
    "Pernille",
    "Oleksandr",
    "Birthe",
    "Jamal",
    "Agnete",
]
LAST = [
    "Østergård",
    "Vestergaard",
    "Al-Sayed",
    "Thi-Lan",
    "Bjerregaard",
    "Kofoed",
    "Lindqvist",
    "Petrovic",
    "Haugaard",
    "Rahimi",
    "Skovbo",
    "Tranberg",
    "Mortensen",
    "Krogsgaard",
    "Abdi",
    "Winther",
    "Ravnkilde",
    "Dalgaard",
    "Kaczmarek",
    "Holst",
    "Brandstrup",
    "Øllgaard",
    "Iversen",
    "Bonde",
    "Damgaard",
    "Hussain",
    "Juhl",
    "Nørskov",
    "Stenderup",
    "Lauritsen",
    "Koval",
    "Fjeldgaard",
    "Thrane",
    "Ladegaard",
    "Overgaard",
]
STREETS = [
    "Skolegade",
    "Birkevej",
    "Havnegade",
    "Engvangen",
    "Nørregade",
    "Rosenvænget",
    "Lindeallé",
    "Møllebakken",
    "Strandvejen",
    "Kirkestien",
]
OWN_NAME = "Anders Bo Jensen"


@dataclass(frozen=True)
class Person:
    first: str
    last: str
    cpr: str
    phone: str
    mail: str
    address: str
    plate: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


@dataclass(frozen=True)
class Piece:
    """Text, and whose it is: "" nobody's or the subject's, else what kind of another's data."""

    text: str
    other: str = ""


@dataclass(frozen=True)
class Document:
    kind: str
    name: str
    data: bytes = field(repr=False)
    pieces: tuple[Piece, ...]

    @property
    def others(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.other]


def person(rng: Random) -> Person:
    first, last = rng.choice(FIRST), rng.choice(LAST)
    number = cpr_number(rng)
    phone = " ".join(f"{rng.randrange(20, 99)}" for _ in range(4))
    mail = f"{first.lower()}.{_ascii(last)}@{rng.choice(['gmail.com', 'example.dk', 'hotmail.com'])}"
    address = f"{rng.choice(STREETS)} {rng.randrange(1, 99)}, {rng.choice(['st. th', '2. tv', '1. mf'])}, 9000 Aalborg"
    plate = f"{rng.choice('ABCDEH')}{rng.choice('JKLMNP')} {rng.randrange(20, 99)} {rng.randrange(100, 999)}"
    return Person(first, last, f"{number[:6]}-{number[6:]}", phone, mail, address, plate)


def _ascii(text: str) -> str:
    table = str.maketrans({"ø": "oe", "å": "aa", "æ": "ae"})
    return re.sub("[^a-z]", "", text.lower().translate(table))


SELF = Person(
    "Anders Bo", "Jensen", "010130-4999", "22 33 44 55", "abj@example.dk", "Vestergade 12, 2. tv, 9000 Aalborg", ""
)
SUBJECT = Subject(
    cpr=(SELF.cpr,), names=(OWN_NAME,), addresses=(SELF.address,), emails=(SELF.mail,), phones=(SELF.phone,)
)
Line = list[Piece]


def line(template: str, *people: Person) -> Line:
    """A line from a template such as ``{0.name} bor {0.address}``: people's is another's, ``{s.cpr}`` is own."""
    pieces: Line = []
    for text, owner, what in re.findall(r"([^{]*)(?:\{(\w+)\.(\w+)\})?", template):
        if text:
            pieces.append(Piece(text))
        if owner == "s":
            pieces.append(Piece(getattr(SELF, what)))
        elif owner:
            pieces.append(Piece(getattr(people[int(owner)], what), what))
    return pieces


def text_of(lines: Iterable[Line]) -> list[str]:
    return ["".join(piece.text for piece in each) for each in lines]


HEAD = ["Eksempel Kommune", "Rådhuspladsen 1, 9999 Eksempel", "Tlf. 99 00 00 00 · post@eksempel.dk", ""]
STORY = [
    "Vedrørende {s.name}, {s.cpr}",
    "{s.name} bor {s.address}. Ansøgningen er modtaget den 3. marts 2026.",
    "{0.name}, cpr-nr. {0.cpr}, har oplyst, at hun har kendt familien i ti år.",
    "Kommunen har talt med {1.name} på telefon {1.phone}, og der er enighed om planen.",
    "{0.last} har siden skrevet fra {0.mail} og beder om et møde i næste uge.",
    "Naboen {2.name}, {2.address}, har set bilen {2.plate} holde foran ejendommen.",
    "Børnene {3.first} og {4.first} går i skole i byen. {3.first} har haft fravær i vinter.",
    "Lejligheden er på 78 kvadratmeter, og huslejen er 6.450 kr. om måneden.",
    "Anders har ikke haft bemærkninger til referatet. Sagen fortsætter efter serviceloven.",
    "Sygehuset i Aalborg har sendt en udtalelse den 12. april, som er lagt på sagen.",
]


def _five(rng: Random) -> list[Person]:
    people: list[Person] = []
    while len(people) < 5:
        one = person(rng)
        if not any({one.first, one.last} & {other.first, other.last} for other in people):
            people.append(one)
    return people


def story(rng: Random) -> list[Line]:
    """The head, and the sentences in an order of their own, with five people."""
    people = _five(rng)
    told = STORY[1:]
    rng.shuffle(told)
    return [line(each, *people) for each in (*HEAD, STORY[0], *told)]


def _pieces(lines: Iterable[Line]) -> tuple[Piece, ...]:
    return tuple(piece for each in lines for piece in (*each, Piece("\n")))


def _pdf(
    lines: Iterable[Line], draw: Callable[[Canvas, list[str]], None], *, size: tuple[int, int] = (595, 842)
) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=True)
    draw(canvas, text_of(lines))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _wrapped(texts: Iterable[str], width: int = 88) -> Iterator[str]:
    import textwrap

    for text in texts:
        yield from textwrap.wrap(text, width) or [""]


def _plain(canvas: Canvas, texts: list[str], *, font: str = "Helvetica", size: float = 11, width: int = 88) -> None:
    if font == "DejaVu":
        embedded_font(canvas)
    canvas.setFont(font, size)
    for number, text in enumerate(_wrapped(texts, width)):
        canvas.drawString(60, 790 - 1.5 * size * number, text)


def letter(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    lines = story(rng)
    return (
        "afgørelse.pdf",
        _pdf(lines, lambda c, t: _plain(c, t, font=rng.choice(["Helvetica", "DejaVu"]))),
        _pieces(lines),
    )


def italic(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    lines = story(rng)
    return "notat.pdf", _pdf(lines, lambda c, t: _plain(c, t, font="Times-Italic", size=13, width=80)), _pieces(lines)


def table(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    people = _five(rng)
    rows = [line("Navn  CPR-nr.  Telefon"), line("{s.name}  {s.cpr}  {s.phone}")]
    rows += [line("{0.name}  {0.cpr}  {0.phone}", one) for one in people]

    def draw(canvas: Canvas, texts: list[str]) -> None:
        canvas.setFont("Helvetica", 10)
        for number, text in enumerate(texts):
            for column, cell in enumerate(text.split("  ")):
                canvas.drawString(60 + 180 * column, 760 - 20 * number, cell)
            canvas.line(55, 755 - 20 * number, 560, 755 - 20 * number)

    return "liste.pdf", _pdf(rows, draw), _pieces(rows)


def rotated(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    """Written sideways on the sheet, and turned by /Rotate so that it is shown upright."""
    lines = story(rng)

    def draw(canvas: Canvas, texts: list[str]) -> None:
        canvas.rotate(90)
        canvas.translate(0, -595)
        canvas.setFont("Helvetica", 11)
        for number, text in enumerate(_wrapped(texts, 110)):
            canvas.drawString(60, 540 - 16 * number, text)

    def turn(opened: object) -> None:
        opened.pages[0].Rotate = 90  # type: ignore[attr-defined]

    return "liggende.pdf", changed(_pdf(lines, draw), turn), _pieces(lines)


def columns(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    lines = story(rng)

    def draw(canvas: Canvas, texts: list[str]) -> None:
        canvas.setFont("Helvetica", 9)
        rows = list(_wrapped(texts, 50))
        half = (len(rows) + 1) // 2
        for number, text in enumerate(rows):
            canvas.drawString(50 if number < half else 310, 780 - 13 * (number % half), text)

    return "spalter.pdf", _pdf(lines, draw), _pieces(lines)


def form(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    people = _five(rng)[:2]
    rows = [
        line("Ansøger: {s.name}"),
        line("CPR-nr.: {s.cpr}"),
        line("Ægtefælle: {0.name}", *people),
        line("Ægtefælles CPR-nr.: {0.cpr}", *people),
        line("Kontaktperson: {1.name}", *people),
        line("Kontaktpersons telefon: {1.phone}", *people),
    ]

    def draw(canvas: Canvas, texts: list[str]) -> None:
        canvas.setFont("Helvetica", 11)
        for number, text in enumerate(texts):
            label, _, value = text.partition(": ")
            canvas.drawString(60, 760 - 30 * number, f"{label}:")
            canvas.acroForm.textfield(
                name=f"felt{number}", value=value, x=230, y=754 - 30 * number, width=250, height=20, fontSize=11
            )

    return "blanket.pdf", _pdf(rows, draw), _pieces(rows)


def headers(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    """Two pages; another's name is at the head of each, and her surname alone on the second."""
    people = _five(rng)
    first, second = story(rng), [line("Side 2. Referat ved mødet. {0.last} var ikke til stede.", *people)]
    second += [line("{s.name} ønsker ikke, at {0.first} kontaktes. {1.name} var bisidder.", *people)]
    top = line("Sag: {s.name} og {0.name}", *people)
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for lines in (first, second):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 820, text_of([top])[0])
        _plain(canvas, text_of(lines))
        canvas.showPage()
    canvas.save()
    return "referat.pdf", out.getvalue(), _pieces([top, *first, top, *second])


def _scan(lines: Iterable[Line], rng: Random) -> object:
    import pypdfium2
    from PIL import Image

    with pypdfium2.PdfDocument(_pdf(lines, lambda c, t: _plain(c, t, size=12, width=80))) as document:
        picture = document[0].render(scale=200 / 72).to_pil().convert("L")
    picture = picture.rotate(rng.uniform(-0.7, 0.7), fillcolor=255)
    noise = Image.effect_noise(picture.size, 30)
    return Image.blend(picture, noise, 0.12)


def scanned(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    from reportlab.lib.utils import ImageReader

    lines = story(rng)
    picture = _scan(lines, rng)
    return "scan.pdf", _pdf([], lambda c, t: c.drawImage(ImageReader(picture), 0, 0, 595, 842)), _pieces(lines)


def scanned_with_text(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    """A scan with unseen text over it, in which every tenth letter was misread."""
    from reportlab.lib.utils import ImageReader

    lines = story(rng)
    picture = _scan(lines, rng)

    def draw(canvas: Canvas, texts: list[str]) -> None:
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        unseen = canvas.beginText(60, 790)
        unseen.setTextRenderMode(3)
        unseen.setFont("Helvetica", 12)
        for text in _wrapped(texts, 80):
            unseen.textLine("".join("l" if rng.random() < 0.1 and c.isalpha() else c for c in text))
        canvas.drawText(unseen)

    return "scan med tekst.pdf", _pdf(lines, draw), _pieces(lines)


def photograph(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    lines = story(rng)
    out = io.BytesIO()
    _scan(lines, rng).save(out, "PNG", dpi=(200, 200))  # type: ignore[attr-defined]
    return "billede.png", out.getvalue(), _pieces(lines)


def commented(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    """A note in the margin that is drawn, properties that name others, a link to another's mail."""
    from pikepdf import Array, Dictionary, Name

    people = _five(rng)
    lines = story(rng)
    noted = line("Ring til {0.name} på {0.phone}", *people)

    def change(opened: object) -> None:
        note = Dictionary(
            Type=Name.Annot,
            Subtype=Name.FreeText,
            Rect=Array([60, 100, 480, 130]),
            F=4,
            Contents=text_of([noted])[0],
            DA="/Helv 11 Tf 0 g",
        )
        opened.pages[0].obj.Annots = Array([opened.make_indirect(note)])  # type: ignore[attr-defined]
        opened.docinfo["/Author"] = people[1].name  # type: ignore[attr-defined]
        opened.docinfo["/Title"] = f"Samtale med {people[0].name}"  # type: ignore[attr-defined]

    hidden = [Piece(people[0].name, "name"), Piece(people[0].phone, "phone"), Piece(people[1].name, "name")]
    return "kommenteret.pdf", changed(_pdf(lines, _plain), change), (*_pieces(lines), *hidden)


def tight(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    """Letters drawn one by one, pulled together, the lines justified."""
    lines = story(rng)

    def draw(canvas: Canvas, texts: list[str]) -> None:
        canvas.setFont("Times-Roman", 11)
        for number, text in enumerate(_wrapped(texts, 90)):
            at = 60.0
            for letter in text:
                canvas.drawString(at, 790 - 15 * number, letter)
                at += canvas.stringWidth(letter, "Times-Roman", 11) * 0.94

    return "tæt.pdf", _pdf(lines, draw), _pieces(lines)


def docx(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    from docx import Document as Word

    lines = story(rng)
    word = Word()
    for text in text_of(lines):
        word.add_paragraph(text)
    people = _five(rng)[:3]
    rows = [line("Navn|CPR-nr."), line("{s.name}|{s.cpr}"), *(line("{0.name}|{0.cpr}", one) for one in people)]
    grid = word.add_table(rows=0, cols=2)
    for row in text_of(rows):
        for cell, value in zip(grid.add_row().cells, row.split("|"), strict=True):
            cell.text = value
    word.core_properties.author = people[0].name
    out = io.BytesIO()
    word.save(out)
    return "indstilling.docx", out.getvalue(), _pieces([*lines, *rows])


def xlsx(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    from openpyxl import Workbook

    people = _five(rng)
    rows = [line("Navn|CPR|Adresse|Telefon|Mail"), line("{s.name}|{s.cpr}|{s.address}|{s.phone}|{s.mail}")]
    rows += [line("{0.name}|{0.cpr}|{0.address}|{0.phone}|{0.mail}", one) for one in people]
    book = Workbook()
    for row in text_of(rows):
        book.active.append(row.split("|"))
    out = io.BytesIO()
    book.save(out)
    return f"liste {people[0].last}.xlsx", out.getvalue(), _pieces(rows)


def csv(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    people = _five(rng)
    rows = [line("navn;cpr;telefon"), line("{s.name};{s.cpr};{s.phone}")]
    rows += [line("{0.name};{0.cpr};{0.phone}", one) for one in people]
    return "udtræk.csv", "\n".join(text_of(rows)).encode("cp1252"), _pieces(rows)


def mail(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    people = _five(rng)
    body = [
        line("Hej {0.first}", *people),
        line("Tak for din mail. {s.name}, {s.cpr}, har ringet i dag om sin sag."),
        line("{1.name} ({1.phone}) vil gerne deltage i mødet på torsdag kl. 10.", *people),
        line("Mvh {2.first}", *people),
        line("{2.name}", *people),
        line("{2.phone}", *people),
    ]
    head = line("{2.name} <{2.mail}> {0.name} <{0.mail}> Vedr. {s.name}", *people)
    message = EmailMessage()
    message["From"] = f"{people[2].name} <{people[2].mail}>"
    message["To"] = f"{people[0].name} <{people[0].mail}>"
    message["Subject"] = f"Vedr. {OWN_NAME}"
    message.set_content("\n".join(text_of(body)))
    return "mail.eml", bytes(message), _pieces([head, *body])


def hasty(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    """A note in small letters, without any capital."""
    people = _five(rng)
    rows = [
        line("ringet til {0.name} ang. {s.name}", *people),
        line("{1.name} kom forbi med papirer, tlf {1.phone}", *people),
        line("hun er mor til barnet, cpr {1.cpr}", *people),
        line("aftalt nyt møde med {0.name} på fredag", *people),
    ]
    small = [[Piece(piece.text.lower(), piece.other) for piece in row] for row in rows]
    return "telefonnotat.txt", "\n".join(text_of(small)).encode(), _pieces(small)


def shouted(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    lines = [[Piece(p.text.upper(), p.other) for p in each] for each in story(rng)]
    return "journal.txt", "\n".join(text_of(lines)).encode(), _pieces(lines)


def html(rng: Random) -> tuple[str, bytes, tuple[Piece, ...]]:
    lines = story(rng)
    body = "".join(f"<p>{text}</p>" for text in text_of(lines))
    return "side.html", f"<html><meta charset=utf-8><body>{body}</body></html>".encode(), _pieces(lines)


DEVELOPED = (letter, table, scanned, docx, mail, form, headers, hasty, italic)
HELD_OUT = (rotated, columns, scanned_with_text, photograph, commented, tight, xlsx, csv, shouted, html)


def documents(rounds: int) -> Iterator[tuple[bool, Document]]:
    """Each kind so many times, and whether it was held out; the same every time."""
    for held_out, makers in ((False, DEVELOPED), (True, HELD_OUT)):
        for maker in makers:
            for number in range(rounds):
                name, data, pieces = maker(Random(f"{maker.__name__} {number}"))
                yield held_out, Document(maker.__name__, name, data, pieces)


def write(document: Document, folder: Path, number: int) -> Path:
    path = folder / f"{number}" / document.name
    path.parent.mkdir(parents=True)
    path.write_bytes(document.data)
    return path
