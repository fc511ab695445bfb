"""Every Danish text that caseworkers and citizens read, keyed by the stable codes that the code uses.

Longer texts (letters, the overview) are templates beside the code that fills
them; everything short is here, one table a subject.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

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


def _evidence() -> dict[str, str]:
    """The phrases of data/evidence.toml by whole rule id; those for every kind are given to each kind."""
    read = tomllib.loads((Path(__file__).parent / "data" / "evidence.toml").read_text(encoding="utf-8"))
    every = read.pop("every")
    return {f"{kind}.{rule}": phrase for kind in Kind for rule, phrase in (every | read.get(kind, {})).items()}


EVIDENCE: dict[str, str] = _evidence()
"""Why something was taken for personal data: rule id -> phrase."""

CONCERNS = "gælder tegn {start}-{end}"
"""After a marker of protection: where the person stands whom it concerns."""

CATEGORY_EVIDENCE: dict[str, str] = {
    "category.prior": "udgangspunkt: de fleste afsnit har ikke oplysninger af denne slags",
    "category.strong": "et ord, der næsten altid betyder det",
    "category.strong.more": "flere sådanne ord",
    "category.medium": "et ord, der ofte betyder det",
    "category.medium.more": "flere sådanne ord",
    "category.weak": "et ord, der kan betyde det",
    "category.weak.more": "flere sådanne ord",
    "category.person": "en person er nævnt",
    "category.alone": "intet andet i afsnittet er mere sikkert",
    "category.general": "ord fra dagsordener, budgetter og vejledninger",
    "category.general.more": "flere sådanne ord",
    "category.thing": "ingen person er nævnt, men en ting, et sted eller en institution",
    "category.heading": "ordet er en overskrift med kolon efter",
    "category.negated": "det står med et nej foran (ikke, ingen, aldrig)",
    "category.negated.far": "det står i samme sætning med et nej foran",
    "category.finding": "et nummer, et navn eller en adresse af den slags",
}
"""Why a passage is thought to hold data of a category; by the evidence's rule."""

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
    GapCode.POOR_SCAN: "er et billede, hvis tekst er svær at læse",
    GapCode.OCR_PENDING: "er et billede, hvis tekst endnu ikke er læst",
    GapCode.NO_ACCESS: "gav ikke adgang",
    GapCode.VANISHED: "var væk, da den skulle læses",
    GapCode.CHANGED: "blev ændret, mens den blev læst",
    GapCode.BAD_NAME: "har et navn, der ikke kan læses",
    GapCode.LINK: "er en genvej, som ikke bliver fulgt",
    GapCode.NOT_PROVED: "kunne ikke vises at være fri for oplysninger om andre",
    GapCode.PENDING: "er endnu ikke læst",
}

PLACES: dict[str, str] = {
    "name": "filnavn",
    "notes": "sagsoplysninger",
    "text": "tekst",
    "lines": "linje {}-{}",
    "block": "afsnit {}-{}",
    "table_row": "tabel {} række {}",
    "table_column": "tabel {} kolonne {}",
    "row": "række {}",
    "column": "kolonne {}",
    "record": "post {}",
    "fields": "felter",
    "metadata": "titel og metadata",
    "mail_head": "brevhoved",
    "mail_body": "brødtekst",
    "mail_alternative": "brødtekst i anden udgave",
    "comment": "kommentar",
    "block_deleted": "slettet tekst, afsnit {}-{}",
    "table_row_deleted": "slettet tekst, tabel {} række {}",
    "page_head": "sidehoved",
    "page_foot": "sidefod",
    "footnote": "fodnote {}",
    "endnote": "slutnote {}",
    "numbered_comment": "kommentar {}",
    "part_deleted": "slettet tekst, {}",
    "building_block": "byggeklods",
    "diagram": "diagram",
    "properties": "dokumentegenskaber",
    "variables": "dokumentvariabler",
    "embedded_data": "indlejrede data {}",
    "links": "links",
    "page": "side {}",
    "page_row": "side {} række {}",
    "page_column": "side {} kolonne {}",
    "page_notes": "side {}, noter",
    "page_form": "side {}, formularfelter",
    "page_links": "side {}, links",
    "bookmarks": "bogmærker",
    "form_data": "formulardata",
    "sheet_row": "{} række {}",
    "sheet_column": "{} kolonne {}",
    "sheets": "navne på ark",
    "sheet_comment": "{} {} kommentar",
    "sheet_comments": "{} kommentarer",
    "sheet_text": "{} tekstfelt",
    "sheets_texts": "kommentarer og tekstfelter",
    "sheet_print": "{} sidehoved og sidefod",
    "sheet_links": "{} links",
    "pivot_row": "pivotdata {} række {}",
    "outside_data": "data fra en anden fil",
}
"""Where a passage is in its item, with numbers from 1: ``PLACES["row"].format(17)``."""

