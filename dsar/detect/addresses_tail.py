"""Read an address from its house number on: letter, floor, door, place, postcode, town."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dsar.detect.addresses_towns import Towns
from dsar.model import Evidence

# What may part two pieces: spaces, a comma, a line end, and in a table the next cell's header.
_HEADERS = (
    r"(?:postnr|post\ ?nr|postnummer|postnr\.?[ ]?(?:og|/|&)[ ]?by|by|bynavn|by/sted|postdistrikt|etage|sal|dør"
    r"|side|sidedør|sted|lokalitet|bogstav|litra|hus\ ?bogstav|adresselinje[ ]?[23]|adresse[ ]?[23])\.?"
)
_PART = (
    r"(?:[ \u00a0\t]{0,4}(?:[,;|/•·][ \u00a0\t]{0,2}(?:[;|\t][ ]{0,2}){0,2}|-[ ])?"
    rf"(?:\n[ \t]{{0,20}}(?:{_HEADERS}[ ]?(?::[ \t]{{0,4}}|(?::[ ]?)?\n[ \t]{{0,8}}))?)?)"
)
_NUMBER = re.compile(
    r"""([0-9]{1,3})(?:[ ]?[-–][ ]?([0-9]{1,3})(?![0-9]))?
    (?:[ ]?([A-ZÆØÅ])(?![^\W_])|([a-zæøå])(?![^\W_])|[ ]([a-h])(?=[,.\n]|\Z)
    |\n(?:bogstav|litra)[ ]?:[ ]([A-Za-z])(?![^\W_]))?""",
    re.VERBOSE,
)
_SIDE = r"tv|th|mf|t\.v|t\.h|m\.f|o\.g|til\ venstre|til\ højre|midt\ for|baghuset?|forhuset?"
_ROOM = (
    r"(?:(?:dør|d\.|port|opgang|indgang|stuenr\.)[ ]?[0-9]{1,4}"
    r"|(?:(?:bolig|lejlighed|lejl\.?|værelse|vær\.?)(?:[ ]nr\.?)?|nr\.)[ ]?(?:[0-9]{1,4}[a-z]?|[a-z](?=,)))"
)
_FLOOR = re.compile(
    rf"""{_PART}
    (?P<floor>st(?:uen)?|kld?|kælder(?:en)?
    |[0-9]{{1,2}}(?=\.(?![0-9]{{3}})|[ ](?:sal|etage)|[ ]?(?:tv|th|mf)|\n(?:dør|side)|,[ ](?:lejl|dør)))\.?
    (?:[ ]?(?:sal|etage)(?![^\W_]))?
    (?:(?:{_PART}|[ ])(?P<door>{_SIDE}|{_ROOM}
    |[0-9]{{1,3}}(?![0-9.]|[ ][0-9]{{2}}(?![0-9]))|[0-9]{{1,3}}(?=\.,)|[a-h][0-9]?)
    (?![^\W_])\.?)?(?![^\W_])""",
    re.VERBOSE | re.IGNORECASE,
)
_DOOR = re.compile(
    rf"{_PART}(?P<door>tv|th|mf|t\.v|t\.h|o\.g|baghuset?|forhuset?|(?!nr){_ROOM})(?![^\W_])\.?", re.IGNORECASE
)
_WING = re.compile(
    rf"{_PART}(?:opgang|indgang|blok|bygn(?:ing|\.)|hus|afd(?:eling|\.)|afsnit|stue|enhed|plads|rum)"
    r"[ ](?:[A-ZÆØÅ][0-9]?|[0-9]{1,3})(?=,|\n|[ ][0-9])",
    re.IGNORECASE,
)
"""What tells which part of a large house it is; it is read over where a floor or a postcode follows."""
_FLOOR_AND_DOOR = re.compile(r",[ ]?(?P<floor>[0-9]{1,2})-(?P<door>[0-9]{1,3})(?=,[ ]?[0-9]{4}[ ]|\n)")
_CODE = re.compile(rf"{_PART}(?:DK[- ]?|d-)?([0-9]{{4}})(?![0-9])", re.IGNORECASE)
_PART_ONLY = re.compile(_PART, re.IGNORECASE)
_PLACE = re.compile(
    r"""(?:[ ]{0,2},[ ]?|[ ]?\n[ ]{0,20}|\n(?:sted|lokalitet|by)[ ]?:[ ]|[ ](?=[^\W\d_]{2,30}[ ][0-9]{4}[ ]))
    ((?:(?:N|S|V|Ø|Nr|Ndr|Sdr|Vr|Gl|Ny|St|Ll|Skt|Sct|Kgs)\.[ ]?)?
    [A-ZÆØÅ][^\W\d_]{1,30}(?:[ -][^\W\d_]{1,20}){0,2}|[Pp]ostboks[ ][0-9]{1,5})(?=,|\n|[ ][0-9]{4}[ ])""",
    re.VERBOSE,
)
# In small letters a place is one only between commas and before a postcode.
_SMALL_PLACE = re.compile(r",[ ]?[a-zæøå]{2,30}(?:[ -][a-zæøå]{1,20}){0,2}(?=,[ ]?[0-9]{4}[ ])")
_DOORS = {"til venstre": "tv", "til højre": "th", "midt for": "mf", "m.f": "mf", "t.v": "tv", "t.h": "th"}
_ROOM_NUMBER = re.compile(r"[0-9]{1,4}[a-z]?$|(?<=[ ])[a-z]$")
_CAPITAL = re.compile(r"[A-ZÆØÅ][^\W\d_]{2,30}")


@dataclass(slots=True)
class Tail:
    """What was read, in normal form, where it ends, and what it proves."""

    end: int
    number: str
    evidence: list[Evidence]
    floor: str = ""
    door: str = ""
    code: str = ""


def read_tail(text: str, start: int, *, towns: Towns) -> Tail:
    """Read on from a house number."""
    match = _NUMBER.match(text, start)
    assert match is not None
    first, last, *letters = match.groups()
    number = f"{first}-{last}" if last else first
    tail = Tail(match.end(), number + next((letter.lower() for letter in letters if letter), ""), [])
    if not _read_floor(text, tail) and (wing := _WING.match(text, tail.end)):
        tail.end = wing.end()
        if not _read_floor(text, tail) and not _CODE.match(text, tail.end):
            tail.end = match.end()
    if _read_town(text, tail, at=tail.end, towns=towns):
        return tail
    if place := _PLACE.match(text, tail.end) or _SMALL_PLACE.match(text, tail.end):
        _read_town(text, tail, at=place.end(), towns=towns, alone=False)
    return tail


def _read_floor(text: str, tail: Tail) -> bool:
    match = _FLOOR_AND_DOOR.match(text, tail.end) or _FLOOR.match(text, tail.end)
    if match is not None:
        floor = match["floor"].lower()
        tail.floor = floor if floor.isdigit() else floor[:2].replace("kæ", "kl")
        tail.end = match.end()
        tail.evidence.append(Evidence("address.floor", 2.0))
    else:
        match = _DOOR.match(text, tail.end)
        if match is None:
            return False
        tail.end = match.end()
        tail.evidence.append(Evidence("address.floor", 1.0))
    door = (match["door"] or "").lower()
    room = _ROOM_NUMBER.search(door)
    tail.door = _DOORS.get(door) or (room[0] if room else door)
    return True


def _read_town(text: str, tail: Tail, *, at: int, towns: Towns, alone: bool = True) -> bool:
    """Read a postcode and a town, in either order, or (``alone``) a town by itself."""
    if match := _CODE.match(text, at):
        code = match[1]
        gap = _PART_ONLY.match(text, match.end())
        begin = gap.end() if gap else match.end()
        end = towns.at(text, begin)
        if towns.is_code(code) and end > begin:
            fits = towns.belongs(code, text[begin:end].lower())
            return _settle(tail, code, end, weight=4.0 if fits else 2.5)
        if towns.is_code(code) and (town := _CAPITAL.match(text, begin)):
            return _settle(tail, code, town.end(), weight=2.5)
        if towns.is_code(code) and at == tail.end:
            return _settle(tail, code, match.end(), weight=1.5)
        return False
    gap = _PART_ONLY.match(text, at)
    begin = gap.end() if gap else at
    end = towns.at(text, begin)
    if end == begin:
        return False
    if match := _CODE.match(text, end):
        again = towns.at(text, match.end() + 1)
        end = again if towns.belongs(match[1], text[match.end() + 1 : again].lower()) else match.end()
        return _settle(tail, match[1], end, weight=4.0 if towns.is_code(match[1]) else 1.0)
    if alone and text[at:begin].strip(" ;|\t") and text[begin].isupper():
        return _settle(tail, towns.only_code(text[begin:end].lower()), end, weight=2.0)
    return False


def _settle(tail: Tail, code: str, end: int, *, weight: float) -> bool:
    tail.code, tail.end = code, end
    tail.evidence.append(Evidence("address.postcode" if code else "address.town", weight))
    return True
