"""The plan: the subject's stays, others' goes wherever it recurs, and a caseworker has the last word."""

from __future__ import annotations

from datetime import date

import pytest

from dsar.detect import Detectors
from dsar.model import Passage
from dsar.redact.own import own_identifiers
from dsar.redact.plan import plan_passages
from dsar.redact.removal import Action, Options, Override, Reason, counted
from dsar.redact.text_copy import without
from dsar.redact.words import REMOVED
from tests.package.people import SUBJECT

DETECT = Detectors(today=date(2026, 11, 21), thorough=True).detect
OWN = own_identifiers(SUBJECT, DETECT)


def redacted(*texts: str, options: Options | None = None) -> str:
    """The texts as passages of one document, with … for what goes."""
    passages = [Passage(f"side {n}", text) for n, text in enumerate(texts, 1)]
    plans = plan_passages(passages, OWN, DETECT, options)
    shown = []
    for passage, plan in zip(passages, plans, strict=True):
        text = passage.text
        for removal in reversed(plan):
            text = text[: removal.span.start] + "…" + text[removal.span.end :]
        shown.append(text)
    return "\n\f".join(shown)


@pytest.mark.parametrize(
    "text",
    [
        "Anders Bo Jensen, 010130-4999, bor Vestergade 12, 2. tv, 9000 Aalborg.",
        "Anders Jensen har skrevet fra abj@example.dk. Anders Bo Larsen er hans tidligere navn.",
        "Anders Bo Jensen ringede. Jensens bil holder ulovligt, og Anders betaler.",
        "Navn: Anders Bo Jensen\nCPR: 010130-4999\nTelefon: 22 33 44 55\nKonto: 1234-0123456789",
    ],
    ids=["identifiers", "other forms", "short forms", "their row of a register"],
)
def test_the_subjects_own_stays(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mette Kjær Østergård har ringet.", "… har ringet."),
        ("Hun har cpr-nr. 120628-4123.", "Hun har cpr-nr. …."),
        ("Oliver Hansen bor Skolegade 4, 9000 Aalborg.", "… bor …."),
        ("Skriv til mhk@gmail.com eller ring 98 12 34 56.", "Skriv til … eller ring …."),
        ("Mette Hansens bil har nummer AB 12 345.", "… bil har nummer …."),
        ("M. Østergård var til stede.", "… var til stede."),
    ],
)
def test_others_go(text: str, shown: str) -> None:
    assert redacted(text) == shown


def test_a_number_that_goes_on_in_the_next_line_goes_whole() -> None:
    assert redacted("Ring til Mette Hansen på telefon 98 12\n34 56 i dag.") == "Ring til … på telefon … i dag."


def test_a_surname_alone_goes_on_an_earlier_page_too() -> None:
    shown = redacted("Her skrev Bjerregaard under.", "Mødt var Lone Bjerregaard.")
    assert shown == "Her skrev … under.\n\fMødt var …."


@pytest.mark.parametrize("form", ["BJERREGAARD", "bjerregård", "Bjerregaards", "lone.bjerregaard"])
def test_a_removed_name_goes_in_every_written_form(form: str) -> None:
    assert form not in redacted("Mødt var Lone Bjerregaard.", f"se mere om {form} her")


def test_the_subjects_surname_stays_where_nobody_else_in_the_document_bears_it() -> None:
    assert redacted("Anders Bo Jensen kom.", "Jensen gik igen.") == "Anders Bo Jensen kom.\n\fJensen gik igen."


def test_the_subjects_surname_alone_goes_where_another_in_the_document_bears_it() -> None:
    assert redacted("Anders Bo Jensen kom med Mette Jensen.", "Hr. Jensen gik.").endswith("Hr. … gik.")


def test_an_employee_in_office_stays_with_what_they_are_reached_by_at_work() -> None:
    text = "Med venlig hilsen\nKirsten Holm\nSagsbehandler\nDirekte 99 31 22 33\nkho@eksempel.dk"
    assert redacted(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Naboen Lone Bjerregaard, lærer, har klaget.",
        "Lone Bjerregaard, sygeplejerske, bor overfor.",
        "Anmelder: konsulent Lone Bjerregaard.",
    ],
)
def test_what_somebody_lives_by_makes_them_no_employee_of_ours(text: str) -> None:
    assert "Bjerregaard" not in redacted(text)


@pytest.mark.parametrize(
    "text", ["Sagsbehandler Lone Bjerregaard har ringet.", "Lone Bjerregaard, sagsbehandler, har ringet."]
)
def test_a_caseworker_at_work_stays(text: str) -> None:
    assert redacted(text) == text


def test_an_employees_private_telephone_goes() -> None:
    assert "22 11 22 33" not in redacted("Med venlig hilsen\nKirsten Holm\nSagsbehandler\nPrivat: 22 11 22 33")


