"""Parts re-enter by the same rule, within one budget, and what goes wrong costs one gap."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.extract import reading
from dsar.extract.reading import harmless, read_item
from dsar.extract.registry import Entry, Registry
from dsar.model import GapCode
from tests.extract.files import LIMITS, encrypted, gaps, mail, passages, read, texts, zipped

HOSTILE = Registry(
    [
        Entry("dsar.extract.zip:ZipExtractor", ("application/zip",)),
        Entry("tests.extract.hostile:Hostile", ("text/",)),
        Entry("no.such.module:Extractor", ("application/pdf",)),
    ]
)


def nested(depth: int, inner: bytes = b"inderst") -> bytes:
    data = zipped({"inderst.txt": inner})
    for _ in range(depth - 1):
        data = zipped({"indre.zip": data})
    return data


def test_a_plain_text_file_is_one_passage_with_all_its_text() -> None:
    assert texts("\ufeffKære Bo\r\n\r\n  Hilsen Åse\r\n".encode(), "brev.txt") == ["Kære Bo\n\n  Hilsen Åse\n"]


def test_an_empty_file_is_complete_and_holds_nothing() -> None:
    assert read(b"", "tom.docx") == []


def test_a_blank_file_holds_nothing() -> None:
    assert read(b" \r\n\t\n", "tom.txt") == []


def test_names_come_first_when_asked_for() -> None:
    located = read(zipped({"børn/x_4504270001.txt": b"", "b.txt": b"hej"}), "sag_4504270000.zip", names=True)

    assert passages(located) == [
        ("*", "sag_4504270000.zip"),
        ("*!børn/x_4504270001.txt", "børn/x_4504270001.txt"),
        ("*!b.txt", "b.txt"),
        ("*!b.txt", "hej"),
    ]
    assert located[0].value.place == "filnavn"


def test_parts_of_parts_are_read_where_they_lie() -> None:
    message = mail("Se vedlagte")
    message.add_attachment(zipped({"a.txt": b"inderst"}), maintype="application", subtype="zip", filename="b.zip")

    assert passages(read(zipped({"m.eml": message.as_bytes(), "c.txt": b"efter"}), "ude.zip"))[1:] == [
        ("*!m.eml", "Se vedlagte\n"),
        ("*!m.eml!b.zip!a.txt", "inderst"),
        ("*!c.txt", "efter"),
    ]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"\x7fELF\x02\x01\x01\0\0\0", "program", GapCode.UNSUPPORTED),
        (bytes(range(256)), "ukendt.bin", GapCode.UNSUPPORTED),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "scan.jpg", GapCode.DAMAGED),
        (b"\xd7\xcd\xc6\x9a" + bytes(20), "tegning.wmf", GapCode.UNSUPPORTED),
        (b"\x28\xb5\x2f\xfd" + bytes(9), "brev.zst", GapCode.UNSUPPORTED),
        (b"PK\x03\x04 cut", "a.zip", GapCode.DAMAGED),
        (encrypted(zipped({"a.txt": b"hej"})), "a.zip", GapCode.ENCRYPTED),
    ],
)
def test_what_cannot_be_read_is_a_gap(data: bytes, name: str, code: GapCode) -> None:
    assert [found for _, found in gaps(read(data, name))] == [code]


def test_a_zip_that_claims_to_be_of_a_type_that_nobody_knows_is_a_zip() -> None:
    odf = zipped({"mimetype": b"Anders And, 4504270001"}, method=zipfile.ZIP_STORED)

    located = read(odf, "a.odt")

    assert passages(located) == [("*!mimetype", "Anders And, 4504270001")]
    assert gaps(located) == []


def test_containers_inside_containers_are_read_down_to_the_limit() -> None:
    assert passages(read(nested(10), "ude.zip")) == [("*" + "!indre.zip" * 9 + "!inderst.txt", "inderst")]


def test_containers_beyond_the_limit_are_one_gap() -> None:
    assert gaps(read(nested(30), "ude.zip")) == [("*" + "!indre.zip" * 11, GapCode.TOO_DEEP)]


def test_an_item_beyond_the_size_limit_is_a_gap() -> None:
    assert gaps(read(b"x" * 11, "a.txt", limits=replace(LIMITS, size=10))) == [("*", GapCode.TOO_LARGE)]


def test_a_part_beyond_the_size_limit_is_a_gap_and_its_neighbours_are_read() -> None:
    packed = zipped({"a.txt": b"x" * 1000, "b.txt": b"hej"})

    located = read(packed, "a.zip", limits=replace(LIMITS, size=900))

    assert gaps(located) == [("*!a.txt", GapCode.TOO_LARGE)]
    assert passages(located) == [("*!b.txt", "hej")]


def test_more_parts_than_the_limit_end_the_reading_with_a_gap() -> None:
    located = read(zipped({f"{n}.txt": b"hej" for n in range(5)}), "a.zip", limits=replace(LIMITS, parts=3))

    assert len(passages(located)) == 3
    assert gaps(located) == [("*", GapCode.TOO_LARGE)]


def test_what_unpacks_to_more_than_the_ratio_ends_with_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ALWAYS_ALLOWED", 10_000)
    packed = zipped({f"{n}.txt": b"0" * 5_000 for n in range(9)})

    located = read(packed, "a.zip", limits=replace(LIMITS, ratio=2))

    assert len(passages(located)) == 2
    assert gaps(located) == [("*", GapCode.TOO_LARGE)]


@pytest.mark.parametrize(
    ("trouble", "code"),
    [("fail", GapCode.CRASHED), ("recurse", GapCode.TOO_DEEP), ("memory", GapCode.MEMORY), ("item", GapCode.DAMAGED)],
)
def test_a_failing_extractor_costs_its_part_one_gap(trouble: str, code: GapCode) -> None:
    packed = io.BytesIO(zipped({"a.txt": f"one\n{trouble}".encode(), "b.txt": b"two"}))

    located = list(read_item(packed, "a.zip", LIMITS, HOSTILE))

    assert passages(located) == [("*!a.txt", "one"), ("*!b.txt", "two")]
    assert gaps(located) == [("*!a.txt", code)]


def test_a_reader_that_is_not_installed_is_a_gap() -> None:
    located = list(read_item(io.BytesIO(b"%PDF-1.7"), "a.pdf", LIMITS, HOSTILE))

    assert gaps(located) == [("*", GapCode.UNSUPPORTED)]


def test_a_passage_longer_than_a_hundred_thousand_characters_is_cut_at_line_ends() -> None:
    data = ("a" * 999 + "\n").encode() * 150

    located = read(data, "a.txt")

    assert [len(one.value.text) for one in located] == [100_000, 50_000]
    assert [one.value.place for one in located] == ["linje 1-100", "linje 101-150"]


def test_the_blocks_of_a_long_text_add_up_to_it() -> None:
    text = "".join(f"linje {n} " + "æ" * (n % 700) + ("\n" if n % 3 else " ") for n in range(3_000))

    assert "".join(texts(text.encode(), "a.txt")) == text


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\Bo\\løn.xlsx", "Users/Bo/løn.xlsx"),
        ("a/./b/../c.txt", "a/b/c.txt"),
        ("a!b.txt", "a！b.txt"),
        ("a\0b\n.txt", "a_b_.txt"),
        ("..", "uden navn"),
        (" " * 300_000 + "x", " " * 999 + "x"),
        ("", "uden navn"),
        ("x" * 2000 + ".txt", "x" * 996 + ".txt"),
        ("\udce6.txt", "\udce6.txt"),
    ],
)
def test_a_part_name_becomes_a_harmless_step(name: str, step: str) -> None:
    assert harmless(name, {}) == step


def test_equal_names_become_distinct_steps() -> None:
    taken: dict[str, int] = {}

    assert [harmless("a.txt", taken) for _ in range(3)] == ["a.txt", "a (2).txt", "a (3).txt"]
    assert harmless("a (2).txt", taken) == "a (2) (2).txt"


@given(st.lists(st.text(max_size=8), max_size=30))
def test_steps_are_distinct_and_climb_nowhere(names: list[str]) -> None:
    taken: dict[str, int] = {}

    steps = [harmless(name, taken) for name in names]

    assert len(set(steps)) == len(steps)
    assert not any("!" in step or ".." in step.split("/") or step.startswith("/") or not step for step in steps)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<!doctype html><meta charset="utf<title>Sag</title><p>K\xc3\xa6re Bo Lund</p>', "a.html"),
        (b"From bo@example.dk Mon Nov 2\nFrom: Bo Lund", "a.mbox"),
    ],
)
def test_text_that_broken_markup_swallows_is_read_all_the_same(data: bytes, name: str) -> None:
    located = read(data, name)
    assert any("Bo Lund" in text for _, text in passages(located)) or gaps(located)


@pytest.mark.parametrize("data", [b"<html><body><p> </p></body></html>", b"<?xml version='1.0'?><a/>"])
def test_an_empty_page_is_nothing_and_no_gap(data: bytes) -> None:
    assert read(data, "a.html") == []


def test_an_archive_without_a_list_is_a_gap() -> None:
    cut = (Path(__file__).parent / "data" / "rar5-subdirs.rar").read_bytes()[:60]
    assert [code for _, code in gaps(read(cut, "a.rar"))] == [GapCode.DAMAGED]


@pytest.mark.parametrize(
    "record",
    ["sag {n} Karen Holm Als 4504279{n:03d} x", "{n};Bo;Als;4504279{n:03d};notat;", "Bo Als|4504279{n:03d}|x}}"],
)
@pytest.mark.parametrize("shift", range(0, 40, 3))
def test_a_line_without_an_end_is_cut_where_it_parts_nobody(record: str, shift: int) -> None:
    whole = [record.format(n=n) for n in range(100, 1000)] * 7
    line = "y" * shift + " " + " ".join(whole)

    found = texts(line.encode(), "a.txt")

    person = re.compile("Als[ ;|][0-9]{10}")
    assert "".join(found) == line
    assert sum(len(person.findall(text)) for text in found) == len(person.findall(line))
    assert all(not text.endswith("Karen ") and not text.endswith("Holm ") for text in found)
