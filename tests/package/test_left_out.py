"""What an extract lacks is told to the citizen like all that is withheld: where, how many, by which rule."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dsar.package import compile_package, verify
from dsar.package.copies import Copied
from dsar.package.told import Told
from dsar.redact.concerning import LeftOut
from tests.package.people import ANSWER, copy_of, detect, material
from tests.package.test_package import pdf_text

OF_EACH = {
    1: (LeftOut("side 3", 2, "art15_4"), LeftOut("Hansen opsagt række 4", 1, "art15_4")),
    3: (LeftOut("", 5, "art15_4"),),
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "pakke"
    made = material(ANSWER)

    def copy(items: Sequence[Told], folder: Path) -> Iterator[Copied]:
        for one in copy_of(made.subject)(items, folder):
            yield replace(one, left_out=OF_EACH.get(one.number, ()), fell_back=one.number == 2)

    compile_package(made, out=out, copy=copy, detect=detect)
    return out


def data(package: Path) -> dict[str, Any]:
    made = json.loads((package / "citizen/data.json").read_bytes())
    assert isinstance(made, dict)
    return made


def test_each_place_is_told_with_its_rule_and_no_name_of_a_sheet(package: Path) -> None:
    told = [(one["number"], one["place"], one["runs"]) for one in data(package)["left_out"]]
    assert told == [(1, "side 3", 2), (1, "et ark række 4", 1), (3, "", 5)]
    assert {one["rule"] for one in data(package)["left_out"]} == {"databeskyttelsesforordningens artikel 15, stk. 4"}


def test_the_manifest_counts_them_and_verify_agrees(package: Path) -> None:
    assert json.loads((package / "manifest.json").read_bytes())["counts"]["left_out"] == 8
    assert verify(package).problems == ()


def test_the_overview_has_them_among_what_is_left_out(package: Path) -> None:
    text = " ".join(pdf_text(package / "citizen/oversigt.pdf").split())
    assert "Noget har vi udeladt." in text
    assert "Afsnit om andre" in text
    assert "side 3 2 Databeskyttelsesforordningens artikel 15, stk. 4" in text


def test_what_could_not_be_proved_as_a_whole_is_told_to_be_an_extract(package: Path) -> None:
    given = {one["number"]: one["given"] for one in data(package)["items"]}
    assert given == {1: "whole", 2: "extracted", 3: "whole"}
