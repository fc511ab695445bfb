"""Archives give their members, whatever these are called, and swell no further than they may."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import warnings
import zipfile
from dataclasses import replace

import pytest

from dsar.model import GapCode
from tests.extract.files import LIMITS, encrypted, gaps, passages, read, zipped


def test_members_are_parts_in_the_archives_order() -> None:
    assert passages(read(zipped({"b/ø.txt": b"to", "a.txt": b"et"}), "a.zip")) == [
        ("*!b/ø.txt", "to"),
        ("*!a.txt", "et"),
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_are_read_however_they_are_packed(method: int) -> None:
    assert passages(read(zipped({"a.txt": b"hej " * 9}, method=method), "a.zip")) == [("*!a.txt", "hej " * 9)]


def renamed(archive: bytes, old: bytes, new: bytes) -> bytes:
    assert len(old) == len(new)
    return archive.replace(old, new)


@pytest.mark.parametrize("encoding", ["cp850", "cp1252", "utf-8"])
def test_names_in_old_encodings_come_right(encoding: str) -> None:
    raw = "børn på Ærø.txt".encode(encoding)
    archive = renamed(zipped({"x" * len(raw): b"hej"}), b"x" * len(raw), raw)

    assert passages(read(archive, "a.zip")) == [("*!børn på Ærø.txt", "hej")]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\..\\etc\\passwd", "C:\\etc\\passwd"])
def test_names_that_climb_are_harmless(name: str) -> None:
    assert passages(read(zipped({name: b"hej"}), "a.zip")) == [("*!etc/passwd", "hej")]


def test_members_of_the_same_name_are_told_apart() -> None:
    packed = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w") as archive:
        warnings.simplefilter("ignore")
        for content in ("et", "to"):
            archive.writestr("a.txt", content)

    assert passages(read(packed.getvalue(), "a.zip")) == [("*!a.txt", "et"), ("*!a (2).txt", "to")]


def test_folders_are_nothing_and_comments_are_text() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mappe/", "")
        archive.comment = "til Åse".encode("cp1252")

    assert passages(read(packed.getvalue(), "a.zip")) == [("*", "til Åse")]


def test_a_link_is_a_gap() -> None:
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = 0o120777 << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    assert gaps(read(packed.getvalue(), "a.zip")) == [("*!a.txt", GapCode.LINK)]


def test_an_encrypted_member_is_a_gap_with_its_name() -> None:
    assert gaps(read(encrypted(zipped({"løn.txt": b"hej"})), "a.zip")) == [("*!løn.txt", GapCode.ENCRYPTED)]


def test_a_packing_that_is_not_known_is_a_gap() -> None:
    archive = bytearray(zipped({"a.txt": b"hej"}))
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        archive[archive.index(signature) + offset] = 9  # Deflate64

    assert gaps(read(bytes(archive), "a.zip")) == [("*!a.txt", GapCode.UNSUPPORTED)]


def test_a_damaged_member_gives_what_comes_before_the_damage_and_a_gap() -> None:
    content = b"".join(b"linje %d\n" % n for n in range(200_000))
    archive = bytearray(zipped({"a.txt": content, "b.txt": b"hej"}, method=zipfile.ZIP_STORED))
    archive[len(content) - 50] ^= 1

    located = read(bytes(archive), "a.zip")

    assert gaps(located) == [("*!a.txt", GapCode.DAMAGED)]
    assert passages(located)[0][1].startswith("linje 0\n")
    assert passages(located)[-1] == ("*!b.txt", "hej")


def test_a_member_that_swells_is_a_gap_and_is_not_unpacked() -> None:
    bomb = zipped({"nuller.bin": b"\0" * 40_000_000, "b.txt": b"hej"})

    located = read(bomb, "a.zip")

    assert gaps(located) == [("*!nuller.bin", GapCode.TOO_LARGE)]
    assert passages(located) == [("*!b.txt", "hej")]


def test_a_member_that_lies_about_its_size_is_cut_at_what_it_claims() -> None:
    honest = zipped({"a.bin": b"0" * 30_000_000})
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        (member,) = archive.infolist()
    size = member.file_size.to_bytes(4, "little")
    at = honest.rindex(size)
    liar = honest[:at] + (1000).to_bytes(4, "little") + honest[at + 4 :]

    located = read(liar, "a.zip")

    assert gaps(located) == [("*!a.bin", GapCode.DAMAGED)]
    assert sum(len(text) for _, text in passages(located)) <= 1000


def test_bombs_inside_bombs_end_within_the_budget() -> None:
    bomb = zipped({f"{n}.txt": b"0" * 15_000_000 for n in range(16)})
    for _ in range(4):
        bomb = zipped({f"{n}.zip": bomb for n in range(16)})

    located = read(bomb, "42.zip")

    assert gaps(located)[-1] == ("*", GapCode.TOO_LARGE)
    assert sum(len(text) for _, text in passages(located)) < 70_000_000


def tar(members: dict[str, bytes], *, mode: str = "w") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def test_tar_members_are_parts_and_links_are_gaps() -> None:
    packed = io.BytesIO(tar({"../ø.txt": b"hej", "b.csv": b"Navn;By\nBo;Als\n"}))
    with tarfile.open(fileobj=packed, mode="a") as archive:
        link = tarfile.TarInfo("c")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)

    located = read(packed.getvalue(), "a.tar")

    assert passages(located) == [("*!ø.txt", "hej"), ("*!b.csv", "Navn\nBy"), ("*!b.csv", "Navn: Bo\nBy: Als")]
    assert gaps(located) == [("*!c", GapCode.LINK)]


def test_a_tar_that_breaks_off_gives_what_comes_before_and_a_gap() -> None:
    data = tar({"a.txt": b"hej", "b.txt": b"x" * 5_000})

    located = read(data[:4_000], "a.tar")

    assert passages(located)[0] == ("*!a.txt", "hej")
    assert {code for _, code in gaps(located)} == {GapCode.DAMAGED}


@pytest.mark.parametrize(("name", "inside"), [("a.tar.gz", "a.tar"), ("a.tgz", "a.tar"), ("x", "x")])
def test_a_packed_tar_is_opened_twice(name: str, inside: str) -> None:
    located = read(tar({"b.txt": b"hej"}, mode="w:gz"), name)

    assert passages(located) == [(f"*!{inside}!b.txt", "hej")]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_is_what_it_is_called_without_its_ending(pack: type[bytes]) -> None:
    located = read(pack("Navn;By\nÅse;Ærø\n".encode()), "liste.csv.gz")

    assert passages(located)[1] == ("*!liste.csv", "Navn: Åse\nBy: Ærø")


def test_a_packed_file_that_breaks_off_gives_what_comes_before_and_a_gap() -> None:
    located = read(gzip.compress(b"hej\n" * 300_000, 0)[:900_000], "a.gz")

    assert passages(located)[0][1].startswith("hej\n")
    assert gaps(located) == [("*!a", GapCode.DAMAGED)]


def test_a_packed_file_that_swells_is_a_gap() -> None:
    located = read(gzip.compress(b"0" * 80_000_000), "a.gz", limits=replace(LIMITS, ratio=10))

    assert passages(located) == []
    assert gaps(located) == [("*", GapCode.TOO_LARGE)]


def test_a_member_without_a_name_is_read() -> None:
    assert passages(read(renamed(zipped({"x": b"hej"}), b"x", b"\0"), "a.zip")) == [("*!a", "hej")]


def test_a_zip_whose_directory_says_that_nothing_is_there_is_damaged() -> None:
    archive = bytearray(zipped({"a.txt": b"hej"}))
    archive[-22 + 8 : -22 + 16] = bytes(8)  # two counts of members, and the size of the directory

    assert gaps(read(bytes(archive), "a.zip")) == [("*", GapCode.DAMAGED)]
    assert gaps(read(zipped({}), "tom.zip")) == []
