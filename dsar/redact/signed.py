"""Where a text says beyond doubt that who is named acts for an authority, so that they are kept. Pure.

That somebody signs, or lives by something, does not say so. A desk's title behind the name in an authority's
letter does, as do a unit of the municipality, the case beside the name, a label of its own line, and who
stands beside an employee under a note. Who speaks of themselves in the text is a citizen.
"""

from __future__ import annotations

import re

from dsar.find.roles import DAY, READ, SPEAKS_FOR_ITSELF
from dsar.model import Span

OFFICIAL = re.compile(
    r"(?<![^\W_])(?:kommunen?s?|afgørelse|partshøring|[a-zæøå]{0,20}forvaltning(?:en)?|borgerservice|jobcent(?:er|ret)"
    r"|klagevejledning|bevilge[rt]|besluttet at|vi har (?:modtaget|truffet|behandlet)|påbud|påbyde[rs]|din henvendelse"
    r"|vi (?:tilbyder|opkræver|indkalder|varsler|anmoder)|rater tilbydes)(?![^\W_])",
    re.IGNORECASE,
)
"""Words of an authority's own letters; that somebody speaks of a case tells nothing of who it is."""
_DESK = (
    r"[a-zæøå-]{0,20}(?:behandler|rådgiver|konsulent|fuldmægtig|visitator|jurist|koordinator|inspektør|planlægger"
    r"|medarbejder|sekretær)"
)
"""Titles of who writes letters for others; a teacher or a nurse signs their own as well."""
_TRADE = (
    rf"(?:{_DESK}"
    r"|[a-zæøå-]{0,20}(?:lærer|pædagog|terapeut|plejerske|plejer|bibliotekar|leder|chef|assistent|specialist))"
)
_UNIT = r"(?:kommune|forvaltning(?:en)?|bibliotek(?:et|erne)?|borgerservice|jobcent(?:er|ret))(?![a-zæøå])"
_END = r"[ ]{0,2}(?:\n|\Z)"
_AT_A_DESK = re.compile(rf",[ ]{_DESK}{_END}", re.IGNORECASE)
_IN_A_UNIT = re.compile(rf",[ ](?:{_TRADE},[ ][^\n,@]{{0,30}}{_UNIT}|[^\n,@]{{0,30}}{_UNIT}{_END})", re.IGNORECASE)
_OF_A_CASE = re.compile(rf"[,.][ ](?:sag|journal)(?:snr)?\.?(?![a-zæøå])[^\n]{{0,40}}{_END}", re.IGNORECASE)
_OF_A_DAY = re.compile(rf",[ ]{DAY}\.?{_END}", re.IGNORECASE)
_SECOND = re.compile(r"(?:[0-9]{4},[ ]|[ \n]/)[A-ZÆØÅ][^\n,.:;/@]{2,60}[ ]og[ \n]\Z")
_AT_A_TRADE = re.compile(rf",[ ]{_TRADE}{_END}", re.IGNORECASE)
_ON_BEHALF = re.compile(
    r"(?<![^\W_])på[ ][a-zæøå]{0,20}(?:nævn|kommun|forvaltning|byråd|kommunalbestyrelse|magistrat)[a-zæøå]{0,4}"
    r"s[ ]vegne,?[ ]{0,2}\n{1,2}\Z",
    re.IGNORECASE,
)
_KNOWN_TO = re.compile(r"(?<![^\W_])legitimation:?[ ](?:er[ ])?kendt[ ]af[ ]\Z", re.IGNORECASE)
FOLLOWS_UP = re.compile(rf"[ ]følger[ ]op[ ](?:senest|inden)[ ](?:den[ ]|d\.[ ])?{DAY}", re.IGNORECASE)
_CARER = re.compile(
    r"(?<![^\W_])(?:sygeplejerske|terapeut|visitator|læge|social[a-zæøå]{0,20}assistent)(?:n|en)?[ ]\Z", re.IGNORECASE
)
_CALLED_IN = re.compile(r"[ ](?:er[ ]|blev[ ])?(?:kontaktet|tilkaldt|orienteret|informeret)(?![^\W_])", re.IGNORECASE)
_LABEL = re.compile(rf"(?:\A|\n){_TRADE}:[ ]\Z|(?<![^\W_])vores[ ]{_TRADE}[ ]\Z", re.IGNORECASE)
_RECOMMENDS = re.compile(r"(?<![^\W_])indstilling[ ]fra[ ]\Z", re.IGNORECASE)
_SENT = re.compile(r"(?<![^\W_])sendt[ ]til[ ]\Z", re.IGNORECASE)
_FOR_WORK = re.compile(r"[ ]til[ ](?:søgning|besvarelse|sagsbehandling)(?![a-zæøå])", re.IGNORECASE)
_IS_CALLED = re.compile(rf"(?<![a-zæøå])(?:{_DESK}|kontaktperson)(?:en|n)?[ \n](?:hedder|er)[ \n]\Z", re.IGNORECASE)
_CALL = re.compile(
    r"(?<![^\W_])(?:ringe?|henvende?[ \n](?:dig|jer|sig))[ \n]til[ \n]\Z|(?<![^\W_])kontakte?[ \n]\Z", re.IGNORECASE
)
_AT_NUMBER = re.compile(
    rf"(?:,[ \n]{_TRADE},?)?[ \n]på[ \n](?:(?:tlf|telefon)\.?:?[ \n])?(?:\+45[ ]?)?[2-9][0-9]", re.IGNORECASE
)
_ANSWERS = re.compile(r"(?<![^\W_])(?:(?:svar|udtalelse)[ ]fra|forelægges(?:[ ]for)?)[ ]\Z", re.IGNORECASE)
_CELL = re.compile(rf"(?:\A|\n){_TRADE}:?[ \n]{{1,2}}\Z", re.IGNORECASE)
_TITLE = re.compile(rf",[ ]{_TRADE}(?![a-zæøå])", re.IGNORECASE)
_WE = re.compile(r"(?<![^\W_])(?:vi|os|vores)(?![^\W_])", re.IGNORECASE)
_YOU = re.compile(r"(?<![^\W_])(?:du|dig|din|dit|dine)(?![^\W_])", re.IGNORECASE)
_NOTE = re.compile(
    r"(?<![^\W_])(?:borger(?:en)?|pågældende|vedkommende|ansøger(?:en)?|henvist|legitimation|indstilling|gebyr|frist"
    r"|visiteret|[a-zæøå]{0,12}notat|ny aftale|næste møde|samtykke|anbefaling|støttetimer|rykker"
    r"|[a-zæøå]{0,12}udredning|serviceloven)(?![^\W_])",
    re.IGNORECASE,
)
"""Words of an office's notes about somebody."""


