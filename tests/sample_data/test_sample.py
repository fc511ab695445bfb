"""The sample is what its ``expected.json`` says, the same each time, and about nobody."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from sample_data import Sample, generate
from sample_data.numbers import cpr_passes
from tests.sample_data.plain_reader import everything, open_item, squeeze

STORES = {
    "by-og-land", "boern-og-unge", "senior-og-omsorg", "sundhed-og-kultur", "klima-og-miljoe",
    "oekonomi-og-erhverv", "job-og-velfaerd", "post", "personale", "registre", "kasus", "fagnet",
}  # fmt: skip
SUFFIXES = {
    "txt", "md", "log", "csv", "tsv", "html", "json", "xml", "docx", "pdf", "xlsx", "xls", "ods", "eml", "zip", "png",
}  # fmt: skip
GAP_CODES = {"encrypted", "damaged", "empty_scan", "unsupported", "too_large", "too_deep", "link", "vanished"}


def fingerprint(folder: Path) -> dict[str, tuple[str, float]]:
    """Each file's digest and date; a link's target in place of its bytes."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path.relative_to(folder))] = (str(path.readlink()), path.lstat().st_mtime)
        elif path.is_file():
            dated = path.stat().st_mtime if "data" in path.parts else 0.0
            found[str(path.relative_to(folder))] = (hashlib.sha256(path.read_bytes()).hexdigest(), dated)
    return found


def test_equal_arguments_give_equal_bytes_and_dates(sample: Sample, tmp_path: Path) -> None:
    again = generate(tmp_path / "again")
    assert fingerprint(again.folder) == fingerprint(sample.folder)


def test_another_seed_gives_other_people(sample: Sample, tmp_path: Path) -> None:
    other = generate(tmp_path / "other", seed=2)
    ours, theirs = (
        {s["subject"]["cpr"][0] for s in e.expected["subjects"] if "cpr" in s["subject"]} for e in (sample, other)
    )
    assert len(ours & theirs) < len(ours) / 10


def test_a_larger_scale_has_more_people_and_the_same_first_batch(sample: Sample, tmp_path: Path) -> None:
    double = generate(tmp_path / "double", scale=2)
    assert double.expected["items"] > 1.9 * sample.expected["items"]
    assert double.expected["people"] > 1.9 * sample.expected["people"]
    first = {k: v for k, v in fingerprint(double.folder / "data").items() if "arkiv-1/" not in k}
    assert first == fingerprint(sample.folder / "data")


def test_it_will_not_write_over_a_sample(sample: Sample) -> None:
    with pytest.raises(FileExistsError):
        generate(sample.folder)


def test_it_is_as_large_and_as_varied_as_asked(sample: Sample) -> None:
    expected = sample.expected
    assert expected["people"] >= 200
    assert expected["items"] >= 600
    assert len([s for s in expected["subjects"] if s["profile"] == "cpr+name"]) >= 100
    assert len({s["profile"] for s in expected["subjects"] if s["file"]}) >= 8
    assert {p.name for p in (sample.folder / "data").iterdir()} == STORES
    suffixes = Counter(p.suffix[1:] for p in (sample.folder / "data").rglob("*") if p.is_file())
    assert set(suffixes) >= SUFFIXES
    assert {g["code"] for g in expected["gaps"]} == GAP_CODES


def test_every_planted_text_is_in_its_item(sample: Sample) -> None:
    texts: dict[tuple[str, str], str] = {}
    missing = []
    for entry in sample.expected["planted"]:
        place = entry["store"], entry["item"]
        if place not in texts:
            data = open_item(sample.folder / "data", *place)
            texts[place] = squeeze(entry["item"] + everything(data, entry["item"]))
        if squeeze(entry["text"]) not in texts[place]:
            missing.append((*place, entry["text"]))
    assert missing == []


def test_what_must_be_found_names_items_that_exist(sample: Sample) -> None:
    wanted = {(h["store"], h["item"]) for s in sample.expected["subjects"] for h in s["hits"]}
    planted = {(p["store"], p["item"]) for p in sample.expected["planted"]}
    noted = {(n["store"], n["item"]) for n in sample.expected["noted"]}
    assert wanted
    assert wanted <= planted | noted