def test_employees_go_where_the_municipality_wants_it() -> None:
    shown = redacted("Med venlig hilsen\nKirsten Holm\nSagsbehandler", options=Options(keep_employees=False))
    assert shown == "Med venlig hilsen\n…\nSagsbehandler"


def test_an_authoritys_address_and_telephone_stay() -> None:
    text = "Eksempel Kommune\nRådhuspladsen 1, 9999 Eksempel\nTlf. 99 00 00 00 · post@eksempel.dk · CVR 12345678"
    assert redacted(text) == text


def test_a_telephone_in_a_sentence_about_an_employee_at_work_goes() -> None:
    assert "98 12 34 56" not in redacted("Sagsbehandler Kirsten Holm ringede til moderen på 98 12 34 56.")


@pytest.mark.parametrize(
    "text", ["Kommunen har ringet til naboen på 98 12 34 56.", "Efter aftale med skolen ringede hun fra 98 12 34 56."]
)
def test_a_telephone_in_a_sentence_that_names_an_authority_goes(text: str) -> None:
    assert "98 12 34 56" not in redacted(text)


def test_the_case_number_of_the_subjects_case_stays_and_anothers_goes() -> None:
    shown = redacted("Sagsnr. 2024-000123 om Anders Bo Jensen.\n\nMette Hansen har sagsnr. 2023-000456.")
    assert shown == "Sagsnr. 2024-000123 om Anders Bo Jensen.\n\n… har sagsnr. …."


def test_a_case_number_without_a_name_goes_where_the_document_holds_anothers_cpr_number() -> None:
    shown = redacted("Sagsnr. 2023-000456.\n\nMette Hansen, 120628-4123, ansøger. Nabo er Anders Bo Jensen.")
    assert shown.startswith("Sagsnr. ….")


@pytest.mark.parametrize("text", ["Til stede: Jensen, Anders Bo samt andre.", "Jensen, Anders Bo\n010130-4999"])
def test_the_subjects_name_stays_with_the_last_word_first(text: str) -> None:
    assert redacted(text) == text


def test_two_people_beside_each_other_are_not_the_subject_turned() -> None:
    assert redacted("Mødt var Lars Jensen, Anders Bo Holm og Lone Bjerregaard.") == "Mødt var …, … og …."


def test_the_subjects_initials_stay() -> None:
    text = "Anders Bo Jensen søger. A.B. Jensen har skrevet under."
    assert redacted(text) == text


def test_who_writes_in_a_chat_is_no_employee_for_that() -> None:
    assert "Tornbjerg" not in redacted("15.11.2025 07:46 Emil Tornbjerg: hej")


def test_a_caseworker_keeps_what_was_proposed() -> None:
    options = Options(overrides=(Override(Action.KEEP, "Mette Hansen"),))
    assert redacted("Mette Hansen kom. 120628-4123.", options=options) == "Mette Hansen kom. …."


def test_a_caseworker_removes_what_was_not_proposed_in_any_spelling() -> None:
    options = Options(overrides=(Override(Action.REMOVE, "den blå båd", ground="dbl22_1"),))
    assert redacted("Han bor på Den Blå  Båd.", options=options) == "Han bor på …."


def test_a_decision_for_one_place_does_not_reach_another() -> None:
    options = Options(overrides=(Override(Action.REMOVE, "hunden", place="side 2"),))
    assert redacted("hunden gør", "hunden gør", options=options) == "hunden gør\n\f… gør"


def test_a_removal_says_its_ground_and_reason() -> None:
    passages = [Passage("side 1", "Lone Bjerregaard kom."), Passage("side 2", "Bjerregaard gik.")]
    first, second = plan_passages(passages, OWN, DETECT, Options(ground="dbl22_1"))
    assert [(one.ground, one.reason, one.place) for one in (*first, *second)] == [
        ("dbl22_1", Reason.FOUND, "side 1"),
        ("dbl22_1", Reason.FOUND, "side 2"),
    ]


def test_removals_are_counted_by_place_and_kind() -> None:
    passages = [Passage("side 1", "Lone Bjerregaard, Mette Hansen og 120628-4123.")]
    (plan,) = plan_passages(passages, OWN, DETECT)
    assert [(one.kind.value, one.place, one.count) for one in counted(plan)] == [
        ("name", "side 1", 2),
        ("cpr", "side 1", 1),
    ]


def test_what_is_left_has_markers_that_say_what_was_there() -> None:
    (plan,) = plan_passages([Passage("", "Lone Bjerregaard kom.")], OWN, DETECT)
    assert without("Lone Bjerregaard kom.", plan) == "[fjernet: navn, anden person] kom."


def test_what_a_copy_says_of_its_removals_reads_as_nobodys_data() -> None:
    for name in REMOVED.values():
        assert [found.kind for found in DETECT(f"Fjernet Antal Hvor\n{name} 12 linje 1-24\nnavn 3 side 1")] == []
