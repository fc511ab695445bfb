"""What the citizen reads in a copy, in Danish."""

from __future__ import annotations

from dsar.model import Kind

REMOVED: dict[Kind, str] = {
    Kind.CPR: "CPR-nummer",
    Kind.NAME: "navn",
    Kind.ADDRESS: "adresse",
    Kind.EMAIL: "e-mailadresse",
    Kind.PHONE: "telefonnummer",
    Kind.BIRTH_DATE: "fødselsdato",
    Kind.ACCOUNT: "kontonummer",
    Kind.IBAN: "kontonummer",
    Kind.PLATE: "nummerplade",
    Kind.MATRIKEL: "nummer på en grund",
    Kind.CASE_NUMBER: "sagsnummer",
    Kind.PASSPORT: "pasnummer",
    Kind.DRIVING_LICENCE: "kørekortnummer",
    Kind.CVR: "CVR-nummer",
    Kind.PROTECTED: "oplysning",
}


def removed(kind: Kind) -> str:
    """What stands where something was removed, for the eye and for a screen reader."""
    return f"[fjernet: {REMOVED[kind]}, anden person]"


LEFT_OUT = "[afsnit om andre er udeladt]"
"""A line that stands for blocks about others, where only what concerns the citizen is given."""
WITHHELD_PAGE = "Denne side er taget ud"
WITHHELD_PAGE_WHY = (
    "Vi har ikke kunnet kontrollere, at oplysninger om andre personer er fjernet fra siden. "
    "Derfor er den ikke med i kopien. Du kan kontakte os, hvis du vil vide mere om den."
)
ABOUT = "Om denne kopi"
ABOUT_REMOVED = (
    "Dokumentet er en kopi til dig. Her er oplysninger om andre personer fjernet, fordi deres rettigheder skal "
    "beskyttes (databeskyttelsesforordningen, artikel 15, stk. 4). Tabellen viser, hvad der er fjernet og hvor."
)
ABOUT_BOXES = "I kopien er det, der er fjernet, dækket af sorte felter. En skærmlæser siger “fjernet” dér."
ABOUT_MARKS = "I kopien står der “[fjernet: …]”, hvor noget er fjernet."
ABOUT_EXTRACT = f"Kopien er et uddrag. Hvor der står “{LEFT_OUT}”, handler afsnittet om andre end dig."
ABOUT_NOTHING = "Dokumentet er en kopi til dig. Der er ikke fjernet noget i det."
ABOUT_UNTOUCHED = "Dokumentet er en kopi til dig. Der er ikke fjernet noget på de sider, du kan se."
ABOUT_LEFT_OUT = "Kopien viser siderne, som de ser ud. Noter, bogmærker, skjult tekst og vedhæftede filer er ikke med."
ABOUT_OFFICE = (
    "Kopien viser siderne, som de ser ud. Skjult tekst, kommentarer og oplysninger om filen står på en side for sig, "
    "hvis der er nogen."
)
ABOUT_LAYOUT = "Kopien gengiver dokumentets tekst. Opsætningen kan være en anden end i dokumentet selv."
NOT_SHOWN = "Det, som dokumentets sider ikke viser"
"""Over properties, comments and hidden text of a document whose pages are shown."""
ABOUT_QUESTIONS = "Mener du, at der er fjernet for meget, kan du skrive til os og bede os se på det igen."
TABLE = ("Fjernet", "Antal", "Hvor")
COPY = "Kopi"
GONE = "fjernet"
"""In names of files, which have no room for more."""
PAGE = "Side {}"
MORE = "og {} steder til"
