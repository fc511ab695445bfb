"""The overview: accessible, printable whatever the text, and readable when it is long."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import typst
from pypdfium2 import raw

from dsar.package.data import Data
from dsar.package.overview import _UNSEEN, overview
from dsar.package.plan import plan
from tests.package.people import ANSWER, HITS, ORGANISATION, SUBJECT, detect, material

SHOWABLE = [chr(c) for c in range(0x20, 0x10000) if not 0xD800 <= c < 0xE000 and not _UNSEEN.match(chr(c))]


def data_of(hits: int) -> Data:
    answer = replace(ANSWER, hits=tuple(HITS[n % 2] for n in range(hits)))
    made = material(answer)
    return plan(
        made.told,
        made.facts,
        made.covered,
        subject=SUBJECT,
        activities=made.activities,
        organisation=ORGANISATION,
        detect=detect,
    )


@pytest.fixture(scope="module")
def long() -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(overview(data_of(120)))


def test_every_character_that_is_let_through_can_be_set(tmp_path: Path) -> None:
    source = tmp_path / "x.typ"
    source.write_text(
        '#set document(title: "x")\n#set text(font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"))\n'
        "#for c in json(bytes(sys.inputs.data)) [#par[#c]]\n"
    )
    pdf = typst.compile(
        source,
        format="pdf",
        sys_inputs={"data": json.dumps(SHOWABLE)},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
    )
    assert pdf


def test_danish_and_much_else_is_let_through() -> None:
    assert set("æøåÆØÅéüß€–“”…½§°ŁőЖΩ") <= set(SHOWABLE)


def test_it_is_tagged_and_says_its_language_and_title(long: pypdfium2.PdfDocument) -> None:
    size = raw.FPDFCatalog_GetLanguage(long.raw, None, 0)
    assert raw.FPDFCatalog_IsTagged(long.raw)
    assert size == len("da-DK\0".encode("utf-16-le"))
    assert long.get_metadata_value("Title") == "Oversigt over oplysninger om dig"


def test_it_has_bookmarks_to_its_parts_and_to_each_item(long: pypdfium2.PdfDocument) -> None:
    titles = [bookmark.get_title() for bookmark in long.get_toc()]
    assert {"Kort fortalt", "Job og Velfærd", "Dine rettigheder", "Ordliste", "Nr. 120: 2026.xlsx"} <= set(titles)


def test_a_long_table_repeats_its_headings_on_each_page(long: pypdfium2.PdfDocument) -> None:
    pages = [page.get_textpage().get_text_bounded() for page in long]
    extracts = next(n for n, text in enumerate(pages) if "Nr. 1: " in text)
    with_rows = [text for text in pages[1:extracts] if "afgørelse.docx" in text or "2026.xlsx" in text]
    assert len(with_rows) >= 4
    assert all("Dokument Hvor Oplysninger om dig" in text for text in with_rows)


def test_every_item_is_in_the_table_and_in_the_extracts(long: pypdfium2.PdfDocument) -> None:
    text = "\n".join(page.get_textpage().get_text_bounded() for page in long)
    assert [n for n in range(1, 121) if f"Nr. {n}: " not in text] == []


def test_its_date_is_the_packages_and_not_todays(long: pypdfium2.PdfDocument) -> None:
    assert long.get_metadata_value("CreationDate").startswith("D:20261122")
