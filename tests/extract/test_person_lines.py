"""Lists of people in running text give a row a person; one citizen's text is never parted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.extract.block_passages import body_passages
from dsar.extract.docx_text import Paragraph
from dsar.extract.html import page_passages
from dsar.extract.mail_body import body_passages as mail_passages
from dsar.extract.rows import is_of_list, is_row
from dsar.extract.text import text_passages
from dsar.extract.text_rows import passages_and_rows
from dsar.model import Passage

NAMES = [
    *("Anna Bo", "Als, Kim", "Åse Fur Lind", "JENSEN, IDA", "Mads Holm", "Eva Skov-Dam", "Ole Krag", "B. Peter Lund"),
    *("Karen von Ahn", "Dahl, Jens", "Ali Omar Khan", "Per Friis", "Lis Toft", "Erik Kjær"),
]
PEOPLE = [f"{name}, født 1. maj 19{70 + n}, Søvej {n}, tlf. 12 34 56 {10 + n}" for n, name in enumerate(NAMES)]
NUMBERS = [f"010427-99{10 + n}" for n in range(14)]
DATES = [f"{n + 1:02d}.03.2024" for n in range(14)]


def told(text: str) -> list[tuple[str, str]]:
    return [(passage.place, passage.text) for passage in passages_and_rows([text])]


def rows(*texts: str, first: int = 1) -> list[tuple[str, str]]:
    return [(f"liste over personer, række {n}", text) for n, text in enumerate(texts, first)]


@pytest.mark.parametrize("mark", ["", "- ", "• ", "{}. ", "{}) ", "{} ", "hr. "])
def test_each_persons_line_is_a_row(mark: str) -> None:
    lines = [f"{mark.format(n)}{person}: ønsker opkald" for n, person in enumerate(PEOPLE, 1)]

    assert told("\n".join(lines)) == rows(*lines)


def test_what_stands_around_a_list_stays_text() -> None:
    text = "\n".join(["Kære Bo Als", "", "Notater fra vagten", *PEOPLE, "", "Venlig hilsen", "Åse Krag", ""])

    assert told(text) == [
        ("linje 1-3", "Kære Bo Als\n\nNotater fra vagten\n"),
        *rows(*PEOPLE, first=4),
        ("linje 18-20", "\nVenlig hilsen\nÅse Krag\n"),
    ]


@pytest.mark.parametrize("more", ["  Ønsker opkald 12. juni", "ønsker opkald den 12.06.2024", "  - Bo Als er værge"])
def test_a_line_that_goes_on_belongs_to_the_one_before(more: str) -> None:
    people = [f"{person}\n{more}" for person in PEOPLE]

    assert [text for _, text in told("\n".join(people))] == people


def test_a_paragraph_is_a_row_with_all_its_lines() -> None:
    people = [f"{person}\nHar ringet 12.06.2024.\nBo vender tilbage." for person in PEOPLE]

    assert [text for _, text in told("\n\n".join(people))] == people


def test_a_number_in_front_is_nobodys_where_names_stand_in_front() -> None:
    people = [*PEOPLE[:5], f"{PEOPLE[5]}, mobil\n12 34 56 99: ønsker opkald", *PEOPLE[6:]]

    assert [text for _, text in told("\n".join(people))] == people


def test_a_line_without_a_name_is_no_other_persons() -> None:
    lines = [*PEOPLE[:5], "Madonna, tlf. 12 34 56 99", *PEOPLE[5:9], "Hold 2", *PEOPLE[9:]]

    found = [text for _, text in told("\n".join(lines))]
    assert found == [*PEOPLE[:5], "Madonna, tlf. 12 34 56 99", *PEOPLE[5:8], f"{PEOPLE[8]}\nHold 2", *PEOPLE[9:]]


def test_entries_about_citizens_with_other_numbers_are_rows() -> None:
    entries = [
        f"{date}\nBorger {number} har henvendt sig.\n\nVi aftalte et møde."
        for date, number in zip(DATES, NUMBERS, strict=True)
    ]

    assert told("\n".join(["Vagtens dagbog", "", *entries]))[0] == ("linje 1-2", "Vagtens dagbog\n\n")
    assert [text for _, text in told("\n".join(["Vagtens dagbog", "", *entries]))[1:]] == entries


def test_lines_that_begin_with_another_number_are_rows() -> None:
    lines = [f"{number} har fået brev" for number in NUMBERS]

    assert told("\n".join([*lines, "", "Sendt af Bo Als"])) == [*rows(*lines), ("linje 15-16", "\nSendt af Bo Als")]


def test_behind_dates_stand_names_with_what_tells_people_apart() -> None:
    lines = [f"{date} kl. 9:15 {name} (tlf. 12 34 56 78) ringede" for date, name in zip(DATES, NAMES, strict=True)]

    assert told("\n".join(lines)) == rows(*lines)


STAFF = ["Anna Bo", "Kim Als", "Ole Krag", "Lis Toft"]
ONE_CITIZENS = [
    "\n".join(f"{date} {STAFF[n % 4]}: Borgeren ringer igen, tlf. 12 34 56 78." for n, date in enumerate(DATES)),
    "\n".join(f"{date} 010427-9901 ringer. Nyt møde {DATES[0]}." for date in DATES),
    "\n".join(f"{date} 010427-9901, værge {number}" for date, number in zip(DATES, NUMBERS, strict=True)),
    "\n".join(f"{date} Barnet {NUMBERS[n % 5]} er i skole." for n, date in enumerate(DATES)),
    # many who help one citizen, each writing once
    "\n".join(f"{date} {name}, SSA: Borgeren har spist. BT 130/80" for date, name in zip(DATES, NAMES, strict=True)),
    "\n".join(f"{name}: nævner mor, 010427-9901" for name in NAMES),
]
OTHERS = [
    "\n".join(PEOPLE[:11]),  # too short to be sure
    "\n".join(NAMES),
    "\n".join(f"{STAFF[n % 4]}: vi ses {date}" for n, date in enumerate(DATES)),
    "\n".join(f"{2272060800 + 31536000 * n} {10 + n} # 1 Jan {1972 + n}" for n in range(28)),
    "\n".join(f"{shop} Aalborg, tlf. 98 12 34 5{n}: søgt job" for n, shop in enumerate(["Netto", "Fakta"] * 5)),
    "\n".join(f"{chr(65 + n)}avet Vejgaard, tlf. 98 12 34 56: søgt job {date}" for n, date in enumerate(DATES)),
    "\n".join(f"Peter Bangs Vej {n}, 2000 Frederiksberg" for n in range(20)),
    "\n".join(f"{name.split()[-1]} (20{10 + n}). Om omsorg." for n, name in enumerate(NAMES)),
    "\n".join(["Navn: Anna Bo", "Født: 1. maj 1970", "Tlf.: 12 34 56 78", "Beløb: 12,50"] * 5),
]


@pytest.mark.parametrize("text", [*ONE_CITIZENS, *OTHERS])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert told(text) == [(passage.place, passage.text) for passage in text_passages([text])]
    assert [passage.text for passage in paragraphs(*text.split("\n"))] == [text]


def test_a_long_list_goes_on_where_its_text_was_parted() -> None:
    lines = [f"Anna Bo{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}{'x' * (n // 676)}, tlf. 12345678" for n in range(3500)]

    assert told("\n".join(lines)) == rows(*lines)


def paragraphs(*texts: str) -> list[Passage]:
    return list(body_passages(Paragraph(text, text) for text in texts))


def test_paragraphs_of_a_document_are_rows_with_text_around_them() -> None:
    found = paragraphs("Notater", "", *PEOPLE, "", "Venlig hilsen")

    assert [(passage.place, passage.text) for passage in found] == [
        ("afsnit 1-2", "Notater"),
        *rows(*PEOPLE, first=3),
        ("afsnit 18-18", "Venlig hilsen"),
    ]
    assert all(is_row(passage) and is_of_list(passage) for passage in found[1:-1])


def test_a_documents_list_goes_on_over_its_blocks() -> None:
    people = [f"{person} {'og mere ' * 20}" for person in PEOPLE * 4]
    people = [person.replace(",", f" {chr(65 + n % 26)}{chr(97 + n // 26)}by,", 1) for n, person in enumerate(people)]

    assert [passage.text for passage in paragraphs(*people)] == people


def test_the_lines_of_a_web_pages_list_are_rows() -> None:
    items = "".join(f"<li><b>{person}</b></li>" for person in PEOPLE)
    found = list(page_passages([f"<h1>Notater</h1><ol>{items}</ol><p>Hilsen Bo"]))

    assert [(passage.place, passage.text) for passage in found] == [
        ("linje 1-1", "Notater"),
        *rows(*PEOPLE, first=2),
        ("linje 16-16", "Hilsen Bo"),
    ]


@pytest.mark.parametrize("html", [False, True])
def test_the_lines_of_a_list_in_a_mail_are_rows(html: bool) -> None:
    text = "\n".join(["Hej Bo", "", *PEOPLE, "", "Hilsen Åse"])
    found = mail_passages(text.replace("\n", "<br>") if html else text, "brødtekst", html=html)

    assert [passage.text for passage in found if is_of_list(passage)] == PEOPLE
    assert [passage.text.strip() for passage in found if not is_of_list(passage)] == ["Hej Bo", "Hilsen Åse"]
    assert {passage.place for passage in found if not is_of_list(passage)} == {"brødtekst"}


def test_a_sheet_is_no_list_of_people_by_its_name() -> None:
    assert not is_of_list(Passage("liste række 2", ""))
    assert is_of_list(Passage("brødtekst, liste over personer, række 2", ""))


LINE = st.sampled_from(
    [*PEOPLE, *(f"{d} {n}" for d, n in zip(DATES, NUMBERS, strict=True)), "", "  og mere", "Bo 12,50"]
)
WORDS = st.lists(
    st.sampled_from(["Bo", "Als", ",", "010427-9901", "12.03.2024", "-", " ", "  ", "1.", "en"]), max_size=8
)


@given(st.lists(LINE | WORDS.map("".join), max_size=60))
def test_all_words_of_a_text_are_told_in_their_order(lines: list[str]) -> None:
    text = "\n".join(lines)

    words = re.findall(r"\S+", text)
    assert re.findall(r"\S+", "\n".join(passage.text for passage in passages_and_rows([text]))) == words
    assert re.findall(r"\S+", "\n".join(passage.text for passage in paragraphs(*lines))) == words
