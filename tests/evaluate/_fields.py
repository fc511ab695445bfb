"""What fills the fields of the labelled passages: identifiers in all their written forms, and decoys."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from dsar.model import Kind
from tests.cpr_numbers import unborn, unissued

FIRST = [
    "Anders",
    "Bo",
    "Camilla",
    "Dorthe",
    "Emil",
    "Freja",
    "Gudrun",
    "Hassan",
    "Ida",
    "Jens",
    "Kirsten",
    "Lars",
    "Mette",
    "Niels",
    "Oda",
    "Per",
    "Søren",
    "Åse",
]
LAST = [
    "Jensen",
    "Nielsen",
    "Hansen",
    "Møller",
    "Lund",
    "Holm",
    "Ali",
    "Kjærgaard",
    "Østergaard",
    "Dam",
    "Bang",
    "Petersen",
    "Winther",
    "Skov",
]
TOWNS = ["Aalborg", "Vejle", "Struer", "Hobro", "Nibe", "Odder", "Skive", "Ribe", "Haslev", "Nykøbing"]
STREETS = ["Vestergade", "Ringvejen", "Åboulevarden", "Skovvænget", "Kirkestræde", "Tofteparken"]
WORDS = [
    "status",
    "mandag",
    "ydelse",
    "udstyr",
    "gul",
    "levering",
    "varme",
    "plan",
    "note",
    "rest",
    "taxa",
    "blå",
    "stor",
    "tilbud",
    "kørsel",
]
COMPANIES = ("Nordlys ApS", "Dansk Grus A/S", "Bageren I/S", "Vejle Teknik A/S", "Plejehjemmet Solbo")
ESTATES = (
    "Gug By, Sdr. Tranders",
    "Aalborg Bygrunde",
    "Hasseris By",
    "Vejle Markjorder",
    "Nørre Tranders By",
    "Skive Købstads Markjorder",
)
MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
_WORDS: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "identifiers_templates" / "words.toml").read_text(encoding="utf-8")
)
PROTECTED = {
    "adressebeskyttelse": "address", "navne- og adressebeskyttelse": "name and address", "hemmelig adresse": "address",
    "Adressebeskyttet": "address", "beskyttet adresse": "address", "navnebeskyttelse": "name",
    "NAVNE- OG ADRESSEBESKYTTET": "name and address", "hemmeligt telefonnummer": "phone",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Text for a field; ``kind`` is None for a decoy. ``marked`` is the identifier after ``skip`` characters."""

    text: str
    kind: Kind | None = None
    key: str = ""
    form: str = ""
    marked: str = ""
    skip: int = 0


def _found(kind: Kind, text: str, key: str, form: str = "") -> Piece:
    return Piece(text, kind, key, form, text)


CPR_FORMS: dict[str, str] = {
    "hyphen": "{d}{m}{y}-{s}", "bare": "{d}{m}{y}{s}", "space": "{d}{m}{y} {s}", "spaced_hyphen": "{d}{m}{y} - {s}",
    "slash": "{d}{m}{y}/{s}", "dot": "{d}{m}{y}.{s}", "tab": "{d}{m}{y}\t{s}", "nbsp": "{d}{m}{y}\u00a0{s}",
    "en_dash": "{d}{m}{y}–{s}", "em_dash": "{d}{m}{y}—{s}", "fixed_hyphen": "{d}{m}{y}\u2011{s}",
    "soft_hyphen": "{d}{m}{y}\u00ad{s}", "break": "{d}{m}{y}-\n{s}", "line": "{d}{m}{y}\n{s}",
    "spaces": "{d} {m} {y} {s}", "dots": "{d}.{m}.{y}-{s}", "hyphens": "{d}-{m}-{y}-{s}",
    "pairs": "{d} {m} {y} {s1} {s2}", "long_year": "{d}{m}{Y}-{s}",
    "double_space": "{d}{m}{y}  {s}", "break_indented": "{d}{m}{y}-\n    {s}", "underscore": "{d}{m}{y}_{s}",
    "long_dots": "{d}.{m}.{Y}-{s}", "long_hyphens": "{d}-{m}-{Y}-{s}", "split": "{d}{m} {y}-{s}",
    "split_space": "{d}{m} {y} {s}",
}  # fmt: skip
"""The written forms that DATA.md lists, and some more; the last digits as ``s``."""
RARE_FORMS = {"long_space": "{d}-{m}-{Y} {s}"}
"""Forms that only a template asks for."""
COMMON = ["hyphen"] * 10 + ["bare"] * 8 + ["space"] * 3


