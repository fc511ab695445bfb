from __future__ import annotations

import multiprocessing
import pickle
import resource
import shutil
import signal
import struct
import zlib
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsar import vault as vault_module
from dsar.crypto import Keys
from dsar.errors import StoreError
from dsar.model import Passage
from dsar.vault import CHUNK_BYTES, Chunk, Vault, VaultWriter

KEYS = Keys(b"k" * 32)
SHORT = [Passage("side 1", "Anders bor på Vestergade."), Passage("side 2", ""), Passage("", "\ud800\x00 æøå")]
LONG = [Passage(f"række {n}", f"{n} " * 3000) for n in range(40)]


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[VaultWriter]:
    writer = VaultWriter(tmp_path / "vault", KEYS)
    yield writer
    writer.finish()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault", KEYS)


def packs(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("**/*.pack"))


def stored(writer: VaultWriter, item: int, passages: list[Passage]) -> tuple[Chunk, ...]:
    chunks = writer.put(item, passages)
    writer.finish()
    return chunks


def test_a_chunk_opens_to_the_passages_that_were_put(writer: VaultWriter, vault: Vault) -> None:
    (chunk,) = stored(writer, 7, SHORT)
    assert (vault.open(chunk), chunk.item, chunk.first, chunk.count) == (tuple(SHORT), 7, 0, 3)


def test_what_was_found_in_a_passage_is_sealed_with_it(writer: VaultWriter, vault: Vault) -> None:
    passages = [Passage("side 1", "Anders", findings=b"\x01n\x00"), Passage("side 2", "", findings=b"\x01")]
    (chunk,) = stored(writer, 7, passages)
    assert [passage.findings for passage in vault.open(chunk)] == [b"\x01n\x00", b"\x01"]


def test_a_chunk_of_an_older_version_has_no_findings_and_opens(writer: VaultWriter, vault: Vault) -> None:
    plain = zlib.compress(struct.pack("<5I", 4, 6, 6, 6, 2) + b"side 1Andersside 2Bo")
    chunk = writer.copy(Chunk(7, 0, 2, "", 0, 0), KEYS.seal(plain, b"passages 7 0"))
    writer.finish()
    assert vault.open(chunk) == (Passage("side 1", "Anders"), Passage("side 2", "Bo"))
    assert [passage.findings for passage in vault.open(chunk)] == [b"", b""]


def test_many_passages_make_chunks_of_bounded_size(writer: VaultWriter, vault: Vault) -> None:
    chunks = stored(writer, 7, LONG)
    assert [passage for chunk in chunks for passage in vault.open(chunk)] == LONG
    assert all(sum(len(passage.text) for passage in vault.open(chunk)) <= CHUNK_BYTES for chunk in chunks)
    assert len(chunks) < len(LONG)


def test_a_passage_longer_than_a_chunk_is_a_chunk_of_its_own(writer: VaultWriter, vault: Vault) -> None:
    chunks = stored(writer, 7, [SHORT[0], Passage("", "x" * (CHUNK_BYTES + 1)), SHORT[1]])
    assert [(chunk.first, chunk.count) for chunk in chunks] == [(0, 1), (1, 1), (2, 1)]


def test_an_item_without_passages_has_no_chunks(writer: VaultWriter) -> None:
    assert writer.put(7, []) == ()


def test_a_long_item_may_be_put_bit_by_bit(writer: VaultWriter, vault: Vault) -> None:
    chunks = [*writer.put(7, LONG[:25]), *stored_from(writer, 25)]
    assert [passage for chunk in chunks for passage in vault.open(chunk)] == LONG
    assert vault.passages(chunks, [24, 25, 39]) == {24: LONG[24], 25: LONG[25], 39: LONG[39]}


def stored_from(writer: VaultWriter, first: int) -> tuple[Chunk, ...]:
    chunks = writer.put(7, LONG[first:], first=first)
    writer.finish()
    return chunks


def test_only_the_chunks_that_are_needed_are_opened(writer: VaultWriter, vault: Vault) -> None:
    chunks = stored(writer, 7, LONG)
    broken = Chunk(7, chunks[1].first, chunks[1].count, "missing.pack", 0, 1)
    assert vault.passages([chunks[0], broken, *chunks[2:]], [0, 39]) == {0: LONG[0], 39: LONG[39]}


