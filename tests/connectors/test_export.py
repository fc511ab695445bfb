"""Exports of case systems: what the index says comes with the documents, and nothing is lost between the two."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from connectors.export import ExportStore
from dsar.connector import Check, Connector, StoreContext, check_store
from dsar.errors import ItemError, SetupError
from dsar.model import Gap, GapCode, Item
from dsar.stated import StatedKind, on
from tests.contract.connector import CONTENT, ConnectorContract

DOCUMENTS = {"file": "dokumenter.csv", "path": "Sti", "case": "SagsID", "title": "Titel"}
CSV = {
    "cases": [{"file": "sager.csv", "id": "SagsID", "title": "Overskrift"}],
    "parties": [{"file": "parter.csv", "case": "SagsID", "labels": {"PNR": "CPR-nummer"}}],
    "documents": [DOCUMENTS],
}


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, data in files.items():
        path = folder / "eksport" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode("cp1252"))


def store(root: Path, **settings: Any) -> ExportStore:
    return ExportStore(StoreContext("kasus", root), {"path": "eksport"} | settings)


def listed(connector: Connector) -> dict[str, Item]:
    return {one.locator: one for one in connector.crawl(None) if isinstance(one, Item)}


def gaps(connector: Connector) -> list[tuple[str, GapCode]]:
    return [(one.locator, one.code) for one in connector.crawl(None) if isinstance(one, Gap)]


class TestFiles(ConnectorContract):
    """An export whose index is empty is a folder of files."""

    @pytest.fixture
    def connector(self, tmp_path: Path) -> Connector:
        self.folder = tmp_path
        write(tmp_path, {**CONTENT, "dokumenter.csv": "Sti;SagsID;Titel\r\n"})
        return store(tmp_path, documents=[DOCUMENTS])

    def change(self, locator: str, data: bytes | None) -> None:
        path = self.folder / "eksport" / locator
        path.unlink(missing_ok=True)
        if data is not None:
            path.write_bytes(data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(
        tmp_path,
        {
            "sager.csv": "SagsID;Overskrift;KLE\r\n17;Ansøgning om bolig;27.18.00\r\n18/a;Uden part;\r\n",
            "parter.csv": 'SagsID;PNR;Navn;Note\r\n17;010130-4123;Lise Holm;"to\r\nlinjer"\r\n;;Ingen Sag;\r\n',
            "dokumenter.csv": "Sti;SagsID;Titel\r\n"
            "D:\\Eksport\\bilag\\Å1.txt;17;Brev\r\n\\\\srv\\del\\væk.txt;17;Væk\r\n..\\..\\etc\\passwd;17;Ud\r\n",
            "bilag/å1.txt": "Hermed brevet.",
            "bilag/uden plads.txt": "Ingen kender mig.",
        },
    )
    return tmp_path


WINDOWS = CSV | {"documents": [DOCUMENTS | {"strip": "D:\\Eksport\\"}]}


def test_a_document_brings_its_row_and_its_case(folder: Path) -> None:
    item = listed(store(folder, **WINDOWS))["bilag/å1.txt"]
    assert item.title == "Brev"
    assert item.notes.split("\n\n") == [
        "Sti: D:\\Eksport\\bilag\\Å1.txt\nSagsID: 17\nTitel: Brev",
        "SagsID: 17\nOverskrift: Ansøgning om bolig\nKLE: 27.18.00",
        "SagsID: 17\nCPR-nummer: 010130-4123\nNavn: Lise Holm\nNote: to\nlinjer",
    ]


def test_a_case_is_an_item_with_its_parties(folder: Path) -> None:
    connector = store(folder, **WINDOWS)
    item = listed(connector)["sagsregister/17"]
    with connector.open(item) as source:
        rows = json.loads(source.read())
    assert item.title == "Ansøgning om bolig"
    assert [row.get("CPR-nummer") for row in rows] == [None, "010130-4123"]


def test_nothing_is_lost_between_index_and_files(folder: Path) -> None:
    connector = store(folder, **WINDOWS)
    assert list(listed(connector)) == [
        "sagsregister/17",
        "sagsregister/18%2Fa",
        "sagsregister/uden sagsnummer",
        "bilag/uden plads.txt",
        "bilag/å1.txt",
    ]
    assert gaps(connector) == [
        ("parter.csv", GapCode.DAMAGED),
        ("../../etc/passwd", GapCode.LINK),
        ("væk.txt", GapCode.VANISHED),
    ]
    with connector.open(listed(connector)["sagsregister/uden sagsnummer"]) as source:
        assert json.loads(source.read()) == [{"Navn": "Ingen Sag"}]


def test_a_new_party_is_a_new_version_of_case_and_document_alone(folder: Path) -> None:
    connector = store(folder, **WINDOWS)
    before = {locator: item.version for locator, item in listed(connector).items()}
    with (folder / "eksport" / "parter.csv").open("ab") as file:
        file.write(b"17;;Ib Dam;\r\n")
    after = {locator: item.version for locator, item in listed(connector).items()}
    assert {locator for locator in after if after[locator] != before[locator]} == {"sagsregister/17", "bilag/å1.txt"}


XML = """<?xml version="1.0" encoding="UTF-8"?>
<Eksport xmlns="urn:x"><Sager>
  <Sag nr="17"><Titel>Bolig</Titel><Person><CPR>010130-4123</CPR><Navn>Lise Holm</Navn></Person>
    <Dokumenter><Dokument><Fil>a.txt</Fil><Dato>2024-01-02</Dato></Dokument>
    <Dokument><Fil>b.txt</Fil></Dokument></Dokumenter><Sagsnummer>17</Sagsnummer></Sag>
