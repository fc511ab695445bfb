"""A package from an answer: what it holds and what not, that it can be made again, that it is whole or not there."""

from __future__ import annotations

import csv
import errno
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from dsar.activities import LegalBasis
from dsar.detect import Detectors
from dsar.errors import RetryError, SetupError, StoreError
from dsar.model import Answer, Gap, GapCode, Hit, Searched, StoreGap, Subject
from dsar.package import compile_package, verify
from dsar.package.copies import Copied
from dsar.package.manifest import Manifest
from dsar.package.told import Told
from dsar.redact.own import Detect
from tests.package.people import (
    ANSWER,
    CRAWLED,
    HITS,
    LOG,
    MADE,
    OTHERS,
    activities,
    copy_of,
    detect,
    material,
    passage,
)

EMPTY = Answer(hits=(), searched=(Searched("sager", 12, CRAWLED),), not_searched=(), gaps=(), seconds=0.0)
Golden = Callable[[str, str], None]


def make(out: Path, answer: Answer = ANSWER, *, find: Detect = detect, **changes: Any) -> Manifest:
    made = material(answer, **{"log": LOG, **changes})
    return compile_package(made, out=out, copy=copy_of(made.subject), detect=find)


def pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\f\n".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "\n")
    finally:
        document.close()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "pakke"
    make(out)
    return out


@pytest.mark.parametrize(
    "name",
    [
        "citizen/data.json",
        "citizen/data.csv",
        "internal/evidence.json",
        "internal/search.json",
        "internal/log.jsonl",
        "internal/redactions.jsonl",
    ],
)
def test_a_package_says_what_it_said_before(package: Path, name: str, golden: Golden) -> None:
    golden(f"package/{name}", (package / name).read_bytes().decode("utf-8"))


def test_the_overview_says_what_it_said_before(package: Path, golden: Golden) -> None:
    golden("package/citizen/oversigt.txt", pdf_text(package / "citizen/oversigt.pdf"))


def test_an_answer_without_hits_says_that_nothing_was_found(tmp_path: Path, golden: Golden) -> None:
    make(tmp_path / "pakke", EMPTY)
    golden("package/empty/oversigt.txt", pdf_text(tmp_path / "pakke/citizen/oversigt.pdf"))


def test_the_same_inputs_give_the_same_bytes(package: Path, tmp_path: Path) -> None:
    make(tmp_path / "igen")
    files = sorted(p.relative_to(package) for p in package.rglob("*") if p.is_file())
    assert [(tmp_path / "igen" / f).read_bytes() == (package / f).read_bytes() for f in files] == [True] * len(files)


def test_how_long_the_search_took_leaves_no_trace(package: Path, tmp_path: Path) -> None:
    make(tmp_path / "igen", replace(ANSWER, seconds=99.0))
    assert (tmp_path / "igen/manifest.json").read_bytes() == (package / "manifest.json").read_bytes()


def test_a_fresh_package_is_intact(package: Path) -> None:
    assert verify(package).problems == ()


def test_the_package_bears_the_danish_date(package: Path) -> None:
    assert json.loads((package / "citizen/data.json").read_bytes())["made"] == "2026-11-22"


def test_the_citizens_part_names_nobody_else(package: Path) -> None:
    told = [
        pdf_text(package / "citizen/oversigt.pdf").replace("\n", " "),
        *((package / "citizen" / name).read_text(encoding="utf-8") for name in ("data.json", "data.csv")),
    ]
    assert [other for other in OTHERS for text in told if other in text] == []
    copies = [pdf_text(path).replace("\n", " ") for path in sorted((package / "citizen/oplysninger").iterdir())]
    in_office = {"Mette Kjær Østergård", "98 12 34 56"}  # who signs the letter, and where she is reached at work
    assert {other for other in OTHERS for text in copies if other in text} <= in_office


@pytest.mark.parametrize("needle", ["Hemmelige rygter", "rygter.eml", "En anden", "en_anden.eml", "Måske var det"])
def test_hits_that_may_be_somebody_else_stay_inside(package: Path, needle: str) -> None:
    citizen = pdf_text(package / "citizen/oversigt.pdf") + (package / "citizen/data.json").read_text(encoding="utf-8")
    assert needle not in citizen
    assert needle in (package / "internal/evidence.json").read_text(encoding="utf-8")