def is_told_of_by_authority(text: str, name: Span) -> bool:
    """Whether an authority's text says who deals with a case: whom to call, what the adviser is called, who answers."""
    before, after = text[max(0, name.start - 80) : name.start], text[name.end : name.end + 80]
    if _TITLE.match(after) and (_ANSWERS.search(before) or _CELL.search(before)):
        return True
    if not (_IS_CALLED.search(before) or (_CALL.search(before) and _AT_NUMBER.match(after))):
        return False
    said = text[max(0, name.start - READ) : name.start]
    return SPEAKS_FOR_ITSELF.search(said) is None and _is_letter(said)


def acts_for_authority(text: str, name: Span) -> bool:
    """Whether the words beside a name say that its bearer acts for an authority."""
    before, after = text[max(0, name.start - 80) : name.start], text[name.end : name.end + 80]
    if _IN_A_UNIT.match(after) and _begins(before):
        return True
    if _SECOND.search(before) and not _FOR_WORK.match(after):
        return re.match(_END, after) is not None
    said = text[max(0, name.start - READ) : name.start]
    if _LABEL.search(before):
        return OFFICIAL.search(said) is not None
    if _ON_BEHALF.search(before) or _KNOWN_TO.search(before):
        return True
    if _CARER.search(before) and _CALLED_IN.match(after):
        return True
    if _RECOMMENDS.search(before) or (_SENT.search(before) and _FOR_WORK.match(after)):
        return True
    return _begins(before) and _signs(said, after)


def _begins(before: str) -> bool:
    """Whether the name begins a line or a sentence."""
    return not before.rstrip(" ") or before.endswith("\n") or re.search(r"[.!?][ ]\Z", before) is not None


def _signs(said: str, after: str) -> bool:
    """Whether it is a signature of an authority's text, in which nobody speaks of themselves."""
    if SPEAKS_FOR_ITSELF.search(said):
        return False
    official, letter = OFFICIAL.search(said) is not None, _is_letter(said)
    noted = _NOTE.search(said) is not None
    if _AT_A_DESK.match(after):
        return letter or noted
    if _AT_A_TRADE.match(after):
        return official or noted
    return (letter or noted) and (_OF_A_CASE.match(after) or _OF_A_DAY.match(after)) is not None


def _is_letter(said: str) -> bool:
    """Whether an authority writes to somebody."""
    return OFFICIAL.search(said) is not None or (_WE.search(said) is not None and _YOU.search(said) is not None)
