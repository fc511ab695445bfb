"""A name over the end of a real PDF's page is in the index as one; rows and files of an archive are not joined."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from dsar.extract.sandbox import Sandbox
from dsar.index import item_and_number
from dsar.index.engine import Term
from dsar.index.terms import pair_term
from tests.crawl.bench import KEYS, Bench
from tests.extract.pdf_files import pdf
from tests.memory_store import MemoryStore


def zipped(**files: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


def numbers(folder: Path, sandbox: Sandbox, **files: bytes) -> list[int]:
    """The numbers of the passages that are found by the pair of names."""
    bench = Bench(folder, MemoryStore({name.replace("_", "."): data for name, data in files.items()}), sandbox)
    bench.index()
    found = sorted(
        item_and_number(entry)[1] for entry in bench.engine.search(Term(pair_term("anders", "jensen", KEYS)))
    )
    bench.close()
    return found


def test_a_name_over_the_end_of_a_page_is_found_with_the_page_behind(tmp_path: Path, sandbox: Sandbox) -> None:
    data = pdf(["Forside"], ["Udvalget har besluttet, at Anders"], ["Jensen har krav på hjælp"])
    assert numbers(tmp_path / "b", sandbox, a_pdf=data) == [3]  # 0 is the file's name


def test_two_files_of_an_archive_are_not_joined(tmp_path: Path, sandbox: Sandbox) -> None:
    data = zipped(a_txt=b"Skrevet til Anders", b_txt=b"Jensen har krav")
    assert numbers(tmp_path / "b", sandbox, a_zip=data) == []


def test_two_rows_of_a_register_are_not_joined(tmp_path: Path, sandbox: Sandbox) -> None:
    data = "Navn;By\nPeter;Anders\nJensen;Hobro\nHolm;Års\n".encode()
    assert numbers(tmp_path / "b", sandbox, a_csv=data) == []
