"""A damaged index is an error, or answers as before: never a traceback, never less than it should."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsar.errors import StoreError
from dsar.index.contents import Contents, write_contents
from dsar.index.engine import All, Any, Entry, Query, Term
from dsar.index.frames import MARK
from dsar.index.segment import Segment
from dsar.index.whoosh import WhooshEngine
from tests.contract.engine import entry, found, terms

QUERIES: tuple[Query, ...] = (
    Term("a"),
    All(terms("ab")),
    Any(terms("cd")),
    *(Term(f"rare {n}") for n in range(0, 400, 57)),
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with long lists, many pages, two segments and deleted entries."""
    folder = tmp_path_factory.mktemp("sound")
    engine = WhooshEngine(folder, create=True)
    engine.add(entry(f"{n}.0", "ab" if n % 3 else "ac") for n in range(3000))
    engine.add(Entry(f"{n}.0", str(n), frozenset({"d", f"rare {n % 400}"})) for n in range(3000, 4000))
    engine.remove(map(str, range(0, 600, 5)))
    engine.close()
    return folder


@pytest.fixture(scope="module")
def answers(sound: Path) -> list[list[str]]:
    engine = WhooshEngine(sound)
    return [found(engine, query) for query in QUERIES]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name != "lock")


def copy(sound: Path, scratch: Path) -> Path:
    shutil.rmtree(scratch)
    shutil.copytree(sound, scratch)
    return scratch


def ask(folder: Path) -> list[list[str]]:
    engine = WhooshEngine(folder)
    return [found(engine, query) for query in QUERIES]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_an_altered_byte_is_an_error_or_alters_no_answer(
    sound: Path, scratch: Path, answers: list[list[str]], data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(files(copy(sound, scratch))))
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    try:
        answer = ask(scratch)
    except StoreError:
        return
    assert answer == answers


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_the_check_finds_every_altered_byte(sound: Path, scratch: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(files(copy(sound, scratch))))
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1
    path.write_bytes(content)
    with pytest.raises(StoreError):
        WhooshEngine(scratch).verify()


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_file_of_another_length_is_an_error(sound: Path, scratch: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(files(copy(sound, scratch))))
    content = path.read_bytes()
    cut = data.draw(st.integers(0, len(content) - 1))
    path.write_bytes(data.draw(st.sampled_from([content[:cut], content + b"x", content + content])))
    with pytest.raises(StoreError):
        ask(scratch)


def test_a_missing_file_is_an_error(sound: Path, scratch: Path) -> None:
    for path in files(sound):
        (copy(sound, scratch) / path.name).unlink()
        with pytest.raises(StoreError):
            ask(scratch)


def test_a_lost_table_of_contents_is_not_taken_for_a_new_index(sound: Path, scratch: Path) -> None:
    (table,) = copy(sound, scratch).glob("*.toc")
    table.unlink()
    with pytest.raises(StoreError, match="there is no index here"):
        WhooshEngine(scratch, create=True)


def test_segments_that_changed_places_are_an_error(sound: Path, scratch: Path) -> None:
    first, second = sorted(copy(sound, scratch).glob("*.blind"))
    first.rename(scratch / "aside")
    second.rename(first)
    (scratch / "aside").rename(second)
    with pytest.raises(StoreError, match="damaged"):
        ask(scratch)


def test_a_segment_under_another_name_is_an_error(sound: Path, scratch: Path) -> None:
    segment = min(copy(sound, scratch).glob("*.blind"))
    with pytest.raises(StoreError, match="damaged"):
        Segment(segment.rename(scratch / "MAIN_other.blind"))


def test_an_old_table_of_contents_under_a_new_name_is_an_error(sound: Path, scratch: Path) -> None:
    (table,) = copy(sound, scratch).glob("*.toc")
    table.rename(scratch / "_MAIN_999.toc")
    with pytest.raises(StoreError, match="damaged"):
        ask(scratch)


def test_an_index_of_another_version_asks_to_be_rebuilt(sound: Path, scratch: Path) -> None:
    (table,) = copy(sound, scratch).glob("*.toc")
    content = table.read_bytes()
    table.write_bytes(content.replace(MARK, MARK[:-1] + b"0"))
    with pytest.raises(StoreError, match="another version of dsar"):
        ask(scratch)


def test_an_index_that_whoosh_wrote_itself_is_not_ours(tmp_path: Path) -> None:
    from whoosh import fields, index

    index.create_in(str(tmp_path), fields.Schema(id=fields.ID))
    with pytest.raises(StoreError, match="damaged"):
        WhooshEngine(tmp_path)


class Trap:
    """Plainly unpickled, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.path,)


def test_a_forged_table_of_contents_runs_no_code(tmp_path: Path) -> None:
    sprung = tmp_path / "sprung"
    WhooshEngine(tmp_path, create=True).close()
    write_contents(tmp_path, Contents(1, (Trap(sprung),)))  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="damaged"):
        WhooshEngine(tmp_path)
    assert not sprung.exists()


def test_the_trap_would_spring_if_it_were_plainly_unpickled(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Trap(tmp_path / "sprung")))
    assert (tmp_path / "sprung").exists()
