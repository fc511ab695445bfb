"""7z and rar archives, protected zips, and the passwords that open them."""

from __future__ import annotations

import io
import os
import select
import signal
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import py7zr
import pytest
import pyzipper

from dsar.errors import SetupError
from dsar.extract.extractor import Extractor, Limits
from dsar.extract.rar import RarExtractor
from dsar.extract.registry import Entry
from dsar.extract.sandbox import Sandbox
from dsar.extract.seven_zip import SevenZipExtractor
from dsar.model import GapCode, Passage
from dsar.settings import load_settings
from tests.contract.extractor import ExtractorContract
from tests.extract.files import encrypted, gaps, passages, read, zipped

DATA = Path(__file__).parent / "data"
MEMBERS = {"a.txt": "Kære Åse".encode(), "b/c.txt": b"Bo 010190-9901\n" * 50}


def seven_zip(members: dict[str, bytes], password: str | None = None, *, names_too: bool = False) -> bytes:
    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w", password=password, header_encryption=names_too) as archive:
        for name, content in members.items():
            archive.writestr(content, name)
    return packed.getvalue()


def aes_zip(members: dict[str, bytes], password: str) -> bytes:
    packed = io.BytesIO()
    with pyzipper.AESZipFile(packed, "w", zipfile.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.fixture
def limits(tmp_path: Path) -> Limits:
    """Limits with three passwords, the right one of these tests last."""
    file = tmp_path / "adgangskoder.txt"
    file.write_text("forkert\npassword\n", encoding="utf-8")
    return Limits(passwords_file=str(file))


class TestSevenZip(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> Extractor:
        return SevenZipExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "application/x-7z-compressed"

    @pytest.fixture
    def sample(self) -> bytes:
        return seven_zip(MEMBERS)


class TestRar(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> Extractor:
        return RarExtractor()

    @pytest.fixture
    def media_type(self) -> str:
        return "application/vnd.rar"

    @pytest.fixture
    def sample(self) -> bytes:
        return (DATA / "rar5-subdirs.rar").read_bytes()  # only stored, so that no program is started for it


class Starter:
    """An extractor that starts a program, tells its number, and hangs or ends as the file says."""

    def match(self, media_type: str, name: str) -> int:
        del media_type, name
        return 1

    def read(self, source: BinaryIO, limits: Limits) -> Iterator[Passage]:
        del limits
        program = subprocess.Popen(["sleep", "600"])
        yield Passage("nummer", str(program.pid))
        if source.read() == b"dies":
            os.kill(os.getpid(), signal.SIGKILL)
        program.wait()


ENTRIES = (Entry("tests.extract.test_packed:Starter", ("text/",)),)


@pytest.mark.parametrize("content", [b"dies", b"hangs"])
def test_a_program_that_a_reader_started_does_not_outlive_it(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    with (
        file.open("rb") as source,
        Sandbox(Limits(timeout_s=1), registry="tests.extract.test_packed:ENTRIES") as sandbox,
    ):
        told, lost = list(sandbox.read(source.fileno(), "a.txt"))

    assert lost.value.code in (GapCode.CRASHED, GapCode.TIMEOUT)
    assert _ends(int(told.value.text))


def _ends(process: int) -> bool:
    """Whether the process is gone, or goes within seconds."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    try:
        return bool(poll.poll(10_000))
    finally:
        os.close(handle)


@pytest.mark.parametrize("names_too", [False, True])
def test_a_protected_7z_is_opened_by_the_password_that_fits(limits: Limits, names_too: bool) -> None:
    located = read(seven_zip(MEMBERS, "password", names_too=names_too), "a.7z", limits=limits)

    assert gaps(located) == []
    assert passages(located) == [("*!a.txt", "Kære Åse"), ("*!b/c.txt", "Bo 010190-9901\n" * 50)]


@pytest.mark.parametrize("password", ["password", "en anden"])
@pytest.mark.parametrize("names_too", [False, True])
def test_a_7z_that_stays_closed_is_a_gap(limits: Limits, password: str, names_too: bool) -> None:
    given = Limits() if password == "password" else limits

    located = read(seven_zip(MEMBERS, password, names_too=names_too), "a.7z", limits=given)

    assert gaps(located) == [("*", GapCode.ENCRYPTED)]


def test_names_in_a_7z_climb_nowhere_and_may_repeat() -> None:
    archive = seven_zip({"aa_aa/b.txt": b"op", "c.txt": b"et", "d.txt": b"to"})
    climbing = archive  # the directory is packed, so the names are changed where the library writes them
    with py7zr.SevenZipFile(packed := io.BytesIO(), "w") as writer:
        for name, content in (("aa_aa/b.txt", b"op"), ("c.txt", b"et"), ("c.txt", b"to")):
            writer.writestr(content, name)
        writer.files.files_list[0]["filename"] = "../../b.txt"
    climbing = packed.getvalue()

    located = read(climbing, "a.7z")

    assert passages(located) == [("*!b.txt", "op"), ("*!c.txt", "et"), ("*!c (2).txt", "to")]


def test_a_7z_that_swells_is_a_gap_after_what_fits() -> None:
    archive = seven_zip({"a.txt": b"foerst", "b.bin": bytes(3_000_000)})

    located = read(archive, "a.7z", limits=Limits(size=1_000_000))

    assert passages(located) == [("*!a.txt", "foerst")]
    assert ("*", GapCode.TOO_LARGE) in gaps(located)


def test_a_damaged_7z_gives_what_comes_before(limits: Limits) -> None:
    archive = bytearray(seven_zip({"a.txt": b"x" * 50}))
    archive[40] ^= 0xFF

    located = read(bytes(archive), "a.7z", limits=limits)

    assert {code for _, code in gaps(located)} == {GapCode.DAMAGED}


@pytest.mark.parametrize("name", ["rar5-crc.rar", "rar3-solid.rar", "rar5-subdirs.rar"])
def test_rar_members_are_parts(name: str) -> None:
    located = read((DATA / name).read_bytes(), name)

    assert gaps(located) == []
    assert len({step for step, _ in passages(located) if step != "*"}) >= 2


@pytest.mark.parametrize("name", ["rar5-psw.rar", "rar5-hpsw.rar"])
def test_a_protected_rar_is_opened_or_is_a_gap(name: str, limits: Limits) -> None:
    archive = (DATA / name).read_bytes()

    assert gaps(read(archive, name, limits=limits)) == []
    assert {code for _, code in gaps(read(archive, name))} == {GapCode.ENCRYPTED}


def test_links_out_of_a_rar_are_not_followed() -> None:
    located = read((DATA / "rar5-evil-symlink-traversal.rar").read_bytes(), "a.rar")

    assert gaps(located) == [("*!up", GapCode.LINK)]


def test_a_rar_that_must_be_unpacked_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dsar.extract.rar._has_program", lambda: False)

    located = read((DATA / "rar5-crc.rar").read_bytes(), "a.rar")

    assert {code for _, code in gaps(located)} == {GapCode.UNSUPPORTED}
    assert any("apt-get install unar" in one.value.reason for one in located if hasattr(one.value, "reason"))


def test_a_protected_zip_is_opened_by_the_password_that_fits(limits: Limits) -> None:
    located = read(aes_zip(MEMBERS, "password"), "a.zip", limits=limits)

    assert gaps(located) == []
    assert passages(located) == [("*!a.txt", "Kære Åse"), ("*!b/c.txt", "Bo 010190-9901\n" * 50)]


def test_a_zip_that_stays_closed_says_so_and_shows_no_password(limits: Limits) -> None:
    located = read(aes_zip(MEMBERS, "en anden"), "a.zip", limits=limits)

    assert gaps(located) == [("*!a.txt", GapCode.ENCRYPTED), ("*!b/c.txt", GapCode.ENCRYPTED)]
    assert not any("forkert" in str(one.value) for one in located)


def test_a_zip_that_lies_about_being_protected_stays_closed(limits: Limits) -> None:
    located = read(encrypted(zipped({"a.txt": b"hej"})), "a.zip", limits=limits)

    assert gaps(located) == [("*!a.txt", GapCode.ENCRYPTED)]


def test_a_hundred_thousand_members_are_read_to_the_last(limits: Limits) -> None:
    archive = zipped({f"{n}.txt": b"" for n in range(99_999)} | {"sidst.txt": b"Bo"}, method=zipfile.ZIP_STORED)

    assert passages(read(archive, "a.zip", limits=limits)) == [("*!sidst.txt", "Bo")]


def settings(root: Path, mode: int) -> None:
    (root / "dsar.toml").write_text('[organisation]\nname = "x"\n[extract]\npasswords_file = "k.txt"\n', "utf-8")
    (root / "k.txt").write_text("hemmelig\n", encoding="utf-8")
    (root / "k.txt").chmod(mode)


def test_the_setting_names_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    settings(tmp_path, 0o600)

    assert load_settings(tmp_path, {}).passwords_file == tmp_path / "k.txt"


def test_a_file_of_passwords_that_others_may_read_is_refused(tmp_path: Path) -> None:
    settings(tmp_path, 0o644)

    with pytest.raises(SetupError, match="chmod 600"):
        load_settings(tmp_path, {})


def test_a_file_of_passwords_that_is_not_there_is_refused(tmp_path: Path) -> None:
    settings(tmp_path, 0o600)
    (tmp_path / "k.txt").unlink()

    with pytest.raises(SetupError, match="cannot be read"):
        load_settings(tmp_path, {})
