"""What somebody is in a document: the one it is about, mentioned, of the household, or at work."""

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
    r"(?:sags|byggesags)behandler|(?:social|familie|job|unge|sundheds|borger)?rådgiver|(?:job|special|chef|projekt)?konsulent"
    r"|fuldmægtig|visitator|(?:skole|afdelings|team|center|kontor|sektions)leder|(?:kontor|afdelings|center)chef|sekretær"
    r"|pædagog|lærer|fysioterapeut|ergoterapeut|sygeplejerske|sundhedsplejerske|tandplejer|bibliotekar|ingeniør|vejingeniør"
    r"|miljømedarbejder|rottebekæmper|borgerservicemedarbejder|referent|ordstyrer|underskriver|leder|behandler|terapeut"
)
_BEFORE = re.compile(rf"(?:{_WORK})(?:en|n|e|t)?[ ]{{0,2}}[:,]?[ ]{{0,2}}(?:var[ ])?\Z", re.IGNORECASE)
_AFTER = re.compile(rf"[ ]?[,(\n][ ]{{0,2}}(?:{_WORK})(?![a-zæøå])", re.IGNORECASE)
_REACH = 40


def is_employee(text: str, name: Span) -> bool:
    """Whether a name stands as that of somebody at work: ``Sagsbehandler: …``, ``…, visitator``."""
    before = text[max(0, name.start - _REACH) : name.start]
    return bool(_BEFORE.search(before) or _AFTER.match(text, name.end, name.end + _REACH))