NEUTRAL_PLACES = {"sheet": "et ark", "part": "en del af dokumentet"}
"""What stands for a place's own name where a citizen reads it; see :mod:`dsar.letters.places`."""

DATES: dict[str, str] = {
    "received": "anmodningen er modtaget",
    "internal_due": "intern frist: sigt efter at svare senest denne dag",
    "aktindsigt_due": "frist, hvis anmodningen også er en aktindsigt (7 arbejdsdage)",
    "due": "frist for at svare eller for at meddele forlængelse",
    "extended_due": "sidste frist, hvis forlængelsen er meddelt i tide",
}

CATEGORIES: dict[str, str] = {
    "cpr": "CPR-nummer",
    "name": "navn",
    "address": "adresse",
    "contact": "telefon, e-mail og andre kontaktoplysninger",
    "birth": "fødselsdato, køn og civilstand",
    "family": "familieforhold",
    "social": "sociale forhold",
    "income": "indkomst og formue",
    "debt": "gæld",
    "account": "kontooplysninger",
    "consumption": "forbrug",
    "ownership": "ejerforhold",
    "cadastre": "matrikelnummer",
    "housing": "boligforhold",
    "vehicle": "køretøj og registreringsnummer",
    "location": "GPS-lokation",
    "image": "foto, video og lyd",
    "employment": "ansættelsesforhold",
    "education": "uddannelse",
    "cv": "CV",
    "language": "sprog",
    "nationality": "nationalitet",
    "log": "opslag i it-systemer",
    "assessment": "vurderinger og udtalelser",
    "ethnicity": "race eller etnisk oprindelse",
    "politics": "politisk overbevisning",
    "religion": "religiøs overbevisning",
    "philosophy": "filosofisk overbevisning",
    "union": "medlemskab af fagforening",
    "genetic": "genetiske data",
    "biometric": "biometriske data",
    "health": "helbred",
    "sexuality": "seksuelle forhold eller orientering",
    "criminal": "straffedomme og lovovertrædelser",
}

DATA_CLASSES: dict[str, str] = {
    "ordinary": "almindelig",
    "confidential": "fortrolig",
    "special": "følsom",
    "criminal": "strafbare forhold",
    "cpr": "CPR-nummer",
}

_ART_6 = "Databeskyttelsesforordningens artikel 6, stk. 1, litra"
_ART_9 = "Databeskyttelsesforordningens artikel 9, stk. 2, litra"

LEGAL_BASES: dict[str, str] = {
    "6(1)(a)": f"{_ART_6} a: du har givet samtykke, som du altid kan trække tilbage for fremtiden",
    "6(1)(b)": f"{_ART_6} b: en aftale med dig",
    "6(1)(c)": f"{_ART_6} c: kommunen har pligt til det efter loven",
    "6(1)(d)": f"{_ART_6} d: hensynet til en persons liv eller helbred",
    "6(1)(e)": f"{_ART_6} e: en opgave i samfundets interesse eller som offentlig myndighed",
    "9(2)(a)": f"{_ART_9} a: følsomme oplysninger med dit udtrykkelige samtykke, som du altid kan trække tilbage",
    "9(2)(b)": f"{_ART_9} b: følsomme oplysninger, der er nødvendige efter arbejds- og socialretten",
    "9(2)(c)": f"{_ART_9} c: følsomme oplysninger af hensyn til en persons liv eller helbred",
    "9(2)(e)": f"{_ART_9} e: følsomme oplysninger, som du selv har gjort offentlige",
    "9(2)(f)": f"{_ART_9} f: følsomme oplysninger, der er nødvendige for at afgøre, om nogen har et retskrav",
    "9(2)(g)": f"{_ART_9} g: følsomme oplysninger, der er nødvendige for væsentlige samfundsinteresser efter loven",
    "9(2)(h)": f"{_ART_9} h: følsomme oplysninger, der er nødvendige for sundhed, behandling og omsorg",
    "9(2)(j)": f"{_ART_9} j: følsomme oplysninger til arkiv, forskning eller statistik efter loven",
    "DBL 8(1)": "Databeskyttelseslovens § 8, stk. 1: strafbare forhold, når det er nødvendigt for kommunens opgaver",
    "DBL 8(2)": "Databeskyttelseslovens § 8, stk. 2: videregivelse af strafbare forhold i særlige tilfælde",
    "DBL 11(1)": "Databeskyttelseslovens § 11, stk. 1: CPR-nummer til at vide, hvem du er, eller som journalnummer",
}

PERSONS: dict[str, str] = {
    "adult": "borgere over 18 år",
    "vulnerable_adult": "sårbare borgere over 18 år",
    "child": "børn",
    "vulnerable_child": "sårbare børn",
    "employee": "ansatte",
    "applicant": "jobansøgere",
    "customer": "kunder og forbrugere",
    "company": "virksomheder, leverandører og foreninger",
    "partner": "samarbejdspartnere og konsulenter",
    "politician": "bestyrelsesmedlemmer og politikere",
    "volunteer": "frivillige",
    "council": "medlemmer af kommunalbestyrelsen",
    "visitor": "besøgende på hjemmesiden",
    "trainee": "praktikanter",
    "voter": "stemmeberettigede",
    "nominator": "stillere",
    "polling_official": "tilforordnede",
}

