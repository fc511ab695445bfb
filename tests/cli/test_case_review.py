"""``dsar case search``, ``hits``, ``decide`` … on a real workspace, as caseworkers run them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dsar.cases import who
from dsar.cli import main
from tests.cli.workspace import Workspace

LETTER = "Kære Anders Bo Jensen\nDit CPR-nr. er 010190-9934."
MAIL = "From: a@example.dk\nSubject: {}\n\nAnders Bo Jensen, 010190-9934: {}\n"
Run = Callable[..., Result]


class Office:
    """A workspace with one case, searched."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        self.space = Workspace(folder)
        with (folder / "dsar.toml").open("a", encoding="utf-8") as file:
            file.write(settings)
        (folder / "s.toml").write_text('names = ["Anders Bo Jensen"]\ncpr = ["010190-9934"]\n', encoding="utf-8")
        self.write("a.txt", LETTER)
        self.write("kopi.txt", LETTER)
        self.write("b.txt", LETTER + " Et andet brev.")
        self.write("m1.eml", MAIL.format("Samtale", "kom på mandag."))
        self.write("m2.eml", MAIL.format("SV: Samtale", "jeg kommer."))
        self.write("navne.txt", "Anders Bo Jensen, født 5. maj 1961, har klaget.")
        self.run("index", code=0)
        self.run("case", "open", "--subject", str(folder / "s.toml"), "--received", "2026-11-20", code=0)

    def write(self, name: str, text: str) -> None:
        self.space.write(name, text)

    def run(self, *words: str, code: int | None = None, stdin: str = "") -> Result:
        result = CliRunner().invoke(main, ["-w", str(self.space.folder), *words], input=stdin, catch_exceptions=False)
        assert code is None or result.exit_code == code, result.output
        return result

    def case(self, command: str, *words: str, code: int = 0, stdin: str = "") -> Result:
        return self.run("case", command, "2026-0001", *words, code=code, stdin=stdin)

    def objects(self, command: str, *words: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.case(command, *words, "--json").stdout.splitlines()]

    def number(self, item: str) -> str:
        return str(next(hit["number"] for hit in self.objects("hits") if hit["item"] == item))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path / "ws")
    made.case("search")
    return made


@pytest.fixture
def as_user(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def become(name: str) -> None:
        monkeypatch.setattr(who, "os_user", lambda: name)

    become("mette")
    return become  # type: ignore[return-value]


def test_hits_come_numbered_and_without_a_decision_as_the_contract_has_them(office: Office) -> None:
    hits = office.objects("hits")
    assert [hit["number"] for hit in hits] == [1, 2, 3, 4, 5]
    assert all(hit["type"] == "hit" and hit["decision"] is None and hit["passages"] for hit in hits)
    assert {hit["item"]: hit["level"] for hit in hits}["navne.txt"] == "other"
    assert hits[0]["passages"][0]["evidence"][0].keys() == {"rule", "weight", "start", "end", "text"}


def test_a_decision_comes_as_the_contract_has_it(office: Office, as_user: Any) -> None:
    office.case("decide", "1", "--withhold", "--ground", "DBL22-1", "--reason-file", "-", stdin="Hensyn til barnet.\n")
    decision = office.objects("hits")[0]["decision"]
    at = decision.pop("at")
    assert decision == {"action": "withhold", "ground": "dbl22_1", "reason": "Hensyn til barnet.", "by": "mette"}
    assert at.endswith("+00:00")


def test_a_batch_leaves_others_and_what_was_kept_back_alone_and_says_so(office: Office) -> None:
    office.case("decide", "2", "--exclude", "--reason", "tom side")
    done = office.objects("decide", "all", "--include")[0]
    other = int(office.number("navne.txt"))
    assert done["left_out"] == {"other": [other], "kept_back": [2]}
    assert done["crowded"] == []
    assert sorted([*done["hits"], 2, other]) == [1, 2, 3, 4, 5]


def test_a_mail_thread_is_decided_about_at_once(office: Office) -> None:
    done = office.objects("decide", "--thread", office.number("m2.eml"), "--include")[0]
    assert done["hits"] == sorted(int(office.number(name)) for name in ("m1.eml", "m2.eml"))


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["1", "--exclude"], 1, "--exclude: say why"),
        (["1", "--withhold"], 1, "dbl22_2_4"),
        (["1", "--withhold", "--ground", "dbl99"], 1, "no such ground"),
        (["1", "--include", "--ground", "dbl22_1"], 1, "goes with --withhold"),
        (["1", "--include", "--place", "side 99"], 1, "no such place"),
        (["99", "--include"], 1, "no such hit"),
        (["x", "--include"], 2, "a hit is a number"),
        (["--include"], 2, "name hits"),
        (["1"], 2, "say what to do"),
        (["1", "--include", "--withhold"], 2, "they contradict each other"),
        (["1", "--include", "--place", "0"], 1, "no such place"),
        (["1", "--include", "--reason", "a", "--reason-file", "b"], 2, "one of them"),
    ],
)
def test_what_cannot_be_decided_is_one_clear_line_and_changes_nothing(
    office: Office, words: list[str], code: int, said: str
) -> None:
    result = office.case("decide", *words, code=code)
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert office.objects("history") == []


