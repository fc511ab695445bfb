"""Train the tagger of names.

    python -m dsar.detect.training.train_tagger --data ../shared/data \\
        --municipal tests/evaluate/data/municipal_train.txt --out dsar/detect/data/names.crfsuite

The news text is taken as it is, with its names replaced by others (frequent and
rare), in small letters and in capitals; the municipal text likewise.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path

import pycrfsuite

from dsar.detect.lexicon import Lexicon
from dsar.detect.names_kinds import Kinds
from dsar.detect.tagger import Word, features, sentences
from dsar.detect.training.invented import Lists, genitive
from dsar.detect.training.labelled import Example, read_iob2, read_marked, recased
from dsar.model import Span

PARAMETERS = {"c1": 0.05, "c2": 0.5, "max_iterations": 120, "feature.minfreq": 2, "feature.possible_transitions": True}


def main() -> None:
    """Train and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("data", "municipal", "out"):
        parser.add_argument(f"--{option}", type=Path, required=True)
    options = parser.parse_args()
    draw = random.Random(7)  # noqa: S311  the same model each time
    news = read_iob2(options.data / "ner" / "da_ddt-ud-train.iob2")
    examples = augmented(news, read_marked(options.municipal), Lists(options.data), draw)
    train(examples, Kinds(Lexicon()), options.out)
    print(f"{options.out}: {options.out.stat().st_size:,} bytes from {len(examples):,} texts")


def augmented(news: list[Example], municipal: list[Example], lists: Lists, draw: random.Random) -> list[Example]:
    """The texts and their variants."""
    others = [replaced(e, lists, draw) for e in news + news if e.names]
    office = municipal + [replaced(e, lists, draw) for e in municipal]
    mixed = news + others + office
    lower = recased(draw.sample(news, len(news) // 2) + office, str.lower)
    upper = recased(draw.sample(news, len(news) // 3) + office[::2], str.upper)
    return mixed + lower + upper + [lowered_names(e) for e in office[::3] if e.names]


def train(examples: list[Example], kinds: Kinds, out: Path) -> None:
    """Fit the model and write it."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PARAMETERS)
    for example in examples:
        for words in sentences(example.text):
            trainer.append(pycrfsuite.ItemSequence(features(words, kinds)), labels(words, example))
    trainer.train(str(out))


def labels(words: list[Word], example: Example) -> list[str]:
    """The label of each token; a line end inside a name is part of it."""
    return [_label(word, example) for word in words]


def _label(word: Word, example: Example) -> str:
    if span := _around(word, example.names):
        return "B" if word.start <= span.start else "I"
    return "X" if _around(word, example.others) or _around(word, example.addresses) else "O"


def _around(word: Word, spans: tuple[Span, ...]) -> Span | None:
    return next((span for span in spans if span.start < word.end and word.start < span.end), None)


def replaced(example: Example, lists: Lists, draw: random.Random) -> Example:
    """The same text about other people; a word in several names is replaced by the same one."""
    chosen: dict[str, str] = {}
    spans: dict[str, list[Span]] = {"names": [], "addresses": [], "others": []}
    marks = sorted((span, kind) for kind in spans for span in getattr(example, kind))
    parts, at, length = [], 0, 0
    for span, kind in marks:
        name = span.of(example.text)
        if kind == "names":
            name = " ".join(_other(word, chosen, lists, draw) for word in name.split(" "))
        kept = example.text[at : span.start]
        length += len(kept)
        spans[kind].append(Span(length, length + len(name)))
        parts += [kept, name]
        length += len(name)
        at = span.end
    return Example("".join(parts) + example.text[at:], *(tuple(spans[kind]) for kind in spans))


def _other(word: str, chosen: dict[str, str], lists: Lists, draw: random.Random) -> str:
    """Another word of the same role and case."""
    if len(word) <= 3 or not word[0].isupper() or "\n" in word:
        return word
    bare = word.strip(",'")
    if bare not in chosen:
        person = lists.person(draw)
        chosen[bare] = person.last if _is_surname(bare) or draw.random() < 0.2 else person.first
    other = chosen[bare]
    other = other.upper() if word.isupper() and len(word) > 1 else other
    return other + word[len(word.rstrip(",")) :] if not word.endswith("'") else genitive(other)


def _is_surname(word: str) -> bool:
    return word.lower().endswith(("sen", "sens", "gaard", "berg", "lund", "holm", "ov", "er", "ic"))


def lowered_names(example: Example) -> Example:
    """The same text with its names in small letters, as in a hasty mail."""
    return dataclasses.replace(example, text="".join(_lowered(example)))


def _lowered(example: Example) -> Iterator[str]:
    at = 0
    for span in example.names:
        yield example.text[at : span.start]
        lowered = span.of(example.text).lower()
        yield lowered if len(lowered) == len(span) else span.of(example.text)
        at = span.end
    yield example.text[at:]


if __name__ == "__main__":
    main()
