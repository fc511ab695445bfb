"""What somebody is in a document: the one it is about, mentioned, of the household, or at work.

Read from the words around the name. It sorts hits for the caseworker, because the law
treats these differently: who acts for the authority is no third party, and a relative
or neighbour has a right to the part about them alone. It neither finds nor rejects a
document. The words are of administrative Danish at large; none is of one municipality.
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


_WORKER = (
    r"(?:behandler|rådgiver|konsulent|fuldmægtig|visitator|leder|chef|sekretær|pædagog|lærer|terapeut"
    r"|sygeplejerske|plejerske|tandplejer|plejer|bibliotekar|ingeniør|medarbejder|bekæmper|jurist|assistent|arkitekt"
    r"|planlægger|vejleder|koordinator|inspektør|specialist|økonom|rengøringsleder|tilsynsførende)"
)
_WORK = rf"[a-zæøå-]{{0,20}}{_WORKER}"
_FAMILY = (
    r"(?:forælder|forældre|mor|moder|far|fader|værge|ægtefælle|hustru|kone|mand|samlever|søn|datter|barn|børn|bror|søster"
    r"|søskende|pårørende|husstand|hjemmet?|familien|mormor|morfar|farmor|farfar)"
)
# "Notat af: …", "Journalført af …": who writes in a file writes about others.
_WRITTEN_BY = (
    r"(?:[a-zæøå]{0,12}notat|skrevet|udarbejdet|udfærdiget|journaliseret|journalført|oprettet|registreret|noteret"
    r"|dokumenteret|behandlet|sagsbehandlet|afgjort|godkendt|indtastet|indskrevet|visiteret|rettet|svar)[ ]af"
)
_SMALL = r"(?:en|n|ne|e|et|t|s|ns|erne)?"
_NAME = r"(?-i:[A-ZÆØÅŁ][\w.'-]{0,24}(?:[ ](?:(?:af|von|van|der|de|la|el|al)[ ]){0,2}[A-ZÆØÅŁ][\w.'-]{0,24}){0,4})"
DAY = r"[0-9]{1,4}[./ -]{1,2}(?:[0-9]{1,2}|[a-zæøå]{3,9})[./ -]{1,2}[0-9]{2,4}"
# What stands before a name is put in lower case first: searching without regard to case takes five times as long.
_WORK_BEFORE = re.compile(
    rf"(?:(?<![a-zæøå]{{21}}){_WORKER}|(?<![a-zæøå])(?:{_WRITTEN_BY}|referent|ordstyrer|bisidder|underskriver"
    rf"|spørgsmål rettes til|kontaktperson)){_SMALL}"
    rf"[ ]{{0,2}}[:,(]?[ ]{{0,2}}\Z|[ \n]/\Z"
    rf"|(?<![0-9]{{6}})(?<![0-9]{{6}}[- ])(?:19|20)[0-9]{{2}},[ ]\Z|^[0-9][^\n]{{5,25}}:[0-9][0-9][ ]\Z",
    re.MULTILINE,
)
ANOTHERS = (
    r"(?!:?(?:[ ]og[ ][a-zæøå-]{3,30})?[ ](?!(?:borgerservice|job|team|afdeling|[a-zæøå]{0,20}"
    r"(?:forvaltning|kommune|center|centret)|[a-zæøå]{2,20}[ ]kommune))(?-i:[A-ZÆØÅŁ]))"
)
"""Behind a title: nothing follows that can be a name, whose title it would be ("søn Bo, visitator Vera Hansen")."""
_WORK_AFTER = re.compile(
    rf"[ ]?(?:[,(][ ]{{0,2}}{_WORK}|\n[ ]{{0,2}}{_WORK}(?!(?:[ ](?:nr|id|navn|initialer))?\.?:))(?![a-zæøå]){ANOTHERS}"
    rf"|(?:[ ]og[ ]{_NAME})?[ \n]fra[ \n]kommunen(?![a-zæøå])",
    re.IGNORECASE,
)
"""A title; not the next row's column: "borger: Anders Bo Jensen\\nmedarbejder: …"."""
# Who is told from others by a birth date or a number is a citizen: "…, f. 4/5 1966, Oskar Holm f. 16/5 2011, …"
_OF_A_LIST = re.compile(r"[ ,]{0,2}\(?(?:f\.|født|cpr)", re.IGNORECASE)
# Of those present, who is told with a birth date, a number or a home is whom it is about.
_TOLD = re.compile(
    r"[ ]{0,2}(?:[,(][ ]{0,2})?(?:f\.|født|cpr|bosat|bopæl|som bor|der bor|adresse|[0-9]"
    r"|(?-i:[A-ZÆØÅ])[a-zæøå.]{1,30}(?:[ ][\w.]{1,20}){0,3}[ ][0-9]{1,3}(?![0-9]))",
    re.IGNORECASE,
)
# What only tells the role: others' numbers beside such a name still speak against it.
_ACTS_BEFORE = re.compile(
    rf"(?:(?:sagen|klagen|anmodningen|henvendelsen)[ ](?:er|blev)[ ](?:over)?(?:sendt|givet)[ ](?:videre[ ])?til"
    rf"|notat[ ]fra|teamet[ ]med|kendt[ ]af|(?:modtaget|besøgt|tilset|rapport|tilsyn)[ ](?:{DAY}[ ])?af|{DAY}[ ]af"
    rf"|(?<![^\n])(?:vagt(?:havende)?|bemanding|ansvarlig|ansat)[ ]?:"
    rf"|{_WRITTEN_BY}\n(?:[^\n:]{{1,30}}:)?|på[ ][a-zæøå]{{3,30}}s[ ]vegne|tillidsrepræsentant|chauffør)[ \n]{{0,2}}\Z"
)
_ACTS_BESIDE = re.compile(rf"(?:[ \n]/|[0-9],[ ]){_NAME}[ ][Oo][Gg][ \n]{{0,2}}\Z")
_ACTS_AFTER = re.compile(
    rf"[ ]til[ ](?:udtalelse|søgning|besvarelse|behandling|orientering)(?![a-zæøå])|:[ ](?:bevilges|afslag|delvist)"
    rf"|[ ]fra[ ](?:HR|borgerservice|forvaltningen|jobcent[a-z]{{1,5}}|sekretariatet)(?![a-zæøå])"
    rf"|[ \n]og[ \n]{_NAME}[ \n]fra[ \n]kommunen",
    re.IGNORECASE,
)
# Behind the name of who signs: the case, the day, the unit; or nothing.
_SIGNED = re.compile(
    rf"(?:[ ]og[ ]{_NAME})?(?P<as>[,.][ ](?:(?P<case>\(?(?:sag|journal)(?:snr)?(?![a-zæøå])[^\n]{{0,40}})|{DAY}\.?"
    rf"|[^\n@]{{1,40}}@[^\n@]{{3,60}}"
    rf"|[^\n]{{0,30}}(?:afdeling|forvaltning|center|centret|kommune|bibliotek|team)[^\n]{{0,40}}))?"
    rf"[ ]{{0,2}}(?:\n|\Z)",
    re.IGNORECASE,
)
_REGARDS = re.compile(r"(?:hilsen|hilsner|mvh\.?|vegne),?[ ]{0,2}\n{1,2}[ ]{0,4}\Z", re.IGNORECASE)
SPEAKS_FOR_ITSELF = re.compile(r"(?<![^\W_])(?:jeg|mig|min|mit|mine)(?![^\W_])", re.IGNORECASE)
_SPEAKS_AS_AUTHORITY = re.compile(
    r"(?<![^\W_])(?:sag|sagsnr|frist|svar senest|afgørelse|afgjort|indstilling|bevilling|afslag|gebyr|aftalt|plan|vi"
    r"|vores|kære|du|dig|din|dit|partshøring|henvist|kommunen|nævnet)(?![^\W_])",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(r"(?<![a-zæøå])(?:hilsen|hilsner|mvh\.?|vh\.?|kh\.?),?(?:[ ]fra)?[ \n]{1,4}\Z")
_OWN_CASE = re.compile(
    r"(?<![^\W_])(?:min|mit|mine)[ ](?:[a-zæøå]{1,20}[ ])?[a-zæøå]{0,20}(?:sag|sager|ansøgning|tilladelse|klage"
    r"|afgørelse|bolig|lejlighed|adresse|pension|ydelse|hjælp|støtte|plads|regning|skat|gæld|konto|økonomi|journal|helbred|sygdom"
    r"|situation|oplysninger|cpr|cpr-nummer|navn|tid|aftale|bevilling|hus|have|grund|carport|kontanthjælp|dagpenge)"
    r"(?:en|et|s)?(?![a-zæøå])",
    re.IGNORECASE,
)
_TAIL, FEW = 160, 12
"""So many characters and words at the most follow who signs."""
LISTED = 500
"""Characters before a name in which the label of a list of names is looked for."""
READ = 2000
"""Characters before a signature that tell who speaks."""
_FROM = re.compile(r"(?:^|\n)(?:From|Fra|Sender|Afsender):[ ]\"?\Z", re.IGNORECASE)
_ADDRESS = re.compile(r"\"?[ ]{0,2}<[^<>@\n]{1,60}@(?P<domain>[^<>@\n]{3,80})>")
_AUTHORITY_DOMAIN = re.compile(
    r"(?:kommune|region|styrelse)[^<>@\n]{0,40}<[^<>@\n]{1,60}@(?P<domain>[^<>@\n]{3,80})>", re.IGNORECASE
)
_MENTIONED_BEFORE = re.compile(
    rf"(?<![a-zæøå])(?:(?:tidligere[ ]|eks-?)(?:{_FAMILY}|kæreste){_SMALL}"
    r"|nabo(?:en|er)?|genbo(?:en)?|udlejer|vidne(?:t)?|[a-z]{0, 10}formand|mægler(?:en)?|advokat"
    r"|(?:min|din|sin|hans|hendes|nuværende|tidligere|nærmeste)[ ](?:leder|chef|arbejdsgiver),?|chefen|støtteperson"
    r"|(?:a/s|aps|i/s|k/s|p/s|[a-z]{3,20}),[ ]kontaktperson|reserveret[ ]af|som[ ]tilhører"
    r"|(?:talt|snakket|gruppen)[ ]med|(?:viser|oplyser|skriver|mener),?[ ]at(?:[ ]bilen)?|ved[ ]siden[ ]af"
    r"|(?:medbeboer|klassekammerat|kammerat|veninde|kollega|plejefamilie|aflastningsfamilie|plejeforældre)(?:n|en|ne)?"
    r"|(?:om[ ][a-zæøå]{3,20}|tid|bor|arbejder|ansat)[ ]hos"
    r"|består[ ]af|ledsaget[ ]af|besøg[ ]af)[ ]{0,2}[:,]?[ \n]{0,2}\Z",
)
_MENTIONED_AFTER = re.compile(
    rf"[ ]?[,(]?[ ]?(?:som )?(?:er )?(?:den )?tidligere {_FAMILY}(?![a-zæøå])"
    r"|[ ]?(?:\(formand\)|,[ ]formand|[ ]er[ ]støtteperson|[ ](?:fulgte[ ]med|ventede|så[ ]det|hjalp[ ]med)(?![a-zæøå])"
    r"|[ ]og[ ](?:kan[ ]træffes|(?:skriver|ringer)[ ](?:om|på[ ]vegne))(?![a-zæøå])"
    r"|[ ]må[ ](?:gerne|ikke)[ ]få[ ]kopi|[ ]har[ ](?:ikke[ ])?adgang[ ]til)",
    re.IGNORECASE,
)
_ABOUT_BEFORE = re.compile(
    r"(?<![a-zæøå])(?:det[ ]er|vedr\.|vedrørende|vedrører|angående|ansøger|borger(?:en)?|elev(?:en)?|klient(?:en)?"
    r"|patient(?:en)?|beboer(?:en)?|skadelidte|sagen[ ]om|indstilling[ ]vedrørende|ringe[ ]til|journal[ ]for"
    r"|undersøgelse[ ]af|jeg[ ]hedder|mit[ ]navn[ ]er"
    r"|anmelder|skyldner|lejer|ejer|bygherre|(?<=\n)samtale[ ]med)[ ]{0,2}[:,]?[ \n]{1,2}"
    r"(?:[0-9]{6}[ –-]{0,3}[0-9]{4}[ ,–-]{1,3})?\Z",
)
# A form's or a register's own person, where the label begins the text: "Barn: …", "Elev\n…".
_OWN_CELL = re.compile(r"\A[^\n]{0,60}\n?(?:barn|barnets navn|elev)[ ]{0,2}[:\n][ ]{0,4}\Z", re.IGNORECASE)
_BESIDE = re.compile(rf"{_NAME}[ ](?:og|&)[ ]\Z")
_WORK_CELL = re.compile(rf"\A[^\n]{{0,30}}{_WORKER}{_SMALL}:?\n[ ]{{0,4}}\Z")
_FAMILY_CELL = re.compile(rf"\A[ ]{{0,4}}(?:{_FAMILY}|forældremyndighed[a-zæøå]{{0,12}}){_SMALL}:?\n[ ]{{0,4}}\Z")
_FAMILY_BEFORE = re.compile(
    rf"(?<![a-zæøå])(?:{_FAMILY}{_SMALL}|samtykke fra)[ ]{{0,2}}[:,(\n]?[ ]{{0,2}}\Z|hæfter også \Z"
)
# A class list's columns of the child's parents: "Kontakt 1: …", "Forælder 2: …".
_CONTACT_CELL = re.compile(
    r"(?<![^\n])[ ]{0,4}(?:kontakt(?:person)?|forælder|værge|pårørende|mor|far)[ ]?[1-4][ ]?:[ ]{0,2}\Z"
)
# Who took part, in one line or in lines of their own, and a calendar's guests.
_PRESENT = re.compile(
    r"(?<![^\n])(?:(?:til[ ]?stede(?:værende)?|deltagere|mødedeltagere|fremmødte)[ ]?:[ ]{0,2}"
    r"(?:[^\n:]{0,400}|\n(?:[^\n:]{1,60}\n){0,15}[ •*-]{0,4})|attendee:[^\n]{0,80})\Z",
)
_FAMILY_AFTER = re.compile(
    rf"[ ]?[,(]?[ ]?(?:som )?(?:er )?"
    rf"(?:registreret på samme adresse|(?:den )?(?:tidligere )?{_FAMILY}{_SMALL}(?![a-zæøå]))",
    re.IGNORECASE,
)
# "Anders Jensens far": who is named is not the relative.
_WHOSE = re.compile(rf"[ ]{_FAMILY}", re.IGNORECASE)
_REACH = 60


def at_work(text: str, name: Span) -> bool:
    """Whether the words beside a name say that its bearer acts in office: others' numbers then say nothing against."""
    before, after = _around(text, name)
    lower = before.lower()
    return not _MENTIONED_BEFORE.search(lower) and _in_office(lower, after)


def _in_office(before: str, after: str) -> bool:
    if _OF_A_LIST.match(after):
        return False
    return _WORK_AFTER.match(after) is not None or _WORK_BEFORE.search(before) is not None


def _acts(before: str, lower: str, after: str) -> bool:
    return bool(_ACTS_BEFORE.search(lower) or _ACTS_BESIDE.search(before) or _ACTS_AFTER.match(after))


def role_at(text: str, name: Span) -> HitRole | None:
    """What the words beside a name say of its bearer; None where they say nothing."""
    before, after = _around(text, name)
    lower = before.lower()
    if _MENTIONED_BEFORE.search(lower):
        return HitRole.MENTIONED
    if _in_office(lower, after) or _acts(before, lower, after) or _WORK_CELL.match(lower):
        return HitRole.EMPLOYEE
    if _MENTIONED_AFTER.match(after):
        return HitRole.MENTIONED
    first = _BESIDE.search(before)  # "ejer: Lis Holm og Anders Jensen" is about both
    if _ABOUT_BEFORE.search(before[: first.start()].lower() if first else lower) or (
        name.start < _REACH and _OWN_CELL.match(text[: name.start])
    ):
        return HitRole.SUBJECT
    if _FAMILY_BEFORE.search(lower) or _FAMILY_CELL.match(lower) or _CONTACT_CELL.search(lower):
        return HitRole.HOUSEHOLD
    if _FAMILY_AFTER.match(after) and not (text[name.end - 1] == "s" and _WHOSE.match(after)):
        return HitRole.HOUSEHOLD
    if not _TOLD.match(after) and _PRESENT.search(text[max(0, name.start - LISTED) : name.start].lower()):
        return HitRole.MENTIONED
    if _sends_for_the_authority(text, name) or _signs_for_the_authority(text, name):
        return HitRole.EMPLOYEE
    return HitRole.SUBJECT if _signs_for_itself(text, name) else None


def _around(text: str, name: Span) -> tuple[str, str]:
    return text[max(0, name.start - _REACH) : name.start], text[name.end : name.end + _REACH]


def _sends_for_the_authority(text: str, name: Span) -> bool:
    """Whether a mail's head has the name as its sender, at the domain of an address that is called an authority's."""
    if not _FROM.search(text[max(0, name.start - _REACH) : name.start]):
        return False
    sender = _ADDRESS.match(text, name.end)
    return sender is not None and any(m["domain"] == sender["domain"] for m in _AUTHORITY_DOMAIN.finditer(text))


def _signs_for_itself(text: str, name: Span) -> bool:
    """Whether the name signs what is said in the first person of what is one's own: ``min ansøgning … Mvh Bo Holm``."""
    if not _SIGN_OFF.search(text[max(0, name.start - _REACH) : name.start].lower()):
        return False
    return _OWN_CASE.search(text[max(0, name.start - READ) : name.start]) is not None


def _signs_for_the_authority(text: str, name: Span) -> bool:
    """Whether the name signs, alone on a line or at its end, a text that speaks as an authority does."""
    line = text.rfind("\n", 0, name.start) + 1
    signed = _SIGNED.match(text, name.end)
    if signed is None or not line or len(text) - name.end > _TAIL:
        return False
    alone = not text[line : name.start].strip()
    if not alone and (not signed["as"] or text[name.start - 2 : name.start] != ". " or text[signed.end() :].strip()):
        return False
    said = text[max(0, line - READ) : name.start]
    if not _REGARDS.search(said) and len(text[signed.end() :].split()) > FEW:
        return False
    if signed["case"]:
        return True
    cue = signed["as"] or _SPEAKS_AS_AUTHORITY.search(said)
    return bool(cue) and SPEAKS_FOR_ITSELF.search(said) is None
