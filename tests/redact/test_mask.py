"""What is shown of a passage before a caseworker has looked: the subject, and nobody else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.detect import Detectors
from dsar.model import Clue, Finding, HitPassage, Kind, Span, Subject
from dsar.redact.mask import AROUND, WHOLE_PARAGRAPH, excerpt, findings_in, line, shown
from dsar.redact.own import Own, own_identifiers
from tests.package.people import EITHER, LETTER, MAIL, OTHERS, OWN, ROW, SUBJECT, detect, passage

X = "[fjernet: oplysning om anden person]"
own = own_identifiers(SUBJECT, detect)


def shown_of(text: str, *needles: str) -> str:
    return excerpt(passage("side 1", text, *needles), own, detect).text


# (id, text, what the search took for the subject, what may be shown)
EXCERPTS = [
    (
        "a-sentence-about-another-goes",
        LETTER,
        "010130-4999",
        f"Anders Bo Jensen, 010130-4999, har været sygemeldt i år. {X} Lægen skønner, at han kan arbejde på deltid.",
    ),
    (
        "a-row-keeps-its-headings",
        ROW,
        "010130-4999",
        f"CPR: 010130-4999\nNavn: Anders Bo Jensen\nLøn: 32.114,00\nLeder: {X}\n=SUM(A1): 1",
    ),
    ("in-the-subjects-sentence-only-names-go", MAIL, "Anders Jensen", f"Anders Jensen ringede om {X} ({X}). {X}"),
    (
        "another-floor-of-the-same-house-is-another",
        "Anders Bo Jensen bor Vestergade 12, 2. tv, 9000 Aalborg, over Vestergade 12, 1. th, 9000 Aalborg.",
        "Anders Bo Jensen",
        f"Anders Bo Jensen bor Vestergade 12, 2. tv, 9000 Aalborg, over {X}.",
    ),
    (
        "a-first-name-after-the-full-name-is-the-subjects",
        "Anders Bo Jensen kom. Anders var glad.",
        "Anders Bo Jensen",
        "Anders Bo Jensen kom. Anders var glad.",
    ),
    (
        "a-surname-that-another-bears-too-is-nobodys",
        "Anders Bo Jensen og Oliver Jensen kom, sagde Jensen.",
        "Anders Bo Jensen",
        f"Anders Bo Jensen og {X} kom, sagde {X}.",
    ),
    (
        "a-masked-name-is-masked-where-it-recurs",
        "Anders Bo Jensen talte med Mette Kjær Østergård. Østergårds svar til Anders Bo Jensen var nej.",
        "Anders Bo Jensen",
        f"Anders Bo Jensen talte med {X}. {X} svar til Anders Bo Jensen var nej.",
    ),
    (
        "another-paragraph-is-left-out",
        "Anders Bo Jensen kom.\n\nEn helt anden sag.",
        "Anders Bo Jensen",
        "Anders Bo Jensen kom.",
    ),
    (
        "paragraphs-are-joined-with-a-mark",
        "Anders Bo Jensen kom.\n\nEn anden sag.\n\nAnders Bo Jensen gik.",
        "Anders Bo Jensen",
        "Anders Bo Jensen kom. […] Anders Bo Jensen gik.",
    ),
    (
        "words-of-the-subjects-name-are-theirs-where-their-number-stands",
        "010130-4999 Jensen, Anders",
        "010130-4999",
        "010130-4999 Jensen, Anders",
    ),
    (
        "a-row-with-nothing-but-a-shared-address-waits",
        "Vestergade 12, 2. tv, 9000 Aalborg\nGæld: 3.000 kr.",
        "Vestergade",
        "",
    ),
    (
        "a-sentence-may-go-on-in-the-next-line",
        "Anders Bo Jensen kom. Oliver Jensen er\nblevet syg.\nAnders Bo Jensen gik.",
        "Anders Bo Jensen",
        f"Anders Bo Jensen kom. {X}\nAnders Bo Jensen gik.",
    ),
    (
        "whatever-looks-like-mail",
        "Anders Bo Jensen: bojø@x.example.",
        "Anders Bo Jensen",
        f"Anders Bo Jensen: {X}.",
    ),
    (
        "whatever-looks-like-initials-and-a-name",
        "Anders Bo Jensen så R. B. Engsø-Dahl.",
        "Anders Bo Jensen",
        f"Anders Bo Jensen så {X}.",
    ),
    (
        "a-name-of-which-only-the-subjects-word-is-known",
        "Anders Bo Jensen og Kirsen Jensen samt Anders Måbjerg.",
        "Anders Bo Jensen",
        f"Anders Bo Jensen og {X} samt {X}.",
    ),
    (
        "a-label-that-names-another-goes-too",
        "Anders Bo Jensen: ja\nMette Kjær Østergård: nej tak",
        "Anders Bo Jensen",
        f"Anders Bo Jensen: ja\n{X}",
    ),
]


@pytest.mark.parametrize(
    ("text", "needle", "expected"), [row[1:] for row in EXCERPTS], ids=[row[0] for row in EXCERPTS]
)
def test_an_excerpt_shows_the_subject_and_masks_others(text: str, needle: str, expected: str) -> None:
    assert shown_of(text, needle) == expected


def test_nothing_is_shown_where_the_search_points_at_nothing() -> None:
    assert excerpt(HitPassage("side 1", MAIL, (Clue("title.name", 3.0),)), own, detect).text == ""


def test_reasons_against_show_nothing() -> None:
    text = "Anders Jensen fra Skagen."
    against = HitPassage("side 1", text, (Clue("cpr.other", -4.0, Span(0, 13)),))
    assert excerpt(against, own, detect).text == ""


def test_a_long_paragraph_is_shown_only_about_the_subject() -> None:
    text = "Noget andet sker. " * 500 + "Anders Bo Jensen kom. " + "Noget tredje sker. " * 500
    found = shown_of(text, "Anders Bo Jensen")
    assert "Anders Bo Jensen kom." in found
    assert len(found) <= 2 * AROUND + 40


def test_a_cut_through_an_identifier_leaves_none_of_it() -> None:
    text = "120628-4123" + "x" * (AROUND - 6) + " Anders Bo Jensen " + "y" * WHOLE_PARAGRAPH

    def glued(text: str) -> list[Finding]:
        others = [Finding(Kind.CPR, Span(0, 11), "1206284123", ())] if text.startswith("120628-4123") else []
        return [*others, *(f for f in detect(text) if f.key == "anders bo jensen")]

    found = excerpt(passage("side 1", text, "Anders Bo Jensen"), own, glued).text
    assert "4123" not in found
    assert "Anders Bo Jensen" in found


def test_a_text_that_never_reads_clean_is_withheld_altogether() -> None:
    def at_the_end(text: str) -> list[Finding]:
        return [*detect(text), Finding(Kind.NAME, Span(len(text) - 2, len(text)), "mette", ())]

    assert excerpt(passage("side 1", "Anders Bo Jensen kom.", "Anders Bo Jensen"), own, at_the_end).text == X


def test_the_kinds_found_are_the_subjects_own() -> None:
    assert excerpt(passage("side 1", LETTER, "010130-4999"), own, detect).kinds == {Kind.CPR, Kind.NAME}


LINES = [
    ("a-name", "Vedr. Oliver Jensen", f"Vedr. {X}"),
    ("a-name-with-separators", "vedr_Oliver_Jensen.docx", f"vedr_{X}.docx"),
    ("a-name-in-small-letters", "2026/oliver_jensen.eml", f"2026/{X}.eml"),
    ("a-cpr-number", "sag 120628-4123.pdf", f"sag {X}.pdf"),
    ("the-subject", "Anders_Bo_Jensen 010130-4999.pdf", "Anders_Bo_Jensen 010130-4999.pdf"),
    ("nobody", "lønliste_2026.xlsx", "lønliste_2026.xlsx"),
    ("an-unseen-turn-of-direction", "a\u202egpj.exe", "a\ufffdgpj.exe"),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_a_title_masks_others_however_they_are_written(text: str, expected: str) -> None:
    assert line(text, own, detect) == expected


def test_a_title_masks_those_whom_the_text_names() -> None:
    assert line("østergård-sagen.docx", own, detect, others=["østergård"]) == f"{X}-sagen.docx"


OWNED = [
    ("full", "anders bo jensen", True),
    ("former", "anders bo larsen", True),
    ("turned", "jensen anders bo", True),
    ("turned-and-short", "jensen anders", True),
    ("without-the-middle", "anders jensen", True),
    ("initial", "anders b. jensen", True),
    ("another-initial", "anders k. jensen", False),
    ("another-middle", "anders kurt jensen", False),
    ("another-first", "andreas jensen", False),
    ("surname", "jensen", False),
    ("longer", "anders bo jensen holm", False),
    ("a-brother", "andreas bo jensen", False),
]


@pytest.mark.parametrize(("key", "expected"), [row[1:] for row in OWNED], ids=[row[0] for row in OWNED])
def test_a_name_is_the_subjects_only_beyond_doubt(key: str, expected: bool) -> None:
    assert own.has(Finding(Kind.NAME, Span(0, 1), key, ())) is expected


@pytest.mark.parametrize(
    "key", ["sören aagaard-møller", "søren ågård møller", "soeren aagaard moeller", "SØREN ÅGÅRD-MØLLER"]
)
def test_a_name_has_many_spellings(key: str) -> None:
    bearer = own_identifiers(Subject(names=("Søren Ågård-Møller",)), detect)
    assert bearer.has(Finding(Kind.NAME, Span(0, 1), key, ()))


@pytest.mark.parametrize(
    ("kind", "key", "expected"),
    [
        (Kind.CPR, "0101304999", True),
        (Kind.CPR, "1206284123", False),
        (Kind.BIRTH_DATE, "2030-01-01", True),
        (Kind.BIRTH_DATE, "2030-01-02", False),
        (Kind.ADDRESS, "vestergade|12|9000", True),
        (Kind.ADDRESS, "vestergade|12|", True),
        (Kind.ADDRESS, "vestergade|12|9000|1|th", False),
        (Kind.ADDRESS, "vestergade|14|9000", False),
        (Kind.EMAIL, "abj@example.dk", True),
        (Kind.CASE_NUMBER, "2026-17", True),
        (Kind.CASE_NUMBER, "2026-18", False),
        (Kind.PROTECTED, "adressebeskyttet", False),
    ],
)
def test_another_identifier_is_the_subjects_only_if_it_is_known(kind: Kind, key: str, expected: bool) -> None:
    subject = Subject(cpr=SUBJECT.cpr, emails=("ABJ@example.dk ",), addresses=SUBJECT.addresses, other=("2026-17",))
    assert own_identifiers(subject, detect).has(Finding(kind, Span(0, 1), key, ())) is expected


fillers = st.sampled_from(["kom", "og", "talte med", "om", "Sagen er", ".", ". ", "\n", "\n\n", "Leder: ", ", "])
people = st.sampled_from([*OWN, *OTHERS, *EITHER])
texts = st.lists(fillers | people, min_size=1, max_size=40).map(" ".join)


PERSONAL = sorted(text for text, (kind, _) in OWN.items() if kind is not Kind.ADDRESS)


@given(texts, st.sampled_from(PERSONAL))
def test_no_text_shows_anybody_else(text: str, mine: str) -> None:
    whole = f"{text} {mine} {text}"
    found = excerpt(passage("side 1", whole, mine), own, detect).text
    assert [other for other in OTHERS if other in found] == []


@given(texts)
def test_no_title_shows_anybody_else(text: str) -> None:
    found = line(text.replace(" ", "_"), own, detect)
    assert [other for other in OTHERS if other.replace(" ", "_") in found] == []


@given(st.text(), st.text())
def test_any_text_is_taken(before: str, after: str) -> None:
    text = f"{before} Anders Bo Jensen {after}"
    found = excerpt(passage("side 1", text, "Anders Bo Jensen"), own, detect).text
    assert "Anders Bo Jensen" in found
    found.encode("utf-8")


@given(st.text())
def test_what_is_shown_has_the_same_length_and_can_be_seen(text: str) -> None:
    seen = shown(text)
    assert len(seen) == len(text)
    assert all(c.isprintable() or c in "\n\t" for c in seen)


def test_the_subjects_identifiers_never_show_in_a_repr() -> None:
    assert "jensen" not in repr(own)
    assert isinstance(own, Own)


@pytest.mark.parametrize("number", ["40 95 \n13 66", "40 95\n 13 66", "40 95\n13 66"])
def test_a_number_that_goes_on_in_the_next_line_is_one(number: str) -> None:
    text = f"Ring til ham på telefon {number} (privat)."
    real = Detectors(today=date(2026, 11, 21)).detect
    assert number in {found.span.of(text) for found in findings_in(text, real)}
