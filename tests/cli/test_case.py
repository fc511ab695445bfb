"""``dsar case`` as caseworkers and their scripts run it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import icalendar
import pytest
from click.testing import CliRunner, Result

from dsar.cli import main
from dsar.cli.case import CASE_COMMANDS, case
from dsar.stated import DANISH_TIME
from tests.cli.workspace import Workspace

SUBJECT = 'names = ["Ida Holm Prøve"]\ncpr = ["010127-4321"]\n'
LETTER = "Vi har bevilget Ida Holm Prøve, 010127-4321, en cykel."
TODAY = datetime.now(UTC).astimezone(DANISH_TIME).date()


class Desk:
    """The command line in a workspace, in this process."""

    def __init__(self, folder: Path) -> None:
        self.space = Workspace(folder)
        self.folder = folder
        self.file("subject.toml", SUBJECT)

    def file(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)

    def run(self, *arguments: str, text: str | None = None) -> Result:
        given = ("--text-file", "-") if text is not None else ()
        return CliRunner().invoke(main, ["-w", str(self.folder), *arguments, *given], input=text)

    def ok(self, *arguments: str, text: str | None = None) -> Result:
        ran = self.run(*arguments, text=text)
        assert ran.exit_code == 0, ran.stderr
        return ran

    def refused(self, *arguments: str, text: str | None = None) -> str:
        ran = self.run(*arguments, text=text)
        assert ran.exit_code == 1
        assert isinstance(ran.exception, SystemExit)
        return ran.stderr

    def open(self, received: date = TODAY - timedelta(2), *arguments: str) -> str:
        subject = str(self.folder / "subject.toml")
        ran = self.ok("case", "open", "--subject", subject, "--received", received.isoformat(), *arguments)
        return ran.stdout.strip()

    def known(self, received: date = TODAY, *arguments: str) -> str:
        made = self.open(received, *arguments)
        self.ok("case", "identity", made, "--how", "digital_post")
        return made

    def json(self, *arguments: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.ok(*arguments, "--json").stdout.splitlines()]

    def show(self, case: str) -> dict[str, Any]:
        return self.json("case", "show", case)[0]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "ws")


def test_opening_a_case_prints_its_id(desk: Desk) -> None:
    assert desk.open() == f"{TODAY.year}-0001"


def test_an_opened_case_is_shown_as_the_contract_has_it(desk: Desk) -> None:
    made = desk.show(desk.open(date(2026, 2, 2)))
    dates = {name: made[name] for name in ("received", "due", "extended_due", "internal_due")}
    assert (made["type"], made["state"]) == ("case", "received")
    assert dates == {
        "received": "2026-02-02",
        "due": "2026-03-02",
        "extended_due": "2026-05-04",
        "internal_due": "2026-02-23",
    }
    assert len(made["subject_ref"]) == 24


def test_what_the_citizen_wrote_and_who_writes_come_from_files(desk: Desk) -> None:
    people = desk.file("people.toml", '[requester]\nname = "Bo"\ncontact = "bo@example.dk"\n')
    letter = desk.file("letter.txt", "Hvad har I om mig?\r\nVenlig hilsen\n")
    made = desk.show(desk.open(TODAY, "--people", people, "--text-file", letter, "--channel", "Digital Post"))
    assert (made["text"], made["requester"]["name"]) == ("Hvad har I om mig?\nVenlig hilsen", "Bo")
    assert made["channel"] == "Digital Post"


def test_a_request_to_come_is_refused_in_one_line(desk: Desk) -> None:
    told = desk.refused(
        "case", "open", "--subject", str(desk.folder / "subject.toml"), "--received", str(TODAY + timedelta(5))
    )
    assert told.startswith("dsar: received: ")
    assert told.count("\n") == 1


def test_a_second_request_of_the_same_person_is_told_of_the_first(desk: Desk) -> None:
    first = desk.open()
    ran = desk.ok("case", "open", "--subject", str(desk.folder / "subject.toml"), "--received", TODAY.isoformat())
    assert f"{first}: en åben sag om samme person" in ran.stderr


def test_identity_asked_for_and_proved(desk: Desk) -> None:
    made = desk.open()
    asked = desk.ok("case", "ask", made, "identity", text="Navn og adresse passer ikke sammen")
    assert f"dsar letter {made} identity" in asked.stderr
    assert desk.show(made)["state"] == "identity"
    desk.ok("case", "identity", made, "--how", "call_back")
    shown = desk.show(made)
    assert (shown["state"], shown["identity"]["how"]) == ("received", "call_back")
    assert shown["suspensions"][0]["prompt"] is True


def test_a_question_about_the_scope_gets_its_reply(desk: Desk) -> None:
    made = desk.open()
    desk.ok("case", "ask", made, "scope", text="Hvilken forvaltning?")
    desk.ok("case", "reply", made, "1", text="Alt")
    question = desk.show(made)["questions"][0]
    assert (question["what"], question["answered"], question["reply"]) == ("scope", TODAY.isoformat(), "Alt")


def test_an_extension_with_a_reason_in_time_moves_the_date(desk: Desk) -> None:
    made = desk.open()
    desk.ok("case", "extend", made, "--reason", "volume", "--reason", "redaction", text="8.000 dokumenter")
    shown = desk.show(made)
    assert shown["final_due"] == shown["extended_due"]
    assert shown["extension"]["reasons"] == ["volume", "redaction"]


def test_r_03_05_an_extension_too_late_is_one_line_and_changes_nothing(desk: Desk) -> None:
    made = desk.open(TODAY - timedelta(60))
    told = desk.refused("case", "extend", made, "--reason", "volume", text="mange")
    assert "had to be sent by" in told
    assert desk.show(made)["version"] == 1


def test_an_extension_without_a_reason_is_a_wrong_use(desk: Desk) -> None:
    assert desk.run("case", "extend", desk.open(), text="mange").exit_code == 2


def test_a_refusal_is_shown_with_its_reasons_and_closed(desk: Desk) -> None:
    made = desk.open()
    desk.ok("case", "refuse", made, "--ground", "excessive", text="Ottende gang i år")
    desk.ok("case", "close", made)
    shown = desk.show(made)
    assert (shown["state"], shown["refusal"]["reason"]) == ("closed", "Ottende gang i år")


def test_a_withdrawn_case_can_be_taken_up_again(desk: Desk) -> None:
    made = desk.open()
    desk.ok("case", "withdraw", made)
    desk.ok("case", "reopen", made, text="Borgeren vil alligevel")
    assert [event["act"] for event in desk.show(made)["events"]] == ["opened", "withdrawn", "reopened"]


def test_an_answer_before_a_search_is_refused_with_the_next_command(desk: Desk) -> None:
    made = desk.known()
    assert f"dsar case search {made}" in desk.refused("case", "answered", made)


def test_documents_asked_for_in_the_same_letter_have_a_date_of_their_own(desk: Desk) -> None:
    made = desk.open(TODAY - timedelta(1), "--track", "gdpr", "--track", "party")
    before = desk.show(made)
    desk.ok("case", "documents", made, text="Sendt i dag")
    assert before["next_due"] == before["aktindsigt_due"] < before["due"] == desk.show(made)["next_due"]


def test_notes_assignments_and_people_are_kept(desk: Desk) -> None:
    made = desk.open()
    desk.ok("case", "note", made, text="Ringede kl. 10: æøå")
    desk.ok("case", "assign", made, "anne")
    people = '[representative]\nname = "Bo"\nrelation = "parent"\nbasis = "fødselsattest set"\n'
    desk.ok("case", "people", made, "--people", desk.file("p.toml", people))
    shown = desk.show(made)
    assert shown["notes"][0]["text"] == "Ringede kl. 10: æøå"
    assert shown["caseworker"] == "anne"
    assert shown["representative"]["basis"] == "fødselsattest set"


def test_a_corrected_subject_keeps_the_earlier_one_in_the_history(desk: Desk) -> None:
    made = desk.open()
    better = desk.file("better.toml", SUBJECT + 'former_names = ["Ida Holm"]\n')
    desk.ok("case", "subject", made, "--subject", better)
    shown = desk.show(made)
    assert shown["subject"]["former_names"] == ["Ida Holm"]
    assert shown["events"][0]["fields"]["subject"]["former_names"] == []


def test_a_version_seen_that_has_passed_exits_with_5(desk: Desk) -> None:
    made = desk.open()
    desk.ok("case", "note", made, "--version-seen", "1", text="et")
    ran = desk.run("case", "note", made, "--version-seen", "1", text="to")
    assert (ran.exit_code, "since version 1" in ran.stderr) == (5, True)


def test_the_list_shows_open_cases_by_the_strict_date_and_says_how_many_are_late(desk: Desk) -> None:
    new, late, ended = desk.open(TODAY), desk.open(TODAY - timedelta(90)), desk.open(TODAY)
    desk.ok("case", "withdraw", ended)
    assert [(one["id"], one["late"]) for one in desk.json("case", "list")] == [(late, True), (new, False)]
    assert len(desk.json("case", "list", "--all")) == 3
    shown = desk.ok("case", "list")
    assert shown.stdout.index(late) < shown.stdout.index(new)
    assert "2 sager, 1 over fristen." in shown.stderr


def test_the_list_names_nobody(desk: Desk) -> None:
    desk.open()
    assert "Ida" not in desk.ok("case", "list", "--all", "--json").stdout + desk.ok("case", "list").stdout


def test_a_case_is_shown_in_danish_with_its_dates_and_history(desk: Desk) -> None:
    made = desk.open()
    desk.ok("case", "ask", made, "identity", text="Adressen er ny")
    shown = desk.ok("case", "show", made).stdout
    words = ("afventer identitet", "Frist", "Ida Holm Prøve", "Adressen er ny", "sagen oprettet", "borgeren spurgt")
    assert [word for word in words if word not in shown] == []


def test_everything_in_a_case_is_shown_to_be_read(desk: Desk) -> None:
    people = (
        '[requester]\nname = "Bo"\n[representative]\nname = "Bo Øst"\nrelation = "guardian"\nbasis = "dekret set"\n'
    )
    made = desk.open(
        TODAY - timedelta(1),
        *("--kind", "restriction", "--people", desk.file("people.toml", people)),
        *("--text-file", desk.file("letter.txt", "Brug ikke mine data")),
    )
    desk.ok("case", "identity", made, "--how", "in_person", text="pas forevist")
    desk.ok("case", "ask", made, "scope", text="Hvilke?")
    desk.ok("case", "reply", made, "1", text="Alle")
    desk.ok("case", "extend", made, "--reason", "storage", text="Ligger tre steder")
    items = desk.file("items.jsonl", '{"store": "sager", "item": "brev.txt", "place": "side 2"}\n')
    desk.ok("case", "restrict", made, "--items", items, "--trigger", "unlawful")
    desk.ok("case", "outcome", made, "--code", "restricted", "--trigger", "unlawful", text="Ulovlig behandling")
    desk.ok("case", "notices", made, "--none", text="Ingen i loggen")
    shown = " ".join(desk.ok("case", "show", made).stdout.split())
    for words in (
        "Bo Øst · værge · dekret set",
        "personligt fremmøde · ",
        "pas forevist",
        "Brug ikke mine data",
        "1. præcisering, ",
        "Hvilke? → Alle",
        "oplysningerne ligger spredt eller er svære at samle. Ligger tre steder",
        "begrænset. Ulovlig behandling",
        "ingen har modtaget oplysningerne: Ingen i loggen",
        "1. sager: brev.txt, side 2: behandlingen var ulovlig",
        "afgjort: begrænset",
    ):
        assert words in shown


def test_a_late_question_and_a_refusal_are_shown_with_their_rule(desk: Desk) -> None:
    made = desk.open(date(2026, 2, 2), "--track", "gdpr", "--track", "own")
    desk.ok("case", "ask", made, "identity", "--on", "2026-02-22", text="tvivl")
    desk.ok("case", "documents", made, "--on", "2026-02-10")
    before = " ".join(desk.ok("case", "show", made).stdout.split())
    desk.ok("case", "refuse", made, "--ground", "identity_unproved", "--on", "2026-03-02", text="Intet svar")
    after = " ".join(desk.ok("case", "show", made).stdout.split())
    assert "(spurgt for sent til at give ophold)" in before
    assert "2026-03-02 (overskredet)" in before
    assert "Frist for aktindsigt 2026-02-11 (besvaret 2026-02-10)" in before
    assert "identiteten er ikke bekræftet (artikel 12, stk. 6). Intet svar" in after


def test_rectification_by_annotation_ends_in_an_answer(desk: Desk) -> None:
    made = desk.known(TODAY, "--kind", "rectification")
    desk.ok("case", "outcome", made, "--code", "annotated_disagreement", text="Faglig vurdering")
    desk.ok("case", "answered", made, "--channel", "Digital Post")
    desk.ok("case", "close", made)
    assert desk.show(made)["outcome"]["code"] == "annotated_disagreement"


def test_art_19_recipients_are_listed_told_or_impossible_before_closing(desk: Desk) -> None:
    made = desk.known(TODAY, "--kind", "erasure")
    desk.ok("case", "outcome", made, "--code", "erased", text="Nyhedsbrev")
    desk.ok("case", "notices", made, "--add", text="Udbetaling Danmark\n\nFirma A/S\n")
    desk.ok("case", "answered", made)
    assert "recipients 1, 2 are not told" in desk.refused("case", "close", made)
    desk.ok("case", "notices", made, "--told", "1")
    desk.ok("case", "notices", made, "--impossible", "2", text="Lukket")
    desk.ok("case", "close", made)
    told = [(one["recipient"], one["told"], one["impossible"]) for one in desk.json("case", "notices", made)]
    assert told == [("Udbetaling Danmark", TODAY.isoformat(), ""), ("Firma A/S", None, "Lukket")]


def test_nobody_to_tell_is_said_with_how_it_was_found_out(desk: Desk) -> None:
    made = desk.known(TODAY, "--kind", "erasure")
    desk.ok("case", "outcome", made, "--code", "erased", text="Nyhedsbrev")
    desk.ok("case", "notices", made, "--none", text="Ingen i videregivelsesloggen")
    desk.ok("case", "answered", made)
    desk.ok("case", "close", made)


def test_two_wishes_at_once_about_notices_are_a_wrong_use(desk: Desk) -> None:
    assert desk.run("case", "notices", desk.open(), "--told", "1", "--none").exit_code == 2


def test_a_restricted_item_is_closed_to_ordinary_search_and_open_to_the_persons_case(desk: Desk) -> None:
    """R-01-06: still covered by access, marked, and never handed to who only searches."""
    desk.space.write("brev.txt", LETTER)
    desk.ok("index")
    find = ("find", "--subject", str(desk.folder / "subject.toml"), "--purpose", "test")
    hits = desk.file("hits.jsonl", desk.ok(*find, "--json").stdout)
    made = desk.open(TODAY, "--kind", "restriction")
    desk.ok("case", "restrict", made, "--items", hits, "--trigger", "accuracy")
    hidden, needed = desk.json(*find)[0], desk.json(*find, "--case", made)[0]
    assert (hidden["restricted"], hidden["passages"][0]["text"]) == (True, "")
    assert "cykel" not in desk.ok(*find, "--explain", "--statement", "--suggest").stdout
    assert (needed["restricted"], needed["passages"][0]["text"]) == (True, LETTER)
    desk.ok("case", "lift", made, "1", "--told", TODAY.isoformat())
    assert "restricted" not in desk.json(*find)[0]


def test_a_restriction_outlives_a_rebuilt_index(desk: Desk) -> None:
    desk.space.write("brev.txt", LETTER)
    desk.ok("index")
    items = desk.file("items.jsonl", '{"store": "sager", "item": "brev.txt"}\n')
    made = desk.open(TODAY, "--kind", "restriction")
    desk.ok("case", "restrict", made, "--items", items, "--trigger", "unlawful")
    desk.ok("index", "--rebuild", "--yes")
    found = desk.json("find", "--subject", str(desk.folder / "subject.toml"), "--purpose", "test")[0]
    assert (found["restricted"], found["passages"][0]["text"]) == (True, "")


def test_objection_and_portability_are_held_against_the_record(desk: Desk) -> None:
    from dsar.activities import default_text

    desk.file("activities.toml", default_text())
    made = desk.open(TODAY, "--kind", "portability")
    refused = ("case", "outcome", made, "--code", "refused")
    assert "Name the activities" in desk.refused(*refused, text="nej")
    desk.ok(*refused, "--activity", "job-og-velfaerd", text="Myndighedsudøvelse")
    assert desk.show(made)["outcome"]["activities"] == ["job-og-velfaerd"]


def test_the_calendar_is_written_where_one_wants_it(desk: Desk) -> None:
    made = desk.open()
    out = desk.folder / "frister.ics"
    desk.ok("case", "calendar", "--out", str(out))
    named = {str(event["summary"]) for event in icalendar.Calendar.from_ical(out.read_bytes()).walk("vevent")}
    assert len(named) == 2
    assert all(name.startswith(f"Sag {made}: ") for name in named)
    assert desk.ok("case", "calendar", "--out", "-").stdout_bytes.startswith(b"BEGIN:VCALENDAR")


def test_a_calendar_that_cannot_be_written_is_one_line(desk: Desk) -> None:
    assert "cannot be written" in desk.refused("case", "calendar", "--out", str(desk.folder / "no" / "where.ics"))


def expired(desk: Desk) -> str:
    made = desk.open(date(2019, 3, 1))
    for verb in ("withdraw", "close"):
        desk.ok("case", verb, made, "--on", "2019-03-04")
    return made


def test_a_purge_says_what_would_go_and_deletes_nothing_when_dry(desk: Desk) -> None:
    made, kept = expired(desk), desk.open()
    ran = desk.ok("case", "purge", "--dry-run")
    assert ran.stdout == f"{made}: indsigt, lukket 2019-03-04\n"
    assert {one["id"] for one in desk.json("case", "list", "--all")} == {made, kept}


def test_a_purge_asks_and_a_no_deletes_nothing(desk: Desk) -> None:
    made = expired(desk)
    ran = CliRunner().invoke(main, ["-w", str(desk.folder), "case", "purge"], input="n\n")
    assert ran.exit_code == 1
    assert desk.show(made)["id"] == made


def test_a_purge_deletes_what_has_expired_and_leaves_a_trace_in_the_log(desk: Desk) -> None:
    made, kept = expired(desk), desk.open()
    desk.ok("case", "purge", "--yes")
    assert [one["id"] for one in desk.json("case", "list", "--all")] == [kept]
    assert "was deleted on" in desk.refused("case", "show", made)
    purged = [event for event in desk.json("log") if event["action"] == "case.purge"]
    assert [(event["case"], event["note"], event["subject"]) for event in purged] == [(made, "access", None)]


def test_how_long_a_case_is_kept_is_a_setting(desk: Desk) -> None:
    with (desk.folder / "dsar.toml").open("a", encoding="utf-8") as file:
        file.write("[cases]\nretention_years = 50\n")
    expired(desk)
    assert "Ingen sag er lukket for mere end 50 år siden." in desk.ok("case", "purge", "--yes").stderr


def test_what_an_open_question_does_to_the_date_is_a_setting(desk: Desk) -> None:
    made = desk.open(date(2026, 2, 2))
    desk.ok("case", "ask", made, "identity", "--on", "2026-02-03", text="tvivl")
    desk.ok("case", "identity", made, "--how", "mitid", "--on", "2026-02-11")
    paused = desk.show(made)["suspended_due"]
    with (desk.folder / "dsar.toml").open("a", encoding="utf-8") as file:
        file.write('[cases]\nsuspension = "restart"\n')
    assert (paused, desk.show(made)["suspended_due"]) == ("2026-03-10", "2026-03-11")


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"x" * 1_000_001], ids=["no-text", "too-large"])
def test_a_text_file_that_is_none_is_refused_by_its_name(desk: Desk, data: bytes) -> None:
    made = desk.open()
    (desk.folder / "note.bin").write_bytes(data)
    assert "note.bin: is" in desk.refused("case", "note", made, "--text-file", str(desk.folder / "note.bin"))


def test_a_case_that_is_not_there_is_one_line(desk: Desk) -> None:
    assert (
        desk.refused("case", "show", "010127-4321") == "dsar: there is no such case. See them: dsar case list --all\n"
    )


def test_the_log_tells_of_each_look_and_act(desk: Desk) -> None:
    made = desk.open()
    desk.show(made)
    desk.ok("case", "note", made, text="hej")
    desk.ok("case", "list")
    told = [(event["action"], event["case"], event["note"]) for event in desk.json("log")]
    assert told == [
        ("case.open", made, ""),
        ("case.show", made, ""),
        ("case.change", made, "noted"),
        ("case.list", None, ""),
    ]


@pytest.mark.parametrize("name", sorted(CASE_COMMANDS))
def test_every_commands_help_has_an_example(name: str) -> None:
    command = case.get_command(click.Context(case), name)  # type: ignore[attr-defined]
    assert command is not None
    assert f"Example: dsar case {name}" in (command.help or "")


def test_an_answer_is_not_registered_while_a_hit_is_undecided(desk: Desk) -> None:
    desk.space.write("brev.txt", LETTER)
    desk.ok("index")
    made = desk.known()
    desk.ok("case", "search", made)
    assert "is not ready to be sent (undecided: hits 1)" in desk.refused("case", "answered", made)
    desk.ok("case", "decide", made, "all", "--include")
    desk.ok("case", "answered", made)
    assert desk.show(made)["state"] == "answered"


def test_what_people_wrote_neither_steers_the_terminal_nor_breaks_a_table(desk: Desk) -> None:
    made = desk.open()
    desk.ok("case", "note", made, text="[/bold] [red]\x1b]0;titel\x07 slut")
    desk.ok("case", "assign", made, "[/x]")
    shown = desk.ok("case", "show", made).stdout + desk.ok("case", "list").stdout
    assert "\x1b" not in shown
    assert "[/bold] [red]" in shown
    assert "[/x]" in shown


def test_a_late_answer_about_documents_is_told_by_its_name(desk: Desk) -> None:
    """The request came long before it was registered: seven working days are over, the month too."""
    subject = desk.file("sen.toml", 'names = ["Ida Kirstine Holm"]')
    opened = desk.ok("case", "open", "--subject", subject, "--received", "2026-01-05", "--track", "party")
    assert "svar på aktindsigt senest 2026-01-14 (OVERSKREDET), svar senest 2026-02-05 (OVERSKREDET)" in opened.stderr
    made = opened.stdout.strip()
    shown = " ".join(desk.ok("case", "show", made).stdout.split())
    assert "Frist for aktindsigt 2026-01-14 (overskredet)" in shown


def test_an_heir_is_told_to_be_looked_at(desk: Desk) -> None:
    subject = desk.file("dod.toml", 'names = ["Ida Kirstine Holm"]')
    people = desk.file(
        "folk.toml",
        '[requester]\nname = "Ole Holm"\n[representative]\nname = "Ole Holm"\nrelation = "heir"\n'
        'basis = "skifteretsattest af 2. oktober 2026"\n',
    )
    opened = desk.ok("case", "open", "--subject", subject, "--received", "2026-11-02", "--people", people)
    assert "databeskyttelseslovens § 2, stk. 5" in opened.stderr


def test_a_request_after_an_answer_is_told_of_it_and_is_a_case_of_its_own(desk: Desk) -> None:
    first = desk.open()
    desk.ok("case", "withdraw", first)
    subject = str(desk.folder / "subject.toml")
    again = desk.ok("case", "open", "--subject", subject, "--received", TODAY.isoformat())
    assert again.stdout.strip() != first
    assert f"{first}: samme person, sluttede den {TODAY.isoformat()}" in again.stderr
