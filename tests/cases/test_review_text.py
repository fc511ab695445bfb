"""What a caseworker reads, and what a terminal is spared."""

from __future__ import annotations

from dataclasses import replace

from rich.console import Console

from dsar.cases.decisions import Entry, standing
from dsar.cases.grounds import load_grounds
from dsar.cases.hits import Search
from dsar.cases.review import Policy, Presence, problems, release
from dsar.cases.review_text import history_line, hit_lines, marked, numbers, status_lines, table
from dsar.model import Clue, Hit, HitPassage, Level, Span
from tests.cases.review_made import NOW, TODAY, decided, history, hit

PASSAGE = HitPassage(
    "side 1", "Anders har det svært.\x1b[2J", (Clue("name.full", 7.0, Span(0, 6)), Clue("role.subject", 0.0))
)
HIT = Hit("sager", "mappe/1.txt", "1.txt", 0.999, None, ("andre:2.txt",), (PASSAGE,))
KEPT = replace(hit(1), item="mappe/1.txt", duplicates=("andre:2.txt",), held="whole")


def test_the_evidence_is_marked_and_the_terminal_is_left_alone() -> None:
    assert marked(PASSAGE) == "»Anders« har det svært.?[2J"


def test_spans_inside_each_other_are_marked_once() -> None:
    clues = (Clue("a", 1, Span(0, 6)), Clue("b", 1, Span(2, 4)), Clue("c", 1, Span(7, 10)))
    assert marked(HitPassage("x", "Anders har det", clues)) == "»Anders« »har« det"


def test_numbers_are_said_in_runs() -> None:
    assert numbers([4, 1, 2, 3, 7]) == "1-4, 7"
    assert numbers(range(1, 60, 2)).endswith("21, 23, …")


def test_a_hit_is_shown_with_its_decision_its_ground_and_what_to_think_of() -> None:
    entries = history(decided(1, "withhold", ground="dbl22_1", reason="x"))
    (verdict,) = release([replace(KEPT, presence=Presence.GONE)], standing(entries), Policy()).all
    assert list(hit_lines(HIT, verdict, grounds=load_grounds(), today=TODAY)) == [
        "Nr. 1  sager:mappe/1.txt",
        "  også: andre:2.txt",
        "  Sikkerhed: sikker.  Rolle: handler om personen",
        "  Hele dokumentet er bevaret i sagen.",
        "",
        "-- 1: side 1 --",
        "»Anders« har det svært.?[2J",
        "   Fordi: fulde navn",
        "",
        "holdes tilbage",
        "findes ikke længere i sit lager; det, der blev fundet, er bevaret i sagen",
        "hold tilbage (dbl22_1), mette 21-11-2026 23.01",
        "Hjemmel: databeskyttelseslovens § 22, stk. 1.",
        "Husk: Kræver en konkret vurdering af netop denne oplysning.",
    ]


def test_an_attachment_is_shown_with_the_first_mail_of_its_thread() -> None:
    of_mail = replace(KEPT, family="post:1.eml")
    (verdict,) = release([of_mail], standing([]), Policy()).all
    shown = list(hit_lines(HIT, verdict, grounds=load_grounds(), today=TODAY))
    assert "  hører til mailen: post:1.eml" in shown
    console = Console(width=120, record=True, file=None)
    with console.capture() as printed:
        console.print(table([verdict]))
    assert "hører til mailen: post:1.eml" in printed.get()


def test_the_status_says_what_is_left() -> None:
    review = standing(history(decided(1, "include", content="before")))
    released = release([hit(1), hit(2), hit(3, Level.OTHER)], review, Policy())
    left = problems(released, review, Policy(), grounds=load_grounds())
    search = Search(1, "mette", NOW, done=True, summary=None)
    assert list(status_lines("2026-0001", search, released, left)) == [
        "1 udleveres, 1 mangler afgørelse, 1 om en anden; tages ikke med",
        "Det mangler:",
        "  Fund uden afgørelse: 2",
        "  Fund, der er ændret, siden de blev afgjort; se dem igen og bekræft eller afgør på ny: 1",
    ]


def test_a_line_of_the_history_says_who_did_what_and_whether_it_was_undone() -> None:
    entries = history(decided(1, "exclude", reason="tom side", place="side 2", role="employee"))
    undone = [*entries, Entry(2, 2, entries[0].act, "ole", NOW, hit=1, undoes=1)]
    (line,) = [history_line(entries[0], standing(undone))]
    assert line == (
        "   1  21-11-2026 23.01  mette  afgjort 1 (side 2): tag ikke med, som medarbejder"
        "  [fortrudt]\n      Begrundelse: tom side"
    )


def test_the_table_has_a_row_for_each_hit() -> None:
    console = Console(width=100, record=True, file=None, quiet=False, force_terminal=False)
    with console.capture() as shown:
        console.print(table(release([KEPT, hit(2, Level.OTHER)], standing([]), Policy()).all))
    text = shown.get()
    assert "mangler afgørelse" in text
    assert text.count("handler om personen") == 1