def test_gaps_are_told_by_number_and_never_by_name(package: Path) -> None:
    data = json.loads((package / "citizen/data.json").read_bytes())
    assert [(g["store"], g["code"], g["number"]) for g in data["search"]["gaps"]] == [
        ("post", "empty_scan", 1),
        ("sager", "encrypted", 2),
    ]


def test_the_cpr_number_is_not_repeated_among_the_search_keys(package: Path) -> None:
    data = json.loads((package / "citizen/data.json").read_bytes())
    assert "010130" not in json.dumps(data["subject"])


def test_each_item_has_its_copy_under_its_number(package: Path) -> None:
    items = json.loads((package / "citizen/data.json").read_bytes())["items"]
    assert [(i["number"], i["files"]) for i in items] == [
        (1, ["oplysninger/001 afgørelse.pdf"]),
        (2, ["oplysninger/002 2026.pdf"]),
        (3, ["oplysninger/003 fjernet.pdf"]),
    ]
    assert all((package / "citizen" / name).is_file() for item in items for name in item["files"])


def test_a_copy_that_cannot_be_proved_stops_everything(tmp_path: Path) -> None:
    def unproved(items: Sequence[Told], folder: Path) -> Iterator[Copied]:
        yield from (Copied(one.number, (), False, (), problems=("somebody is left in it.",)) for one in items)

    with pytest.raises(SetupError, match="hit 1: no clean copy can be made: somebody is left in it") as caught:
        compile_package(material(ANSWER), out=tmp_path / "p", copy=unproved, detect=detect)
    assert len(str(caught.value).splitlines()) == 4
    assert list(tmp_path.iterdir()) == []


def test_the_numbers_of_the_manifest_are_those_of_the_files(package: Path) -> None:
    counts = json.loads((package / "manifest.json").read_bytes())["counts"]
    assert counts == {
        "whole": 3, "extracted": 0, "withheld": 0, "excluded": 1, "aside": 1,
        "told": 3, "passages": 3, "masked": 5, "copies": 3, "gaps": 3, "left_out": 0,
    }  # fmt: skip


def test_the_manifest_lists_each_gap_with_its_place(package: Path) -> None:
    gaps = json.loads((package / "manifest.json").read_bytes())["gaps"]
    assert gaps[0] == {
        "store": "sager",
        "item": "a.zip!Oliver Jensen.pdf",
        "code": "encrypted",
        "reason": "needs a password",
        "since": "2026-11-20T02:00:00Z",
    }


def test_only_activities_with_something_found_are_told(package: Path) -> None:  # R-02-03
    data = json.loads((package / "citizen/data.json").read_bytes())
    assert [a["id"] for a in data["activities"]] == ["job-og-velfaerd", "personale"]