def _number(rng: Random, today: date) -> str:
    """A number that nobody has, most of them past and with modulus 11 where the clock allows it."""
    if today.year < 2037:
        return unborn(rng) if rng.random() < 0.5 else unissued(rng)
    chance = rng.random()
    if chance < 0.04:
        return unborn(rng, years=(2041, 2057), passing=rng.random() < 0.8)
    if chance < 0.35:
        return unissued(rng)
    return unborn(rng, passing=rng.random() < 0.9)


def _cpr(rng: Random, today: date, form: str) -> Piece:
    number = _number(rng, today)
    if rng.random() < 0.03 and form == "":
        number = f"{int(number[:2]) + 60}{number[2:]}"
    if form in {"short", "short_alone"}:
        while number[0] != "0":
            number = _number(rng, today)
        return _found(Kind.CPR, number[1:], number, form)
    if form == "scanned":
        return _scanned(rng, number)
    if form == "loose":
        while number[2] != "0":
            number = _number(rng, today)
        text = f"{int(number[:2])}/{number[3]}-{number[4:6]}-{number[6:]}"
        return _found(Kind.CPR, text, number, form)
    if form == "boxed":
        text = rng.choice([" ", " ", " | ", "|", "  ", "\n", "\n"]).join(number)
        if rng.random() < 0.4:
            text = f"{' '.join(number[:6])}{rng.choice([' - ', '-'])}{' '.join(number[6:])}"
        return _found(Kind.CPR, text, number, form)
    if form == "cells":
        day, serial = number[:6], number[6:]
        shown = rng.choice([day, f"{day[:2]}.{day[2:4]}.{day[4:]}", f"{day[:2]}-{day[2:4]}-{day[4:]}"])
        header = rng.choice(
            ["Løbenr", "CPR (løbenr.)", "Cpr-løbenr", "Løbenummer", "Lb.nr.", "Sidste 4 cifre", "Kontrolcifre"]
        )
        return _found(Kind.CPR, f"{shown}\n{header}: {serial}", number, form)
    form = form or rng.choice(COMMON if rng.random() < 0.6 else list(CPR_FORMS))
    century = century_of(number)
    text = (CPR_FORMS | RARE_FORMS)[form].format(
        d=number[:2], m=number[2:4], y=number[4:6], s=number[6:], s1=number[6:8], s2=number[8:], Y=century + number[4:6]
    )
    return _found(Kind.CPR, text, number, form)


def century_of(number: str) -> str:
    """The first two digits of the year of birth, from the table in DATA.md."""
    year, seventh = int(number[4:6]), number[6]
    if seventh in "0123" or (seventh in "49" and year > 36):
        return "19"
    return "18" if seventh in "5678" and year > 57 else "20"


def _scanned(rng: Random, number: str) -> Piece:
    places = [place for place, digit in enumerate(number) if digit in "01"]
    chosen = set(rng.sample(places, min(len(places), rng.randint(1, 3))))
    if not chosen:
        return _scanned(rng, f"0{rng.randint(1, 9)}{number[2:]}")
    looks = {"0": "Oo", "1": "lI"}
    read = "".join(rng.choice(looks[d]) if place in chosen else d for place, d in enumerate(number))
    return _found(Kind.CPR, rng.choice([read, f"{read[:6]}-{read[6:]}"]), number, "scanned")


