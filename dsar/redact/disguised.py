"""Personal data written so that a detector of its plain forms passes it by: spelt-out mail addresses, letters apart.

Here it is enough that something looks like it: what is taken away needlessly is told in the
copy, and what stays needlessly is somebody's. Each finding's rule says which of these it is. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain

from dsar.detect.lexicon import Lexicon
from dsar.model import Evidence, Finding, Kind, Span
from dsar.redact.fold import folded_words
from dsar.redact.own import Detect, Own

ON_OWN_ROAD = "address.own_road"
"""The subject's road with another number: a neighbour's."""
IN_PASSING = "address.in_passing"
"""A road and number without a postcode, or a number alone: of somebody, where somebody is named."""
_WEIGHT = 2.0

_AT = (
    r"[ ]{0,2}(?:[(\[{<][ ]?(?:at|a|snabel-?a|@)[ ]?[)\]}>]|snabel-?a)[ ]{0,2}|[ ]{1,2}(?:at|@)[ ]{1,2}"
    r"|[ ]{1,2}@|@[ ]{1,2}"
)
_DOT = r"(?:\.|[ ]?[(\[{](?:dot|punktum|\.)[)\]}][ ]?|[ ](?:dot|punktum)[ ])"
_MAIL = re.compile(
    rf"(?<![\w.+-])(?P<local>[\w.+-]{{2,64}}?)(?:{_AT})(?P<domain>[\w-]{{3,63}}(?:{_DOT}[\w-]{{2,63}}){{1,3}})",
    re.IGNORECASE,
)
_DOTS = re.compile(_DOT, re.IGNORECASE)
_MISREAD = re.compile(
    r"(?<![\w@./-])(?!www\.)[\w.+&©®-]{6,64}[\w-]\.(?:dk|com|net|org|eu|nu|se|no|de|info|example)(?![\w@])",
    re.IGNORECASE,
)
_ALIKE = 0.8
_APART = re.compile(r"(?<!\w)(?:[A-ZÆØÅ][ ]{1,2}){3,30}[A-ZÆØÅ](?!\w)")
_CAPITALS = re.compile(r"(?<!\w)[A-ZÆØÅ-]{2,30}(?:[ ][A-ZÆØÅ-]{2,30}){1,5}(?!\w)")
_CALLED = re.compile(
    r"(?<![^\W_])(?:ring\w{0,4}|opkald|sms\w{0,4}|kald\w{0,3}|nummer(?:et)?|mobil\w{0,8}|tlf\.?|telefon\w{0,8})"
    r"[ ]{1,2}(?:(?:til|fra|på|nummer|nr\.?|hende|ham|dem|tilbage)[ ]{1,2}){0,3}"
    r"(?P<number>(?:\+45[ ]?)?[0-9]{2}[ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_NUMBER = r"(?P<number>[0-9]{1,3}[ ]?(?-i:[A-Z])?)(?![\w-])(?![.,][0-9])"
_FLAT = r"(?:,?[ ](?:st|kl|[0-9]{1,2})\.?[ ]?(?:sal)?,?(?:[ ](?:th|tv|mf)\.?)?(?![\w]))?"
_ROAD = re.compile(
    rf"(?:(?<=på )|(?<=, )|(?<=bor )|(?<=\()|(?<=fra )|(?<=til )|(?<=ved ))"
    rf"(?P<road>[A-ZÆØÅ][a-zæøåéü]{{3,30}}(?:[ ][A-ZÆØÅ][a-zæøåé]{{2,20}}){{0,2}})"
    rf"[ ]{_NUMBER}{_FLAT}"
)
_NEXT_DOOR = re.compile(
    r"(?<![^\W_])(?:(?:i|fra|ved|overfor|over for)[ ]{1,2}(?:nr\.?|nummer)|beboer(?:en|ne)? i)[ ]{0,2}"
    rf"{_NUMBER}{_FLAT}",
    re.IGNORECASE,
)
MORE_HOUSES = re.compile(
    r"(?:,?[ ](?:og|samt|eller)[ ][0-9]{1,3}(?:[ ]?[A-Z](?![^\W_]))?"
    r"(?=[ ]?(?:[.,;:)\n]|\Z|(?:har|er|klager|bor|i|på|hos|og)(?![^\W_])))"
    rf"|(?:,|,?[ ](?:og|samt|eller))[ ](?:nr\.?|nummer)[ ]?[0-9]{{1,3}}[ ]?[A-Z]?{_FLAT}(?![\w-])){{1,6}}"
)
"""Other houses of the road whose name stands before: "Engvej 3, nr. 5 og nr. 7"."""
_ROOM = re.compile(
    r"(?<![^\W_])(?:plejehjem|plejebolig|plejecent(?:er|ret)|ældrecent(?:er|ret)|bosted|botilbud|opholdssted|herberg"
    r"|døgninstitution|krisecent(?:er|ret)|kollegi(?:um|et)|forsorgshjem)(?:met|et|en|erne)?"
    r"(?-i:[ ][A-ZÆØÅ][\w-]{1,30}){1,4},?[ ](?:stue|bolig|lejlighed|lejl\.|værelse|vær\.|afdeling|afd\.|enhed|nr\.)"
    r"[ ](?:nr\.?[ ]?)?[0-9]{1,4}[A-Z]?(?![\w-])",
    re.IGNORECASE,
)
"""A room in an institution, which is somebody's home."""
_NO_ROADS = re.compile(
    r"(?:side|bilag|uge|punkt|afsnit|kapitel|paragraf|artikel|skema|fase|trin|klasse|stue|lokale|modul|spor|niveau"
    r"|kvartal|sag|lov|lovens|sagen|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)",
    re.IGNORECASE,
)


