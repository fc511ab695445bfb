"""Facts of an invented case, one for each kind of letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from dsar.activities import Activity, Processor, Transfer, default_text, parse_activities
from dsar.cases.codes import CaseKind, ExtensionReason, OutcomeCode, RefusalGround, Track
from dsar.letters.facts import (
    Addressee,
    Area,
    Asked,
    Attachment,
    CaseFacts,
    Delay,
    Disclosure,
    Facts,
    Language,
    LetterKind,
    Lookup,
    Outcome,
    Refused,
    SearchedPlace,
    SearchFacts,
    Sender,
    Withheld,
)

RECORD = parse_activities(default_text())

SENDER = Sender(
    name="Fjordlev Kommune",
    address="Rådhuspladsen 1, 9999 Fjordlev",
    cvr="12345678",
    phone="99 00 00 00",
    website="www.fjordlev.example",
    unit="Borgerservice og jura",
    caseworker="Kirsten Holm",
    officer_email="dpo@fjordlev.example",
    officer_phone="99 00 00 01",
    officer_address="Rådhuspladsen 1, 9999 Fjordlev",
)
CASE = CaseFacts(
    id="2026-0001",
    kind=CaseKind.ACCESS,
    received=date(2026, 11, 2),
    due=date(2026, 12, 2),
    extended_due=date(2027, 2, 2),
    aktindsigt_due=date(2026, 11, 11),
    channel="Digital Post",
    request="Jeg vil gerne se alt, hvad kommunen har om mig.\nMit nummer er 010130-4999.\n\nHilsen Anders",
    tracks=(Track.GDPR, Track.PARTY),
)


def activity(name: str) -> Activity:
    found = RECORD.get(name)
    assert found is not None
    return found


_JOB = replace(
    activity("job-og-velfaerd"),
    processors=(Processor(name="Skydrift A/S", task="driver fagsystemet for ydelser"),),
    transfers=(
        Transfer(country="USA", recipient="Skydrift Inc.", safeguard="EU's standardkontrakt og kryptering i EU"),
    ),
)
AREAS = (
    Area(activity=activity("by-og-land"), categories=activity("by-og-land").categories[:3], numbers=(1, 2, 3, 7)),
    Area(activity=_JOB, categories=_JOB.categories[:8], numbers=(4, 5, 6, *range(8, 40)), withheld=1),
    Area(activity=activity("boern-og-unge"), categories=activity("boern-og-unge").categories[:5], numbers=(40,)),
)
WITHHELD = (
    Withheld(
        number=12,
        place="side 3",
        what="en anden persons forklaring til kommunen",
        rule="databeskyttelsesforordningens artikel 15, stk. 4",
        weighing="Den anden har talt i fortrolighed. "
        "Du kender hovedindholdet fra afgørelsen, og vi har kun fjernet navnet og to linjer",
    ),
    Withheld(
        number=41,
        what="en underretning",
        rule="databeskyttelseslovens § 22, stk. 1",
        weighing="Teksten vil vise, hvem der har skrevet den. "
        "Det kan skade den, der har skrevet, mere end det gavner dig at se den",
    ),
)
SEARCH = SearchFacts(
    on=date(2026, 11, 20),
    asked=(("cpr", 1), ("name", 1), ("former_name", 1), ("address", 2), ("email", 1)),
    places=(
        SearchedPlace(name="sager", items=12345, indexed=datetime(2026, 11, 20, 2, tzinfo=UTC), found=31),
        SearchedPlace(name="post", items=804, indexed=None, found=10),
    ),
    skipped=(("papirarkiv", "er på papir"),),
    unread=(("sager", "encrypted", 2), ("post", "empty_scan", 1)),
)

BASE = Facts(
    kind=LetterKind.ANSWER,
    language=Language.DANISH,
    made=date(2026, 11, 25),
    sender=SENDER,
    addressee=Addressee(name="Anders Bo Jensen", address="Vestergade 12, 2. tv\n9000 Aalborg"),
    case=CASE,
    identity=Asked(text="Du skrev fra en mailadresse, som vi ikke kender, og bad om at få svaret til en ny adresse"),
    scope=Asked(text="Vi har fundet mere end 800 dokumenter i fem afdelinger, hvor dit navn står"),
    delay=Delay(
        reasons=(ExtensionReason.VOLUME, ExtensionReason.REDACTION),
        text="vi har fundet 812 dokumenter, og i 300 af dem står der noget om andre. Vi har set på 500 af dem",
    ),
    refused=Refused(
        ground=RefusalGround.IDENTITY_UNPROVED,
        reason="Vi skrev til dig den 3. og den 12. november og spurgte, hvem du er. Vi har ikke fået svar",
    ),
    outcome=Outcome(
        code=OutcomeCode.RECTIFIED_MARKED_AND_RESTRICTED,
        reason="Din indkomst for marts 2025 var skrevet forkert af efter lønsedlen",
        recipients=("Udbetaling Danmark",),
    ),
    areas=AREAS,
    withheld=WITHHELD,
    search=SEARCH,
    lookups=(
        Lookup(on=date(2026, 11, 20), case="2026-0001", system="dsar"),
        Lookup(on=date(2026, 3, 4), purpose="Partshøring i byggesag", system="dsar"),
    ),
    disclosures=(
        Disclosure(recipient="Ankestyrelsen", on=date(2025, 6, 3), occasion="klage over afgørelse"),
        Disclosure(recipient="region-nord.example", on=date(2026, 3, 2), numbers=(3, 4, 7), mails=3),
        Disclosure(recipient="private", on=None, numbers=(9,), mails=1),
    ),
    criteria=RECORD.retention_criteria,
    attachments=tuple(Attachment(letter=one) for one in "ABCDE"),
    rules="2026-11-21",
)


def facts(kind: LetterKind, language: Language = Language.DANISH) -> Facts:
    """What a letter of that kind is made from; every part that it uses is there."""
    made = replace(BASE, kind=kind, language=language)
    if kind is LetterKind.NO_DATA:
        return replace(made, areas=(), withheld=(), attachments=())
    if kind in {LetterKind.DECISION, LetterKind.NOTICE}:
        case = replace(CASE, kind=CaseKind.RECTIFICATION, tracks=(Track.GDPR,))
        return replace(made, case=case, areas=AREAS[1:2], withheld=())
    return made
