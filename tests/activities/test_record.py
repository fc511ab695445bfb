"""The record of processing activities: what is read, what is refused, and what the shipped one says."""

from __future__ import annotations

from pathlib import Path

import pytest

from dsar import words
from dsar.activities import (
    AiUse,
    LegalBasis,
    Person,
    Preservation,
    Retention,
    SourceType,
    check,
    default_text,
    load_activities,
    parse_activities,
)
from dsar.errors import SetupError
from dsar.model import Category, DataClass

WHOLE = """
retention_criteria = ["sagens længde"]
[[activity]]
id = "byggesager"
name = "Byggesager"
department = "By og Land"
purposes = ["at behandle byggesager"]
legal_basis = ["6(1)(e)"]
categories = ["name"]
persons = ["adult"]
sources = ["subject"]
[[activity.retention]]
trigger = "sagens afslutning"
years = 5
code = "P1825D"
kle = ["02.34.02"]
preservation = "B"
[[activity.processors]]
name = "Drift A/S"
task = "driver systemet"
"""

REFUSED = [
    (
        "a-key-is-missing",
        WHOLE.replace('department = "By og Land"\n', ""),
        "activity byggesager: department: is missing",
    ),
    ("an-unknown-key", WHOLE.replace("department", "departement"), "activity byggesager: departement: is not a key"),
    ("an-unknown-code", WHOLE.replace("6(1)(e)", "6(1)(x)"), "activity byggesager: legal_basis.1: is not a known code"),
    ("an-empty-list", WHOLE.replace('["name"]', "[]"), "activity byggesager: categories: is empty"),
    ("an-empty-text", WHOLE.replace('"By og Land"', '" "'), "activity byggesager: department: is empty"),
    ("a-text-for-a-list", WHOLE.replace('["name"]', '"name"'), "activity byggesager: categories: must be a list"),
    ("a-number-for-a-text", WHOLE.replace('"By og Land"', "7"), "activity byggesager: department: must be text"),
    ("deeper-down", WHOLE.replace("trigger", "triger"), "activity byggesager: retention.1.triger: is not a key"),
    ("an-id-with-spaces", WHOLE.replace('"byggesager"', '"Bygge sager"'), "activity Bygge sager: id: must look like"),
    ("no-id", WHOLE.replace('id = "byggesager"\n', ""), "activity no. 1: id: is missing"),
    ("not-a-table", 'activity = [3]\nretention_criteria = ["x"]', "activity no. 1: entry: must be a table"),
    ("no-activity-at-all", 'retention_criteria = ["x"]', "activity: is missing"),
    ("the-same-id-twice", WHOLE + WHOLE.split("]\n", 1)[1], "activity byggesager: stands twice"),
    ("not-toml", WHOLE + "=", "is not valid TOML"),
]


def test_an_entry_is_read_whole() -> None:
    (activity,) = parse_activities(WHOLE)
    assert activity.legal_basis == (LegalBasis.PUBLIC_TASK,)
    assert activity.categories == (Category.NAME,)
    assert activity.retention == (
        Retention(
            trigger="sagens afslutning",
            years=5,
            code="P1825D",
            kle=("02.34.02",),
            preservation=Preservation.KEPT,
        ),
    )
    assert [(p.name, p.country) for p in activity.processors] == [("Drift A/S", "Danmark")]
    assert activity.ai is AiUse.NONE


