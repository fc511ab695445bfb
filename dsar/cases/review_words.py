"""The Danish texts of the review, keyed by their codes."""

from __future__ import annotations

from dsar.cases.codes import DecisionAction
from dsar.cases.decisions import Act
from dsar.cases.review import Fate, Presence

FATES: dict[Fate, str] = {
    Fate.WHOLE: "udleveres",
    Fate.EXTRACTED: "udleveres delvist",
    Fate.WITHHELD: "holdes tilbage",
    Fate.EXCLUDED: "tages ikke med",
    Fate.UNDECIDED: "mangler afgørelse",
    Fate.ASIDE: "om en anden; tages ikke med",
}
ACTIONS: dict[DecisionAction, str] = {
    DecisionAction.INCLUDE: "udlevér",
    DecisionAction.EXCLUDE: "tag ikke med",
    DecisionAction.EXTRACT: "udlevér kun de viste steder",
    DecisionAction.WITHHOLD: "hold tilbage",
}
ACTS: dict[Act, str] = {
    Act.DECIDE: "afgjort",
    Act.ROLE: "rolle rettet",
    Act.CONFIRM: "bekræftet efter ændring",
    Act.STRIKE: "sætninger om andre fjernet",
    Act.UNDO: "fortrudt",
    Act.APPROVE: "godkendt",
}
PRESENCE: dict[Presence, str] = {
    Presence.FOUND: "",
    Presence.GONE: "findes ikke længere i sit lager; det, der blev fundet, er bevaret i sagen",
    Presence.DROPPED: "findes stadig, men den seneste søgning regner det ikke længere for at være om personen",
}
PROBLEMS: dict[str, str] = {
    "search": "Sagen er ikke søgt færdig.",
    "subject": "Personens oplysninger er rettet efter den seneste søgning; søg igen.",
    "undecided": "Fund uden afgørelse",
    "changed": "Fund, der er ændret, siden de blev afgjort; se dem igen og bekræft eller afgør på ny",
    "ground": "Fund, der holdes tilbage uden en hjemmel, som gjaldt den dag",
    "weighing": "Fund, der holdes tilbage, uden at den konkrete afvejning er skrevet",
    "approval": "Afgørelserne er ikke godkendt af en anden, som de står nu.",
    "same_person": "Den, der har godkendt, har selv truffet afgørelser i sagen.",
}
"""What hinders a release; codes of :class:`dsar.cases.review.Problem`."""

LABELS: dict[str, str] = {
    "number": "Nr.",
    "sure": "Sikkerhed",
    "where": "Hvor",
    "decision": "Afgørelse",
    "also": "også",
    "role": "Rolle",
    "changed": "ÆNDRET siden afgørelsen",
    "why": "Fordi",
    "held": "Hele dokumentet er bevaret i sagen",
    "held_not": "Kun de viste tekster er bevaret i sagen, ikke hele dokumentet",
    "undone": "fortrudt",
    "reason": "Begrundelse",
    "ground": "Hjemmel",
    "place": "Sted",
    "by": "af",
    "ready": "Intet mangler: sagen kan besvares.",
    "left": "Det mangler:",
    "none": "Ingen fund.",
    "never": "Sagen er ikke søgt endnu. Kør:  dsar case search {case}",
    "cut": "Den seneste søgning blev afbrudt. Kør den igen:  dsar case search {case}",
    "caution": "Husk",
}
CROWDED = (
    "Fund {hits} nævner {many} eller flere andre (op til {most}): navne fjernes, men det, der står om dem, bliver"
    " stående, hvis alt gives. Overvej kun at give de steder, der handler om borgeren (--extract)."
)
APART = (
    "Fund {} har flere afsnit, der handler om andre alene: navne fjernes, men det, der står om dem, bliver stående,"
    " hvis alt gives. Overvej kun at give de steder, der handler om borgeren (--extract)."
)
GUARDED = "Fund {hits} har navne- og adressebeskyttelse eller ”FORTROLIGT” om nogen: læs det, før det gives."
TOLD = (
    "Fund {} har sætninger, der ser ud til kun at handle om andre, og som bliver stående: se forslagene med"
    " dsar case hits SAG --show NR, og fjern dem, du er enig i, med dsar case strike."
)
PROPOSED = "Forslag: sætninger, der ser ud til kun at handle om andre. De fjernes kun, hvis du beslutter det:"
STRUCK = "fjernes"
TOLD_HERE = "{} sætninger om andre: se forslagene"
CROWDED_HERE = "nævner {} andre: overvej et uddrag"
APART_HERE = "{} afsnit om andre alene: overvej et uddrag"
GUARDED_HERE = "nogen er beskyttet, eller der står ”FORTROLIGT”"
"""About hits that are to be given whole; the caseworker reads it."""