def disguised(text: str, own: Own, detect: Detect, lexicon: Lexicon) -> Iterator[Finding]:
    """What else is in the text, in no order; it may overlap what the detector finds."""
    return chain(
        _mails(text), _apart(text, own, lexicon), _in_capitals(text, detect), _called(text), _addresses(text, own)
    )


def _finding(kind: Kind, span: Span, key: str, rule: str) -> Finding:
    return Finding(kind, span, key, (Evidence(rule, _WEIGHT),))


def _mails(text: str) -> Iterator[Finding]:
    for mail in _MAIL.finditer(text):
        key = f"{mail['local']}@{_DOTS.sub('.', mail['domain'])}".lower()
        yield _finding(Kind.EMAIL, Span(*mail.span()), key, "email.spelt_out")


def misread_mails(text: str, own: Own) -> Iterator[Span]:
    """What may be a mail address of another's whose sign text recognition took for letters; a site's too."""
    mine = [key for kind, key in own.keys if kind is Kind.EMAIL]
    for found in _MISREAD.finditer(text):
        if not any(SequenceMatcher(None, found[0].lower(), mail).ratio() >= _ALIKE for mail in mine):
            yield Span(*found.span())


def _apart(text: str, own: Own, lexicon: Lexicon) -> Iterator[Finding]:
    """Names with a blank after each letter; headings are set so too, but are words."""
    for run in _APART.finditer(text):
        letters = run[0].replace(" ", "")
        plain = "".join(folded_words(letters))
        if plain in own.name_words or any(plain == "".join(name) for name in own.names):
            continue
        if not lexicon.is_word(letters.lower()):
            yield _finding(Kind.NAME, Span(*run.span()), letters.lower(), "name.letters_apart")


def _in_capitals(text: str, detect: Detect) -> Iterator[Finding]:
    """Names in capitals, read as if they were written as names are."""
    for run in _CAPITALS.finditer(text):
        line = Span(max(text.rfind("\n", 0, run.start()) + 1, run.start() - 80), run.end() + 40)
        read = text[line.start : run.start()] + run[0].title() + text[run.end() : line.end]
        if len(read) != len(line.of(text)):
            continue
        for found in detect(read):
            span = Span(found.span.start + line.start, found.span.end + line.start)
            if found.kind is Kind.NAME and run.start() <= span.start and span.end <= run.end():
                yield Finding(Kind.NAME, span, found.key, found.evidence)


def _called(text: str) -> Iterator[Finding]:
    """Eight digits that somebody calls or is called at; bare, they may be read as a company's number."""
    for call in _CALLED.finditer(text):
        digits = re.sub(r"[^0-9]", "", call["number"])[-8:]
        yield _finding(Kind.PHONE, Span(*call.span("number")), f"+45{digits}", "phone.called")


def _addresses(text: str, own: Own) -> Iterator[Finding]:
    mine = {address[0]: address[1] for address in own.addresses if len(address) > 1}
    for road, number in mine.items():
        on_road = re.compile(rf"(?<![^\W_]){re.escape(road)}[ ]{{1,2}}(?:nr\.?[ ]?)?{_NUMBER}{_FLAT}", re.IGNORECASE)
        for found in on_road.finditer(text):
            if _house(found) != number.upper():
                yield _finding(Kind.ADDRESS, Span(*found.span()), f"{road}|{_house(found)}|", ON_OWN_ROAD)
            elif more := MORE_HOUSES.match(text, found.end()):
                yield _finding(Kind.ADDRESS, Span(*more.span()), f"{road}||", ON_OWN_ROAD)
    for found in _ROAD.finditer(text):
        if not _NO_ROADS.fullmatch(found["road"]) and found["road"].lower() not in mine:
            key = f"{found['road'].lower()}|{_house(found)}|"
            yield _finding(Kind.ADDRESS, Span(*found.span()), key, IN_PASSING)
    for found in _ROOM.finditer(text):
        yield _finding(Kind.ADDRESS, Span(*found.span()), found[0].lower(), IN_PASSING)
    for found in _NEXT_DOOR.finditer(text):
        if _house(found) not in {number.upper() for number in mine.values()}:
            yield _finding(Kind.ADDRESS, Span(found.start("number"), found.end()), f"|{_house(found)}|", IN_PASSING)


def _house(found: re.Match[str]) -> str:
    return found["number"].replace(" ", "").upper()
