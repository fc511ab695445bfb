"""Danish that only packages use."""

from __future__ import annotations

MAIL_FROM: dict[str, str] = {
    "subject": "mail fra dig",
    "employees": "mail fra en medarbejder i kommunen",
    "other_citizens": "mail fra en person med en privat mailadresse",
    "organisations": "mail fra en anden myndighed eller organisation",
}
"""By :class:`dsar.activities.SourceType`."""
FROM_DOMAIN = "mail fra {}"
UNKNOWN_SENDER = "mail fra en afsender uden for kommunen"
FROM_TASK = "se kilderne for opgaven"
MAILED = "mail fra os"

DELETION: dict[str, str] = {
    "on": "{day} ({years} år efter {trigger} {since})",
    "past": "fristen udløb {day} ({years} år efter {trigger} {since})",
    "earliest": "tidligst {day}",
    "unknown": "kan ikke beregnes: vi kender ikke datoen for {trigger}",
    "open": "ingen fast tid",
}
"""When something is deleted."""
OVERDUE = (
    "Fristen for at gemme fund {} ser ud til at være udløbet, og oversigten siger det. Find ud af hvorfor, men slet"
    " ikke noget, før anmodningen er besvaret."
)
NO_IDENTITY = (
    "Det er ikke skrevet i sagen, hvordan vi ved, hvem der spørger (dsar case identity). Send ikke pakken før."
)
MOSTLY_OTHERS = (
    "Kopien af fund {} handler flere steder om andre end om borgeren. Navne er fjernet, men se, om resten kan gives;"
    " ellers giv kun uddrag (dsar case decide … --extract)."
)
"""To the caseworker."""