def test_a_passage_that_no_chunk_holds_is_an_error(writer: VaultWriter, vault: Vault) -> None:
    chunks = stored(writer, 7, SHORT)
    with pytest.raises(StoreError, match="missing from the catalogue"):
        vault.passages(chunks, [2, 3])


def test_chunks_travel_between_processes(writer: VaultWriter, vault: Vault) -> None:
    (chunk,) = pickle.loads(pickle.dumps(stored(writer, 7, SHORT)))
    assert vault.open(chunk) == tuple(SHORT)


def test_two_writers_write_to_different_packs(tmp_path: Path, vault: Vault) -> None:
    writers = [VaultWriter(tmp_path / "vault", KEYS) for _ in range(2)]
    chunks = [writer.put(number, SHORT)[0] for number, writer in enumerate(writers)]
    for writer in writers:
        writer.finish()
    assert len({chunk.pack for chunk in chunks}) == 2
    assert all(vault.open(chunk) == tuple(SHORT) for chunk in chunks)


def test_a_pack_that_is_full_is_followed_by_another(
    writer: VaultWriter, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_module, "PACK_BYTES", 10)
    chunks = [writer.put(item, SHORT)[0] for item in range(3)]
    writer.finish()
    assert len({chunk.pack for chunk in chunks}) == 3
    assert all(vault.open(chunk) == tuple(SHORT) for chunk in chunks)


def test_a_writer_that_has_finished_may_go_on_in_a_new_pack(writer: VaultWriter, vault: Vault) -> None:
    first, second = stored(writer, 1, SHORT), stored(writer, 2, SHORT)
    assert first[0].pack != second[0].pack
    assert vault.open(second[0]) == tuple(SHORT)


def test_what_was_opened_is_kept_at_hand_but_not_for_ever(
    writer: VaultWriter, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_module, "KEPT_BYTES", 2000)
    chunks = [chunk for item in range(50) for chunk in stored(writer, item, SHORT)]
    for chunk in chunks:
        vault.open(chunk)
    shutil.rmtree(tmp_path / "vault")
    assert vault.open(chunks[-1]) == tuple(SHORT)
    with pytest.raises(StoreError, match="cannot be read"):
        vault.open(chunks[0])


# What was altered does not open.


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Chunk]:
    folder = tmp_path_factory.mktemp("vault")
    writer = VaultWriter(folder, KEYS)
    (chunk,) = writer.put(7, SHORT)
    writer.finish()
    return folder, chunk


