"""From a case, what is released and the record to the facts of a letter; and what a caseworker is told beside it."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dsar.audit import Action, Event
from dsar.cases import acts
from dsar.cases.codes import Asked, CaseKind, ExtensionReason, OutcomeCode, RefusalGround, Relation
from dsar.cases.deadlines import SuspensionPolicy, deadlines
from dsar.cases.decisions import Entry, standing
from dsar.cases.grounds import load_grounds
from dsar.cases.review import CaseHit, Policy, problems, release
from dsar.cases.values import Case, Representative, Requester
from dsar.errors import SetupError, StoreError
from dsar.letters.build import Findings, letter_facts, lookups
from dsar.letters.cautions import cautions
from dsar.letters.compose import compose
from dsar.letters.disclosures import read_disclosures
from dsar.letters.elements import elements
from dsar.letters.facts import Facts, LetterKind, Lookup
from dsar.letters.file import write_files
from dsar.letters.kinds_of_data import kinds_of_data
from dsar.letters.plain import plain
from dsar.letters.required import missing
from dsar.model import (
    Answer,
    Category,
    Gap,
    GapCode,
    Hit,
    HitPassage,
    Level,
    NotSearched,
    Searched,
    StoreGap,
    Subject,
)
from dsar.settings import Organisation
from tests.cases.made import RECEIVED, TODAY, case
from tests.cases.review_made import decided, history
from tests.cases.review_made import hit as made_hit
from tests.letters.samples import RECORD, facts

ORGANISATION = Organisation(
    name="Fjordlev Kommune", phone="99 00 00 00", dpo_email="dpo@fjordlev.example", unit="Borgerservice"
)
AT = datetime(2026, 2, 20, 9, tzinfo=UTC)
COVERED = Answer(
    hits=(),
    searched=(Searched("sager", 12, AT),),
    not_searched=(NotSearched("papir", "er på papir"),),
    gaps=(
        StoreGap("sager", Gap("a.zip", GapCode.ENCRYPTED, "needs a password"), AT),
        StoreGap("sager", Gap("b.zip", GapCode.ENCRYPTED, "needs a password"), AT),
    ),
    seconds=1.0,
)


def built(
    kind: str, of: Case, *, findings: Findings | None = None, policy: SuspensionPolicy = SuspensionPolicy.NONE
) -> Facts:
    return letter_facts(
        LetterKind(kind),
        of,
        made=TODAY,
        organisation=ORGANISATION,
        activities=RECORD,
        deadlines=deadlines(of, policy=policy, today=TODAY),
        policy=policy,
        findings=findings,
    )


def hits(number: int, activity: str | None = "job-og-velfaerd") -> CaseHit:
    return made_hit(number, Level.CERTAIN, activity=activity)


def found(given: Sequence[CaseHit], *entries: Entry, **fields: object) -> Findings:
    review = standing(history(*entries))
    released = release(given, review, Policy())
    left = problems(released, review, Policy(), grounds=load_grounds())
    return Findings(released=released, grounds=load_grounds(), problems=left, covered=COVERED, searched_at=AT, **fields)  # type: ignore[arg-type]


WITHHELD = decided(3, "withhold", ground="dbl22_1", reason="Hensyn til barnet.")


def test_an_answer_counts_what_is_given_and_what_is_not() -> None:
    given = [hits(1), hits(2, "by-og-land"), hits(3), hits(4)]
    answer = found(given, decided(1, "include"), decided(2, "extract"), WITHHELD, decided(4, "exclude"))
    made = built("answer", case(), findings=answer)
    assert [(a.activity.id, a.numbers, a.withheld) for a in made.areas] == [
        ("by-og-land", (2,), 0),
        ("job-og-velfaerd", (1,), 1),
    ]
    assert (made.given, made.kept_back) == (2, 1)
    assert missing(made) == ()
    assert [e.number for e in elements(made, compose(made)) if not e.right] == []


def test_what_is_withheld_comes_with_its_ground_and_weighing() -> None:
    place = decided(1, "withhold", ground="art15_4", reason="En anden taler.", place="side 3")
    made = built("answer", case(), findings=found([hits(1), hits(3)], decided(1, "include"), place, WITHHELD))
    assert [(w.number, w.place, w.rule, w.weighing) for w in made.withheld] == [
        (1, "side 3", "databeskyttelsesforordningens artikel 15, stk. 4", "En anden taler."),
        (3, "", "databeskyttelseslovens § 22, stk. 1", "Hensyn til barnet."),
    ]
    assert [one.letter for one in made.attachments] == ["A", "B", "C", "D", "E"]


def test_the_name_of_a_sheet_is_not_told_of_what_is_withheld() -> None:
    row = decided(1, "withhold", ground="art15_4", reason="En anden.", place="Hans Friis opsagt række 4")
    made = built("answer", case(), findings=found([hits(1)], decided(1, "include"), row))
    assert [one.place for one in made.withheld] == ["et ark række 4"]
    assert "Friis" not in plain(compose(made))


def test_what_hinders_a_release_hinders_the_letter() -> None:
    made = built("answer", case(), findings=found([hits(1), hits(2)], decided(1, "include")))
    assert any("der mangler stillingtagen til 1 fund" in line for line in missing(made))


@pytest.mark.parametrize("activity", [None, "not-in-the-record"])
def test_a_hit_without_an_activity_hinders_the_letter(activity: str | None) -> None:
    made = built("answer", case(), findings=found([hits(1, activity)], decided(1, "include")))
    assert any("behandlingsaktivitet for 1 fund" in line for line in missing(made))


def test_the_search_is_told_by_kinds_of_identifiers_and_places() -> None:
    subject = Subject(cpr=("0101304999",), names=("A B", "C D"), birth_date=date(2030, 1, 1))
    answer = found([hits(1)], decided(1, "include"))
    made = built("answer", replace(case(), subject=subject), findings=answer)
    assert made.search is not None
    assert made.search.asked == (("cpr", 1), ("name", 2), ("birth_date", 1))
    assert [(p.name, p.items, p.found) for p in made.search.places] == [("sager", 12, 1)]
    assert made.search.skipped == (("papir", "er på papir"),)
    assert made.search.unread == (("sager", "encrypted", 2),)
    assert "0101304999" not in plain(compose(made))


def test_nothing_found_makes_a_no_data_letter_and_no_answer() -> None:
    nothing = found([hits(1)], decided(1, "exclude", reason="en anden"))
    assert "Nej, vi har ikke fundet oplysninger om dig" in plain(compose(built("no-data", case(), findings=nothing)))
    with pytest.raises(SetupError, match="er brevet no-data"):
        compose(built("answer", case(), findings=nothing))


def test_categories_are_those_found_and_strict_ones_only_where_the_record_declares_them() -> None:
    seen = {"by-og-land": {Category.NAME, Category.HEALTH, Category.RELIGION}}
    answer = found([hits(1, "by-og-land"), hits(2)], decided(1, "include"), decided(2, "include"), categories=seen)
    areas = built("answer", case(), findings=answer).areas
    assert areas[0].categories == (Category.NAME, Category.HEALTH)
    assert areas[0].unconfirmed == (Category.RELIGION,)
    assert set(areas[1].categories) == set(RECORD.get("job-og-velfaerd").categories)  # type: ignore[union-attr]


def test_kinds_of_data_are_read_from_the_passages_by_activity() -> None:
    text = "Diagnose: depression. Patienten er henvist til psykiatrisk afdeling og får medicin."
    hit = Hit("sager", "a.txt", "a.txt", 0.99, "by-og-land", (), (HitPassage("tekst", text, ()),))
    read = kinds_of_data([hit, replace(hit, activity=None)], lambda _: ())
    assert Category.HEALTH in read["by-og-land"]
    assert read.keys() == {"by-og-land"}


def event(action: Action, day: int, **fields: str) -> Event:
    return Event(action, "mette", datetime(2026, 2, day, 23, 30, tzinfo=UTC), **fields)  # type: ignore[arg-type]


def test_lookups_are_days_and_purposes_without_names() -> None:
    log = [
        event(Action.FIND, 1, purpose="Partshøring"),
        event(Action.CASE_SEARCH, 3, case="2026-0001"),
        event(Action.CASE_HITS, 3, case="2026-0001"),
        event(Action.LETTER, 3, case="2026-0001"),
        event(Action.FIND, 25, purpose="senere"),
    ]
    assert lookups(log, until=date(2026, 2, 20)) == (
        Lookup(on=date(2026, 2, 2), system="dsar", purpose="Partshøring"),
        Lookup(on=date(2026, 2, 4), system="dsar", case="2026-0001"),
    )


@pytest.mark.parametrize("relation", Relation)
def test_an_answer_to_a_representative_has_every_element_for_three_departments(relation: Relation) -> None:
    one = Representative("Bente Holm", relation, "papir", contact="Skolegade 4\n9000 Aalborg")
    given = [hits(1, "by-og-land"), hits(2, "boern-og-unge"), hits(3)]
    answer = found(given, *(decided(number, "include") for number in (1, 2, 3)))
    made = built("answer", replace(case(), representative=one), findings=answer)
    letter = compose(made)
    assert [(e.number, e.right) for e in elements(made, letter) if not e.right] == []
    assert "Du har spurgt på vegne af Ida Holm Prøve." in plain(letter)


def test_a_representative_gets_the_letter() -> None:
    one = Representative("Bente Holm", Relation.GUARDIAN, "værgebeskikkelse", contact="Skolegade 4\n9000 Aalborg")
    made = built("receipt", replace(case(), representative=one))
    assert (made.addressee.name, made.addressee.subject) == ("Bente Holm", "Ida Holm Prøve")
    assert "9000 Aalborg" in plain(compose(made))


def test_the_subject_gets_the_letter_where_nobody_is_named() -> None:
    assert built("receipt", replace(case(), requester=Requester(""))).addressee.name == "Ida Holm Prøve"


def test_a_cpr_number_in_the_address_is_left_out() -> None:
    requester = Requester("Ida Holm Prøve 010130-4999", "Skolegade 4, 010130-4999")
    made = built("receipt", replace(case(), requester=requester))
    assert "4999" not in plain(compose(made))


@pytest.mark.parametrize(
    ("asked", "policy", "paused"),
    [
        (RECEIVED, SuspensionPolicy.PAUSE, True),
        (RECEIVED, SuspensionPolicy.NONE, False),
        (TODAY, SuspensionPolicy.PAUSE, False),
    ],
    ids=["asked at once", "not our policy", "asked late"],
)
def test_the_date_moves_only_where_we_asked_in_time_and_do_so(
    asked: date, policy: SuspensionPolicy, paused: bool
) -> None:
    of = case(acts.AskedCitizen(Asked.IDENTITY, asked, "Ny adresse."))
    made = built("identity", of, policy=policy)
    assert made.case.paused is paused
    assert ("lægger vi til" in plain(compose(made))) is paused


def test_a_clarification_takes_the_open_question_and_an_answer_the_reply() -> None:
    question = acts.AskedCitizen(Asked.SCOPE, RECEIVED, "Vi har mange sager.")
    assert "Vi har mange sager." in plain(compose(built("clarification", case(question))))
    replied = case(question, acts.Replied(1, date(2026, 2, 5), "Kun min byggesag."))
    assert missing(built("clarification", replied)) != ()
    answer = built("answer", replied, findings=found([hits(1)], decided(1, "include")))
    assert "Kun min byggesag." in plain(compose(answer))
    assert "5. februar 2026" in plain(compose(answer))


def test_extension_and_refusal_come_from_the_acts() -> None:
    extended = case(acts.Extended(TODAY, (ExtensionReason.VOLUME,), "800 dokumenter."))
    assert "800 dokumenter." in plain(compose(built("extension", extended)))
    assert built("extension", extended).case.extended
    refused = case(acts.Refused(TODAY, RefusalGround.EXCESSIVE, "Samme spørgsmål hver uge."))
    assert "Samme spørgsmål hver uge." in plain(compose(built("refusal", refused)))


def test_a_decision_names_its_outcome_and_the_activities() -> None:
    decision = acts.OutcomeDecided(OutcomeCode.ANNOTATED_DISAGREEMENT, TODAY, "Lægens vurdering.", None)
    of = case(decision, kind=CaseKind.RECTIFICATION)
    assert of.outcome is not None
    of = replace(of, outcome=replace(of.outcome, activities=("by-og-land",)))
    text = plain(compose(built("decision", of)))
    assert "Vi retter ikke en faglig vurdering." in text
    assert "By og Land" in text


def test_a_notice_goes_to_the_recipient_and_tells_no_more_than_it_must() -> None:
    decision = acts.OutcomeDecided(OutcomeCode.ERASED, TODAY, "Dobbelt oprettet.", None)
    of = case(decision, acts.RecipientNamed("Udbetaling Danmark"), kind=CaseKind.ERASURE)
    made = letter_facts(
        LetterKind.NOTICE,
        of,
        made=TODAY,
        organisation=ORGANISATION,
        activities=RECORD,
        deadlines=deadlines(of, policy=SuspensionPolicy.NONE, today=TODAY),
        notice=of.notices[0],
    )
    text = plain(compose(made))
    assert text.splitlines()[2] == "Udbetaling Danmark"
    assert "Oplysningerne er nu slettet." in text.replace("\n", " ")
    assert "Modtaget" not in text


CAUTIONS = [
    ("withheld", "Afvejningerne står ordret"),
    ("processors", "databehandlere for by-og-land, boern-og-unge"),
    ("unread", "3 dokumenter kunne ikke læses"),
    ("skipped", "Der er ikke søgt i papirarkiv."),
    ("lookups", "tidligere opslag"),
    ("strict", "bekræft, at det står om borgeren i by-og-land: helbred"),
]


@pytest.mark.parametrize("said", [said for _, said in CAUTIONS], ids=[name for name, _ in CAUTIONS])
def test_a_caseworker_is_told_what_to_look_at(said: str) -> None:
    given = facts(LetterKind.ANSWER)
    assert any(said in line for line in cautions(given, compose(given)))


def test_other_cautions() -> None:
    given = facts(LetterKind.ANSWER)
    area = replace(given.areas[0], unconfirmed=(Category.UNION,), categories=(Category.NAME, Category.LANGUAGE))
    activity = replace(area.activity, purposes=("at føre ZQX",))
    changed = replace(
        given,
        made=date(2026, 12, 3),
        disclosures=(),
        sender=replace(given.sender, phone="", address="", website=""),
        case=replace(given.case, request=""),
        areas=(replace(area, activity=activity),),
    )
    letter = compose(given)
    said = "\n".join(cautions(changed, compose(replace(changed, sender=given.sender))))
    assert "står IKKE i brevet: medlemskab af fagforening" in said
    assert "I brevet, men ikke i fortegnelsen for by-og-land: sprog" in said
    assert "forklar: ZQX" in said
    assert "giv --disclosures" in said
    assert "ingen telefon" in said
    assert "ordlyd er ikke noteret" in said
    assert "Fristen var 2026-12-02." in said
    assert "Du bad om indsigt i dine oplysninger." in plain(compose(replace(changed, sender=given.sender)))
    assert "Du skrev:" in plain(letter)


def test_mails_that_left_the_house_stand_in_the_letter_and_those_to_unnamed_ones_are_pointed_out() -> None:
    house = replace(ORGANISATION, website="fjordlev.example")
    sent = replace(hits(1), mail="From: a@fjordlev.example\nTo: post@ast.example, x@y.example")
    made = letter_facts(
        LetterKind.ANSWER,
        case(),
        made=TODAY,
        organisation=house,
        activities=RECORD,
        deadlines=deadlines(case(), policy=SuspensionPolicy.NONE, today=TODAY),
        findings=found([sent], decided(1, "include")),
    )
    letter = compose(made)
    assert "ast.example | Ikke noteret | 1 mail fra os. Bilag B, nr. 1." in " ".join(plain(letter).split())
    assert any("Fund 1 er sendt ud af huset" in line for line in cautions(made, letter))


def test_a_notice_is_to_be_read_again_before_it_goes_to_somebody_else() -> None:
    given = facts(LetterKind.NOTICE)
    assert any("skrevet til borgeren" in line for line in cautions(given, compose(given)))


def test_disclosures_are_read_oldest_first(tmp_path: Path) -> None:
    path = tmp_path / "d.toml"
    path.write_text(
        '[[disclosure]]\nrecipient = "B"\non = 2025-06-03\noccasion = "klage"\nhits = [3, 4]\n'
        '[[disclosure]]\nrecipient = "A"\non = 2024-06-03\noccasion = "sag"\n',
        encoding="utf-8",
    )
    assert [(d.recipient, d.on, d.numbers) for d in read_disclosures(path)] == [
        ("A", date(2024, 6, 3), ()),
        ("B", date(2025, 6, 3), (3, 4)),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"[[disclosure", "is not valid TOML"),
        (b"\xff", "is not UTF-8"),
        (b"[[disclosure]]\nrecipient = 'A'\noccasion = 'x'\n", "disclosure.0.on"),
        (b"other = 1\n", "other"),
    ],
)
def test_disclosures_that_cannot_be_read_are_refused(tmp_path: Path, text: bytes, said: str) -> None:
    path = tmp_path / "d.toml"
    path.write_bytes(text)
    with pytest.raises(SetupError, match=said):
        read_disclosures(path)


def test_disclosures_that_are_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be read"):
        read_disclosures(tmp_path / "none.toml")


def test_files_are_written_for_their_owner_alone_and_the_same_again_is_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "breve"
    paths = write_files(folder, [("a.pdf", b"1"), ("b.docx", b"2")])
    assert [path.stat().st_mode & 0o777 for path in paths] == [0o600, 0o600]
    write_files(folder, [("a.pdf", b"1")])
    assert sorted(path.name for path in folder.iterdir()) == ["a.pdf", "b.docx"]


def test_a_letter_that_was_edited_is_not_written_over_unless_asked(tmp_path: Path) -> None:
    write_files(tmp_path, [("a.docx", b"edited")])
    with pytest.raises(SetupError, match=r"a\.docx is there already"):
        write_files(tmp_path, [("new.pdf", b"2"), ("a.docx", b"1")])
    assert not (tmp_path / "new.pdf").exists()
    write_files(tmp_path, [("a.docx", b"1")], replace=True)
    assert (tmp_path / "a.docx").read_bytes() == b"1"


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("dsar.disk.os.fsync", full)
    with pytest.raises(StoreError, match="the disk is full"):
        write_files(tmp_path / "breve" / "2026", [("a.pdf", b"1")])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "breve").write_text("x")
    with pytest.raises(SetupError, match="cannot be read or written"):
        write_files(tmp_path / "breve", [("a.pdf", b"1")])