def test_the_right_to_object_is_told_where_the_basis_gives_it(tmp_path: Path) -> None:  # R-02-07
    consent = activities()
    entries = tuple(replace(a, legal_basis=(LegalBasis.CONSENT,)) for a in consent)
    make(tmp_path / "p", record=replace(consent, activity=entries))
    rights = [r["iri"] for r in json.loads((tmp_path / "p/citizen/data.json").read_bytes())["rights"]]
    assert rights == ["eu-gdpr:A16", "eu-gdpr:A17", "eu-gdpr:A18", "eu-gdpr:A77"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_the_table_is_a_formula(tmp_path: Path, start: str) -> None:
    text = f"{start}cmd() Anders Bo Jensen"
    hit = replace(HITS[0], title=f"{start}title", passages=(passage(f"{start}sted", text, "Anders Bo Jensen"),))
    make(tmp_path / "p", replace(ANSWER, hits=(hit,)))
    rows = list(csv.reader(StringIO((tmp_path / "p/citizen/data.csv").read_text("utf-8-sig")), delimiter=";"))
    assert [cell for row in rows for cell in row if cell.startswith(start)] == []


def hostile_hits() -> tuple[Hit, ...]:
    """Texts that a template, a font or an encoder may choke on."""
    texts = [
        '#panic("x") *fed* _kursiv_ $x$ @ref <label> `kode` \\ // /* ',
        "😀 中文 \x00 \x07 \ud800 \u202e \ue000 \U0010ffff e\u0301 \ufb01",
        "x" * 5000,
        "\n" * 50,
        "это не имя; ούτε αυτό; ž ř ő",
        '"; } ] ) ( [ {',
    ]
    passages = tuple(passage(t[:40], f"Anders Bo Jensen {t}", "Anders Bo Jensen") for t in texts)
    return (replace(HITS[0], title=texts[0], item=texts[1], passages=passages), replace(HITS[0], title="", item=""))


def test_no_text_breaks_the_overview_or_is_read_as_markup(tmp_path: Path) -> None:
    gap = StoreGap("sager", Gap("\udcff.pdf", GapCode.BAD_NAME, "\udcff"), CRAWLED)
    make(tmp_path / "p", replace(ANSWER, hits=hostile_hits(), gaps=(gap,)))
    assert verify(tmp_path / "p").problems == ()
    assert "*fed* _kursiv_ $x$ @ref <label>" in pdf_text(tmp_path / "p/citizen/oversigt.pdf").replace("\n", " ")


def test_a_subject_of_whom_little_is_known_gets_an_answer(tmp_path: Path) -> None:
    make(tmp_path / "p", EMPTY, subject=Subject(emails=("abj@example.dk",)))
    assert verify(tmp_path / "p").problems == ()


def test_dsars_own_detectors_mask_others(tmp_path: Path) -> None:
    make(tmp_path / "p", find=Detectors(today=MADE, thorough=True).detect)
    told = (tmp_path / "p/citizen/data.json").read_text(encoding="utf-8")
    others = ["120628-4123", "Mette Kjær Østergård", "Oliver Jensen", "Skolegade 4, 9000 Aalborg", "oliver_jensen"]
    assert [other for other in others if other in told] == []
    assert "har været sygemeldt i år" in told


@pytest.mark.parametrize("inside", ["fil.txt", None], ids=["a-full-folder", "a-file"])
def test_nothing_is_overwritten(tmp_path: Path, inside: str | None) -> None:
    out = tmp_path / "pakke"
    target = out / inside if inside else out
    target.parent.mkdir(exist_ok=True)
    target.write_text("vigtigt")
    with pytest.raises(SetupError, match="not an empty folder"):
        make(out)
    assert target.read_text() == "vigtigt"
    assert [p.name for p in tmp_path.iterdir()] == ["pakke"]


def test_an_empty_folder_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "pakke").mkdir()
    make(tmp_path / "pakke")
    assert verify(tmp_path / "pakke").intact


def test_only_its_owner_may_read_a_package(package: Path) -> None:
    assert {oct(p.stat().st_mode & 0o077) for p in (package, *package.rglob("*"))} == {"0o0"}


@pytest.mark.parametrize(
    ("number", "expected", "message"),
    [(errno.ENOSPC, StoreError, "the disk is full"), (errno.EACCES, SetupError, "cannot be read or written")],
)
@pytest.mark.parametrize("after", range(11))
def test_a_disk_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: type[Exception], message: str, after: int
) -> None:
    calls, real = iter(range(100)), os.fsync

    def failing(descriptor: int) -> None:
        if next(calls) == after:
            raise OSError(number, os.strerror(number))
        real(descriptor)

    monkeypatch.setattr("os.fsync", failing)
    with pytest.raises(expected, match=message):
        make(tmp_path / "pakke", EMPTY)
    assert list(tmp_path.iterdir()) == []


def test_a_bug_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken(text: str) -> list[Any]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        make(tmp_path / "pakke", find=broken)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_gone_with_the_next(tmp_path: Path) -> None:
    left = tmp_path / ".pakke.making-abc/citizen"
    left.mkdir(parents=True)
    (left / "kopi.pdf").write_text("x")
    make(tmp_path / "pakke", EMPTY)
    assert [p.name for p in tmp_path.iterdir()] == ["pakke"]


def test_two_at_once_make_one_package_and_the_other_is_told_at_once(tmp_path: Path) -> None:
    def slow(items: Sequence[Told], folder: Path) -> Iterator[Copied]:
        with pytest.raises(RetryError, match="another process is making this package"):
            make(tmp_path / "pakke", EMPTY)
        return iter(())

    compile_package(material(EMPTY), out=tmp_path / "pakke", copy=slow, detect=detect)
    assert verify(tmp_path / "pakke").intact
