"""What somebody is in a document: the one it is about, mentioned, of the household, or at work.

Read from the words around the name. It sorts hits for the caseworker; it neither
finds nor rejects one.
"""

from __future__ import annotations

import re
from enum import StrEnum

from dsar.model import Span


class HitRole(StrEnum):
    """What the subject is in a hit; the codes are part of the output."""

    SUBJECT = "subject"
    MENTIONED = "mentioned"
    HOUSEHOLD = "household"
    EMPLOYEE = "employee"


_WORK = (
    r"[a-zæøå-]{0,20}(?:behandler|rådgiver|konsulent|fuldmægtig|visitator|leder|chef|sekretær|pædagog|lærer|terapeut"
    r"|sygeplejerske|plejerske|tandplejer|plejer|bibliotekar|ingeniør|medarbejder|bekæmper|jurist|assistent|arkitekt"
    r"|planlægger|vejleder|koordinator|inspektør|specialist|økonom|rengøringsleder|tilsynsførende)"
)
_FAMILY = (
    r"(?:forælder|forældre|mor|moder|far|fader|værge|ægtefælle|hustru|kone|mand|samlever|søn|datter|barn|børn|bror|søster"
    r"|søskende|pårørende|husstand|hjemmet?|familien|plejefamilie|mormor|morfar|farmor|farfar)"
)
# "Notat af: …", "Journalført af …": who writes in a file writes about others.
_WRITTEN_BY = (
    r"(?:[a-zæøå]{0,12}notat|skrevet|udarbejdet|udfærdiget|journaliseret|journalført|oprettet|registreret|noteret"
    r"|dokumenteret|behandlet|sagsbehandlet|afgjort|godkendt|indtastet|indskrevet|visiteret|rettet|svar)[ ]af"
)
_SMALL = r"(?:en|n|ne|e|et|t|s|ns|erne)?"
_WORK_BEFORE = re.compile(
    rf"(?<![a-zæøå])(?:{_WORK}|{_WRITTEN_BY}|referent|ordstyrer|bisidder|underskriver"
    rf"|spørgsmål rettes til|kontaktperson){_SMALL}"
    rf"[ ]{{0,2}}[:,(]?[ ]{{0,2}}\Z|[ \n]/\Z|[0-9]{{4}},[ ]\Z|^[0-9][^\n]{{5,25}}:[0-9][0-9][ ]\Z",
    re.IGNORECASE | re.MULTILINE,
)
_WORK_AFTER = re.compile(rf"[ ]?[,(\n][ ]{{0,2}}{_WORK}(?![a-zæøå])", re.IGNORECASE)
_FAMILY_BEFORE = re.compile(
    rf"(?<![a-zæøå]){_FAMILY}{_SMALL}[ ]{{0,2}}[:,(\n]?[ ]{{0,2}}\Z|hæfter også \Z", re.IGNORECASE
)
_FAMILY_AFTER = re.compile(
    rf"[ ]?[,(]?[ ]?(?:som )?(?:er )?"
    rf"(?:registreret på samme adresse|(?:den )?(?:tidligere )?{_FAMILY}{_SMALL}(?![a-zæøå]))",
    re.IGNORECASE,
)
_REACH = 50


def role_at(text: str, name: Span) -> HitRole | None:
    """What the words beside a name say of its bearer; None where they say nothing."""
    before = text[max(0, name.start - _REACH) : name.start]
    after = text[name.end : name.end + _REACH]
    if _WORK_AFTER.match(after) or _WORK_BEFORE.search(before):
        return HitRole.EMPLOYEE
    if _FAMILY_BEFORE.search(before) or _FAMILY_AFTER.match(after):
        return HitRole.HOUSEHOLD
    return None