@settings(deadline=None)
@given(st.data())
def test_a_chunk_with_any_bit_flipped_does_not_open(sealed: tuple[Path, Chunk], data: st.DataObject) -> None:
    folder, chunk = sealed
    path = folder / chunk.pack
    before = path.read_bytes()
    bit = data.draw(st.integers(0, 8 * len(before) - 1))
    altered = bytearray(before)
    altered[bit // 8] ^= 1 << bit % 8
    path.write_bytes(altered)
    with pytest.raises(StoreError, match=r"\.pack: sealed data"):
        Vault(folder, KEYS).open(chunk)
    path.write_bytes(before)
    assert Vault(folder, KEYS).open(chunk) == tuple(SHORT)


@pytest.mark.parametrize(
    "other",
    [
        lambda c: Chunk(8, c.first, c.count, c.pack, c.offset, c.length),
        lambda c: Chunk(c.item, 1, c.count, c.pack, c.offset, c.length),
        lambda c: Chunk(c.item, c.first, 2, c.pack, c.offset, c.length),
        lambda c: Chunk(c.item, c.first, c.count, "0.pack", c.offset, c.length),
        lambda c: Chunk(c.item, c.first, c.count, c.pack, c.offset + 1, c.length),
        lambda c: Chunk(c.item, c.first, c.count, c.pack, c.offset, c.length - 1),
        lambda c: Chunk(c.item, c.first, c.count, c.pack, 10_000, c.length),
    ],
    ids=["item", "first", "count", "pack", "offset", "length", "beyond the end"],
)
def test_a_chunk_opens_as_nothing_else(sealed: tuple[Path, Chunk], other: Callable[[Chunk], Chunk]) -> None:
    folder, chunk = sealed
    with pytest.raises(StoreError):
        Vault(folder, KEYS).open(other(chunk))


def test_another_key_opens_nothing(sealed: tuple[Path, Chunk]) -> None:
    folder, chunk = sealed
    with pytest.raises(StoreError, match="another workspace's"):
        Vault(folder, Keys(b"o" * 32)).open(chunk)


def test_no_word_of_a_passage_lies_open_in_the_folder(sealed: tuple[Path, Chunk]) -> None:
    folder, _ = sealed
    assert not any(b"Anders" in path.read_bytes() or b"side 1" in path.read_bytes() for path in folder.iterdir())


# Dead space.


def test_sweeping_deletes_the_packs_that_nobody_names(writer: VaultWriter, vault: Vault, tmp_path: Path) -> None:
    (dead,), (live,) = stored(writer, 1, SHORT), stored(writer, 2, SHORT)
    assert vault.sweep({live.pack}) == dead.length
    assert packs(tmp_path) == [live.pack]


def test_a_pack_that_is_mostly_dead_is_told(writer: VaultWriter, vault: Vault) -> None:
    (live, *_), (whole,) = ([writer.put(n, SHORT)[0] for n in range(3)]), stored(writer, 8, SHORT)
    (other,) = stored(writer, 9, SHORT)
    assert live.pack == whole.pack
    assert vault.mostly_dead({live.pack: live.length, other.pack: other.length}) == {live.pack}


def test_compacting_moves_live_chunks_to_a_new_pack(writer: VaultWriter, tmp_path: Path) -> None:
    chunks = [writer.put(item, [Passage("", f"{item}")])[0] for item in range(6)]
    writer.finish()
    vault = Vault(tmp_path / "vault", KEYS)
    moved = vault.compact(chunks[::3])
    vault.sweep({chunk.pack for chunk in moved})
    assert [Vault(tmp_path / "vault", KEYS).open(chunk) for chunk in moved] == [
        (Passage("", "0"),),
        (Passage("", "3"),),
    ]
    assert vault.mostly_dead({moved[0].pack: sum(chunk.length for chunk in moved)}) == set()


def test_damage_is_not_copied_to_a_new_pack(writer: VaultWriter, vault: Vault, tmp_path: Path) -> None:
    (chunk,) = stored(writer, 7, SHORT)
    path = tmp_path / "vault" / chunk.pack
    path.write_bytes(path.read_bytes()[:-1] + b"\x00\x01")
    with pytest.raises(StoreError, match="sealed data"):
        vault.compact([chunk])


# Blobs.


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", bytes(range(256)) * 5000])
def test_a_blob_opens_to_what_was_put(vault: Vault, data: bytes) -> None:
    assert vault.get_blob(vault.put_blob(data)) == data


def test_a_blob_opens_under_its_own_name_only(vault: Vault, tmp_path: Path) -> None:
    name = vault.put_blob(b"hej")
    (tmp_path / "vault" / name).rename(tmp_path / "vault" / "other.blob")
    with pytest.raises(StoreError, match="does not open"):
        vault.get_blob("other.blob")


def test_a_removed_blob_is_gone(vault: Vault) -> None:
    name = vault.put_blob(b"hej")
    vault.remove_blob(name)
    vault.remove_blob(name)
    with pytest.raises(StoreError, match="cannot be read"):
        vault.get_blob(name)


def test_sweeping_packs_leaves_blobs(vault: Vault) -> None:
    name = vault.put_blob(b"hej")
    vault.sweep(set())
    assert vault.get_blob(name) == b"hej"


# No room.


def write_with_no_room(folder: Path, pipe: Connection) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    writer, vault = VaultWriter(folder, KEYS), Vault(folder, KEYS)
    for work in (lambda: [writer.put(n, SHORT) for n in range(50)], lambda: vault.put_blob(b"x" * 5000)):
        with pytest.raises(StoreError, match=r"cannot be written \(File too large\)"):
            work()
    pipe.send("both refused")


def test_a_full_disk_is_an_error(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=write_with_no_room, args=(tmp_path, theirs), daemon=True)
    process.start()
    assert ours.poll(60)
    assert ours.recv() == "both refused"
    process.join()
    ours.close()
    theirs.close()
    assert list(tmp_path.glob("*.blob")) == []
