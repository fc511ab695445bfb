"""The text of a copy is what the document says, letter for letter, and what the copy says of itself is true."""

from __future__ import annotations

import pypdfium2
import pytest

from dsar.model import Passage
from dsar.redact import words as danish
from dsar.redact.about import about
from dsar.redact.plan import Planner
from dsar.redact.removal import Options
from dsar.redact.text_copy import Planned, text_copy
from dsar.redact.titles import copy_name
from tests.redact.test_plan import DETECT, OWN

MAIL = "anders.bo.jensen@postkassen.example"


def read(*passages: Passage) -> str:
    document = pypdfium2.PdfDocument(text_copy("en_titel_" * 12, [Planned(each, ()) for each in passages]))
    return "".join(document[page].get_textpage().get_text_range() for page in range(len(document)))


def test_a_long_word_is_whole_in_the_text_of_a_line() -> None:
    assert MAIL in read(Passage("brødtekst", f"Skriv til {MAIL} i dag."))


@pytest.mark.parametrize("word", [MAIL, "x" * 300])
def test_no_character_is_added_where_a_long_word_is_broken(word: str) -> None:
    rows = [Passage(f"Ark1 række {n}", f"A: {word}\nB: 2\nC: 3\nD: 4\nE: 5") for n in (2, 3)]
    text = read(Passage("brødtekst", word), *rows)
    assert text.replace("\r\n", "").count(word) == 3
    assert not {"\u200b", "\u2060", "\u00ad", "\ufffe"} & set(text)


def test_a_copy_of_pages_says_that_what_no_page_shows_is_left_out() -> None:
    assert danish.ABOUT_LEFT_OUT in str(about([], pictured=True))
    assert danish.ABOUT_NOTHING not in str(about([], pictured=True))


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("2024-4411 Svar om hjemmehjælp.pdf", "2024-4411 Svar om hjemmehjælp"),
        ("Journal 2023-2025.txt", "Journal 2023-2025"),
        ("2023-5566 Svar.txt", "fjernet Svar"),
    ],
)
def test_a_copys_name_keeps_years_and_the_cases_number(item: str, name: str) -> None:
    planner = Planner(OWN, DETECT, Options())
    known = planner.known(["Anders Bo Jensen kom.", "Mette Hansen, 120628-4123, har sagsnr. 2023-5566."])
    assert copy_name(item, planner, known) == name
