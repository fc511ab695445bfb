"""What a spoiled list leaves out is not lost in silence: the rest is read, and a gap says that something is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dsar.model import GapCode
from tests.extract import office_files
from tests.extract.files import gaps, passages, read, zipped

DATA = Path(__file__).parent / "data"


def without_first(archive: bytes) -> bytes:
    """The archive with the first entry of its directory taken out, as a program that deletes carelessly does."""
    start = archive.index(b"PK\x01\x02")
    following = archive.index(b"PK\x01\x02", start + 4)
    end = bytearray(archive[archive.index(b"PK\x05\x06") :])
    for place in (8, 10):  # how many entries there are, twice
        end[place] -= 1
    end[12:16] = (int.from_bytes(end[12:16], "little") - (following - start)).to_bytes(4, "little")
    end[16:20] = start.to_bytes(4, "little")
    return archive[:start] + archive[following : archive.index(b"PK\x05\x06")] + bytes(end)


@pytest.mark.parametrize("first", ["a.txt", "b.txt"])
def test_a_member_that_the_directory_leaves_out_is_a_gap(first: str) -> None:
    names = sorted(("a.txt", "b.txt"), key=lambda name: name != first)
    located = read(without_first(zipped(dict.fromkeys(names, b"hej"))), "a.zip")

    assert passages(located) == [(f"*!{names[1]}", "hej")]
    assert gaps(located) == [("*", GapCode.DAMAGED)]


def test_an_archive_with_another_before_it_says_what_is_missing() -> None:
    located = read(zipped({"a.txt": b"et"}) + zipped({"b.txt": b"to"}), "a.zip")

    assert (passages(located), gaps(located)) == ([("*!b.txt", "to")], [("*", GapCode.DAMAGED)])


def test_a_program_that_unpacks_itself_misses_nothing() -> None:
    located = read(b"PK\x07\x08" + bytes(60) + zipped({"b.txt": b"to"}), "a.zip")

    assert (passages(located), gaps(located)) == ([("*!b.txt", "to")], [])


def test_a_part_of_a_document_that_its_directory_misnames_is_read_and_is_a_gap() -> None:
    document = office_files.docx(office_files.p("Kære Åse"))
    renamed = document.replace(b"word/document.xml", b"word/dokument.xml")
    at = renamed.index(b"word/dokument.xml")
    spoiled = renamed[:at] + b"word/document.xml" + renamed[at + 17 :]
    located = read(spoiled, "a.docx")

    assert "Kære Åse" in [text for _, text in passages(located)]
    assert gaps(located) == [("*", GapCode.DAMAGED)]


@pytest.mark.parametrize("path", sorted(DATA.glob("rar*-*.rar")), ids=lambda path: path.stem)
def test_a_rar_that_breaks_off_before_its_end_is_a_gap(path: Path) -> None:
    whole = path.read_bytes()
    sizes = range(len(whole) - 10, 30, -len(whole) // 6)  # few, as each starts a program that unpacks

    assert [size for size in sizes if not gaps(read(whole[:size], "a.rar"))] == []


def test_a_document_whose_beginning_is_spoiled_is_no_text() -> None:
    letters = re.sub(rb"[^ -~]", b"x", zipped({"a.txt": b"hej"}))
    located = read(b"Xx" + letters * 40 + b"PK\x05\x06", "a.txt")

    assert gaps(located) == [("*", GapCode.DAMAGED)]