SOURCES: dict[str, str] = {
    "subject": "dig selv",
    "other_citizens": "andre borgere",
    "organisations": "myndigheder, institutioner og virksomheder",
    "employees": "kommunens egne medarbejdere",
    "public_registers": "offentlige registre",
}

PRESERVATION: dict[str, str] = {
    "B": "bevares derefter i et arkiv",
    "K": "slettes helt",
    "": "",
}

AI_USES: dict[str, str] = {
    "none": "Nej.",
    "inference": "Ja, som hjælp i sagsbehandlingen; oplysningerne bruges ikke til at træne sprogmodeller.",
    "training_internal": "Ja, og oplysninger kan bruges til at træne den sprogmodel, der hører til systemet.",
    "training_external": "Ja, og oplysninger kan bruges af andre til at træne deres sprogmodeller.",
}

PROPERTIES: dict[str, str] = {
    "title": "Titel",
    "subject": "Emne",
    "creator": "Forfatter",
    "author": "Forfatter",
    "lastmodifiedby": "Sidst ændret af",
    "created": "Oprettet",
    "modified": "Ændret",
    "changed_by": "Rettet af",
    "keywords": "Nøgleord",
    "description": "Kommentarer",
    "category": "Kategori",
    "contentstatus": "Status",
    "company": "Virksomhed",
    "manager": "Leder",
    "creationdate": "Oprettet",
    "moddate": "Ændret",
}
"""What a document's own properties are called, by the name the formats give them in lower case."""

DATE_KINDS: dict[str, str] = {
    "sent": "sendt",
    "signed": "underskrevet",
    "taken": "taget",
    "dated": "dateret",
    "modified": "ændret",
    "created": "oprettet",
    "stored": "gemt",
}
"""What happened on the date of a document, by :class:`dsar.stated.StatedKind`."""

REMOVED_OTHER = "[fjernet: oplysning om anden person]"
LEFT_OUT = "[…]"
NOT_SEARCHED: dict[str, str] = {
    "not indexed yet": "er endnu ikke læst igennem",
    "never read through": "er aldrig læst helt igennem",
    "settings changed since it was read": "er ikke læst, siden dets indstillinger blev ændret",
    "manual": "skal gennemsøges af en person, og det er ikke sket",
    "manual.asked": "skal gennemsøges af en person, som er spurgt og endnu ikke har svaret",
    "manual.nothing": "er gennemsøgt af en person, som ikke fandt noget",
    "manual.found": "er gennemsøgt af en person, som fandt noget",
    "no longer a store of dsar.toml; what was indexed of it is not searched": "er ikke længere et sted, der søges i",
}
"""By the reasons that a search gives; a reason that is not here is shown as it is."""
NO_AUTOMATED_DECISIONS = "Nej. Kommunen træffer ikke afgørelser uden menneskelig indblanding."

IDENTIFIERS: dict[str, str] = {
    "cpr": "CPR-nummer",
    "name": "navn",
    "former_name": "tidligere navn",
    "birth_date": "fødselsdato",
    "address": "adresse",
    "email": "e-mail",
    "phone": "telefonnummer",
    "other": "andet kendetegn, for eksempel sagsnummer",
}


def retention(*, covers: str, trigger: str, years: int | None, preservation: str) -> str:
    """A rule of retention as a sentence without its full stop."""
    what = f"{covers[:1].upper()}{covers[1:]}: " if covers else ""
    if years is None:
        return f"{what}ingen fast tid, regnet fra {trigger}; det afgøres af kriterierne nedenfor"
    return f"{what}{years} år efter {trigger}{f'; {preservation}' if preservation else ''}"


TRUTH: dict[bool, str] = {True: "sand", False: "falsk"}
"""A cell that is true or false."""

HIT_ROLES: dict[str, str] = {
    "subject": "handler om personen",
    "mentioned": "nævner personen",
    "household": "husstand eller familie",
    "employee": "som medarbejder",
}
"""What the person is in a hit."""

ANSWERS: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "data" / "answers.toml").read_text(encoding="utf-8")
)
"""What ``dsar find`` says beside the hits; a table each for ``explain``, ``suggest`` and ``statement``."""

CLUES = ANSWERS["clues"]
"""Why a passage is, or is not, about the person asked for; by the clue's rule."""

MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)


def thousands(count: int) -> str:
    """A number with full stops between its thousands."""
    return f"{count:,}".replace(",", ".")


FAMILY = "hører til mailen"
"""Before the first mail of those that a hit belongs to."""

RESTRICTED = "begrænset: må kun opbevares (artikel 18)"
"""Marks a hit whose data a case has restricted."""