def _replacement(rng: Random, today: date, form: str) -> Piece:
    number = _number(rng, today)
    letters = "".join(rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(3))
    match rng.randrange(3):
        case 0:
            number = f"{int(number[:2]) + 60}{number[2:]}"
        case 1:
            number = f"{number[:6]}{rng.choice('01567')}{letters[:2]}{number[-1]}"
        case _:
            number = f"{number[:6]}{letters}{number[-1]}"
    joint = rng.choice(["", "-", "-", " "]) if number.isdecimal() else rng.choice(["", "-", "-"])
    return _found(Kind.CPR, f"{number[:6]}{joint}{number[6:]}", number, "replacement")


LIKE_FORMS = {
    "bare": "{d}{m}{y}{s}", "hyphen": "{d}{m}{y}-{s}", "space": "{d}{m}{y} {s}", "hyphens": "{d}-{m}-{y}-{s}",
    "spaces": "{d} {m} {y} {s}", "mixed": "{d}/{m} {y}-{s}", "triples": "{d} {m} {y} {s} {z}",
    "pairs": "{d} {m} {y} {z} {z}",
}  # fmt: skip


def _like(rng: Random, today: date, form: str) -> Piece:
    """Ten digits that begin with a day and a month, and are something else."""
    day = _day(rng, 1930, today.year)
    text = LIKE_FORMS[form or "bare"].format(
        d=f"{day:%d}", m=f"{day:%m}", y=f"{day:%y}", s=f"{rng.randrange(10_000):04d}", z=f"{rng.randrange(100):02d}"
    )
    return Piece(text)


def _period(rng: Random, today: date, form: str) -> Piece:
    """A date and what reads as the day, the year or the time that follows it."""
    day, end = _day(rng, today.year - 15, today.year - 1), _day(rng, today.year - 15, today.year)
    tail = rng.choice([f"{end:%d%m}", f"{end:%Y}", f"{rng.randrange(24):02d}{rng.randrange(60):02d}"])
    return Piece(f"{day:%d%m%y}{rng.choice(['-', '-', ' ', ''])}{tail}")


def _rejoined(pattern: str) -> Callable[[Random, date, str], Piece]:
    return lambda rng, today, form: Piece(pattern.format(_like(rng, today, "bare").text))


def _day(rng: Random, first: int, last: int) -> date:
    return date(first, 1, 1) + timedelta(days=rng.randrange((last - first + 1) * 365))


def _written(rng: Random, day: date) -> str:
    short = f"{day.year % 100:02d}"
    return rng.choice([
        f"{day.day}. {MONTHS[day.month - 1]} {day.year}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}", f"{day.isoformat()}",
        f"{day.day}/{day.month}-{short}", f"{day.day}/{day.month} {day.year}", f"{day:%d/%m/%Y}",
        f"{day:%d.%m}.{short}",
        f"{day.day}. {MONTHS[day.month - 1][:3]}. {day.year}", f"{day:%d%m}{short}",
        f"{day.day}.{day.month}.{day.year}",
    ])  # fmt: skip


def _birth(rng: Random, today: date, form: str) -> Piece:
    day = _day(rng, 1940, 2022)
    return _found(Kind.BIRTH_DATE, _written(rng, day), day.isoformat())


def _birth6(rng: Random, today: date, form: str) -> Piece:
    day = _day(rng, today.year - 95, today.year - 3)
    return _found(Kind.BIRTH_DATE, f"{day:%d%m%y}", day.isoformat())


def _masked(rng: Random, today: date, form: str) -> Piece:
    day = _day(rng, today.year - 95, today.year - 3)
    mask = rng.choice(["-XXXX", "-xxxx", "-****", "xxxx", " XXXX", "-####"])
    return Piece(f"{day:%d%m%y}{mask}", Kind.BIRTH_DATE, day.isoformat(), "masked", f"{day:%d%m%y}")


def _date(rng: Random, today: date, form: str) -> Piece:
    day = _day(rng, today.year - 20, today.year + 2)
    return Piece(f"{day:%d%m%y}" if form == "6" else _written(rng, day))


