"""The Danish texts of cases, keyed by their codes."""

from __future__ import annotations

from dsar.cases.by_hand import HandState
from dsar.cases.codes import (
    Asked,
    CaseKind,
    ExtensionReason,
    IdentityHow,
    OutcomeCode,
    RefusalGround,
    Relation,
    RestrictionTrigger,
    State,
    Track,
)

CASE_KINDS: dict[CaseKind, str] = {
    CaseKind.ACCESS: "indsigt",
    CaseKind.RECTIFICATION: "berigtigelse",
    CaseKind.ERASURE: "sletning",
    CaseKind.RESTRICTION: "begrænsning",
    CaseKind.OBJECTION: "indsigelse",
    CaseKind.PORTABILITY: "dataportabilitet",
}
STATES: dict[State, str] = {
    State.RECEIVED: "modtaget",
    State.IDENTITY: "afventer identitet",
    State.CLARIFICATION: "afventer præcisering",
    State.SEARCHING: "søges",
    State.REVIEW: "gennemgås",
    State.APPROVAL: "til godkendelse",
    State.ANSWERED: "besvaret",
    State.REFUSED: "afslået",
    State.WITHDRAWN: "trukket tilbage",
    State.CLOSED: "lukket",
}
TRACKS: dict[Track, str] = {
    Track.GDPR: "indsigt (databeskyttelsesforordningens artikel 15)",
    Track.PARTY: "partsaktindsigt (forvaltningslovens § 9)",
    Track.OWN: "egenacces (offentlighedslovens § 8)",
    Track.ARCHIVE: "indsigt i arkiv (arkivloven)",
}
RELATIONS: dict[Relation, str] = {
    Relation.PARENT: "forældremyndighedens indehaver",
    Relation.GUARDIAN: "værge",
    Relation.POWER_OF_ATTORNEY: "fuldmagt",
    Relation.PARTY_REPRESENTATIVE: "partsrepræsentant",
    Relation.HEIR: "arving eller efterladt",
}
IDENTITY_HOW: dict[IdentityHow, str] = {
    IdentityHow.MITID: "MitID",
    IdentityHow.DIGITAL_POST: "Digital Post",
    IdentityHow.CALL_BACK: "opkald til registreret nummer",
    IdentityHow.IN_PERSON: "personligt fremmøde",
    IdentityHow.KNOWN: "kendt af forvaltningen",
}
ASKED: dict[Asked, str] = {Asked.IDENTITY: "identitet", Asked.SCOPE: "præcisering"}
EXTENSION_REASONS: dict[ExtensionReason, str] = {
    ExtensionReason.VOLUME: "mængden af oplysninger",
    ExtensionReason.STORAGE: "oplysningerne ligger spredt eller er svære at samle",
    ExtensionReason.REDACTION: "oplysninger om andre skal udelades",
    ExtensionReason.INTELLIGIBILITY: "oplysningerne skal gøres forståelige",
}
REFUSAL_GROUNDS: dict[RefusalGround, str] = {
    RefusalGround.NOT_IDENTIFIED: "vi kan ikke finde frem til personen i vores oplysninger (artikel 11 og 12, stk. 2)",
    RefusalGround.IDENTITY_UNPROVED: "identiteten er ikke bekræftet (artikel 12, stk. 6)",
    RefusalGround.UNFOUNDED: "anmodningen er åbenbart grundløs (artikel 12, stk. 5)",
    RefusalGround.EXCESSIVE: "anmodningen er overdreven (artikel 12, stk. 5)",
    RefusalGround.EXEMPT: "alle oplysninger er undtaget (databeskyttelseslovens § 22)",
    RefusalGround.CONDITIONS: "betingelserne for rettigheden er ikke opfyldt",
}
APPROVED_BY = " Godkendt af {}."
OUTCOMES: dict[OutcomeCode, str] = {
    OutcomeCode.RECTIFIED_MARKED_AND_RESTRICTED: "berigtiget: de urigtige oplysninger er mærket og må ikke anvendes",
    OutcomeCode.REFUSED_WITH_CITIZEN_NOTE: "ikke berigtiget: det er noteret, at borgeren anser dem for urigtige",
    OutcomeCode.ANNOTATED_DISAGREEMENT: "bemærkning tilføjet om, at borgeren er uenig i vurderingen",
    OutcomeCode.ERASED: "slettet",
    OutcomeCode.PARTLY_ERASED: "delvist slettet",
    OutcomeCode.RESTRICTED: "begrænset",
    OutcomeCode.STOPPED: "behandlingen er standset",
    OutcomeCode.DELIVERED: "udleveret i maskinlæsbar form",
    OutcomeCode.REFUSED: "afslået",
}
RESTRICTION_TRIGGERS: dict[RestrictionTrigger, str] = {
    RestrictionTrigger.ACCURACY: "rigtigheden er bestridt og undersøges",
    RestrictionTrigger.OBJECTION: "borgeren har gjort indsigelse, som vurderes",
    RestrictionTrigger.NO_LONGER_NEEDED: "vi har ikke længere brug for dem, men de skal bevares til et retskrav",
    RestrictionTrigger.UNLAWFUL: "behandlingen var ulovlig, og borgeren ønsker dem ikke slettet",
}
ACTS: dict[str, str] = {
    "opened": "sagen oprettet",
    "subject": "den registreredes oplysninger rettet",
    "people": "ansøger eller repræsentant rettet",
    "assigned": "ny sagsbehandler",
    "noted": "notat",
    "asked": "borgeren spurgt",
    "replied": "borgeren svarede",
    "identity": "identitet kontrolleret",
    "moved": "ny status",
    "searched": "søgt",
    "by_hand": "søgt i hånden",
    "extended": "frist forlænget",
    "refused": "afslået",
    "withdrawn": "trukket tilbage",
    "answered": "svar sendt",
    "documents": "svar om aktindsigt",
    "closed": "lukket",
    "reopened": "genoptaget",
    "outcome": "afgjort",
    "outcome_approved": "afgørelsen godkendt",
    "recipient": "modtager noteret",
    "told": "modtager underrettet",
    "no_recipients": "ingen modtagere",
    "restricted": "oplysninger begrænset",
    "released": "begrænsning ophævet",
}
LABELS: dict[str, str] = {
    "state": "Status",
    "kind": "Rettighed",
    "received": "Modtaget",
    "channel": "Kanal",
    "tracks": "Regelsæt",
    "caseworker": "Sagsbehandler",
    "internal_due": "Intern frist",
    "due": "Frist",
    "extended_due": "Forlænget frist",
    "can_extend": "Kan forlænges til",
    "suspended_due": "Frist med ophold",
    "aktindsigt_due": "Frist for aktindsigt",
    "subject": "Den registrerede",
    "requester": "Ansøger",
    "representative": "Repræsentant",
    "identity": "Identitet",
    "text": "Anmodning",
    "by_hand": "Søges i hånden",
    "questions": "Spørgsmål",
    "extension": "Forlængelse",
    "refusal": "Afslag",
    "outcome": "Afgørelse",
    "notices": "Modtagere",
    "restrictions": "Begrænsede oplysninger",
    "notes": "Notater",
    "events": "Forløb",
}
HAND_STATES: dict[HandState, str] = {
    HandState.OPEN: "IKKE SPURGT. Spørg {who} ({how})",
    HandState.ASKED: "{by} er spurgt den {on}; intet svar endnu",
    HandState.NOTHING: "{by} fandt intet den {on}",
    HandState.FOUND: "{by} fandt {found} den {on}",
}
HAND_NOTED = "; i lagerets register: {on} {by}: {found}"
BY_HAND_LEFT = "Mangler: søgning i hånden i {}. Skriv svaret i sagen: dsar case searched-by-hand {} LAGER …"
LATE = "overskredet"
COLUMNS = ("Sag", "Frist", "Dage", "Med ophold", "Status", "Rettighed", "Hos")
OPEN = "åbent"
NOT_PROMPT = "spurgt for sent til at give ophold"
NOT_TOLD = "mangler"
NO_RECIPIENTS = "ingen har modtaget oplysningerne"
CALENDAR = {
    "name": "Frister for anmodninger",
    "internal_due": "Sag {case}: intern frist",
    "final_due": "Sag {case}: sidste dag for svar",
    "can_extend": "Sag {case}: sidste dag for svar eller for besked om forlængelse",
    "aktindsigt_due": "Sag {case}: sidste dag for aktindsigt",
}
