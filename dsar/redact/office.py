"""Who acts in office, and what they are reached by there; what is not clearly of their work is private. Pure."""

from __future__ import annotations

import re

from dsar.find.roles import READ, HitRole, at_work, role_at
from dsar.model import Span
from dsar.redact.signed import FOLLOWS_UP, OFFICIAL, acts_for_authority, is_told_of_by_authority
from dsar.redact.staff import NOBODY, Staff

PRIVATE_MAIL = re.compile(
    r"@(?:gmail|hotmail|outlook|live|yahoo|icloud|me|mail|protonmail|proton|jubii|stofanet|youmail|webspeed|tdcadsl|msn)\.",
    re.IGNORECASE,
)
_SMALL_WORD = re.compile(r"(?<![^\W_.@])[a-zæøå]{2,30}(?![^\W_]|[.@][a-z])")
_LABELS = frozenset(
    [
        "tlf",
        "telefon",
        "telefonnr",
        "telefonnummer",
        "mobil",
        "mail",
        "email",
        "post",
        "adresse",
        "fax",
        "cvr",
        "nr",
        "ean",
        "hovednummer",
        "omstilling",
        "web",
        "www",
        "dk",
        "og",
        "på",
        "st",
        "sal",
        "th",
        "tv",
        "mf",
        "att",
        "direkte",
        "postboks",
        "åbent",
        "åbningstid",
        "kl",
    ]
)
_PRIVATE = re.compile(r"(?<![^\W_])(?:privat\w{0,10}|hjemme\w{0,10})(?![^\W_])", re.IGNORECASE)
_TRADE = (
    r"[a-zæøå-]{0,20}(?:sygeplejerske|plejerske|tandplejer|plejer|lærer|pædagog|terapeut|bibliotekar|ingeniør|arkitekt"
    r"|økonom|assistent|medarbejder|jurist|specialist|sekretær|leder|chef|konsulent)"
)
"""What many people are who are not at work in the document at hand."""
_TRADE_BEFORE = re.compile(rf"(?<![a-zæøå]){_TRADE}(?:en|n)?[ ,:]{{1,3}}\Z", re.IGNORECASE)
_TRADE_AFTER = re.compile(rf"[ ]?[,(][ ]{{0,2}}{_TRADE}(?![a-zæøå])", re.IGNORECASE)
_CHAT = re.compile(r"[0-9]{1,2}[:.][0-9]{2}[ ]{1,2}\Z")
"""A time before a name: who wrote a line of a chat, whoever they are."""
TITLE = re.compile(
    r"(?<![a-zæøå])[a-zæøå-]{0,20}(?:behandler|rådgiver|konsulent|fuldmægtig|visitator|leder|chef|sekretær|jurist|vejleder"
    r"|koordinator|inspektør|planlægger|assistent|medarbejder|specialist|lærer|pædagog|terapeut|plejerske)(?![a-zæøå])",
    re.IGNORECASE,
)
_EDITED = re.compile(r"(?<![^\W_])(?:forfatter|rettet af|sidst ændret af):[ ]?\Z", re.IGNORECASE)
"""Who wrote in a file by what the file says; a citizen's file says so too."""
_SIGNED = re.compile(r"[ ]?\n[ ]{0,2}[A-ZÆØÅa-zæøå-]{4,40}")
_PRIVATELY = re.compile(
    r"(?<![^\W_])(?:nabo|overbo|underbo|genbo|ven|veninde|bekendt|kæreste|kollega|udlejer|anmelder|vidne|klager"
    r"|bisidder|tolk|partsrepræsentant|repræsentant|pårørende|støtteperson|værge|underskriver)"
    r"(?:en|n|e|er|erne|t|et|s|ens|ns)?(?:[ ,:(]|[ ]er){1,3}(?:[^\W_]{2,20}[ ,]{1,2}){0,2}\Z",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?<![^\W_])kontaktperson(?:en|er|erne|s|ens)?(?:[ ,:(\n]|[ ]er){1,3}(?:[^\W_]{2,20}[ ,]{1,2}){0,2}\Z",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(
    r"[ ]?[,(\n][ ]{0,2}(?:[a-zæøå]{0,20}(?:behandler|rådgiver|konsulent|fuldmægtig|visitator|koordinator|leder|chef)"
    r"|[^\n.]{0,30}(?:kommune|forvaltning|borgerservice|jobcenter|center|centret|afdeling|team)(?:en|et|s)?)(?![a-zæøå])",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"(?<![^\W_])(?:mob(?:il)?\w{0,10}|m)[ .:]{0,3}(?:nr|nummer)?[ .:]{0,3}\Z", re.IGNORECASE)
