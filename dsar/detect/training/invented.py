"""Invented persons, addresses and firms: drawn from the public lists, frequent and rare names alike.

Nobody's data: each part is drawn by itself.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

_PARTICLES = ("von", "van", "van der", "de", "de la", "el", "al", "da", "dos", "ibn", "bin", "du", "af")
_PLACES = (
    *("Vej", "Gade", "Plads", "Allé", "Skole", "Gymnasium", "Kollegium", "Stiftelse", "Fond", "Mindelegat"),
    *("Børnehave", "Torv", "Stræde", "Minde", "Park"),
)
_FIRMS = (
    *("{l} & Søn A/S", "{l} ApS", "{f} {l} Holding ApS", "{l} Byg ApS", "Tømrerfirmaet {f} {l}", "{f} {l} A/S"),
    *("Advokatfirmaet {l} & {m}", "{l}s Vognmandsforretning", "Brdr. {l} I/S", "{f}s Frisørsalon", "Café {f}"),
    *("{l} & {m} A/S", "Murerfirmaet {l} ApS", "{l} Entreprise A/S", "Firmaet {l} & Co."),
)
_KNOWN_PLACES = (
    *("H.C. Andersens Boulevard", "Steen Blichers Vej", "Niels Juels Gade", "Skt. Pauls Kirke", "Ingemann-skolen"),
    *("Børnehuset Anemonen", "Hans Egedes Skole", "Niels Bohr Instituttet", "Sankt Mariæ Kirke", "Tycho Brahes Allé"),
    *("Plejecenter Solsikken", "Carl Nielsens Plads", "Grundtvigs Højskole"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A name in its parts."""

    first: str
    middle: str
    last: str

    @property
    def full(self) -> str:
        """The parts that there are, in natural order."""
        return " ".join(part for part in (self.first, self.middle, self.last) if part)


class Lists:
    """Names, streets and towns to draw from."""

    def __init__(self, folder: Path) -> None:
        self._first = [_Drawn(folder / "names" / f"first_{sex}_2023.tsv") for sex in ("men", "women")]
        self._last = _Drawn(folder / "names" / "last_2023.tsv")
        self._streets = _Drawn(folder / "places" / "streets_osm_2022.tsv")
        rows = (folder / "places" / "postnumre_2020.tsv").read_text(encoding="utf-8").splitlines()[1:]
        self._towns = [tuple(row.split("\t")[:2]) for row in rows if row[0] != "0"]

    def person(self, draw: random.Random) -> Person:
        """A name of two or more parts."""
        first_names = draw.choice(self._first)
        first = first_names.draw(draw)
        last = self._last.draw(draw)
        if draw.random() < 0.04:
            last = f"{draw.choice(_PARTICLES)} {last}"
        elif draw.random() < 0.03:
            last = f"{draw.choice(('Al-', 'El-', 'al-'))}{last}"
        elif draw.random() < 0.05 and "-" not in last:
            last = f"{last}-{self._last.draw(draw)}"
        kind = draw.random()
        middle = ""
        if kind < 0.3:
            middle = self._last.draw(draw)
        elif kind < 0.42:
            middle = first_names.draw(draw)
        elif kind < 0.48:
            middle = f"{first_names.draw(draw)} {self._last.draw(draw)}"
        elif kind < 0.54:
            middle = f"{first_names.draw(draw)[0]}."
        return Person(first, middle, last)

    def town(self, draw: random.Random) -> tuple[str, str]:
        """A postcode and its town."""
        code, town = draw.choice(self._towns)
        return code, town

    def street(self, draw: random.Random) -> str:
        """A street's name."""
        while (street := self._streets.draw(draw)) and any(c.isdigit() for c in street):
            pass
        return street

    def number(self, draw: random.Random) -> str:
        """A house number, at times with a letter."""
        return f"{draw.randint(1, 180)}{draw.choice('ABCDEFGH') if draw.random() < 0.15 else ''}"

    def address(self, draw: random.Random, *, lines: bool = False) -> str:
        """A whole address on one line, or on two to four."""
        code, town = self.town(draw)
        street, gap = self.street(draw), "\n" if lines else draw.choice((", ", ", ", ", ", " "))
        floor = ""
        if draw.random() < 0.4:
            side = draw.choice(("tv", "th", "mf", "tv.", "th.", "1", "3"))
            form = draw.choice((", {n}. {s}", ", {n}.{s}", " st. {s}", ", st. {s}", ", {n}. sal"))
            floor = form.format(n=draw.randint(1, 9), s=side)
        letter = draw.choice(("DK-", "")) if draw.random() < 0.1 else ""
        place = f"{gap}{self.town(draw)[1].split()[0]}by" if draw.random() < 0.05 else ""
        return f"{street} {self.number(draw)}{floor}{place}{gap}{letter}{code} {town}"

    def firm(self, draw: random.Random) -> str:
        """A company named after somebody."""
        one, two = self.person(draw), self.person(draw)
        return draw.choice(_FIRMS).format(f=one.first, l=one.last, m=two.last)

    def place(self, draw: random.Random) -> str:
        """A street, a school or another place named after somebody."""
        if draw.random() < 0.4:
            return draw.choice(_KNOWN_PLACES)
        return f"{genitive(self.person(draw).full)} {draw.choice(_PLACES)}"


class _Drawn:
    """A list with counts: mostly drawn by count, at times evenly, so that rare ones come too."""

    def __init__(self, path: Path) -> None:
        rows = [line.split("\t")[:2] for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        rows = [row for row in rows if row[0] != "Ej Efternavn"]
        self._values = [value for value, _ in rows]
        self._weights = list(accumulate(int(count) for _, count in rows))
        self._common = self._values[: len(rows) // 8]

    def draw(self, draw: random.Random) -> str:
        kind = draw.random()
        if kind < 0.72:
            return draw.choices(self._values, cum_weights=self._weights)[0]
        return draw.choice(self._common if kind < 0.93 else self._values)


def genitive(name: str) -> str:
    """A name's genitive as Danish writes it."""
    return name + ("'" if name[-1:].lower() in "sxz" else "s")
