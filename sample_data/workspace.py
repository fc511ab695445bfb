"""The settings of the invented municipality's workspace, and the subject files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from sample_data.expected import Asked, subject_of
from sample_data.people import Person, Population
from sample_data.shelf import Shelf

STORES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "by-og-land": ("by-og-land", ()),
    "boern-og-unge": ("boern-og-unge", ()),
    "senior-og-omsorg": ("senior-og-omsorg", ()),
    "sundhed-og-kultur": ("sundhed-og-kultur", ()),
    "klima-og-miljoe": ("klima-og-miljoe", ()),
    "oekonomi-og-erhverv": (
        "oekonomi-og-erhverv",
        (
            ("*aktindsigt/*", "aktindsigt"),
            ("*databeskyttelse/*", "databeskyttelse"),
            ("*kontrakter/*", "kontrakter"),
            ("*ledelse/*", "ledelsesinformation"),
            ("*it/*", "it-drift"),
        ),
    ),
    "job-og-velfaerd": ("job-og-velfaerd", ()),
    "post": (
        "oekonomi-og-erhverv",
        (
            ("*boern-og-unge/*", "boern-og-unge"),
            ("*job-og-velfaerd/*", "job-og-velfaerd"),
            ("*senior-og-omsorg/*", "senior-og-omsorg"),
            ("*by-og-land/*", "by-og-land"),
            ("*klima-og-miljoe/*", "klima-og-miljoe"),
            ("*sundhed-og-kultur/*", "sundhed-og-kultur"),
        ),
    ),
    "personale": ("personale", ()),
    "registre": (
        "oekonomi-og-erhverv",
        (
            ("*biblioteket/*", "sundhed-og-kultur"),
            ("*tandpleje/*", "sundhed-og-kultur"),
            ("*parkering/*", "by-og-land"),
            ("*rotter/*", "klima-og-miljoe"),
            ("*dagtilbud/*", "boern-og-unge"),
            ("*ledelse/*", "ledelsesinformation"),
        ),
    ),
}
"""Each store with its default activity, and the folders that belong to another."""

KINDS_OF_FILES = ("full", "cpr", "name+address", "name", "former", "cpr+former", "contact", "name+birth", "cpr+name")


def choose(batches: list[Population], shelf: Shelf) -> list[Asked]:
    """Who is asked for: the main person in full, some by every kind of profile, the rest by CPR number and name."""
    counts = Counter(i for placed in shelf.placed for i in {m.person for m in placed.mentions})
    elusive = _elusive(shelf)
    asked: list[Asked] = []
    for number, population in enumerate(batches):
        citizens = [p for p in population.people.values() if counts[p.id] >= 3 and p.id != population.main]
        if number == 0:
            main = population.people[population.main]
            asked.append(Asked(main, "full", f"subjects/{_file_name(main, 'full')}"))
            special = _special(citizens)
            asked += [Asked(p, profile, f"subjects/{_file_name(p, profile)}") for p, profile in special]
        asked += [Asked(p, "cpr+name") for p in citizens]
        done = {(a.person.id, a.profile) for a in asked}
        asked += [Asked(p, "full") for p in citizens if p.id in elusive and (p.id, "full") not in done]
    return asked


def _elusive(shelf: Shelf) -> set[str]:
    """Who is in some item only by a telephone number, a case number, a former name or the like: asked for in full."""
    found = set()
    for placed in shelf.placed:
        kinds: dict[str, set[str]] = {}
        for mention in placed.mentions:
            kinds.setdefault(mention.person, set()).add(mention.kind)
        found |= {who for who, has in kinds.items() if not has & {"cpr", "name"}}
    return found


def _special(citizens: list[Person]) -> list[tuple[Person, str]]:
    """People for the subject files: two of each kind of profile, a namesake, an employee, a child and others."""
    chosen: list[tuple[Person, str]] = []
    taken: set[str] = set()
    fits: dict[str, Callable[[Person], bool]] = {
        "former": lambda p: bool(p.former_last),
        "cpr+former": lambda p: bool(p.former_last),
        "contact": lambda p: bool(p.email),
        "name": lambda p: not p.cluster and " " in p.first,
    }
    groups: list[tuple[str, Callable[[Person], bool]]] = [
        ("full", lambda p: p.cluster == "0" and not p.department),
        ("full", lambda p: bool(p.department)),
        ("full", lambda p: p.protected),
        ("full", lambda p: p.died is not None),
        ("full", lambda p: p.age < 15),
        *((kind, fits.get(kind, lambda p: p.age >= 18)) for kind in KINDS_OF_FILES for _ in range(2)),
    ]
    for profile, wanted in groups:
        person = next((p for p in citizens if p.id not in taken and wanted(p)), None)
        if person:
            taken.add(person.id)
            chosen.append((person, profile))
    return chosen


def _file_name(person: Person, profile: str) -> str:
    """A file name that tells nothing but the profile; the main person's is for the demo."""
    return "demo.toml" if person.id == "p0-001" else f"{profile.replace('+', '-')}-{person.id}.toml"


def write(folder: Path, asked: list[Asked]) -> None:
    """Write ``dsar.toml`` and the subject files."""
    (folder / "dsar.toml").write_text(_settings(), "utf-8")
    (folder / "subjects").mkdir()
    for one in asked:
        if one.file:
            lines = [f"{key} = {_toml(key, value)}" for key, value in subject_of(one.person, one.profile).items()]
            (folder / one.file).write_text("\n".join(lines) + "\n", "utf-8")


def _toml(key: str, value: object) -> str:
    return str(value) if key == "birth_date" else json.dumps(value, ensure_ascii=False)


def _settings() -> str:
    lines = [
        "# The workspace of an invented municipality, made by sample_data.",
        "[organisation]",
        'name = "Fjordlev Kommune"',
        'address = "Rådhuspladsen 1, 9999 Fjordlev"',
        'phone = "99 00 00 00"',
        'website = "www.fjordlev.example"',
        'unit = "Borgerservice og jura"',
        'dpo_email = "dpo@fjordlev.example"',
        "",
    ]
    for name, (activity, rules) in STORES.items():
        lines += [f"[stores.{name}]", 'connector = "files"', f'path = "data/{name}"', f'activity = "{activity}"']
        for glob, other in rules:
            lines += [f"[[stores.{name}.rules]]", f'glob = "{glob}"', f'activity = "{other}"']
        lines.append("")
    exports = files("sample_data").joinpath("prose", "exports.toml").read_text("utf-8")
    return "\n".join([*lines, exports])
