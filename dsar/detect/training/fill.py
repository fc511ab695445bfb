"""Fill templates of municipal prose with invented names and addresses, marked as such.

    python -m dsar.detect.training.fill --templates tests/evaluate/data/municipal_templates.txt \\
        --lists ../shared/data --out tests/evaluate/data

Every third template goes to ``municipal_held.txt``, which neither training nor tuning reads;
the others go to ``municipal_train.txt``.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable
from pathlib import Path

from dsar.detect.training.invented import Lists, Person, genitive

COPIES = 3
_SLOT = re.compile(r"\{([A-Za-z]+)([0-9]?)\}")
_PARTS = re.compile(r"\{[fL][0-9]\},? \{[fl][0-9]\}")
_ONE_NAME = re.compile(r"⟦([^⟦⟧]+)⟧(,? )⟦([^⟦⟧]+)⟧")


def main() -> None:
    """Write the two labelled files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("templates", "lists", "out"):
        parser.add_argument(f"--{option}", type=Path, required=True)
    options = parser.parse_args()
    lists, draw = Lists(options.lists), random.Random(2023)  # noqa: S311  the same text each time
    templates = [t for t in options.templates.read_text(encoding="utf-8").splitlines() if t and t[0] != "#"]
    for name, part in (("train", (0, 1)), ("held", (2,))):
        lines = [filled(t, lists, draw) for n, t in enumerate(templates) if n % 3 in part for _ in range(COPIES)]
        unique = list(dict.fromkeys(lines))
        (options.out / f"municipal_{name}.txt").write_text("\n".join(unique) + "\n", encoding="utf-8")
        print(f"municipal_{name}.txt: {len(unique)} passages")


def filled(template: str, lists: Lists, draw: random.Random) -> str:
    """A template with each slot filled and marked; equal numbers mean the same person."""
    people: dict[str, Person] = {}
    towns: dict[str, tuple[str, str]] = {}

    def fill(slot: re.Match[str]) -> str:
        kind, number = slot.groups()
        person = people.setdefault(number, lists.person(draw)) if number else lists.person(draw)
        town = towns.setdefault(number, lists.town(draw))
        if kind in _NAMES:
            return f"⟦{_NAMES[kind](person)}⟧"
        return _other(kind, lists, draw, town=town)

    text = _SLOT.sub(fill, template)
    if _PARTS.search(template):
        text = _ONE_NAME.sub(r"⟦\1\2\3⟧", text)
    return _joined_addresses(text)


def _short(person: Person) -> str:
    middle = "".join(f" {part[0]}." for part in person.middle.split())
    return f"{person.first[0]}.{middle} {person.last}"


_NAMES: dict[str, Callable[[Person], str]] = {
    "n": lambda p: p.full,
    "f": lambda p: p.first,
    "l": lambda p: p.last,
    "r": lambda p: f"{p.last}, {p.first}{' ' + p.middle if p.middle else ''}",
    "i": _short,
    "g": lambda p: genitive(p.full),
    "fg": lambda p: genitive(p.first),
    "lg": lambda p: genitive(p.last),
    "m": lambda p: f"{p.first} {p.middle}".strip(),
    "N": lambda p: p.full.upper(),
    "L": lambda p: p.last.upper(),
}


def _other(kind: str, lists: Lists, draw: random.Random, *, town: tuple[str, str]) -> str:
    """What is not a name: marked if it is an address."""
    match kind:
        case "a":
            return f"⟪{lists.address(draw)}⟫"
        case "A":
            return f"⟪{lists.address(draw).upper()}⟫"
        case "b":
            return f"⟪{lists.address(draw, lines=True)}⟫".replace("\n", "\\n")
        case "s":
            return f"⟪{lists.street(draw)} {lists.number(draw)}⟫"
        case "c":
            return f"⟨{lists.firm(draw)}⟩"
        case "e":
            return f"⟨{lists.place(draw)}⟩"
        case "v":
            return f"⟪{lists.street(draw)}"
        case "h":
            return lists.number(draw)
        case "p":
            return town[0]
        case "y":
            return f"{town[1]}⟫"
        case _:
            return f"⟨{re.sub(' [A-ZØ]{1,2}$', '', town[1])}⟩"


def _joined_addresses(text: str) -> str:
    """Join a street to the postcode and town of the next cells, and drop marks that close nothing."""
    text = re.sub(r"⟫(\\nPostnr\. og by: [0-9]{4} [^⟫\\]+)⟫", r"\1⟫", text)
    parts, is_open = [], False
    for part in re.split("([⟪⟫])", text):
        if part == "⟫" and not is_open:
            continue
        is_open = part == "⟪" or (is_open and part != "⟫")
        parts.append(part)
    return "".join(parts)


if __name__ == "__main__":
    main()