def test_one_passage_is_decided_about_alone(office: Office) -> None:
    office.case("decide", "1", "--include")
    office.case("decide", "1", "--withhold", "--ground", "art15_4", "--reason", "andre", "--place", "tekst")
    hit = office.objects("hits")[0]
    assert (hit["decision"]["action"], hit["fate"]) == ("include", "withheld")
    assert [(one["place"], one["action"]) for one in hit["decided_places"]] == [("tekst", "withhold")]


def test_a_passage_is_named_by_its_number_so_that_no_name_stands_on_a_command_line(office: Office) -> None:
    assert "-- 1: tekst --" in office.case("hits", "--show", "1").stdout
    office.case("decide", "1", "--withhold", "--ground", "art15_4", "--reason", "andre", "--place", "1")
    assert [one["place"] for one in office.objects("hits")[0]["decided_places"]] == ["tekst"]


def test_undo_takes_back_the_last_batch_and_the_history_keeps_it(office: Office) -> None:
    office.case("decide", "1", "--include")
    office.case("decide", "1", "2", "--exclude", "--reason", "fejl")
    office.case("undo")
    assert [hit["decision"] and hit["decision"]["action"] for hit in office.objects("hits")[:2]] == ["include", None]
    assert [(one["act"], one["undone"]) for one in office.objects("history", "1")] == [
        ("decide", False),
        ("decide", True),
        ("undo", False),
    ]
    assert office.case("undo").exit_code == 0
    assert "nothing of yours" in office.case("undo", code=1).stderr


def test_a_corrected_role_is_shown(office: Office) -> None:
    office.case("decide", "1", "--role", "employee")
    hit = office.objects("hits", "--role", "employee")[0]
    assert (hit["number"], hit["decision"], hit["role"]) == (1, None, "employee")


def test_what_changed_since_it_was_decided_must_be_confirmed(office: Office) -> None:
    changed = office.number("b.txt")
    office.case("decide", "all", "--include")
    office.write("b.txt", LETTER + " Et helt andet brev.")
    office.run("index", code=0)
    assert office.objects("search")[0]["changed"] == [int(changed)]
    assert office.objects("status")[0]["problems"][0] == {
        "code": "changed",
        "hits": [int(changed)],
        "text": "Fund, der er ændret, siden de blev afgjort; se dem igen og bekræft eller afgør på ny",
    }
    assert f"Nr. {changed} " in office.case("next").stdout
    office.case("confirm", "--changed")
    assert office.objects("status")[0]["ready"]


