"""Build ``lexicon.bin`` and ``streets.txt`` from public lists.

    python -m dsar.detect.training.build_lexicon --data ../shared/data \\
        --dictionary da_DK.dic --frequencies words.tsv --out dsar/detect/data

``--data`` holds ``names/`` and ``places/`` (see SOURCE.md beside the output);
``--dictionary`` is the word list of Debian's ``hunspell-da``; ``--frequencies`` is
``word TAB share`` a line, written from the ``wordfreq`` package.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dsar.detect.addresses_streets import sure_ending
from dsar.detect.lexicon import Entry, inflected, write

LEAST_BEARERS = 3
LONGEST_WORD = 10
"""Longer words are left out: they are compounds, and rarely mistaken for names."""
FEW = 100
"""A capitalised word of the dictionary with fewer bearers is rather a country, a company or a foreign town."""
NOT_NAMES = frozenset({"ej efternavn", "ej fornavn", "ukendt", "baby", "pige", "dreng", "efternavn", "fornavn"})
# How often a bearer's name shows up in running text, per bearer: from Mette, Anders, Peter and Jensen.
FIRST_IN_TEXT, LAST_IN_TEXT = 2.5e-9, 4e-10


def main() -> None:
    """Read the lists, write the two files, say what is in them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("data", "dictionary", "frequencies", "out"):
        parser.add_argument(f"--{option}", type=Path, required=True)
    options = parser.parse_args()
    entries = lexicon(options.data, options.dictionary, options.frequencies)
    write(options.out / "lexicon.bin", entries)
    streets = sorted(unusual_streets(options.data / "places" / "streets_osm_2022.tsv"))
    (options.out / "streets.txt").write_text("\n".join(streets) + "\n", encoding="utf-8")
    towns = sorted({f"{code}\t{town.lower()}" for code, town in _towns(options.data / "places" / "postnumre_2020.tsv")})
    (options.out / "postcodes.tsv").write_text("\n".join(towns) + "\n", encoding="utf-8")
    print(f"{len(entries)} words, {len(streets)} streets, {len(towns)} postcodes")


def lexicon(data: Path, dictionary: Path, frequencies: Path) -> dict[str, Entry]:
    """Every name with enough bearers, every short word, every town."""
    first = _bearers(data / "names" / "first_men_2023.tsv") + _bearers(data / "names" / "first_women_2023.tsv")
    last = _bearers(data / "names" / "last_2023.tsv")
    words, places, proper = _dictionary(dictionary)
    for _, town in _towns(data / "places" / "postnumre_2020.tsv"):
        places.add(town.lower())
        places.add(town.lower().rsplit(" ", 1)[0] if len(town.rsplit(" ", 1)[-1]) <= 2 else town.lower())
    share = {word: float(value) for word, value in _rows(frequencies)}
    entries = {}
    for word in sorted(first.keys() | last.keys() | words | places | proper | share.keys()):
        bearers = (first[word], last[word])
        counts = [count if count >= LEAST_BEARERS else 0 for count in bearers]
        level = _level(word, bearers, words=words, share=share.get(word, 0.0))
        known_as = 1 if word in places else 2 if word in proper and sum(bearers) < FEW else 0
        if not known_as and not level and not any(bearers):
            known_as = 3
        entry = Entry(counts[0], counts[1], level, known_as)
        if any(entry) and (any(counts) or len(word) <= LONGEST_WORD or word in share or known_as):
            entries[word] = entry
    return entries


def unusual_streets(path: Path) -> Iterator[str]:
    """Street names that their last word does not surely give away, and those of several words, in lower case."""
    for street, _ in _rows(path):
        name = street.lower()
        if not any(character.isdigit() for character in name) and (sure_ending(name) in {"", name} or " " in name):
            yield name


def _level(word: str, bearers: tuple[int, int], *, words: set[str], share: float) -> int:
    """How much of an ordinary word it is, from 0 to 9."""
    if word not in words and (any(bearers) or not share or not inflected(word, words)):
        return 0
    excess = share - 2 * (bearers[0] * FIRST_IN_TEXT + bearers[1] * LAST_IN_TEXT)
    return 1 if excess <= 1e-6 else min(9, 1 + round(2 * math.log10(excess / 1e-6)))


def _bearers(path: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name, count, _ in _rows(path):
        lowered = name.lower()
        if lowered not in NOT_NAMES:
            counts[lowered] += int(count)
    return counts


def _dictionary(path: Path) -> tuple[set[str], set[str], set[str]]:
    """The lower-case words, the capitalised ones that take ``Nord-`` (places), and the other capitalised ones."""
    words, places, proper = set(), set(), set()
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        word, _, rest = line.split("\t")[0].split(" ")[0].partition("/")
        if not word.replace("-", "").isalpha():
            continue
        if word.islower():
            words.add(word)
        elif "54" in rest.split(","):
            places.add(word.lower())
        else:
            proper.add(word.lower())
    return words, places, proper


def _towns(path: Path) -> Iterator[tuple[str, str]]:
    for code, town, _ in _rows(path):
        yield code, town


def _rows(path: Path) -> Iterator[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in lines:
        cells = line.split("\t")
        if cells[1:2] not in (["count"], ["by"], ["n_municipality_units"]):
            yield cells


if __name__ == "__main__":
    main()