def _phone(rng: Random, today: date, form: str) -> Piece:
    n = str(rng.randint(20_000_000, 99_999_999))
    if rng.random() < 0.1:
        n = "1" + n[1:]
    pairs = f"{n[:2]} {n[2:4]} {n[4:6]} {n[6:]}"
    if form in {"pairs", "plain"}:
        return _found(Kind.PHONE, pairs if form == "pairs" else n, f"+45{n}", form)
    forms = {
        "plain": n, "pairs": pairs, "fours": f"{n[:4]} {n[4:]}", "hyphens": pairs.replace(" ", "-"),
        "prefix": f"+45 {pairs}", "prefix_plain": f"+45{n}", "prefix_space": f"+45 {n}", "zeros": f"0045 {pairs}",
        "bracket": f"(+45) {pairs}", "dots": pairs.replace(" ", "."), "threes": f"{n[:2]} {n[2:5]} {n[5:]}",
        "zeros_plain": f"0045{n}",
    }  # fmt: skip
    form = rng.choice(["pairs", "plain", *forms])
    text = forms[form]
    return _found(Kind.PHONE, text, f"+45{n}", form)


def _foreign(rng: Random, today: date, form: str) -> Piece:
    n = f"{rng.randint(0, 9999999):07d}"
    text, key = rng.choice([
        (f"+46 70 {n[:3]} {n[3:5]} {n[5:]}", f"+4670{n}"), (f"+47 4{n[:2]} {n[2:4]} {n[4:6]}{n[6]}", f"+474{n}"),
        (f"+49 30 {n}", f"+4930{n}"), (f"0046 70{n}", f"+4670{n}"), (f"+298 2{n[:5]}", f"+2982{n[:5]}"),
    ])  # fmt: skip
    return _found(Kind.PHONE, text, key, "foreign")


def _email(rng: Random, today: date, form: str) -> Piece:
    first, last = rng.choice(FIRST).lower(), rng.choice(LAST).lower()
    host = rng.choice(["example.dk", "mail.example.dk", "kommune.example", "Example.com", "post-box.dk"])
    local = rng.choice(
        [first, f"{first}.{last}", f"{first[0]}{last[:3]}", f"{first}_{rng.randint(1, 99)}", f"{first}+sag"]
    )
    if rng.random() < 0.1:
        local = local.title()
    text = f"{local}@{host}"
    return _found(Kind.EMAIL, text, text.lower())


def _account(rng: Random, today: date, form: str) -> Piece:
    reg, konto = f"{rng.randint(1, 9999):04d}", str(rng.randint(100_000, 9_999_999_999))
    key = f"{reg}-{konto.zfill(10)}"
    long = f"{rng.randint(0, 9_999_999_999):010d}"
    match form:
        case "ten":
            return _found(Kind.ACCOUNT, long, long, "alone")
        case "apart":
            words = rng.choice([" kontonr. ", ", konto ", " konto nr. ", " kontonummer: ", ", kontonr. "])
            return _found(Kind.ACCOUNT, f"{reg}{words}{long}", f"{reg}-{long}", form)
        case "lines":
            return _found(Kind.ACCOUNT, f"{reg}\nKonto\n{long}", f"{reg}-{long}", form)
        case "cells":
            return _found(Kind.ACCOUNT, f"{reg}\nKontonr.: {konto}", key, form)
        case "alone":
            return _found(Kind.ACCOUNT, konto, konto.zfill(10), form)
    if rng.random() < 0.5:
        konto, key = long, f"{reg}-{long}"
    return _found(Kind.ACCOUNT, f"{reg}{rng.choice([' ', '-', ' - '])}{konto}", key, "pair")


def _iban(rng: Random, today: date, form: str) -> Piece:
    body = f"{rng.randint(0, 10**14 - 1):014d}"
    check = 98 - int(body + "132000") % 97
    if form == "bad":
        check = (check + 5) % 97
    number = f"DK{check:02d}{body}"
    text = rng.choice([number, " ".join(number[i : i + 4] for i in range(0, 18, 4))])
    return Piece(text) if form == "bad" else _found(Kind.IBAN, text, number)