def test_the_case_keeps_when_and_by_whom_a_document_was_written(office: Office) -> None:
    office.write("m3.eml", "Date: Mon, 02 Nov 2026 23:30:00 +0000\n" + MAIL.format("Ny samtale", "den 5."))
    office.run("index", code=0)
    office.case("search")
    hit = next(hit for hit in office.objects("hits") if hit["item"] == "m3.eml")
    assert (hit["date"], hit["date_kind"], hit["author"]) == ("2026-11-02T23:30:00Z", "sent", "a@example.dk")
    assert "sendt 03-11-2026" in " ".join(office.case("hits").stdout.split())


def test_what_is_gone_from_its_store_and_from_the_index_is_still_in_the_case(office: Office) -> None:
    numbers = {hit["number"]: hit["item"] for hit in office.objects("hits")}
    for name in ("a.txt", "kopi.txt"):
        (office.space.folder / "sager" / name).unlink()
    office.run("index", "--rebuild", "--yes", code=0)
    gone = office.objects("search")[0]["gone"]
    assert [numbers[number] for number in gone] == ["a.txt"]
    shown = office.case("hits", "--show", str(gone[0])).stdout
    assert "Dit CPR-nr. er »010190-9934«" in shown
    assert "findes ikke længere i sit lager" in shown


def test_a_second_person_approves_where_settings_ask_for_one(tmp_path: Path, as_user: Any) -> None:
    office = Office(tmp_path / "ws", "[cases]\nsecond_person = true\n")
    office.case("search")
    assert "cannot be approved yet (undecided)" in office.case("approve", code=1).stderr
    office.case("decide", "all", "--include")
    assert json.loads(office.run("case", "show", "2026-0001", "--json").stdout)["state"] == "approval"
    assert "who decided cannot approve" in office.case("approve", code=1).stderr
    as_user("karen")
    office.case("approve")
    assert office.objects("status")[0]["ready"]
    as_user("mette")
    office.case("decide", "1", "--extract")
    assert [one["code"] for one in office.objects("status")[0]["problems"]] == ["approval"]


def test_a_decision_on_an_older_version_is_refused_with_5(office: Office) -> None:
    version = office.objects("status")[0]["version"]
    office.case("decide", "1", "--include")
    late = office.case("decide", "1", "--exclude", "--reason", "x", "--version-seen", str(version), code=5)
    assert "hit 1 was decided about by" in late.stderr
    office.case("decide", "2", "--include", "--version-seen", str(version))
    assert len(office.objects("history")) == 2


def test_a_possible_decision_policy_tells_sure_hits_without_one(tmp_path: Path) -> None:
    office = Office(tmp_path / "ws", '[cases]\ndecide = "possible"\n')
    office.case("search")
    assert office.objects("status")[0]["ready"]


def test_a_case_that_was_never_searched_says_what_to_do(tmp_path: Path) -> None:
    office = Office(tmp_path / "ws")
    assert "dsar case search 2026-0001" in office.case("status").stdout
    assert office.objects("status")[0]["problems"][0]["code"] == "search"
    assert office.run("case", "hits", "2026-0009").exit_code == 1


def test_a_better_description_of_the_person_asks_for_a_new_search(office: Office) -> None:
    office.case("decide", "all", "--include")
    better = office.space.folder / "better.toml"
    better.write_text('names = ["Anders Bo Jensen"]\ncpr = ["010190-9934"]\nemails = ["abj@example.dk"]\n')
    office.case("subject", "--subject", str(better))
    assert [one["code"] for one in office.objects("status")[0]["problems"]] == ["subject"]
    office.case("search")
    assert office.objects("status")[0]["ready"]


