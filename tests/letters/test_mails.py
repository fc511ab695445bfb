"""Who sent a mail and who outside the house got it is told, and nobody is named who may be a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dsar.activities import SourceType
from dsar.cases.review import CaseHit
from dsar.letters.facts import Disclosure
from dsar.letters.mails import PRIVATE, UNNAMED, House, Mail, mailed, outside, read_head, source
from dsar.model import Level
from dsar.settings import Organisation
from dsar.stated import Stated, StatedKind
from tests.cases.review_made import hit

HOUSE = House.of(
    Organisation(name="Fjordlev Kommune", website="https://www.fjordlev.example/dpo"), ["ABJ@postkassen.example"]
)
OURS = "lone@job.fjordlev.example"


def test_the_house_is_known_by_its_website_and_its_officers_mail() -> None:
    both = Organisation(name="x", website="www.fjordlev.example", dpo_email="dpo@fjordlev-dbr.example")
    assert House.of(both, ()).domains == {"fjordlev.example", "fjordlev-dbr.example"}
    assert House.of(Organisation(name="x"), ()).domains == frozenset()


def test_headers_are_read_with_names_and_over_several_lines() -> None:
    head = "From: Lone Holm <Lone@fjordlev.example>\nTo: abj@postkassen.example,\n post@ast.example\n"
    head += 'Cc: "Q, R" <r@x.example>\nSubject: To: ikke@denne.example'
    assert read_head(head) == Mail(
        "lone@fjordlev.example", ("abj@postkassen.example", "post@ast.example", "r@x.example")
    )
    assert read_head("Subject: hej\nDate: i dag") is None


@pytest.mark.parametrize(
    ("sender", "type_"),
    [
        ("abj@postkassen.example", SourceType.SUBJECT),
        (OURS, SourceType.EMPLOYEES),
        ("mette@gmail.com", SourceType.OTHER_CITIZENS),
        ("post@ast.example", SourceType.ORGANISATIONS),
        ("ole@nabokommune.example", SourceType.ORGANISATIONS),
        ("mette@hansenhuset.example", None),
        ("", None),
    ],
)
def test_the_source_of_a_mail_is_its_sender(sender: str, type_: SourceType | None) -> None:
    assert source(Mail(sender, ("x@y.example",)), HOUSE) is type_


def test_only_what_leaves_the_house_is_a_disclosure() -> None:
    to = ("abj@postkassen.example", "ole@fjordlev.example", "post@ast.example", "m@gmail.com", "n@hansenhuset.example")
    assert outside(Mail(OURS, to), HOUSE) == ("ast.example", PRIVATE, UNNAMED)
    assert outside(Mail("post@ast.example", to), HOUSE) == ()
    assert outside(Mail(OURS, to), House.of(Organisation(name="x"), ())) == ()


def mail(number: int, day: str | None, *to: str) -> CaseHit:
    dated = Stated(StatedKind.SENT, day) if day else None
    return replace(hit(number, Level.CERTAIN), mail=f"From: {OURS}\nTo: {', '.join(to)}", date=dated)


def test_mails_to_one_recipient_are_one_line_with_their_numbers_and_the_last_day() -> None:
    given = [
        mail(7, "2026-03-02", "post@ast.example"),
        mail(3, "2025-06-01T23:30:00Z", "post@ast.example"),
        mail(4, None, "m@gmail.com"),
    ]
    assert mailed([*given, hit(5, Level.CERTAIN)], HOUSE) == (
        Disclosure(recipient="ast.example", on=date(2026, 3, 2), numbers=(3, 7), mails=2),
        Disclosure(recipient=PRIVATE, on=None, numbers=(4,), mails=1),
    )
