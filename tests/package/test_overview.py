"""The overview: accessible, printable whatever the text, and readable when it is long."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest
from pypdfium2 import raw

from dsar.package.data import Data, PassageEntry
from dsar.package.overview import overviews
from dsar.package.plan import plan
from tests.package.people import ANSWER, HITS, ORGANISATION, SUBJECT, detect, material


def overview(data: Data) -> bytes:
    ((name, pdf),) = overviews(data)
    assert name == "oversigt.pdf"
    return pdf


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


def test_long_words_are_whole_in_its_text_its_headings_and_its_bookmarks() -> None:
    name = "indstilling_til_" + "socialudvalget_" * 4 + "2026.docx"
    data = data_of(2)
    renamed = data.items[0].model_copy(update={"title": name, "locator": f"sager/{name}"})
    pdf = pypdfium2.PdfDocument(overview(data.model_copy(update={"items": (renamed, *data.items[1:])})))
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert text.replace("\r\n", "").count(name) == 3
    assert f"Nr. 1: {name}" in [bookmark.get_title() for bookmark in pdf.get_toc()]
    assert not {"\u200b", "\u2060", "\u00ad"} & set(text)


def test_excerpts_that_are_many_are_in_files_of_their_own_and_all_there() -> None:
    data = data_of(9)
    made = dict(overviews(data, most=600))
    texts = {
        name: "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
        for name, pdf in made.items()
    }
    assert list(texts) == ["oversigt.pdf", *(f"uddrag-{n:03d}.pdf" for n in range(1, len(texts)))]
    assert len(texts) > 3
    assert all(name in texts["oversigt.pdf"] for name in list(texts)[1:])
    excerpts = "".join(texts[name] for name in list(texts)[1:])
    assert [n for n in range(1, 10) if f"Nr. {n}: " not in excerpts] == []
    assert "Nr. 1: " not in texts["oversigt.pdf"]


def test_a_long_item_is_shared_between_files_by_its_passages() -> None:
    data = data_of(1)
    passages = tuple(PassageEntry(place=f"side {n}", excerpt=f"Anders Bo Jensen {n}") for n in range(1, 41))
    item = data.items[0].model_copy(update={"passages": passages})
    made = dict(overviews(data.model_copy(update={"items": (item,)}), most=300))
    first, second = (
        pypdfium2.PdfDocument(made[f"uddrag-00{n}.pdf"])[0].get_textpage().get_text_range() for n in (1, 2)
    )
    assert ("side 1\r\n" in first, "side 40" in first) == (True, False)
    assert "Nr. 1: " in second