def _plate(rng: Random, today: date, form: str) -> Piece:
    letters = "".join(rng.choice("ABCDEGHJKLMNPRSTUVXYZ") for _ in range(2))
    n = f"{rng.randint(20_000, 99_999)}"
    text = rng.choice([f"{letters} {n[:2]} {n[2:]}", f"{letters}{n}", f"{letters} {n}"])
    return _found(Kind.PLATE, text, letters + n)


def _matrikel(rng: Random, today: date, form: str) -> Piece:
    number = f"{rng.randint(1, 400)}{rng.choice(['', 'a', 'b', 'ab', 'dx'])}"
    estate = rng.choice(ESTATES)
    return _found(Kind.MATRIKEL, f"{number}{rng.choice([', ', ' '])}{estate}", f"{number} {estate.lower()}")


def _case(rng: Random, today: date, form: str) -> Piece:
    year, n = rng.randint(2008, today.year), rng.randint(1000, 999_999)
    kle = f"{rng.randint(0, 29):02d}.{rng.randint(1, 40):02d}.{rng.randint(0, 40):02d}-{rng.choice('AGKPIS')}"
    forms = {
        "kle": f"{kle}{rng.randint(0, 20):02d}-{rng.randint(1, 900)}-{year % 100:02d}", "year": f"{year}-{n:06d}",
        "short": f"{year % 100:02d}/{n}", "lettered": f"S{year}-{n}", "any": f"{rng.choice(['EMN-', 'A', ''])}{n}",
        "ten": f"{rng.randint(0, 9_999_999_999):010d}",
    }  # fmt: skip
    form = form or rng.choice(["kle", "year", "year", "short", "lettered", "any"])
    return _found(Kind.CASE_NUMBER, forms[form], forms[form], form)


def _cvr(rng: Random, today: date, form: str) -> Piece:
    while True:
        head = [rng.randint(1, 9), *(rng.randint(0, 9) for _ in range(6))]
        check = -sum(w * d for w, d in zip((2, 7, 6, 5, 4, 3, 2), head, strict=True)) % 11
        if check < 10:
            break
    n = "".join(map(str, head)) + str(check)
    spaced = f"{n[:2]} {n[2:4]} {n[4:6]} {n[6:]}"
    return _found(Kind.CVR, spaced if form == "spaced" else n, n)


def _passport(rng: Random, today: date, form: str) -> Piece:
    n = str(rng.randint(200_000_000, 299_999_999))
    return _found(Kind.PASSPORT, n, n)


def _licence(rng: Random, today: date, form: str) -> Piece:
    n = str(rng.randint(10_000_000, 39_999_999))
    return _found(Kind.DRIVING_LICENCE, n, n)


def _protected(rng: Random, today: date, form: str) -> Piece:
    text = rng.choice(list(PROTECTED))
    return Piece(text) if form else _found(Kind.PROTECTED, text, PROTECTED[text])


def _one_of(field: str) -> Callable[[Random, date, str], Piece]:
    """A word of ``words.toml``, of the part that the form names."""
    parts = {part: words.split() for part, words in _WORDS[field].items()}
    return lambda rng, today, form: Piece(rng.choice(parts[form or "train"]).replace("_", " "))


def _boxes(rng: Random, today: date, form: str) -> Piece:
    """Ten cells with a digit each that are no number, and read as one by chance."""
    return Piece("\n".join(_like(rng, today, "bare").text))


def _digits(count: int) -> Callable[[Random, date, str], Piece]:
    return lambda rng, today, form: Piece("".join(rng.choice("0123456789") for _ in range(count)))


def _plain(make: Callable[[Random, date], str]) -> Callable[[Random, date, str], Piece]:
    return lambda rng, today, form: Piece(make(rng, today))


def _stamp(pattern: str) -> Callable[[Random, date, str], Piece]:
    return _plain(
        lambda rng, today: (
            f"{_day(rng, today.year - 15, today.year - 1):{pattern}}"
            + "".join(f"{rng.randrange(limit):02d}" for limit in (24, 60, 60))[: {"%Y%m%d": 6, "%d%m%y": 4}[pattern]]
        )
    )


