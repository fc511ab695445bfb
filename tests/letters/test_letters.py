"""Every letter: its text, its two forms, its fifteen elements, its words, and what it refuses to be made without."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx as python_docx
import pikepdf
import pypdfium2
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from dsar.activities import AiUse, LegalBasis, SourceType
from dsar.cases.codes import CaseKind, ExtensionReason, OutcomeCode, RefusalGround, Track
from dsar.errors import SetupError
from dsar.letters import Facts, Language, Letter, LetterKind, compose, docx, pdf, plain
from dsar.letters.compose import versions
from dsar.letters.document import Heading, Items, Paragraph, Table, Terms, lines, words_of
from dsar.letters.elements import elements
from dsar.letters.glossary import unexplained
from dsar.letters.readability import lix, lix_of_lines
from dsar.letters.required import missing
from dsar.letters.vocabulary import Vocabulary
from dsar.model import Category, GapCode
from dsar.words import IDENTIFIERS
from tests.letters.samples import AREAS, BASE, CASE, SENDER, WITHHELD, activity, facts

KINDS = [(kind, language) for kind in LetterKind for language in Language]
every_letter = pytest.mark.parametrize(("kind", "language"), KINDS, ids=lambda part: part.value)
every_language = pytest.mark.parametrize("language", list(Language), ids=lambda part: part.value)
TAGS = {Language.DANISH: "da-DK", Language.ENGLISH: "en-GB"}


def written(kind: LetterKind, language: Language = Language.DANISH) -> Letter:
    return compose(facts(kind, language))


def text_of_docx(data: bytes) -> str:
    body = python_docx.Document(io.BytesIO(data)).element.body
    pieces = (
        "\n" if part.tag in {qn("w:p"), qn("w:br")} else (part.text or "")
        for part in body.iter(qn("w:p"), qn("w:t"), qn("w:br"))
    )
    return "".join(pieces)


def text_of_pdf(data: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))


def squeezed(text: str) -> str:
    """Letters and digits alone: line breaks, hyphens at line ends and spaces differ between the forms."""
    return "".join(c for c in text if c.isalnum())


@every_letter
def test_the_text_of_a_letter(kind: LetterKind, language: Language, golden: Callable[[str, str], None]) -> None:
    golden(f"letters/{kind.value}.{language.value}.txt", plain(written(kind, language)))


@every_letter
def test_the_same_facts_give_the_same_bytes(kind: LetterKind, language: Language) -> None:
    first, second = written(kind, language), written(kind, language)
    assert pdf(first) == pdf(second)
    assert docx(first) == docx(second)


@every_letter
def test_the_pdf_is_tagged_and_says_its_language_title_and_template(kind: LetterKind, language: Language) -> None:
    letter = written(kind, language)
    with pikepdf.open(io.BytesIO(pdf(letter))) as made, made.open_metadata() as metadata:
        assert made.Root.MarkInfo.Marked
        assert made.Root.StructTreeRoot.K is not None
        assert str(made.Root.Lang) == TAGS[language]
        assert made.Root.ViewerPreferences.DisplayDocTitle
        assert metadata["dc:title"] == letter.title
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["pdf:Keywords"] == letter.provenance
        assert metadata["xmp:CreateDate"].startswith("2026-11-25")


def fonts_of(made: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [o for o in made.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]


def test_every_font_of_the_pdf_is_in_it() -> None:
    with pikepdf.open(io.BytesIO(pdf(written(LetterKind.ANSWER)))) as made:
        found = fonts_of(made)
        assert found
        assert [f for f in found if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(f.keys())] == []


def test_headings_lists_and_table_headers_are_in_the_structure_of_the_pdf() -> None:
    with pikepdf.open(io.BytesIO(pdf(written(LetterKind.ANSWER)))) as made:
        roles = {str(o.S) for o in made.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o and "/P" in o}
    assert {"/Title", "/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD"} <= roles


def test_every_page_says_which_it_is_of_how_many() -> None:
    made = pypdfium2.PdfDocument(pdf(written(LetterKind.ANSWER)))
    for number, page in enumerate(made, 1):
        assert f"Side {number} af {len(made)}" in page.get_textpage().get_text_bounded()


@every_letter
def test_docx_and_pdf_say_the_same(kind: LetterKind, language: Language) -> None:
    letter = written(kind, language)
    word, page = squeezed(text_of_docx(docx(letter))), squeezed(text_of_pdf(pdf(letter)))
    told = [line for block in letter.blocks for line in lines(block)]
    assert told
    assert [line for line in told if squeezed(line) not in word] == []
    footers = re.sub(squeezed(letter.footer) + r"(Side|Page)[0-9]+(af|of)[0-9]+", "", page)
    assert [line for line in told if len(line) < 60 and squeezed(line) not in footers] == []


@every_letter
def test_the_docx_says_its_language_and_title_and_has_real_headings(kind: LetterKind, language: Language) -> None:
    letter = written(kind, language)
    made = python_docx.Document(io.BytesIO(docx(letter)))
    assert made.core_properties.title == letter.title
    assert made.core_properties.language == TAGS[language]
    assert made.core_properties.keywords == letter.provenance
    assert made.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == TAGS[language]
    styled = [p.text for p in made.paragraphs if p.style.name.startswith("Heading")]
    assert styled == [words_of(b.text) for b in letter.blocks if isinstance(b, Heading)]
    assert [p.text for p in made.paragraphs if p.style.name == "Title"] == [letter.title]


def test_each_table_of_the_docx_has_a_header_row_and_no_row_is_split() -> None:
    made = python_docx.Document(io.BytesIO(docx(written(LetterKind.ANSWER))))
    assert len(made.tables) >= 8
    for table in made.tables:
        rows = table._tbl.tr_lst
        assert rows[0].find(f".//{qn('w:tblHeader')}") is not None
        assert [row for row in rows[1:] if row.find(f".//{qn('w:tblHeader')}") is not None] == []
        assert [row for row in rows if row.find(f".//{qn('w:cantSplit')}") is None] == []


# ECMA-376 part 1, 17.4.59 and 17.3.1.26: word processors may refuse children in another order.
ORDERS = {
    "w:tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens spacing ind contextualSpacing jc rPr",
}


@pytest.mark.parametrize("tag", sorted(ORDERS))
def test_the_properties_of_the_docx_stand_in_the_order_of_the_standard(tag: str) -> None:
    body = python_docx.Document(io.BytesIO(docx(written(LetterKind.ANSWER)))).element.body
    order = [qn(f"w:{name}") for name in ORDERS[tag].split()]
    found = [[order.index(child.tag) for child in properties] for properties in body.iter(qn(tag))]
    assert max(map(len, found)) >= 3
    assert [places for places in found if places != sorted(places)] == []


def test_what_an_answer_was_made_by_stands_in_its_metadata() -> None:
    assert written(LetterKind.ANSWER).provenance == "answer.da 3, rules 2026-11-21"
    assert written(LetterKind.RECEIPT).provenance == "receipt.da 3, rules 2026-11-21"
    assert compose(replace(facts(LetterKind.RECEIPT), withheld=())).provenance == "receipt.da 3"


def test_the_footer_of_the_docx_counts_pages_by_fields() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(written(LetterKind.RECEIPT)))) as made:
        footer = next(made.read(name).decode() for name in made.namelist() if "footer" in name)
    assert 'w:instr="PAGE"' in footer
    assert 'w:instr="NUMPAGES"' in footer


def test_each_numbered_list_of_the_docx_starts_at_one() -> None:
    letter = written(LetterKind.RECEIPT)
    twice = replace(letter, blocks=(*letter.blocks, *(b for b in letter.blocks if isinstance(b, Items))))
    body = python_docx.Document(io.BytesIO(docx(twice))).element.body
    assert len({n.get(qn("w:val")) for n in body.iter(qn("w:numId"))}) == 2


@pytest.mark.parametrize("number", range(1, 16))
@every_language
def test_an_answer_has_each_of_the_fifteen_elements(number: int, language: Language) -> None:
    given_facts = facts(LetterKind.ANSWER, language)
    element = elements(given_facts, compose(given_facts))[number - 1]
    assert (element.number, element.wanted, element.present) == (number, True, True)


@pytest.mark.parametrize("number", range(2, 16))
def test_an_element_without_its_section_is_missed(number: int) -> None:
    given_facts = facts(LetterKind.ANSWER)
    letter = compose(given_facts)
    section = set(map(id, letter.section(number)))
    cut = replace(letter, blocks=tuple(block for block in letter.blocks if id(block) not in section))
    assert [e.number for e in elements(given_facts, cut) if not e.right] == [number]


@pytest.mark.parametrize(
    ("number", "secret"),
    [
        (4, "papirarkiv"),
        (5, "helbred"),
        (5, "at behandle byggesager"),
        (6, "Planklagenævnet"),
        (6, "Skydrift A/S"),
        (6, "USA"),
        (7, "offentlige registre"),
        (8, "elevens afgang fra skolen"),
        (11, "§ 22, stk. 1"),
        (14, "33 19 32 00"),
    ],
)
def test_an_element_that_leaves_something_untold_is_missed(number: int, secret: str) -> None:
    given_facts = facts(LetterKind.ANSWER)
    letter = compose(given_facts)
    untold = re.compile(re.escape(secret).replace(r"\ ", r"[ \u00a0]"), re.IGNORECASE)
    blocks = tuple(_without(block, untold) for block in letter.blocks)
    assert number in [e.number for e in elements(given_facts, replace(letter, blocks=blocks)) if not e.right]


def _without(block: object, untold: re.Pattern[str]) -> object:
    def cut(line: tuple) -> tuple:
        return tuple(replace(run, text=untold.sub("", run.text)) for run in line)

    match block:
        case Table():
            rows = tuple(tuple(map(cut, row)) for row in block.rows)
            return replace(block, rows=rows)
        case Paragraph():
            return replace(block, text=cut(block.text))
        case Items():
            return replace(block, entries=tuple(map(cut, block.entries)))
        case _:
            return block


@every_language
def test_a_letter_that_nothing_was_found_has_the_elements_it_needs(language: Language) -> None:
    given_facts = facts(LetterKind.NO_DATA, language)
    found = elements(given_facts, compose(given_facts))
    assert [e.number for e in found if e.wanted] == [1, 2, 3, 4, 14]
    assert [e.number for e in found if not e.right] == []


def headings(letter: Letter) -> list[str]:
    return [words_of(block.text) for block in letter.blocks if isinstance(block, Heading)]


@pytest.mark.parametrize(
    ("change", "heading"),
    [({"withheld": ()}, "Det har vi udeladt"), ({"lookups": ()}, "Dem har slået dig op")],
)
def test_a_section_without_content_is_left_out(change: dict[str, tuple], heading: str) -> None:
    given_facts = replace(facts(LetterKind.ANSWER), **change)
    letter = compose(given_facts)
    assert heading in headings(written(LetterKind.ANSWER))
    assert heading not in headings(letter)
    assert [e for e in elements(given_facts, letter) if not e.right] == []


def test_without_anything_withheld_no_letter_speaks_of_it() -> None:
    areas = tuple(replace(area, withheld=0) for area in AREAS)
    attachments = BASE.attachments[:4]
    text = plain(compose(replace(facts(LetterKind.ANSWER), withheld=(), areas=areas, attachments=attachments)))
    assert "udeladt" not in text
    assert "Får du ikke" not in text


def test_where_all_is_withheld_the_answer_still_says_yes() -> None:
    areas = (replace(AREAS[1], numbers=(), withheld=1),)
    text = plain(compose(replace(facts(LetterKind.ANSWER), areas=areas)))
    assert "Ja, vi behandler oplysninger om dig. Vi kan ikke give dig dem." in text


@pytest.mark.parametrize(
    ("base", "told"), [("6(1)(e)", "Ret til indsigelse"), ("6(1)(a)", "Ret til at trække samtykke")]
)
def test_rights_follow_the_legal_basis(base: str, told: str) -> None:
    plain_basis = next(b for b in type(activity("aktindsigt").legal_basis[0]) if b == "6(1)(c)")
    wanted = next(b for b in type(plain_basis) if b == base)
    with_it, without = (
        compose(
            replace(
                facts(LetterKind.ANSWER),
                areas=(replace(AREAS[0], activity=replace(AREAS[0].activity, legal_basis=(basis,))),),
            )
        )
        for basis in (wanted, plain_basis)
    )
    assert told in plain(with_it)
    assert told not in plain(without)


def test_a_representative_is_told_whom_the_letter_is_about() -> None:
    addressee = replace(BASE.addressee, name="Bente Holm", subject="Anders Bo Jensen")
    text = plain(compose(replace(facts(LetterKind.ANSWER), addressee=addressee)))
    assert "Du har spurgt på vegne af Anders Bo Jensen." in text
    assert text.splitlines()[2] == "Bente Holm"


def test_the_return_address_stands_in_both_forms() -> None:
    sender = replace(SENDER, return_address="Postboks 7, 9999 Fjordlev")
    letter = compose(replace(facts(LetterKind.RECEIPT), sender=sender))
    assert "Postboks 7" in text_of_pdf(pdf(letter))
    assert "Postboks 7" in text_of_docx(docx(letter))


def test_a_retention_without_a_period_points_to_the_criteria() -> None:
    rule = replace(AREAS[0].activity.retention[0], years=None, trigger="sagens start")
    area = replace(AREAS[0], activity=replace(AREAS[0].activity, retention=(rule,)))
    text = plain(compose(replace(facts(LetterKind.ANSWER), areas=(area,))))
    assert "Ingen fast tid, regnet fra sagens start. Det afgøres af kriterierne nedenfor." in text
    assert "– Hvornår krav i sagen er forældede." in text


def test_automated_decisions_and_artificial_intelligence_are_told() -> None:
    told = replace(AREAS[0].activity, automated_decisions="Et program beregner afgiften", ai=AiUse.TRAINING_INTERNAL)
    text = plain(compose(replace(facts(LetterKind.ANSWER), areas=(replace(AREAS[0], activity=told),))))
    assert "Byudvikling, byggeri, veje og natur: Et program beregner afgiften." in text
    assert "Du kan bede om, at et menneske ser på sagen igen." in text
    assert "træne den sprogmodel" in text


def test_a_table_with_places_that_were_all_read_is_left_out() -> None:
    search = replace(BASE.search, unread=(), skipped=())
    text = plain(compose(replace(facts(LetterKind.ANSWER), search=search)))
    assert "kunne ikke læse" not in text
    assert "Her har vi ikke søgt" not in text


def test_the_counts_of_the_letter_add_up() -> None:
    given_facts = facts(LetterKind.ANSWER)
    table = next(block for block in compose(given_facts).blocks if isinstance(block, Table))
    counts = [int(words_of(row[2])) for row in table.rows]
    assert counts[-1] == sum(counts[:-1]) == given_facts.given == 40


@every_letter
def test_a_letter_is_easy_enough_to_read(kind: LetterKind, language: Language) -> None:
    letter = written(kind, language)
    prose = [line for block in letter.blocks if isinstance(block, Paragraph | Items) for line in lines(block)]
    assert lix(letter.blocks) <= 45
    assert lix_of_lines(prose) <= 45


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Det er en bil.", 4.0),
        ("Det er en bil. Den er rød.", 3.5),
        ("Kommunen behandler personoplysninger", 3 + 100.0),
        ("Fristen er den 2. december 2026", 4 + 100 * 2 / 4),
        ("Efter stk. 2 kan du klage", 5.0),
        ("", 0.0),
    ],
)
def test_lix_by_hand(text: str, expected: float) -> None:
    assert lix_of_lines([text]) == pytest.approx(expected)


@every_letter
def test_every_abbreviation_is_explained(kind: LetterKind, language: Language) -> None:
    letter = written(kind, language)
    if any(isinstance(block, Terms) for block in letter.blocks):
        assert unexplained(letter.blocks, language) == ()


@every_letter
def test_only_words_that_occur_are_explained(kind: LetterKind, language: Language) -> None:
    letter = written(kind, language)
    told = " ".join(
        [*(line for b in letter.blocks if not isinstance(b, Terms) for line in lines(b)), *map(str, letter.reference)]
    ).casefold()
    terms = [term for block in letter.blocks if isinstance(block, Terms) for term, _ in block.entries]
    strange = [term for term in terms if term.split()[0].casefold().removesuffix("-nummer")[:9] not in told]
    assert strange == []


def test_what_nobody_explained_is_named_for_the_caseworker() -> None:
    strange = replace(AREAS[0].activity, purposes=("at føre ZQX efter P1825D",))
    letter = compose(replace(facts(LetterKind.ANSWER), areas=(replace(AREAS[0], activity=strange),)))
    assert unexplained(letter.blocks, Language.DANISH) == ("P1825D", "ZQX")


@every_language
def test_every_kind_has_a_template_with_a_version(language: Language) -> None:
    assert set(versions(language)) == {kind.value for kind in LetterKind}
    assert all(re.fullmatch(r"[0-9]+", version) for version in versions(language).values())


CODES = {
    "right": CaseKind,
    "article": CaseKind,
    "track": Track,
    "delay": ExtensionReason,
    "refusal": RefusalGround,
    "outcome": OutcomeCode,
    "bases": LegalBasis,
    "categories": Category,
    "sources": SourceType,
    "gaps": GapCode,
    "ai": AiUse,
    "identifiers": IDENTIFIERS,
    "attachment": "ABCDE",
}


@pytest.mark.parametrize("table", sorted(CODES))
@every_language
def test_every_code_has_its_words(table: str, language: Language) -> None:
    words = Vocabulary(language).tables[table]
    assert [str(code) for code in CODES[table] if not words.get(str(code), "").strip()] == []


@pytest.mark.parametrize("kind", [kind for kind in CaseKind if kind is not CaseKind.ACCESS], ids=str)
def test_a_refusal_of_another_right_names_the_right_and_its_rule(kind: CaseKind) -> None:
    refused = replace(BASE.refused, ground=RefusalGround.CONDITIONS)
    text = plain(compose(replace(facts(LetterKind.REFUSAL), refused=refused, case=replace(CASE, kind=kind))))
    words = Vocabulary(Language.DANISH)
    assert f"Vi siger nej til din anmodning om {words.word(kind.value, 'right')}." in text
    assert words.word(kind.value, "article").replace("artikel ", "artikel\u00a0") in text


GAPS_OF_FACTS = [
    ("receipt", {"sender": replace(SENDER, name=" ")}, "kommunens navn"),
    ("refusal", {"sender": replace(SENDER, phone="", address="", website="")}, "kommunens telefon"),
    ("receipt", {"addressee": replace(BASE.addressee, name="")}, "modtagerens navn"),
    ("answer", {"sender": replace(SENDER, officer_phone="", officer_email="", officer_address="")}, "databeskyttelses"),
    ("answer", {"search": None}, "en søgning"),
    ("answer", {"areas": ()}, "mindst ét fund"),
    ("answer", {"hindrances": (("undecided", 3),)}, "der mangler stillingtagen til 3 fund"),
    ("answer", {"hindrances": (("approval", 0),)}, "en anden person har ikke godkendt den"),
    ("answer", {"unplaced": 2}, "behandlingsaktivitet for 2 fund"),
    ("answer", {"attachments": ()}, "bilag A-D"),
    ("answer", {"withheld": (replace(WITHHELD[0], rule=""),)}, "regel for udeladelsen af nr. 12"),
    ("answer", {"withheld": (replace(WITHHELD[0], weighing=" "),)}, "afvejning for udeladelsen af nr. 12"),
    (
        "answer",
        {"areas": (replace(AREAS[0], activity=replace(AREAS[0].activity, recipients=())),)},
        "modtagere for by-og-land",
    ),
    (
        "answer",
        {"areas": (replace(AREAS[0], activity=replace(AREAS[0].activity, retention=())),), "criteria": ()},
        "opbevaringstid eller kriterier for by-og-land",
    ),
    ("no-data", {"areas": AREAS}, "41 fund er medtaget"),
    ("partial", {"withheld": ()}, "mindst én udeladelse"),
    ("identity", {"identity": None}, "rimelig tvivl"),
    ("clarification", {"scope": None}, "bliver spurgt om"),
    ("extension", {"delay": None}, "EDPB"),
    ("extension", {"delay": replace(BASE.delay, text=" ")}, "den konkrete begrundelse"),
    ("refusal", {"refused": None}, "afslagets grund"),
    ("decision", {"outcome": None}, "sagens udfald"),
    ("decision", {"case": CASE}, "en anden ret end indsigt"),
]


@pytest.mark.parametrize(
    ("kind", "change", "named"), GAPS_OF_FACTS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_nothing_is_made_while_something_is_missing(kind: str, change: dict[str, object], named: str) -> None:
    with pytest.raises(SetupError, match=re.escape(named)):
        compose(replace(facts(LetterKind(kind)), **change))


def test_everything_that_is_missing_is_named_at_once_with_where_to_fill_it_in() -> None:
    bare = replace(facts(LetterKind.ANSWER), search=None, attachments=())
    said = missing(bare)
    assert len(said) == 2
    assert all(": " in line and "dsar" in line for line in said)


def test_an_extension_may_go_out_on_the_last_day_and_not_after() -> None:
    on_time = replace(facts(LetterKind.EXTENSION), made=CASE.due)
    assert compose(on_time).made == date(2026, 12, 2)
    with pytest.raises(SetupError, match="kan ikke længere meddeles"):
        compose(replace(on_time, made=date(2026, 12, 3)))


def test_an_extension_gives_its_concrete_reasons_and_both_dates() -> None:
    text = plain(written(LetterKind.EXTENSION))
    assert "Sådan er det i din sag: Vi har fundet 812 dokumenter" in text.replace("\n", " ")
    assert "2. december 2026" in text
    assert "2. februar 2027" in text


def test_a_receipt_names_the_days_from_and_to() -> None:
    text = plain(compose(replace(facts(LetterKind.RECEIPT), made=date(2026, 11, 11))))
    assert "fra den 2. november 2026 til og med den 2. december 2026" in text
    assert "Det svarer vi på senest den 11. november 2026." in text


def test_a_late_receipt_promises_no_day_that_is_past() -> None:
    text = " ".join(plain(written(LetterKind.RECEIPT)).split())
    assert "Det skulle vi have svaret på senest den 11. november 2026." in text
    without = plain(compose(replace(facts(LetterKind.RECEIPT), case=replace(CASE, tracks=(Track.GDPR,)))))
    assert "11. november 2026" not in without


@every_language
def test_a_receipt_written_after_an_extension_names_one_day_of_answer(language: Language) -> None:
    made = facts(LetterKind.RECEIPT, language)
    said = plain(compose(replace(made, case=replace(made.case, extended=True)))).casefold()
    assert "2027" in said
    assert "december 2026" not in said


@pytest.mark.parametrize(
    ("made", "by"),
    [
        (date(2026, 11, 4), "11. november 2026"),
        (date(2026, 11, 30), "2. december 2026"),
        (date(2026, 12, 5), "5. december 2026"),
    ],
)
def test_a_question_asks_for_a_reply_in_time(made: date, by: str) -> None:
    assert f"Svar gerne inden den {by}." in plain(compose(replace(facts(LetterKind.CLARIFICATION), made=made)))


def test_without_named_recipients_the_answer_says_that_they_are_not_known() -> None:
    said = "Vi har ikke noteret, hvem af dem der har fået netop dine oplysninger"
    assert said not in plain(written(LetterKind.ANSWER))
    assert said in plain(compose(replace(facts(LetterKind.ANSWER), disclosures=())))


CPRS = ["010130-4999", "0101304999", "010130 4999", "01.01.30-4999"]


@pytest.mark.parametrize("number", CPRS)
@every_letter
def test_no_cpr_number_stands_in_a_letter(number: str, kind: LetterKind, language: Language) -> None:
    secret = f"Nummeret er {number} og intet andet"
    given_facts = facts(kind, language)
    given_facts = replace(
        given_facts,
        case=replace(given_facts.case, request=secret),
        identity=replace(given_facts.identity, text=secret),
        scope=replace(given_facts.scope, text=secret),
        delay=replace(given_facts.delay, text=secret),
        refused=replace(given_facts.refused, reason=secret),
        outcome=replace(given_facts.outcome, reason=secret),
        withheld=tuple(replace(one, weighing=secret) for one in given_facts.withheld),
    )
    assert number not in plain(compose(given_facts))


written_text = st.text(min_size=1, max_size=80).filter(lambda text: any(c.isalnum() for c in text))


@given(name=written_text, request=written_text, reason=written_text)
def test_nothing_that_somebody_wrote_becomes_markup(name: str, request: str, reason: str) -> None:
    base = facts(LetterKind.REFUSAL)
    given_facts = replace(base, addressee=replace(base.addressee, subject="Alma Jensen"))
    changed = replace(
        given_facts,
        addressee=replace(given_facts.addressee, subject=name),
        case=replace(CASE, request=request),
        refused=replace(given_facts.refused, reason=reason),
    )
    usual, letter = compose(given_facts), compose(changed)
    shape = [type(block) for block in usual.blocks if not isinstance(block, Terms)]
    assert [type(block) for block in letter.blocks if not isinstance(block, Terms)] == shape
    assert headings(letter) == headings(usual)


MARKUP = "# Nej\n## Nej {3}\n- a\n| a | b |\n> x\n~ y\n**fed** {{ 7*7 }} {% raw %} @glossary [] kryds"


def test_markup_in_a_request_is_printed_as_it_is() -> None:
    letter = compose(replace(facts(LetterKind.ANSWER), case=replace(CASE, request=MARKUP)))
    quoted = [b for b in letter.section(3) if isinstance(b, Paragraph) and "Nej" in words_of(b.text)]
    assert [words_of(block.text) for block in quoted] == [MARKUP]


@settings(max_examples=25)
@given(st.text(alphabet=st.characters(), min_size=1, max_size=60).filter(lambda t: any(c.isalnum() for c in t)))
def test_any_name_can_be_set_in_both_forms(name: str) -> None:
    given_facts = facts(LetterKind.RECEIPT)
    letter = compose(replace(given_facts, addressee=replace(given_facts.addressee, name=name)))
    assert pdf(letter).startswith(b"%PDF")
    assert python_docx.Document(io.BytesIO(docx(letter))).paragraphs


def test_a_character_without_a_glyph_is_seen_to_be_missing() -> None:
    given_facts = facts(LetterKind.RECEIPT)
    letter = compose(replace(given_facts, addressee=replace(given_facts.addressee, name="Łucja 王 Ødegård")))
    assert "Łucja □ Ødegård" in text_of_pdf(pdf(letter))
    assert "Łucja 王 Ødegård" in text_of_docx(docx(letter))


def test_forty_activities_and_very_long_texts_are_set() -> None:
    long = replace(AREAS[0].activity, purposes=("at " + "behandle sager og " * 400, "x" * 3000))
    areas = tuple(replace(AREAS[0], activity=long, numbers=(n,)) for n in range(1, 41))
    given_facts = replace(facts(LetterKind.ANSWER), areas=areas, case=replace(CASE, request="ord " * 5000))
    made = pypdfium2.PdfDocument(pdf(compose(given_facts)))
    assert len(made) > 40


def test_facts_hide_what_people_wrote_in_their_repr() -> None:
    shown = repr(facts(LetterKind.ANSWER))
    assert "Anders Bo Jensen" not in shown
    assert "010130-4999" not in shown
    assert "fortrolighed" not in shown


def test_facts_are_complete_for_each_kind() -> None:
    assert [(k, missing(facts(k))) for k in LetterKind if missing(facts(k))] == []
    assert isinstance(BASE, Facts)


ON_BEHALF = [
    LetterKind.RECEIPT,
    LetterKind.CLARIFICATION,
    LetterKind.EXTENSION,
    LetterKind.REFUSAL,
    LetterKind.PARTIAL,
    LetterKind.NO_DATA,
    LetterKind.ANSWER,
    LetterKind.DECISION,
]


@pytest.mark.parametrize("kind", ON_BEHALF, ids=lambda kind: kind.value)
def test_each_letter_to_a_representative_says_on_whose_behalf(kind: LetterKind) -> None:
    made = facts(kind)
    text = plain(compose(replace(made, addressee=replace(made.addressee, subject="Alma Jensen"))))
    assert "Du har spurgt på vegne af Alma Jensen." in " ".join(text.split())


@every_language
def test_an_answer_with_extracts_says_that_parts_about_others_are_left_out_and_why(language: Language) -> None:
    base = replace(facts(LetterKind.ANSWER, language), withheld=(), extracted=(4, 5, 6))
    letter = compose(base)
    text = " ".join(plain(letter).split())
    assert "4–6" in text
    assert "15, stk. 4" in text or "Article 15(4)" in text
    assert [one.number for one in elements(base, letter) if not one.right] == []
    without = replace(base, extracted=())
    assert [one.number for one in elements(without, compose(without)) if not one.right] == []


@pytest.mark.parametrize("kind", [LetterKind.RECEIPT, LetterKind.EXTENSION])
def test_a_short_letter_is_one_page(kind: LetterKind) -> None:
    assert len(pypdfium2.PdfDocument(pdf(written(kind)))) == 1


def test_a_partial_refusal_may_be_of_extracts_alone() -> None:
    made = replace(facts(LetterKind.PARTIAL), withheld=(), extracted=(4, 5))
    assert missing(made) == ()
    text = " ".join(plain(compose(made)).split())
    assert "Nr. 4–5 får du som uddrag." in text
    assert "Tabellen viser hvor" not in text
