"""Every Danish text that caseworkers and citizens read, keyed by the stable codes that the code uses.

Longer texts (letters, the overview) are templates beside the code that fills
them; everything short is here, one table a subject.
"""

from __future__ import annotations

from dsar.model import GapCode, Kind, Level

KINDS: dict[Kind, str] = {
    Kind.CPR: "CPR-nummer",
    Kind.NAME: "navn",
    Kind.ADDRESS: "adresse",
    Kind.EMAIL: "e-mail",
    Kind.PHONE: "telefon",
    Kind.BIRTH_DATE: "fødselsdato",
    Kind.ACCOUNT: "bankkonto",
    Kind.IBAN: "IBAN",
    Kind.PLATE: "nummerplade",
    Kind.MATRIKEL: "matrikelnummer",
    Kind.CASE_NUMBER: "sagsnummer",
    Kind.PASSPORT: "pasnummer",
    Kind.DRIVING_LICENCE: "kørekortnummer",
    Kind.CVR: "CVR-nummer (virksomhed)",
    Kind.PROTECTED: "markering af beskyttelse",
}

LEVELS: dict[Level, str] = {
    Level.CERTAIN: "sikker",
    Level.LIKELY: "sandsynlig",
    Level.POSSIBLE: "mulig",
    Level.OTHER: "en anden person",
}

GAPS: dict[GapCode, str] = {
    GapCode.ENCRYPTED: "kræver en adgangskode",
    GapCode.DAMAGED: "er beskadiget",
    GapCode.UNSUPPORTED: "er i et format, der ikke kan læses",
    GapCode.TOO_LARGE: "er for stor til at blive læst",
    GapCode.TOO_DEEP: "ligger pakket ind i for mange lag",
    GapCode.TIMEOUT: "tog for lang tid at læse",
    GapCode.MEMORY: "krævede for meget hukommelse at læse",
    GapCode.CRASHED: "fik læseprogrammet til at gå ned",
    GapCode.EMPTY_SCAN: "er et billede uden tekst, der kan læses",
    GapCode.NO_ACCESS: "gav ikke adgang",
    GapCode.VANISHED: "var væk, da den skulle læses",
    GapCode.CHANGED: "blev ændret, mens den blev læst",
    GapCode.BAD_NAME: "har et navn, der ikke kan læses",
    GapCode.LINK: "er en genvej, som ikke bliver fulgt",
    GapCode.PENDING: "er endnu ikke læst",
}

PLACES: dict[str, str] = {
    "name": "filnavn",
    "text": "tekst",
    "lines": "linje {}-{}",
    "block": "afsnit {}-{}",
    "table_row": "tabel {} række {}",
    "row": "række {}",
    "record": "post {}",
    "fields": "felt {}-{}",
    "metadata": "titel og metadata",
    "mail_head": "brevhoved",
    "mail_body": "brødtekst",
    "mail_alternative": "brødtekst i anden udgave",
    "comment": "kommentar",
}
"""Where a passage is in its item, with numbers from 1: ``PLACES["row"].format(17)``."""

DATES: dict[str, str] = {
    "received": "anmodningen er modtaget",
    "internal_due": "intern frist: sigt efter at svare senest denne dag",
    "aktindsigt_due": "frist, hvis anmodningen også er en aktindsigt (7 arbejdsdage)",
    "due": "frist for at svare eller for at meddele forlængelse",
    "extended_due": "sidste frist, hvis forlængelsen er meddelt i tide",
}
