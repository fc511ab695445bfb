"""A package is held against its manifest, whoever has had it meanwhile."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsar.errors import SetupError
from dsar.package import verify
from tests.package.test_package import make


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "pakke"
    make(out)
    return out


@pytest.fixture
def package(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "pakke"))


def zipped(package: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in package.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(package))


def rewrite(package: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = package / "manifest.json"
    manifest = json.loads(path.read_bytes())
    change(manifest)
    path.write_text(json.dumps(manifest))


def sign(package: Path, name: str, content: bytes) -> None:
    """Replace a file and let the manifest say so: what a forger, or a bug, would do."""
    (package / name).write_bytes(content)

    def change(manifest: dict[str, Any]) -> None:
        entry = next(f for f in manifest["files"] if f["path"] == name)
        entry |= {"size": len(content), "sha256": sha256(content).hexdigest()}

    rewrite(package, change)


def test_an_intact_package_has_no_problem(package: Path) -> None:
    assert (verify(package).files, verify(package).problems) == (14, ())


def test_a_missing_file_is_told(package: Path) -> None:
    (package / "citizen/data.csv").unlink()
    assert verify(package).problems == ("citizen/data.csv: is missing",)


def test_an_extra_file_is_told(package: Path) -> None:
    (package / "citizen/mere.txt").write_text("x")
    assert verify(package).problems == ("citizen/mere.txt: is not in the manifest",)


@pytest.mark.parametrize("name", ["citizen/data.json", "citizen/oversigt.pdf", "internal/evidence.json"])
def test_a_single_altered_bit_is_told(package: Path, name: str) -> None:
    content = bytearray((package / name).read_bytes())
    content[len(content) // 2] ^= 1
    (package / name).write_bytes(content)
    assert verify(package).problems == (f"{name}: was altered",)


@pytest.mark.parametrize("change", [b"", b"more"], ids=["shorter", "longer"])
def test_another_size_is_told(package: Path, change: bytes) -> None:
    path = package / "internal/log.jsonl"
    path.write_bytes(path.read_bytes() + change if change else b"")
    assert [problem.split(" than")[0] for problem in verify(package).problems] == [
        "internal/log.jsonl: has another size"
    ]


def test_a_link_is_told(package: Path, tmp_path: Path) -> None:
    (tmp_path / "andet.json").write_text("{}")
    (package / "citizen/data.json").unlink()
    (package / "citizen/data.json").symlink_to(tmp_path / "andet.json")
    assert verify(package).problems == (
        "citizen/data.json: is a link or a device, not a file",
        "citizen/data.json: is missing",
    )


def test_a_package_without_a_manifest_is_told(package: Path) -> None:
    (package / "manifest.json").unlink()
    assert verify(package).problems == ("manifest.json: is missing",)


@pytest.mark.parametrize("content", [b"", b"{", b'{"type":"manifest"}', b"\xff\xfe"])
def test_a_damaged_manifest_is_told(package: Path, content: bytes) -> None:
    (package / "manifest.json").write_bytes(content)
    assert verify(package).problems == ("manifest.json: is damaged, or none of dsar's",)


COUNTS = [
    ("copies", "citizen/data.json: names other copies than there are"),
    ("excluded", "internal/evidence.json: holds another number of hits than the manifest says"),
    ("gaps", "manifest.json: lists another number of gaps than it counts"),
    ("left_out", "citizen/data.json: counts another number of left-out passages than the manifest says"),
]


@pytest.mark.parametrize(("count", "problem"), COUNTS)
def test_counts_that_disagree_are_told(package: Path, count: str, problem: str) -> None:  # R-07-02
    rewrite(package, lambda manifest: manifest["counts"].update({count: 99}))
    assert verify(package).problems == (problem,)


def test_a_table_with_another_number_of_rows_is_told(package: Path) -> None:
    sign(package, "citizen/data.csv", b"nr;sted\r\n")
    assert verify(package).problems == ("citizen/data.csv: holds another number of rows than the manifest says",)


@pytest.mark.parametrize("content", [b"x", b"[]", b'{"hits":3}', b"{}"])
def test_a_file_of_another_form_is_told(package: Path, content: bytes) -> None:
    sign(package, "internal/evidence.json", content)
    (problem,) = verify(package).problems
    assert problem == "a file of the package is missing, or not of the form that this version of dsar writes"


@pytest.mark.parametrize(
    ("source", "tags", "missing"),
    [
        (b'#set document(title: "x")\n#set text(lang: "da")\nx', False, ["tags"]),
        (b'#set text(lang: "da")\nx', True, ["title"]),
    ],
    ids=["tags", "title"],
)
def test_a_pdf_that_a_reading_aid_cannot_use_is_told(
    package: Path, source: bytes, tags: bool, missing: list[str]
) -> None:
    pdf = typst.compile(source, format="pdf", pdf_tags=tags)
    assert isinstance(pdf, bytes)
    sign(package, "citizen/oversigt.pdf", pdf)
    assert verify(package).problems == tuple(f"citizen/oversigt.pdf: has no {what}" for what in missing)


def test_a_pdf_that_is_none_is_told(package: Path) -> None:
    sign(package, "citizen/oversigt.pdf", b"%PDF-1.7 nothing")
    assert verify(package).problems == ("citizen/oversigt.pdf: cannot be opened",)


@pytest.mark.parametrize("kind", ["nothing", "text"])
def test_what_is_no_package_is_a_setup_error(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.zip"
    if kind == "text":
        path.write_text("not a zip")
    with pytest.raises(SetupError, match="is no package"):
        verify(path)


def test_a_zip_file_is_checked_like_a_folder(package: Path, tmp_path: Path) -> None:
    zipped(package, tmp_path / "pakke.zip")
    assert (verify(tmp_path / "pakke.zip").files, verify(tmp_path / "pakke.zip").problems) == (14, ())


def test_a_zip_file_may_not_hold_a_name_twice(package: Path, tmp_path: Path) -> None:
    zipped(package, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip", "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("citizen/data.csv", "x")
    assert "citizen/data.csv: stands twice in the zip file" in verify(tmp_path / "a.zip").problems


def test_a_zip_file_that_climbs_out_is_told_and_never_unpacked(package: Path, tmp_path: Path) -> None:
    zipped(package, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip", "a") as archive:
        archive.writestr("../ude.txt", "x")
    assert verify(tmp_path / "a.zip").problems == ("../ude.txt: is not in the manifest",)
    assert not (tmp_path.parent / "ude.txt").exists()


def test_a_damaged_member_of_a_zip_file_is_told(package: Path, tmp_path: Path) -> None:
    zipped(package, tmp_path / "a.zip")
    content = bytearray((tmp_path / "a.zip").read_bytes())
    at = content.index(b"citizen/oversigt.pdf") + 2000
    content[at] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(content)
    assert verify(tmp_path / "a.zip").problems[0].startswith("citizen/oversigt.pdf: ")


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_a_zip_file_with_any_byte_changed_is_told_or_was_not_changed_where_it_matters(
    made: Path, tmp_path: Path, data: st.DataObject
) -> None:
    whole = tmp_path / "whole.zip"
    if not whole.exists():
        zipped(made, whole)
    content = bytearray(whole.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content)
    try:
        intact = verify(damaged).intact
    except SetupError:
        return
    with zipfile.ZipFile(damaged) as after, zipfile.ZipFile(whole) as before:
        assert not intact or all(after.read(name) == before.read(name) for name in before.namelist())


def test_a_bomb_is_read_no_further_than_the_manifest_says(package: Path, tmp_path: Path) -> None:
    zipped(package, tmp_path / "a.zip")
    with (
        zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as bomb,
        zipfile.ZipFile(tmp_path / "a.zip") as whole,
    ):
        for name in whole.namelist():
            bomb.writestr(name, bytes(50_000_000) if name == "internal/log.jsonl" else whole.read(name))
    assert [p.split(" than")[0] for p in verify(tmp_path / "b.zip").problems] == [
        "internal/log.jsonl: has another size"
    ]


def amend(package: Path, name: str, change: Callable[[Any], object]) -> None:
    """Change a JSON file of the package, and let the manifest say so."""
    content = json.loads((package / name).read_bytes())
    change(content)
    sign(package, name, json.dumps(content, ensure_ascii=False).encode())


FORGED: list[tuple[str, Callable[[Any], object], str]] = [
    ("citizen/data.json", lambda d: d["case"].update(id="2025-0009"), "is of another case or day"),
    ("citizen/data.json", lambda d: d.update(made="2026-01-01"), "is of another case or day"),
    ("citizen/data.json", lambda d: d["items"][0].update(title="andet.pdf"), "says something else than"),
    ("citizen/data.json", lambda d: d["search"]["searched"].pop(), "tells of another search"),
    ("internal/search.json", lambda d: d["searched"].pop(), "tells of another search"),
    ("internal/evidence.json", lambda d: d["hits"][0].update(number=77), "releases other items"),
    ("internal/evidence.json", lambda d: d["hits"][0].update(fate="aside"), "holds another number of hits"),
]


@pytest.mark.parametrize(("name", "change", "problem"), FORGED)
def test_a_part_that_tells_something_else_than_the_others_is_told_though_its_manifest_fits(
    package: Path, name: str, change: Callable[[Any], object], problem: str
) -> None:
    amend(package, name, change)
    assert [one for one in verify(package).problems if problem in one]


def test_a_letter_of_another_case_is_told(package: Path, made: Path) -> None:
    sign(package, "citizen/svarbrev.pdf", (made / "citizen/oversigt.pdf").read_bytes())
    rewrite(package, lambda manifest: manifest.update(case="2025-0009"))
    assert "citizen/svarbrev.pdf: does not name the manifest's case" in verify(package).problems


def decision(hit: int, action: str) -> bytes:
    entry = {
        "number": 1, "batch": 1, "act": "decide", "by": "mette", "at": "2026-11-21T12:00:00+00:00", "hit": hit,
        "place": None, "action": action, "ground": None, "reason": "", "role": None, "content": "x",
        "supersedes": None, "undoes": None,
    }  # fmt: skip
    return json.dumps(entry).encode() + b"\n"


@pytest.mark.parametrize(("action", "odd"), [("include", 1), ("withhold", 2)])
def test_decisions_that_are_not_what_became_of_the_hits_are_told(package: Path, action: str, odd: int) -> None:
    """One hit is excluded, and nobody decided so; of another the decision fits, or not."""
    sign(package, "internal/decisions.jsonl", decision(1, action))
    problems = [one for one in verify(package).problems if one.startswith("internal/decisions.jsonl")]
    assert problems == [f"internal/decisions.jsonl: {odd} hits are decided otherwise than internal/evidence.json says"]
