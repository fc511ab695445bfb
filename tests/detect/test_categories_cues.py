"""Cues as data: how they are written, added to, and refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from dsar.detect.categories import Categories
from dsar.detect.categories_cues import CUES, REMEMBERED, WORD, Context, Lexicon, read_cues, read_file
from dsar.errors import SetupError
from dsar.model import Category


def lexicon(tmp_path: Path, text: str) -> Lexicon:
    path = tmp_path / "cues.toml"
    path.write_text(text, encoding="utf-8")
    return Lexicon(read_cues(read_file(path)))


def found(lexicon: Lexicon, text: str) -> list[str]:
    parts = WORD.split(text)
    words, gaps = parts[1::2], parts[2::2]
    return [" ".join(words[m.first : m.end]) for m in lexicon.matches(words, gaps) if m.cue.target in Category]


@pytest.mark.parametrize(
    ("cue", "text", "words"),
    [
        ("gæld", "gæld gælden gældens gældsat elgæld", ["gæld", "gælden", "gældens"]),
        ("dom", "dom domme dommen domfældt", ["dom", "domme", "dommen"]),
        ("gæld*", "gæld gældsat elgæld", ["gæld", "gældsat"]),
        ("*gæld", "gæld elgæld elgælden gældsat", ["gæld", "elgæld", "elgælden"]),
        ("*gæld*", "gæld elgælden elgældsat guld", ["gæld", "elgælden", "elgældsat"]),
        ("#", "tre 3 33x", ["3", "33"]),
        ("medlem* af 3f", "medlemmer af 3f, medlem af 3g", ["medlemmer af 3 f"]),
        ("konto #", "konto: 1234 kontoen er 12", ["konto 1234"]),
        ("taler {sprog}", "taler urdu, taler dari og taler sagte", ["taler urdu", "taler dari"]),
        ("c o", "c/o hansen", ["c o"]),
        ("matr nr", "matr. nr. 3, matr\nnr, matr ---- nr", ["matr nr"]),  # not over a line, nor over much else
        ("dårlig betaler", "dårlig", []),
        ("stak ..ned", "stak ned, stak en mand ned", ["stak ned", "stak en mand ned"]),
        ("stak ..ned", "stak af og gik så straks ned; stak\nned; stak. ... Ned", []),  # five words, a line, a sentence
        ("tog ..sit ..liv", "tog hun sit eget liv", ["tog hun sit eget liv"]),
        ("får ..#", "får knap 900 om ugen", ["får knap 900"]),
    ],
)
def test_a_cue_matches_as_it_is_written(tmp_path: Path, cue: str, text: str, words: list[str]) -> None:
    cues = lexicon(tmp_path, f'[groups]\nsprog = ["urdu", "dari"]\n[debt]\nstrong = ["{cue}"]')
    assert found(cues, text) == words


@pytest.mark.parametrize(
    ("exception", "text", "words"),
    [
        ("*gade", "kirkegade kirken", ["kirken"]),
        ("kirken i", "kirken i byen, kirken", ["kirken"]),
        ("kirkegang*", "kirkegangen", []),
        ("kirk*", "kirken kirkebog", ["kirken", "kirkebog"]),  # the cue spells the exception and more
        ("i kirken", "vi går i kirken", []),
        ("går ..kirken", "vi går nu i kirken, kirken", ["kirken"]),
    ],
)
def test_an_exception_silences_its_words(tmp_path: Path, exception: str, text: str, words: list[str]) -> None:
    cues = lexicon(tmp_path, f'[religion]\nstrong = ["kirke*"]\n[exceptions]\nwords = ["{exception}"]')
    assert found(cues, text) == words


def test_a_longer_phrase_speaks_through_an_exception(tmp_path: Path) -> None:
    text = '[religion]\nstrong = ["medlem af kirken", "kirken"]\n[exceptions]\nwords = ["medlem af"]'
    assert found(lexicon(tmp_path, text), "medlem af kirken") == ["medlem af kirken", "kirken"]


def test_an_exception_silences_no_context(tmp_path: Path) -> None:
    context = '[context]\ngeneral = ["*politik"]\nperson = ["til alle"]\n'
    text = context + '[exceptions]\nwords = ["lønpolitik*", "løn til alle"]'
    matches = lexicon(tmp_path, text).matches(["lønpolitik", "løn", "til", "alle"], [" ", " ", " ", ""])
    assert [m.cue.target for m in matches] == [Context.GENERAL, Context.PERSON]


def test_the_memory_for_word_forms_is_bounded(tmp_path: Path) -> None:
    cues = lexicon(tmp_path, '[debt]\nstrong = ["gæld"]')
    many = [f"{n:x}".translate(str.maketrans("0123456789", "ghijklmnop")) for n in range(REMEMBERED + 1)]
    assert list(cues.matches(many, [" "] * len(many))) == []
    assert [m.first for m in cues.matches(["gæld"], [""])] == [0]


def test_a_customers_cues_are_added_to_ours(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        '[health]\nstrong = ["kløverhuset vest"]\n[exceptions]\nwords = ["psykoseminar*"]', encoding="utf-8"
    )
    own, ours = Categories(path), Categories()
    assert not ours.label("Hun går på Kløverhuset Vest.")
    assert [label.category for label in own.label("Hun går på Kløverhuset Vest.")] == [Category.HEALTH]
    assert [label.category for label in own.label("Hun er indlagt.")] == [Category.HEALTH]


def test_a_customers_words_of_a_group_go_into_our_cues(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[groups]\nparties = ["byens liste"]', encoding="utf-8")
    assert [x.category for x in Categories(path).label("Han er medlem af Byens Liste.")] == [Category.POLITICS]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[helath]\nstrong = []", "helath"),
        ("[health]\nsure = []", "sure"),
        ('[health]\nstrong = "gigt"', "strong"),
        ("[context]\nmood = []", "mood"),
        ("[health", "TOML"),
        ('[health]\nstrong = ["§"]', "has no word"),
        ('[health]\nstrong = ["taler {volapyk}"]', "no group volapyk"),
    ],
    ids=["category", "strength", "type", "context", "syntax", "no-word", "no-group"],
)
def test_a_file_that_says_something_unknown_is_a_setup_error(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SetupError, match=says):
        Categories(path)


def test_a_file_that_is_not_there_is_a_setup_error(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be read"):
        Categories(tmp_path / "none.toml")


def test_a_file_that_is_not_utf_8_is_a_setup_error(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes('[health]\nstrong = ["gæld"]'.encode("cp1252"))
    with pytest.raises(SetupError, match="UTF-8"):
        Categories(path)


def test_every_category_has_cues_of_ours() -> None:
    assert set(read_file(CUES).categories) == set(Category)


def test_no_cue_of_ours_stands_twice_in_a_category() -> None:
    twice = []
    for category, strengths in read_file(CUES).categories.items():
        cues = [*strengths.strong, *strengths.medium, *strengths.weak]
        twice += [(category, cue) for cue in set(cues) if cues.count(cue) > 1]
    assert twice == []