def test_what_a_case_system_says_of_a_document_stands_in_its_index_and_not_in_the_document(sample: Sample) -> None:
    data = sample.folder / "data"
    kasus = "".join(path.read_text("cp1252") for path in data.glob("kasus/*.csv"))
    fagnet = "".join(path.read_text("utf-8") for path in data.glob("fagnet/sager/*.json"))
    told = {"kasus": kasus, "fagnet": fagnet}
    noted = sample.expected["noted"]
    assert {n["store"] for n in noted} == set(told)
    assert all(n["text"] in told[n["store"]] for n in noted)
    files = [n for n in noted if not n["item"].startswith("sagsregister/")]
    assert len({n["item"] for n in files}) == 8
    for n in files:
        assert n["text"] not in everything(open_item(data, n["store"], n["item"]), n["item"])


def test_an_export_lists_a_file_that_is_not_there_and_holds_one_that_it_does_not_list(sample: Sample) -> None:
    listed = (sample.folder / "data" / "kasus" / "dokumenter.csv").read_text("cp1252")
    (gap,) = (g for g in sample.expected["gaps"] if g["code"] == "vanished")
    assert gap["item"].replace("/", "\\") in listed
    assert not (sample.folder / "data" / gap["store"] / gap["item"]).exists()
    assert (sample.folder / "data" / "kasus" / "Filer" / "løs seddel.txt").is_file()
    assert "løs seddel" not in listed


def test_a_hit_is_never_also_a_namesakes(sample: Sample) -> None:
    for subject in sample.expected["subjects"]:
        own = {(h["store"], h["item"]) for h in subject["hits"]}
        assert not own & {(n["store"], n["item"]) for n in subject["namesake_items"]}


def test_every_subject_file_can_be_read_and_agrees_with_what_is_expected(sample: Sample) -> None:
    files = [s for s in sample.expected["subjects"] if s["file"]]
    assert len(files) >= 12
    assert sample.main_subject.name in {Path(s["file"]).name for s in files}
    for subject in files:
        read = tomllib.loads((sample.folder / subject["file"]).read_text("utf-8"))
        shown = {k: v.isoformat() if k == "birth_date" else v for k, v in read.items()}
        assert shown == subject["subject"]


def test_the_main_subject_is_found_in_every_department_and_in_every_way(sample: Sample) -> None:
    hits = next(s for s in sample.expected["subjects"] if s["file"] == "subjects/demo.toml")["hits"]
    assert len(hits) >= 60
    assert len({h["store"] for h in hits}) >= 9
    assert len({h["form"] for h in hits}) >= 40


def test_the_registers_have_a_thousand_rows_and_give_nearly_every_subject_some(sample: Sample) -> None:
    rows = [r for s in sample.expected["subjects"] for r in s["register_rows"]]
    assert max(int(r["place"].split()[-1]) for r in rows if r["item"].endswith("udlaan.xlsx")) > 1000
    subjects = sample.expected["subjects"]
    assert sum(not s["register_rows"] for s in subjects) < len(subjects) / 10


def test_no_cpr_number_can_be_anybodys(sample: Sample) -> None:
    numbers = {re.sub("[^0-9]", "", c) for s in sample.expected["subjects"] for c in s["subject"].get("cpr", ())}
    assert numbers
    assert all(n[6:8] == "99" and not cpr_passes(n) for n in numbers)


def test_the_link_leads_out_of_the_store_to_a_file_that_exists(sample: Sample) -> None:
    gap = next(g for g in sample.expected["gaps"] if g["code"] == "link")
    link = sample.folder / "data" / gap["store"] / gap["item"]
    assert link.is_symlink()
    assert link.resolve() == (sample.folder / "outside" / "hemmeligt.txt").resolve()
    assert link.resolve().is_file()


def test_the_settings_name_every_store(sample: Sample) -> None:
    settings = tomllib.loads((sample.folder / "dsar.toml").read_text("utf-8"))
    assert set(settings["stores"]) == STORES
    assert all((sample.folder / s["path"]).is_dir() for s in settings["stores"].values())


def test_the_expectations_on_disk_are_those_that_are_given_back(sample: Sample) -> None:
    assert json.loads((sample.folder / "expected.json").read_text("utf-8")) == sample.expected
