"""A municipality's own list becomes a record; what it says in other words is given back, never dropped."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.activities import parse_activities
from dsar.activities.cells import codes, legal_bases, processors, retentions
from dsar.activities.table import import_table
from dsar.errors import SetupError

HEADER = ["Behandlingsaktivitet", "Forvaltning", "Formål", "Hjemmel", "Kategorier af personoplysninger"]
HEADER += ["Kategorier af registrerede", "Kilder", "Databehandlere", "Slettefrist", "KLE", "B/K"]
ROW = ["Byggesager", "By og Land", "at behandle byggesager; at føre tilsyn"]
ROW += ["Databeskyttelsesforordningens artikel 6, stk. 1, litra e\nDBL § 11, stk. 1\nbyggeloven"]
ROW += ["CPR-nummer, adresse og helbred", "borgere", "dig selv; CPR-registret", "KMD A/S (fagsystem)\nNetcompany"]
ROW += ["5 år efter sagens afslutning", "02.34.02", "B"]


def as_csv(*rows: list[str], separator: str = ";", encoding: str = "cp1252") -> bytes:
    lines = [separator.join(f'"{cell}"' for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def as_xlsx(*rows: list[str]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "liste"


@pytest.mark.parametrize(
    "content",
    [
        as_csv(HEADER, ROW),
        as_csv(HEADER, ROW, separator="\t", encoding="utf-8-sig"),
        as_xlsx(HEADER, ROW),
        as_xlsx(["Fortegnelse 2026"], [], HEADER, ROW),
    ],
    ids=["csv", "tab-separated", "xlsx", "a-title-above-the-header"],
)
def test_a_row_becomes_an_activity(place: Path, content: bytes) -> None:
    place.write_bytes(content)
    made = import_table(place)
    (one,) = parse_activities(made.toml)
    assert (one.id, one.name, one.department) == ("byggesager", "Byggesager", "By og Land")
    assert one.purposes == ("at behandle byggesager", "at føre tilsyn")
    assert one.legal_basis == ("6(1)(e)", "DBL 11(1)")
    assert one.laws == ("byggeloven",)
    assert one.categories == ("cpr", "address", "health")
    assert (one.persons, one.sources) == (("adult",), ("subject", "public_registers"))
    assert next((p.name, p.task) for p in one.processors) == ("KMD A/S", "fagsystem")
    assert (one.retention[0].years, one.retention[0].trigger) == (5, "sagens afslutning")
    assert (one.retention[0].kle, one.retention[0].preservation) == (("02.34.02",), "B")
    assert [p for p in made.problems if "activity 1" in p] == []


def test_what_a_cell_says_in_other_words_is_told(place: Path) -> None:
    place.write_bytes(as_csv(HEADER, [*ROW[:4], "CPR-nummer, stjernetegn", *ROW[5:]]))
    made = import_table(place)
    assert [p for p in made.problems if "stjernetegn" in p and "activity 1 (byggesager): categories" in p]


def test_an_unused_column_is_told_and_can_be_named(place: Path) -> None:
    place.write_bytes(as_csv([*HEADER, "Hvem ejer det"], [*ROW, "Teknik"]))
    assert any("“Hvem ejer det” is not used" in p for p in import_table(place).problems)
    made = import_table(place, {"Hvem ejer det": "responsible"})
    assert next(iter(parse_activities(made.toml))).responsible == "Teknik"


def test_two_activities_of_one_name_get_an_id_each(place: Path) -> None:
    place.write_bytes(as_csv(HEADER, ROW, ROW, ROW))
    ids = [one.id for one in parse_activities(import_table(place).toml)]
    assert ids == ["byggesager", "byggesager-2", "byggesager-3"]


def test_what_a_row_leaves_out_is_named_by_the_records_own_reading(place: Path) -> None:
    place.write_bytes(as_csv(HEADER, ["Byggesager", "", "at bygge", *ROW[3:]]))
    with pytest.raises(SetupError, match="activity byggesager: department: is missing"):
        parse_activities(import_table(place).toml)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no header row"),
        (b"\x00\xff" * 500, "no header row"),
        (b"PK\x03\x04 not a workbook", "not a workbook"),
        (b'"Navn";"Form\xe5l"\r\n"uden ende', "not a CSV file|no header row"),
    ],
    ids=["empty", "bytes", "a-broken-workbook", "an-open-quotation-mark"],
)
def test_a_file_that_is_no_list_is_one_line(place: Path, content: bytes, message: str) -> None:
    place.write_bytes(content)
    with pytest.raises(SetupError, match=message) as caught:
        import_table(place)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_and_a_field_that_is_not_one(place: Path) -> None:
    with pytest.raises(SetupError, match="cannot be read"):
        import_table(place)
    with pytest.raises(SetupError, match="colour is not a field"):
        import_table(place, {"Farve": "colour"})


@given(st.lists(st.lists(st.text(max_size=20), min_size=11, max_size=11), max_size=4))
def test_any_text_in_any_cell_gives_toml_that_can_be_read(tmp_path_factory: pytest.TempPathFactory, rows: list) -> None:
    import csv
    import tomllib

    path = tmp_path_factory.mktemp("liste") / "liste.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows([HEADER, *rows])
    try:
        made = import_table(path)
    except SetupError:
        return
    assert len(tomllib.loads(made.toml).get("activity", [])) == made.activities


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("art. 6, stk. 1, litra e", ["6(1)(e)"]),
        ("6(1)(c)", ["6(1)(c)"]),
        ("Artikel 9, stk. 2, litra f", ["9(2)(f)"]),
        ("Databeskyttelseslovens § 8, stk. 2", ["DBL 8(2)"]),
        ("databeskyttelsesloven § 11", ["DBL 11(1)"]),
        ("art. 6, stk. 1, litra e og art. 9, stk. 2, litra g", ["6(1)(e)", "9(2)(g)"]),
        ("serviceloven § 11", []),
        ("art. 6, stk. 1, litra f", []),
    ],
)
def test_legal_bases_are_read_as_lawyers_write_them(cell: str, expected: list[str]) -> None:
    found, unknown = legal_bases(cell)
    assert found == expected
    assert bool(unknown) is not bool(expected)


def test_lists_of_codes_suppliers_and_periods() -> None:
    assert codes("categories", "Helbredsoplysninger; gæld") == (["health", "debt"], [])
    assert codes("categories", "telefon, e-mail og andre kontaktoplysninger") == (["contact"], [])
    assert processors("Drift A/S")[0]["task"]
    assert retentions("P1825D", "", "") == [{"trigger": "P1825D", "code": "P1825D"}]
    assert retentions("10 år", "", "k") == [{"trigger": "sagens afslutning", "years": 10, "preservation": "K"}]