</Sager></Eksport>"""
JSON = {
    "sager": [
        {
            "id": 17,
            "titel": "Bolig",
            "person": {"cpr": "010130-4123"},
            "emner": ["hus", "hjem"],
            "dokumenter": [{"fil": "a.txt"}, {"fil": "b.txt"}],
        }
    ]
}


def test_a_nested_xml_index_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"indeks/1.xml": XML.encode(), "a.txt": "a", "b.txt": "b"})
    connector = store(
        tmp_path,
        cases=[{"file": "indeks/*.xml", "rows": "Sager/Sag", "id": "Sagsnummer", "title": "Titel"}],
        documents=[
            {
                "file": "indeks/*.xml",
                "rows": "Dokumenter/Dokument",
                "path": "Fil",
                "case": "../../Sagsnummer",
                "date": "Dato",
            }
        ],
    )
    assert list(listed(connector)) == ["sagsregister/17", "a.txt", "b.txt"]
    assert [item.stated for item in listed(connector).values()] == [(), on(StatedKind.DATED, "2024-01-02"), ()]
    with connector.open(listed(connector)["sagsregister/17"]) as source:
        (case,) = json.loads(source.read())
    assert case["Person.CPR"] == "010130-4123"
    own, case_ = listed(connector)["a.txt"].notes.split("\n\n")
    assert own == "Fil: a.txt\nDato: 2024-01-02"
    assert "Person.CPR: 010130-4123" in case_


def test_a_nested_json_index_is_read_and_its_documents_know_their_case(tmp_path: Path) -> None:
    write(tmp_path, {"index.json": json.dumps(JSON).encode(), "a.txt": "a", "b.txt": "b"})
    connector = store(
        tmp_path,
        cases=[{"file": "index.json", "rows": "sager", "id": "id", "title": "titel"}],
        documents=[{"file": "index.json", "rows": "sager/dokumenter", "path": "fil", "case": "../id"}],
    )
    notes = listed(connector)["b.txt"].notes
    assert notes == "fil: b.txt\n\nid: 17\ntitel: Bolig\nperson.cpr: 010130-4123\nemner: hus; hjem"
    assert gaps(connector) == []


BROKEN = {
    "sager.csv": b"",
    "b/sager.xml": b"<Sager><Sag><Nr>1</Nr></Sag>",
    "b/sager.json": b'{"sager": [',
    "b/dybt.json": b"[" * 100_000,
    "b/bombe.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Sager><Sag><Nr>&b;</Nr></Sag></Sager>',
}


@pytest.mark.parametrize("name", [*BROKEN, "findes ikke.csv"])
def test_a_broken_index_is_a_gap_and_the_files_are_read_all_the_same(tmp_path: Path, name: str) -> None:
    write(tmp_path, {**BROKEN, "a.txt": "a"})
    connector = store(tmp_path, cases=[{"file": name, "rows": "Sag", "id": "Nr"}])
    assert "a.txt" in listed(connector)
    assert gaps(connector)
    with pytest.raises(SetupError, match="in the index are wrong"):
        check_store(connector)


def test_a_mapping_stands_in_a_file_of_its_own(folder: Path) -> None:
    (folder / "kasus.toml").write_text(
        '[[cases]]\nfile = "sager.csv"\nid = "SagsID"\n[[documents]]\nfile = "dokumenter.csv"\npath = "Sti"\n',
        encoding="utf-8",
    )
    (folder / "eksport" / "dokumenter.csv").write_bytes(b"Sti\r\nbilag/uden plads.txt\r\n")
    assert isinstance(check_store(store(folder, mapping="kasus.toml")), Check)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, "says nothing of cases or documents"),
        ({"documents": [{"file": "x.csv"}]}, r"stores\.kasus\.documents\.0\.path: is missing"),
        ({"mapping": "findes-ikke.toml"}, "cannot be read"),
        ({"documents": [DOCUMENTS], "path": "findes-ikke"}, "there is no folder"),
    ],
)
def test_a_wrong_setting_is_one_line(tmp_path: Path, settings: dict[str, Any], message: str) -> None:
    with pytest.raises(SetupError, match=message):
        list(store(tmp_path, **settings).crawl(None))


def test_a_case_that_left_the_index_is_an_item_error(folder: Path) -> None:
    connector = store(folder, **WINDOWS)
    with pytest.raises(ItemError), connector.open(Item("sagsregister/99", "1", None, "99")):
        pass