FIELDS: dict[str, Callable[[Random, date, str], Piece]] = {
    "cpr": _cpr, "replacement": _replacement, "birth": _birth, "birth6": _birth6, "masked": _masked, "date": _date,
    "date6": lambda rng, today, form: _date(rng, today, "6"), "phone": _phone, "foreign": _foreign, "email": _email,
    "account": _account, "iban": _iban, "plate": _plate, "matrikel": _matrikel, "case": _case, "cvr": _cvr,
    "passport": _passport, "licence": _licence, "protected": _protected,
    "name": _plain(lambda rng, today: f"{rng.choice(FIRST)} {rng.choice(LAST)}"),
    "town": _plain(lambda rng, today: rng.choice(TOWNS)), "word": _plain(lambda rng, today: rng.choice(WORDS)),
    "street": _plain(lambda rng, today: f"{rng.choice(STREETS)} {rng.randint(1, 120)}"),
    "company": _plain(lambda rng, today: rng.choice(COMPANIES)),
    "postcode": _plain(lambda rng, today: str(rng.randint(1000, 9990))),
    "year": _plain(lambda rng, today: str(rng.randint(1995, today.year))),
    "time": _plain(lambda rng, today: f"{rng.randrange(24):02d}{rng.choice(':.')}{rng.randrange(0, 60, 5):02d}"),
    "amount": _plain(lambda rng, today: rng.choice(["{:,}", "{:,}.00", "{}"]).format(rng.randint(10, 2_000_000))),
    "small": _plain(lambda rng, today: str(rng.randint(1, 99))), "order10": _digits(10), "order6": _digits(6),
    "pnumber": _plain(lambda rng, today: f"10{rng.randint(0, 29_999_999):08d}"),
    "ean": _plain(lambda rng, today: f"57{rng.randint(0, 10**11 - 1):011d}"),
    "invoice": _plain(lambda rng, today: str(rng.randint(10_000, 9_999_999_999))),
    "first": _plain(lambda rng, today: rng.choice(FIRST)), "boxes": _boxes,
    "small_name": _plain(lambda rng, today: rng.choice(FIRST).lower()),
    **{field: _one_of(field) for field in _WORDS},
    "like": _like, "period": _period, "hexed": _rejoined("a3f{}bc9"), "parcel": _rejoined("JD{}DK"),
    "code": _rejoined("ABC{}"), "small2": _digits(2), "small3": _digits(3), "small4": _digits(4),
    "small5": _digits(5),
    "nine": _plain(lambda rng, today: _like(rng, today, "bare").text[1:].replace("0", "1", 1)), "small8": _digits(8),
    "stamp8": _plain(lambda rng, today: f"{_day(rng, today.year - 15, today.year - 1):%Y%m%d}"),
    "stamp_da": _plain(lambda rng, today: f"{_day(rng, today.year - 15, today.year - 1):%d%m%Y}"),
    "stamp10": _stamp("%d%m%y"), "stamp14": _stamp("%Y%m%d"),
    "stamp12": _plain(lambda rng, today: f"{_day(rng, 2010, today.year - 1):%d%m%Y}{rng.randrange(24):02d}15"),
    "version": _plain(lambda rng, today: ".".join(str(rng.randint(0, 30)) for _ in range(rng.randint(2, 4)))),
    "ip": _plain(lambda rng, today: ".".join(str(rng.randint(0, 255)) for _ in range(4))),
    "hex": _plain(lambda rng, today: f"{rng.getrandbits(64):016x}"),
    "upper2": _plain(lambda rng, today: rng.choice(["EN", "DS", "IS", "AB", "TV", "XT"])),
    "item_alike": _plain(
        lambda rng, today: f"{rng.randint(1, 9)}O{rng.randint(0, 9999):04d}l{rng.randint(0, 9999):04d}"
    ),
}  # fmt: skip
