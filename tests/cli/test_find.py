"""``dsar find`` and ``dsar log`` as a caseworker's script runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.workspace import Workspace

SUBJECT = {"names": ["Anders Bo Jensen"], "cpr": ["010190-9934"]}
LETTER = "Kære Anders Bo Jensen\nDit CPR-nr. er 010190-9934."


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("find") / "ws")
    made.write("a.txt", LETTER)
    made.write("mappe/kopi.txt", LETTER)
    made.write("navne.txt", "Anders Bo Jensen, født 5. maj 1961, har klaget.")
    made.write("register.csv", "Navn;CPR\nAnders Bo Jensen;010190-9934\nMette Holm;020280-9951\n")
    made.write("tavs.txt", "Der er intet om nogen her.")
    made.write("fornavn.txt", "Anders ringede om et hul i vejen.")
    with (made.folder / "dsar.toml").open("a", encoding="utf-8") as file:
        file.write('[stores.andre]\nconnector = "files"\npath = "andre"\n')
    (made.folder / "andre").mkdir()
    (made.folder / "andre" / "b.txt").write_text(LETTER + " Andet lager.", encoding="utf-8")
    assert made.dsar("index").code == 0
    return made


def test_hits_come_as_the_contract_has_them(space: Workspace) -> None:
    ran = space.dsar("find", "--subject", "-", "--purpose", "Indsigt", "--json", stdin=json.dumps(SUBJECT))
    *hits, summary = ran.objects
    first = next(hit for hit in hits if hit["item"] == "a.txt")
    assert ran.code == 0
    assert set(first) >= {
        "type",
        "store",
        "item",
        "title",
        "level",
        "probability",
        "activity",
        "duplicates",
        "passages",
    }
    assert (first["type"], first["level"], first["activity"]) == ("hit", "certain", "job-og-velfaerd")
    assert first["duplicates"] == ["mappe/kopi.txt"]
    assert summary["type"] == "summary"
    assert [one["store"] for one in summary["searched"]] == ["andre", "sager"]
    assert (summary["not_searched"], summary["gaps"]) == ([], 0)


def test_every_piece_of_evidence_stands_where_it_says(space: Workspace) -> None:
    ran = space.dsar("find", "--subject", "-", "--purpose", "Indsigt", "--json", stdin=json.dumps(SUBJECT))
    evidence = [
        (passage["text"][clue["start"] : clue["end"]], clue["text"])
        for hit in ran.objects[:-1]
        for passage in hit["passages"]
        for clue in passage["evidence"]
        if clue["start"] is not None
    ]
    assert evidence
    assert all(stands == said for stands, said in evidence)


def test_a_register_gives_the_subjects_row_and_nobody_elses(space: Workspace) -> None:
    ran = space.dsar("find", "--subject", "-", "--purpose", "Indsigt", "--json", stdin=json.dumps(SUBJECT))
    (register,) = [hit for hit in ran.objects[:-1] if hit["item"] == "register.csv"]
    assert [passage["text"] for passage in register["passages"]] == ["Navn: Anders Bo Jensen\nCPR: 010190-9934"]
    assert "Mette" not in ran.out


def test_a_namesake_is_kept_apart(space: Workspace) -> None:
    ran = space.dsar("find", "--subject", "-", "--purpose", "Indsigt", "--json", stdin=json.dumps(SUBJECT))
    levels = {hit["item"]: hit["level"] for hit in ran.objects[:-1]}
    assert levels["navne.txt"] == "other"
    assert "tavs.txt" not in levels


def test_hits_fall_in_probability(space: Workspace) -> None:
    ran = space.dsar("find", "--subject", "-", "--purpose", "Indsigt", "--json", stdin=json.dumps(SUBJECT))
    found = [hit["probability"] for hit in ran.objects[:-1]]
    assert found == sorted(found, reverse=True)


def test_a_store_that_is_not_asked_for_is_not_spoken_of(space: Workspace) -> None:
    arguments = ("find", "--subject", "-", "--purpose", "Indsigt", "--store", "andre", "--json")
    ran = space.dsar(*arguments, stdin=json.dumps(SUBJECT))
    assert {hit["store"] for hit in ran.objects[:-1]} == {"andre"}
    assert "sager" not in ran.out


def test_a_subject_file_is_read(space: Workspace) -> None:
    (space.folder / "s.toml").write_text('cpr = ["010190 9934"]\n', encoding="utf-8")
    ran = space.dsar("find", "--subject", "s.toml", "--purpose", "Indsigt")
    assert ran.code == 0
    assert "a.txt" in ran.out


@pytest.mark.parametrize(
    "subject",
    ["", "{", "[]", "{}", '{"cpr": ["12"]}', '{"navn": ["x"]}', '{"cpr": ["310290-1234"]}', '{"names": "Bo"}'],
)
def test_a_wrong_subject_exits_with_1_and_shows_no_value(space: Workspace, subject: str) -> None:
    ran = space.dsar("find", "--subject", "-", "--purpose", "Indsigt", stdin=subject)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("dsar: ")
    assert "310290" not in ran.err
    assert "Traceback" not in ran.err


def test_a_purpose_is_needed(space: Workspace) -> None:
    assert space.dsar("find", "--subject", "-", stdin=json.dumps(SUBJECT)).code == 2
    assert space.dsar("find", "--subject", "-", "--purpose", " ", stdin=json.dumps(SUBJECT)).code == 2


def test_every_look_is_logged_without_the_persons_identifiers(space: Workspace) -> None:
    arguments = ("find", "--subject", "-", "--purpose", "Klage 010190-9934", "--case", "2026-1", "--json")
    space.dsar(*arguments, stdin=json.dumps(SUBJECT))
    ran = space.dsar("log", "--json")
    last = ran.objects[-1]
    assert ran.code == 0
    assert (last["action"], last["case"], last["stores"]) == ("find", "2026-1", ["andre", "sager"])
    assert last["hits"] >= 3
    assert "010190" not in ran.out
    assert "Anders" not in ran.out


def test_an_altered_log_exits_with_4(tmp_path: Path) -> None:
    made = Workspace(tmp_path / "ws")
    made.dsar("index")
    for _ in range(2):
        made.dsar("find", "--subject", "-", "--purpose", "Indsigt", stdin=json.dumps(SUBJECT))
    path = made.folder / "state" / "access.log"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))
    assert made.dsar("log").code == 4


def test_an_answer_before_anything_is_indexed_says_so(tmp_path: Path) -> None:
    made = Workspace(tmp_path / "ws")
    ran = made.dsar("find", "--subject", "-", "--purpose", "Indsigt", "--json", stdin=json.dumps(SUBJECT))
    (summary,) = ran.objects
    assert ran.code == 3
    assert summary["not_searched"] == [{"store": "sager", "reason": "not indexed yet"}]


def test_the_extras_come_after_the_summary_and_only_when_asked_for(space: Workspace) -> None:
    arguments = ("find", "--subject", "-", "--purpose", "Indsigt", "--json")
    plain = space.dsar(*arguments, stdin=json.dumps(SUBJECT)).objects
    whole = space.dsar(*arguments, "--explain", "--suggest", "--statement", stdin=json.dumps(SUBJECT)).objects
    summary = next(n for n, one in enumerate(whole) if one["type"] == "summary")
    without = [{key: value for key, value in one.items() if key != "explanation"} for one in whole[:summary]]
    assert without == plain[:-1]
    assert all(one["explanation"]["steps"] for one in whole[:summary])
    assert [one["type"] for one in whole[summary + 1 :]] == ["statement"]
    assert not any("explanation" in one for one in plain)


def test_an_identifier_beside_the_subject_is_suggested_with_its_place(tmp_path: Path) -> None:
    made = Workspace(tmp_path / "ws")
    made.write(
        "brev.txt", "Anders Bo Jensen, CPR 010190-9934, tlf. 20 12 34 56\nSagsbehandler: Mette Holm, tlf. 30123456"
    )
    made.dsar("index")
    arguments = ("find", "--subject", "-", "--purpose", "Indsigt", "--suggest")
    ran = made.dsar(*arguments, "--json", stdin=json.dumps(SUBJECT))
    (one,) = [found for found in ran.objects if found["type"] == "suggestion"]
    assert (one["field"], one["key"], one["items"]) == ("phones", "+4520123456", 1)
    assert one["places"] == [{"store": "sager", "item": "brev.txt", "place": "tekst"}]
    pasted = made.dsar(*arguments, stdin=json.dumps(SUBJECT)).out
    assert '"20 12 34 56",  # NY: set i 1 dokument' in pasted
    assert "30123456" not in pasted[pasted.index("Forslag") :]


def test_the_explanation_and_the_statement_are_readable(space: Workspace) -> None:
    arguments = ("find", "--subject", "-", "--purpose", "Indsigt", "--explain", "--statement")
    ran = space.dsar(*arguments, "--store", "andre", stdin=json.dumps(SUBJECT))
    assert "CPR-nummeret stemmer · sandsynlighed over 99,9 %" in ran.out
    assert "Der er kun søgt i: andre" in ran.out
    assert "sager" not in ran.out


def test_a_table_in_20_columns_leaves_nothing_out(space: Workspace) -> None:
    ran = space.dsar("find", "--subject", "-", "--purpose", "Indsigt", stdin=json.dumps(SUBJECT), COLUMNS="20")
    assert "Hvorfor" in ran.out
    assert "a.txt" in ran.out


def test_the_table_fits_a_terminal_of_80_columns(space: Workspace) -> None:
    ran = space.dsar("find", "--subject", "-", "--purpose", "Indsigt", stdin=json.dumps(SUBJECT), COLUMNS="80")
    assert "Sikkerhed" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("sager:a.txt", "found"),
        ("sager:mappe/kopi.txt", "found"),
        ("sager:tavs.txt", "nothing"),
        ("sager:fornavn.txt", "apart"),
        ("sager:væk.txt", "unknown"),
        ("ukendt:a.txt", "not_searched"),
    ],
)
def test_why_an_item_is_no_hit_is_told(space: Workspace, place: str, why: str) -> None:
    asked = ("find", "--subject", "-", "--purpose", "Klage", "--why-not", place)
    (told,) = space.dsar(*asked, "--json", stdin=json.dumps(SUBJECT)).objects
    assert (told["type"], told["why"]) == ("why_not", why)
    assert place.partition(":")[2] in space.dsar(*asked, stdin=json.dumps(SUBJECT)).out


def test_an_item_to_be_explained_is_named_with_its_store(space: Workspace) -> None:
    asked = ("find", "--subject", "-", "--purpose", "Klage", "--why-not", "a.txt")
    assert space.dsar(*asked, stdin=json.dumps(SUBJECT)).code == 2


def test_a_question_loads_nothing_that_it_has_no_use_for(space: Workspace) -> None:
    subject = json.dumps(SUBJECT | {"addresses": ["Vestergade 12, 9000 Aalborg"]})
    asked = ("find", "--subject", "-", "--purpose", "Indsigt", "--json")
    ran = space.dsar(*asked, stdin=subject, PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip() for line in ran.err.splitlines()}
    useless = {
        "dsar.cases.store",
        "dsar.connector",
        "dsar.detect.detectors",
        "dsar.find.statement",
        "dsar.find.explain",
        "rich",
    }
    assert (ran.code, "dsar.find.search" in loaded, loaded & useless) == (0, True, set())
