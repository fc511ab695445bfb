"""Each item tells where it comes from, who got it and when it is deleted, or that this is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dsar.activities import Activity, default_text, parse_activities
from dsar.cases.review import Fate
from dsar.letters.facts import Disclosure
from dsar.letters.mails import House
from dsar.model import HitPassage
from dsar.package.data import RecipientEntry
from dsar.package.provenance import deletion_of, overdue, recipients_of, source_of
from dsar.package.told import Told
from dsar.stated import Stated, StatedKind
from tests.package.people import HITS, MADE, ORGANISATION

RECORD = parse_activities(default_text())
HOUSE = House.of(ORGANISATION, ["abj@postkassen.test"])
BOOKS = (
    "bogføring og opkrævning: 31. december 2030 (6 år efter regnskabsårets udgang 31. december 2024); "
    "øvrige sager: kan ikke beregnes: vi kender ikke datoen for sagens afslutning"
)
SENT = Stated(StatedKind.SENT, "2024-03-01")


def told(
    text: str = "Anders Bo Jensen", *, mail: str = "", dated: Stated | None = None, activity: str = "by-og-land"
) -> Told:
    hit = replace(HITS[0], passages=(HitPassage("side 1", text, ()),), date=dated, activity=activity)
    return Told(number=3, hit=hit, fate=Fate.WHOLE, role="subject", mail=mail)


def activity(name: str) -> Activity:
    found = RECORD.get(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("sender", "code", "text"),
    [
        ("abj@postkassen.test", "subject", "mail fra dig"),
        ("lone@job.example.dk", "employees", "mail fra en medarbejder i kommunen"),
        ("post@ast.test", "organisations", "mail fra ast.test"),
        ("m@gmail.com", "other_citizens", "mail fra en person med en privat mailadresse"),
        ("m@hansenhuset.test", "", "mail fra en afsender uden for kommunen"),
    ],
)
def test_a_mail_comes_from_its_sender(sender: str, code: str, text: str) -> None:
    made = source_of(told(mail=f"From: {sender}\nTo: x@example.dk"), activity("by-og-land"), HOUSE)
    assert (made.code, made.text) == (code, text)


def test_what_is_no_mail_comes_from_its_tasks_only_source_or_is_not_noted() -> None:
    one = replace(activity("by-og-land"), sources=activity("by-og-land").sources[:1])
    assert [source_of(told(), each, HOUSE).code for each in (one, activity("by-og-land"), None)] == ["subject", "", ""]


def test_an_item_names_who_got_it_and_a_mail_its_own_day() -> None:
    given = (
        Disclosure(recipient="Ankestyrelsen", on=date(2025, 6, 3), occasion="klage", numbers=(3, 4)),
        Disclosure(recipient="private", on=date(2026, 1, 1), numbers=(3,), mails=2),
        Disclosure(recipient="Andre", on=date(2025, 6, 3), occasion="klage"),
    )
    assert list(recipients_of(told(dated=SENT), given)) == [
        RecipientEntry(name="Ankestyrelsen", on=date(2025, 6, 3), occasion="klage"),
        RecipientEntry(name="en person med en privat mailadresse", on=date(2024, 3, 1), occasion="mail fra os"),
    ]


@pytest.mark.parametrize(
    ("item", "on", "earliest", "text"),
    [
        (
            told("Afsluttet: 02-09-2024"), date(2029, 9, 2), date(2029, 9, 2),
            "2. september 2029 (5 år efter sagens afslutning 2. september 2024)",
        ),
        (
            told("Afsluttet: 02-09-2014"), date(2019, 9, 2), date(2019, 9, 2),
            "fristen udløb 2. september 2019 (5 år efter sagens afslutning 2. september 2014)",
        ),
        (
            told(dated=SENT), None, date(2029, 3, 1),
            "tidligst 1. marts 2029",
        ),
        (
            told(dated=Stated(StatedKind.STORED, "2024-03-01")), None, None,
            "kan ikke beregnes: vi kender ikke datoen for sagens afslutning",
        ),
        (
            told(dated=SENT, activity="oekonomi-og-erhverv"), None, date(2029, 3, 1),
            BOOKS,
        ),
        (
            told(dated=replace(SENT, value="2014-03-01")), None, None,
            "kan ikke beregnes: vi kender ikke datoen for sagens afslutning",
        ),
        (
            told(activity="boern-og-unge"), None, None,
            "kan ikke beregnes: vi kender ikke datoen for barnets udmeldelse eller elevens afgang fra skolen",
        ),
        (told(dated=SENT, activity="ledelsesinformation"), None, None, "ingen fast tid"),
    ],
)  # fmt: skip
def test_when_an_item_is_deleted(item: Told, on: date | None, earliest: date | None, text: str) -> None:
    made = deletion_of(item, activity(item.hit.activity or ""), MADE)
    assert (made.on, made.earliest, made.text) == (on, earliest, text)


def test_what_should_be_gone_by_every_rule_is_pointed_out() -> None:
    old = told("Afsluttet: 02-09-2014")
    assert overdue([old, told("Afsluttet: 02-09-2024"), told(dated=SENT)], RECORD, MADE) == [3]


def test_a_document_is_deleted_by_the_closing_date_of_its_case_in_the_register() -> None:
    one = replace(told("Anders Bo Jensen", dated=SENT), register="SagsID: K-1\n\nAfsluttet: 02-09-2024")
    found = deletion_of(one, activity("by-og-land"), MADE)
    assert found.on == date(2029, 9, 2)
    assert "5 år efter sagens afslutning 2. september 2024" in found.text