_AT_WORK = re.compile(
    r"(?<![^\W_])(?:arbejd\w{0,15}|tjeneste\w{0,10}|vagt\w{0,10}|kontor\w{0,10}|direkte)[ .:]", re.IGNORECASE
)
_HAS = re.compile(r"\A,?[ \n]har[ \n](?=telefon|tlf)", re.IGNORECASE)
_AUTHORITY = re.compile(
    r"(?:kommune|(?:^|[.-])region|styrelse|ministeri|^(?:kk|politi|skat|domstol|udbetalingdanmark|atp|borger)\.dk$)"
)
_OFFICE_AT = r"(?:post|info|kommunen?|borgerservice|sikkerpost|dpo|raadhus|hovedpost\w{0,20})@"


def in_office(text: str, name: Span, staff: Staff = NOBODY) -> bool:
    """Whether the words beside a name say that its bearer acts for an authority, and not only what they live by.

    "Naboen Mette Hansen, lærer" is a neighbour; in a signature the same title stands in a line of its own.
    """
    before, after = text[max(0, name.start - 60) : name.start], text[name.end : name.end + 60]
    if privately(text, name) or _EDITED.search(before):
        return False
    if staff.signs_with_mail(text, name) or FOLLOWS_UP.match(after) or is_told_of_by_authority(text, name):
        return True
    if role_at(text, name) is not HitRole.EMPLOYEE:
        return False
    if staff.lists(name.of(text)) or acts_for_authority(text, name):
        return True
    if not (at_work(text, name) or OFFICIAL.search(text, max(0, name.start - READ), name.start)):
        return False
    if _SIGNED.match(after):
        return True
    return not (_CHAT.search(before) or _TRADE_BEFORE.search(before) or _TRADE_AFTER.match(after))


def privately(text: str, name: Span) -> bool:
    """Whether the words beside a name say that its bearer takes part as a private person, whoever they are at work."""
    before, after = text[max(0, name.start - 60) : name.start], text[name.end : name.end + 60]
    if _PRIVATELY.search(before):
        return True
    return _CONTACT.search(before) is not None and _UNIT_AFTER.match(after) is None


def works_at(text: str, address: str) -> bool:
    """Whether a mail address is at an authority: by its domain's name, or since the text calls the authority so."""
    domain = address.rpartition("@")[2].lower().strip(".")
    if _AUTHORITY.search(domain):
        return True
    if re.search(rf"{_OFFICE_AT}{re.escape(domain)}(?![\w.-])", text, re.IGNORECASE):
        return True
    place = domain.split(".")[-2] if "." in domain else domain
    return re.search(rf"(?<![^\W_]){re.escape(place)}s?[ ]kommune", text, re.IGNORECASE) is not None


def in_signature(between: str) -> bool:
    """Whether what stands between an employee's name and a number is a signature, on lines of its own."""
    return "\n\n" not in between and letterhead(TITLE.sub("", between))


def reached_at_work(between: str) -> bool:
    """Whether a telephone so far behind an employee's name is of their work: a mobile one says that it is."""
    if not in_signature(_AT_WORK.sub(" ", _HAS.sub(" ", between))):
        return False
    return _MOBILE.search(between) is None or _AT_WORK.search(between[-30:]) is not None


def letterhead(between: str) -> bool:
    """Whether a text is what stands between an organisation's name and its number in a letterhead: no sentence."""
    return all(word.lower() in _LABELS for word in _SMALL_WORD.findall(between)) and not _PRIVATE.search(between)