def test_what_a_caseworker_reads(office: Office) -> None:
    """The same as for programs, in words."""
    first = office.case("search")
    assert first.stdout.startswith("2026-0001: 5 fund, 0 nye, 0 ændrede, 0 findes ikke længere\nBevaret i sagen: ")
    assert "mangler afgørelse" in office.case("hits", "--level", "certain").stdout
    left = office.case("decide", "all", "--include")
    assert "2026-0001: udleveres: 4 fund" in left.stdout
    assert "taler for en anden person" in left.stderr
    told = office.case("decide", "1", "--withhold", "--ground", "dbl22_3_ofl23")
    assert "OFL §§ 28-29" in told.stderr
    assert "ikke efterprøvet" in told.stderr
    assert "afgjort 1: hold tilbage" in office.case("history", "1").stdout
    assert (
        "intet fund passer" in office.case("decide", "all", "--undecided", "--store", "x", "--include", code=1).stderr
    )
    assert "1 fund står igen som før" in office.case("undo").stdout
    assert "intet fund passer" in office.case("confirm", "all", code=1).stderr
    assert "godkendt af" in office.case("approve").stdout
    assert "Intet mangler" in office.case("next").stdout


def test_a_search_with_gaps_exits_with_3_and_names_them(tmp_path: Path) -> None:
    office = Office(tmp_path / "ws")
    with (office.space.folder / "dsar.toml").open("a", encoding="utf-8") as file:
        file.write('[stores.andre]\nconnector = "files"\npath = "."\n')
    told = office.case("search", code=3)
    assert "Ikke søgt: andre" in told.stdout


def test_in_a_case_that_has_ended_nothing_is_decided_any_more(office: Office) -> None:
    reason = office.space.folder / "why.txt"
    reason.write_text("Anmodningen er trukket tilbage i telefonen.", encoding="utf-8")
    office.case("withdraw", "--text-file", str(reason))
    assert "Reopen it first" in office.case("decide", "1", "--include", code=1).stderr
    assert "Reopen it first" in office.case("search", code=1).stderr
    assert len(office.objects("hits")) == 5


def test_what_a_case_has_restricted_is_marked_and_still_reviewed(office: Office) -> None:
    person = str(office.space.folder / "s.toml")
    office.run("case", "open", "--subject", person, "--received", "2026-11-20", "--kind", "restriction", code=0)
    items = office.space.folder / "items.jsonl"
    items.write_text('{"store": "sager", "item": "b.txt"}\n', encoding="utf-8")
    office.run("case", "restrict", "2026-0002", "--trigger", "accuracy", "--items", str(items), code=0)
    assert [hit["item"] for hit in office.objects("hits") if hit.get("restricted")] == ["b.txt"]
    assert "begrænset" in office.case("hits", "--show", office.number("b.txt")).stdout
    office.case("search")
    assert office.objects("hits", "--level", "certain")[1]["passages"][0]["text"]


def test_every_look_and_act_is_logged_without_personal_data(office: Office) -> None:
    office.case("hits", "--show", "1")
    office.case("decide", "1", "--include")
    logged = [json.loads(line) for line in office.run("log", "--json", code=0).stdout.splitlines()]
    actions = [one["action"] for one in logged if one["case"] == "2026-0001"]
    assert {"find", "case.search", "case.hits", "case.decide"} <= set(actions)
    assert "010190" not in json.dumps(logged)


def test_hits_with_many_others_are_marked_before_anybody_decides(office: Office) -> None:
    office.write(
        "liste.txt",
        LETTER + "\nTil stede: Bent Ove Skaarup, Laura Tvede, Birgitte Holm Kjeldsen, Henrik Thorup Madsen "
        "og Camilla Dahl Thorup.",
    )
    office.run("index", code=0)
    office.case("search")
    at = office.number("liste.txt")
    mark = "nævner 5 andre: overvej et uddrag"
    assert {str(hit["number"]): hit["crowded"] for hit in office.objects("hits") if hit["crowded"]} == {at: mark}
    assert "nævner 5 andre" in office.case("hits").stdout
    assert f"  N{mark[1:]}." in office.case("hits", "--show", at).stdout.splitlines()
    assert "andre:" not in office.case("hits", "--show", office.number("a.txt")).stdout