@pytest.mark.parametrize(("text", "line"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_fault_is_told_in_a_line_with_its_place(text: str, line: str) -> None:
    with pytest.raises(SetupError) as caught:
        parse_activities(text)
    assert any(told.startswith(f"activities.toml: {line}") for told in str(caught.value).splitlines())


def test_every_fault_has_a_line_of_its_own_and_only_one() -> None:
    text = WHOLE.replace('department = "By og Land"\n', "").replace("6(1)(e)", "6(1)(x)")
    with pytest.raises(SetupError) as caught:
        parse_activities(text)
    assert len(str(caught.value).splitlines()) == 2


def test_a_message_never_repeats_what_was_written() -> None:
    with pytest.raises(SetupError) as caught:
        parse_activities(WHOLE.replace("6(1)(e)", "Anders And").replace('"name"', '"Andeby 313"'))
    assert "And" not in str(caught.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["not-there", "not-utf-8"])
def test_a_file_that_cannot_be_read_is_a_setup_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "activities.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SetupError, match=r"activities\.toml"):
        load_activities(path)


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "activities.toml"
    path.write_text(WHOLE, encoding="utf-8")
    assert load_activities(path).get("byggesager") is not None


def test_an_unknown_activity_is_none() -> None:
    record = parse_activities(WHOLE)
    assert record.get("findes-ikke") is None
    assert record.get(None) is None


# Each row: what is changed in WHOLE, the stores, and the line that check() must give.
PROBLEMS = [
    ("store-without", "", {"sager": ()}, "dsar.toml: stores.sager: has no activity"),
    ("store-without-default", "", {"sager": (None, "byggesager")}, "dsar.toml: stores.sager: has no activity"),
    ("store-unknown", "", {"sager": ("byg",)}, "dsar.toml: stores.sager: activity byg is not in the record"),
    ("special", "health", {}, "activities.toml: activity byggesager: legal_basis: names no 9(2) for its special"),
    ("criminal", "criminal", {}, "activities.toml: activity byggesager: legal_basis: names no DBL 8"),
    ("cpr", "cpr", {}, "activities.toml: activity byggesager: legal_basis: names no DBL 11"),
]


@pytest.mark.parametrize(
    ("category", "stores", "line"), [row[1:] for row in PROBLEMS], ids=[row[0] for row in PROBLEMS]
)
def test_check_tells_what_keeps_an_answer_from_being_whole(
    category: str, stores: dict[str, tuple[str | None, ...]], line: str
) -> None:
    record = parse_activities(WHOLE.replace('["name"]', f'["{category or "name"}"]'))
    assert [told[: len(line)] for told in check(record, stores)] == [line]


def test_check_is_silent_when_all_is_there() -> None:
    assert check(parse_activities(WHOLE), {"sager": ("byggesager",)}) == ()


def test_check_asks_for_retention_and_processors() -> None:
    text = WHOLE.split("[[activity.retention]]", 1)[0]
    lines = check(parse_activities(text), {})
    assert [line.split(". ")[0] for line in lines] == [
        "activities.toml: activity byggesager: retention: is empty",
        "activities.toml: processors: none are named for byggesager",
    ]


SHIPPED = [
    "by-og-land",
    "boern-og-unge",
    "senior-og-omsorg",
    "sundhed-og-kultur",
    "klima-og-miljoe",
    "oekonomi-og-erhverv",
    "job-og-velfaerd",
    "aktindsigt",
    "databeskyttelse",
    "kontrakter",
    "personale",
    "ledelsesinformation",
    "it-drift",
]


def test_the_shipped_record_has_the_seven_departments_and_the_shared_tasks() -> None:
    assert [activity.id for activity in parse_activities(default_text())] == SHIPPED


# How many categories a municipality of this shape publishes for each department (R-01-05).
MATRIX = dict(zip(SHIPPED, (13, 9, 8, 15, 8, 11, 20), strict=False))


@pytest.mark.parametrize(("activity", "number"), MATRIX.items())
def test_the_shipped_categories_are_those_published(activity: str, number: int) -> None:
    entry = parse_activities(default_text()).get(activity)
    assert entry is not None
    assert len(set(entry.categories)) == len(entry.categories) == number


def test_the_shipped_record_lacks_only_what_each_municipality_must_fill_in() -> None:
    problems = check(parse_activities(default_text()), {"sager": SHIPPED})
    assert [problem.split(": ")[1] for problem in problems] == ["processors"]


def test_training_of_language_models_is_named_as_a_purpose() -> None:  # R-01-03
    record = parse_activities(default_text())
    training = [activity for activity in record if activity.ai is AiUse.TRAINING_INTERNAL]
    assert [activity.id for activity in training] == ["it-drift"]
    assert any("træne" in purpose for purpose in training[0].purposes)


@pytest.mark.parametrize(
    ("codes", "table"),
    [
        (Category, words.CATEGORIES),
        (DataClass, words.DATA_CLASSES),
        (LegalBasis, words.LEGAL_BASES),
        (Person, words.PERSONS),
        (SourceType, words.SOURCES),
        (AiUse, words.AI_USES),
        (Preservation, words.PRESERVATION),
    ],
    ids=["category", "class", "basis", "person", "source", "ai", "preservation"],
)
def test_every_code_has_its_danish_words(codes: type[Category], table: dict[str, str]) -> None:
    assert sorted(table) == sorted(codes)


def test_the_shipped_file_lists_every_code_for_its_editor() -> None:
    head = default_text().split("security =")[0]
    codes = [str(code) for kind in (Category, LegalBasis, Person, SourceType, AiUse) for code in kind]
    assert [code for code in codes if code not in head] == []
