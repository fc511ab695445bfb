"""Whose an identifier is where the words around it give it to somebody who is not named: a relative, a party, a child.

The words are of administrative Danish at large. What they decide is only that an
identifier says nothing of the names near it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dsar.detect.kin import NEAR
from dsar.model import Span

_STEM = 3
"""Letters by which two fields are of the same relative."""
_BEFORE, _AFTER = 60, 40
"""Characters that are looked at."""
_NUMBER = r"(?:cpr|c\.p\.r|pers(?:on)?[ .-]{0,2}(?:nr|nummer|id)|p[ .-]?nr|født|fødsels)"
"""How a label of a CPR number or a date of birth begins."""
_LABEL = rf"(?:[ ,:(]{{0,3}}{_NUMBER}[a-zæøå.\-]{{0,12}})?[ ,:(]{{0,3}}"
"""What may stand between a word and the number that it is of: ``, cpr-nr.: ``"""

# Before it: it is a relative's or another party's, whoever is named nearby.
_KIN = re.compile(
    rf"(?:{NEAR}|partner|forælder|værge|pårørende|anmelder|søskende)(?:en|et|s|ens|ets|ren|rens|nes|es|e)?['’]?s?"
    rf"[ ]{{0,2}}(?:{_NUMBER}|nr|:|\()[^\n]{{0,20}}$",
)
# Before it: it is of somebody who is not named ("borger med cpr-nr. …").
_UNNAMED = re.compile(
    r"(?:borger|beboer|barn|elev|patient|klient|ansøger|part|afdøde|person(?![ .-]{0,2}(?:nr|nummer|id)))"
    rf"(?:en|et|eren)?(?:\ med)?[ ,:(]{{0,3}}(?:[ ]?borger)?[ ]?{_NUMBER}?[a-zæøå.\-]{{0,12}}[ :]{{0,3}}$",
)
# Before it: a party to a case.
_PARTY = re.compile(
    r"(?<![a-zæøå])(?:lejer|udlejer|køber|sælger|klager|indklagede|sagsøger|sagsøgte|skyldner|debitor|kreditor|kunde"
    r"|passager|modtager|bruger|låntager|ejer|bygherre|afsender|indberetter|henviste|sygemeldte|forsikrede|skadelidte)"
    rf"(?:en|n|s)?{_LABEL}\Z"
)
# Before it: it is what is spoken of, or what something was taken for by mistake.
_ABOUT = re.compile(rf"(?<![a-zæøå])(?:om|vedr\.?|vedrørende|vedrører|angående|ang\.)[ :]{{1,2}}{_LABEL}\Z")
_MISTAKEN = re.compile(
    r"(?<![a-zæøå])(?:(?:sammenholdt|sammenlignet|forvekslet|byttet|byttet om|blandet sammen|rodet sammen|slået sammen"
    r"|ikke identisk|forveksle|forveksles)[ ]med|ikke[ ](?:den )?samme(?: person)?[ ]som"
    rf"|(?:ved en fejl|fejlagtigt|forkert)[^\n.]{{0,30}}[ ](?:på|under|hos|med|til))[ ]{_LABEL}\Z"
)
# Around it: a letter tells whom it greets of somebody else ("Kære Anders Jensen\n010101-1234 har fået plads").
_GREETED = re.compile(rf"(?:\A|\n)[ ]{{0,4}}(?:kære|hej|til)[ ][^\n]{{2,60}}\n{{1,3}}(?:{_NUMBER}[^0-9\n]{{0,8}})?\Z")
_DOES = re.compile(
    r",?[ ](?:har|er|skal|kan|bor|får|går|starter|begynder|blev|bliver|vil|mangler|ønsker)(?![a-zæøå])", re.IGNORECASE
)
# Before it: who signs with a number and no name.
_SIGNS = re.compile(rf"(?<![a-zæøå])(?:hilsen|hilsner|mvh\.?|vh\.?){_LABEL}\n?{_LABEL}\Z")
# Before it: a form's label above its cell.
_CELL = re.compile(
    r"(?:\A|\n)[ ]{0,4}(?:barn|elev|mor|far|værge|ægtefælle|samlever|pårørende|anmelder|underretter|lejer|udlejer"
    rf"|klager|modtager|passager|bruger)(?:en|et)?:?\n{_LABEL}\Z"
)
_SENTENCE_ENDS = re.compile(r"[ )]{0,2}(?:[.\n]|\Z)")
# Before it: a name that no list knows.
_UNKNOWN_NAME = re.compile(
    r"[A-ZÆØÅ][\w-]{1,20}[ ][A-ZÆØÅ][\w-]{1,20}[ ,]{0,2}\(?(?:[Cc][Pp][Rr][a-z.\- ]{0,5}:?[ ]?)?$"
)
_NAME_LABELS = frozenset({"", "navn", "fulde navn", "barnets navn", "elevens navn", "borgerens navn"})
_NOTHING = " \n,;:()–-"
# Before an address: whoever lives there.
_AT_HOME = re.compile(
    r"(?<![a-zæøå])(?:husstand|beboer|lejer|ejer|nabo|familie|genbo|borger)(?:e|en|er|ne|erne|n)?"
    r"(?:[ ](?:på|i|af|ved|fra))?(?:[ ]adressen)?[ ,:]{0,3}\Z"
)


def is_anothers(text: str, span: Span, names: Sequence[Span]) -> bool:
    """Whether an identifier is of somebody who is none of the names near it."""
    start = max(0, span.start - _BEFORE)
    lower = text[start : span.start].lower()  # searching without regard to case takes fifty times as long
    if _MISTAKEN.search(lower):
        return True
    if kin := _KIN.search(lower):  # "Mor: Inger Bak, 010101-1234" is Inger's, "Inger Baks mor: 010101-1234" is not
        said = Span(start + kin.start(), span.start)
        return not any(one.overlaps(said) or _is_fields(text, one, said) for one in names)
    if any(pattern.search(lower) for pattern in (_UNNAMED, _PARTY, _SIGNS, _CELL)):
        return not _follows(text, span, names)
    if _ABOUT.search(lower) and _SENTENCE_ENDS.match(text, span.end):
        return not _follows(text, span, names)
    if _GREETED.search(lower) and _DOES.match(text, span.end):
        return True
    name = _UNKNOWN_NAME.search(text, start, span.start)
    return name is not None and not any(one.overlaps(Span(*name.span())) for one in names)


def _is_fields(text: str, name: Span, said: Span) -> bool:
    """Whether a name is in the field beside it, of the same relative: ``Mor: Inger Bak``, ``Mor CPR: 010101-1234``."""
    line = text.rfind("\n", 0, said.start) + 1
    before = text.rfind("\n", 0, max(0, line - 1)) + 1
    after = (text.find("\n", said.end) + 1) or len(text)
    label = text[line : said.start + _STEM].lower()
    if said.start != line:
        return False
    beside = (before, line) if name.start < line else (after, (text.find("\n", after) + 1) or len(text))
    return beside[0] <= name.start < beside[1] and text[slice(*beside)].lower().startswith(label)


def of_a_household(text: str, address: Span) -> bool:
    """Whether the words before an address speak of whoever lives there: ``beboerne på``."""
    return _AT_HOME.search(text[max(0, address.start - _BEFORE) : address.start].lower()) is not None


def _follows(text: str, span: Span, names: Sequence[Span]) -> bool:
    """Whether a name comes right behind, or behind its label: ``Lejer: 010190-1234 Anders Jensen``."""
    near = (one.start for one in names if span.end <= one.start <= span.end + _AFTER)
    return any(text[span.end : start].strip(_NOTHING).lower() in _NAME_LABELS for start in near)
