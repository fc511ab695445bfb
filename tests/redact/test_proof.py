"""The proof: it finds a name that is left in a text, in a property, or in a stream that no page shows."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from dsar.detect import Detectors
from dsar.model import Kind
from dsar.redact.belongs import Known
from dsar.redact.glyphs import Box
from dsar.redact.own import own_identifiers
from dsar.redact.page_copy import Line, PageCopy
from dsar.redact.picture import pack
from dsar.redact.plan import Planner
from dsar.redact.proof import flaws, leaks
from dsar.redact.removal import Options
from dsar.redact.tagged_pdf import TaggedPdf
from tests.package.people import SUBJECT
from tests.redact.pages import page, shown

DETECT = Detectors(today=date(2026, 11, 21), thorough=True).detect
KNOWN = Known(others=frozenset({("mette", "bjerregaard")}), numbers=frozenset({"1206284123"}))


@pytest.fixture
def planner() -> Planner:
    return Planner(own_identifiers(SUBJECT, DETECT), DETECT, Options())


def written(path: Path, *lines: str, title: str = "brev") -> Path:
    """A copy with these lines, unproved."""
    with path.open("wb") as file:
        pdf = TaggedPdf(file, title)
        placed = tuple(Line(text, Box(72, 80 + 20 * n, 400, 92 + 20 * n)) for n, text in enumerate(lines))
        pdf.add(PageCopy(595, 842, pack(shown(page(), dpi=20)), placed, ()))
        pdf.close()
    return path


def test_a_clean_copy_has_neither_leaks_nor_flaws(planner: Planner, tmp_path: Path) -> None:
    path = written(tmp_path / "a.pdf", "Anders Bo Jensen og [fjernet: navn, anden person] mødtes.")
    assert list(leaks(path, planner, KNOWN)) == []
    assert list(flaws(path, planner, KNOWN)) == []


@pytest.mark.parametrize(
    "text",
    ["Mette Bjerregaard", "BJERREGÅRD", "Hos Bjerregaards", "120628 4123", "1206284123", "Lone Vestergaard kom."],
)
def test_what_is_left_of_others_is_a_leak_to_both_readers(text: str, planner: Planner, tmp_path: Path) -> None:
    found = list(leaks(written(tmp_path / "a.pdf", text), planner, KNOWN))
    assert len(found) >= 2
    assert {leak.page for leak in found} == {1}
    assert {leak.kind for leak in found} <= {Kind.NAME, Kind.CPR}


def test_a_name_in_the_title_is_a_flaw(planner: Planner, tmp_path: Path) -> None:
    assert list(flaws(written(tmp_path / "a.pdf", "Hej", title="Bjerregaard"), planner, KNOWN)) != []


@pytest.mark.parametrize("where", ["property", "stream", "attachment"])
def test_a_name_in_what_no_page_shows_is_a_flaw(where: str, planner: Planner, tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(written(tmp_path / "a.pdf", "Hej").read_bytes())) as opened:
        match where:
            case "property":
                opened.docinfo["/Subject"] = "Samtale med Bjerregaard"
            case "stream":
                opened.Root.Hidden = opened.make_stream(b"(Mette Bjerregaard)")
            case _:
                opened.attachments["a.txt"] = b"hej"
        opened.save(tmp_path / "b.pdf")
    assert list(flaws(tmp_path / "b.pdf", planner, KNOWN)) != []


def test_a_copy_without_tags_is_a_flaw(planner: Planner, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(page("Hej"))
    assert list(flaws(tmp_path / "a.pdf", planner, KNOWN)) != []
